// Which moment of a film a figure shows in each step, and how the films of a session are fetched.

import assert from "node:assert/strict";
import { test } from "node:test";

import { figureAddresses } from "../assets/player/figure-stage.js";
import { addressFor, createSteering, readSpans } from "../assets/player/figure-steering.js";
import { createFigureStore } from "../assets/player/figure-store.js";
import { alternating, ready, repetition, session } from "./session.js";

/** Spans that follow each other, written as [action, length, phase, side]. */
function film(...spans) {
  let start = 0;
  const list = spans.map(([action, length, phase = null, side = null]) => {
    const span = { action, phase, side, start_ms: start, duration_ms: length };
    start += length;
    return span;
  });
  return createSteering(readSpans(JSON.stringify(list)), 4_000);
}

const bend = film(["move", 5_000, "p"], ["hold", 8_000, "p"], ["return", 3_000, "p"], ["rest", 800]);
const through = film(
  ["move", 5_000, "p", "right"], ["hold", 8_000, "p", "right"], ["switch", 5_000, "p", "left"],
  ["hold", 8_000, "p", "left"], ["return", 3_000, "p", "left"], ["rest", 800, null, "right"],
);
const phases = film(
  ["move", 3_000, "cat"], ["hold", 4_000, "cat"], ["return", 3_000, "cat"],
  ["move", 3_000, "cow"], ["hold", 4_000, "cow"], ["return", 3_000, "cow"], ["rest", 800],
);
const rolls = film(["cycle", 4_000, "backwards"], ["cycle", 4_000, "forwards"]);

const step = (kind, duration_ms, fields = {}) => ({ kind, duration_ms, phase: "p", side: null, ...fields });
const AT_REST = 16_400;

test("a movement takes its share of the step, however long the step is", () => {
  for (const length of [1, 2_000, 5_000, 20_000]) {
    assert.equal(bend.momentAt(step("move", length), 0), 0);
    assert.equal(bend.momentAt(step("move", length), length / 2), 2_500);
    assert.equal(bend.momentAt(step("move", length), length), 5_000);
    assert.equal(bend.momentAt(step("return", length), 0), 13_000);
    assert.equal(bend.momentAt(step("return", length), length), 16_000);
  }
});

test("each phase and each side has its own stretch of the film", () => {
  assert.equal(phases.momentAt(step("move", 3_000, { phase: "cow" }), 1_500), 11_500);
  assert.equal(phases.momentAt(step("return", 3_000, { phase: "cat" }), 0), 7_000);
  assert.equal(through.momentAt(step("hold", 2_000, { side: "left" }), 0), 18_000);
  assert.equal(through.momentAt(step("hold", 2_000, { side: "right" }), 0), 5_000);
});

test("a hold breathes in whole breaths: it begins and ends where the movements do", () => {
  for (const seconds of [3, 4, 5, 10, 15, 20, 25, 30, 60]) {
    const hold = step("hold", seconds * 1_000);
    const moments = Array.from({ length: seconds * 10 }, (_, tenth) => bend.momentAt(hold, tenth * 100));
    assert.equal(moments[0], 5_000);
    const last = (bend.momentAt(hold, hold.duration_ms) - 5_000) % 4_000;
    assert.ok(last < 1e-6 || last > 4_000 - 1e-6, `${seconds} s end in the middle of a breath: ${last}`);
    assert.ok(moments.every((moment) => moment >= 5_000 && moment < 13_000), `${seconds} s leave the hold`);
    assert.ok(moments.every((moment, place) => moment !== moments[place - 1]), `${seconds} s stand still`);
    const breaths = ((moments[1] - moments[0]) * 10 / 4_000) * 60;
    assert.ok(breaths > 8 && breaths <= 24, `${seconds} s have ${breaths} breaths a minute`);
  }
});

test("a hold too short for a breath stands still", () => {
  const hold = step("hold", 2_000);
  assert.deepEqual([0, 700, 1_999].map((position) => bend.momentAt(hold, position)), [5_000, 5_000, 5_000]);
});

test("a movement without a hold goes round as often as its own pace says, and ends where it began", () => {
  const rolling = step("move", 12_500, { phase: "forwards" });
  assert.equal(rolls.momentAt(rolling, 0), 4_000);
  assert.equal(Math.round(rolls.momentAt(rolling, 12_500 / 6)), 6_000);
  assert.equal(Math.round(rolls.momentAt(rolling, 12_500 / 3) - 4_000) % 4_000, 0);
  assert.equal(rolls.momentAt(rolling, 12_500), 4_000);
});

test("sides are changed straight through where the film can, else in the start position", () => {
  const change = step("switch-sides", 6_000, { side: "left", phase: null });
  assert.equal(through.momentAt(change, 0), 13_000);
  assert.equal(through.momentAt(change, 3_000), 15_500);
  assert.equal(through.momentAt(change, 6_000), 18_000);
  // Where no step stands between the sides, the movement itself is the way across.
  assert.equal(through.momentAt(step("move", 6_000, { side: "left" }), 3_000), 15_500);
  assert.equal(bend.momentAt(change, 3_000), AT_REST);
});

test("whoever rests or has finished is in the start position", () => {
  for (const kind of ["rest", "rate", "whatever comes later"]) assert.equal(bend.momentAt(step(kind, 30_000), 15_000), AT_REST);
  assert.equal(bend.atRest, AT_REST);
  assert.equal(rolls.atRest, 0);
});

/** What a step shows every 50 ms. */
const watch = (steering, one) =>
  Array.from({ length: one.duration_ms / 50 }, (_, place) => steering.momentAt(one, place * 50));

test("getting ready shows the movement there and back, at its own pace, and is at rest at both ends", () => {
  const seen = watch(bend, step("ready", 12_000, { phase: null }));
  for (const moment of [seen[0], seen[19], seen.at(-1), seen.at(-20)]) assert.equal(moment, AT_REST);
  assert.equal(seen.filter((moment) => moment === 5_000).length, 20, "the hold is shown for a second");
  assert.ok(Math.max(...seen.filter((moment) => moment < 16_000)) > 15_800, "the way back is shown to its end");
  // Not counting where one piece of the film follows on another.
  const pace = seen.slice(1).map((moment, place) => moment - seen[place]).filter((change) => change > 0 && change < 400);
  assert.ok(pace.length > 150 && pace.every((change) => change < 50.001));
});

test("getting ready for long shows it several times, and a whole film where there is time", () => {
  const count = (seen, moment) => seen.filter((at, place) => at === moment && seen[place - 1] !== moment).length;
  assert.equal(count(watch(bend, step("ready", 25_000)), 5_000), 2);
  const both = watch(phases, step("ready", 20_000, { phase: null }));
  assert.ok(count(both, 3_000) === 1 && count(both, 13_000) === 1, "both phases are shown");
  const across = watch(through, step("ready", 18_000, { side: "right" }));
  assert.ok(count(across, 18_000) === 1, "the other side is shown");
});

test("with little time a preview hurries a little, with less there is none", () => {
  const hurried = watch(bend, step("ready", 8_500));
  assert.equal(hurried[0], AT_REST);
  assert.equal(hurried.at(-1), AT_REST);
  assert.ok(hurried.includes(5_000));
  assert.ok(hurried.some((moment) => moment > 15_800 && moment < 16_000), "the way back is shown to its end");
  assert.deepEqual(new Set(watch(bend, step("ready", 7_000))), new Set([AT_REST]));
});

test("a preview of one side comes back the way it went where the film goes on to the other", () => {
  const seen = watch(through, step("ready", 11_000, { side: "right" }));
  assert.ok(seen.every((moment) => moment <= 5_000 || moment === through.atRest));
  assert.ok(seen.slice(140).some((moment) => moment > 0 && moment < 5_000));
});

test("one step ends where the next begins", () => {
  const pairs = [
    [bend, step("move", 5_000), step("hold", 10_000)],
    [phases, step("return", 3_000, { phase: "cat" }), step("move", 3_000, { phase: "cow" })],
    [through, step("switch-sides", 6_000, { side: "left", phase: null }), step("hold", 10_000, { side: "left" })],
    [through, step("hold", 2_000, { side: "left" }), step("hold", 10_000, { side: "left" })],
  ];
  for (const [steering, before, after] of pairs) {
    const end = steering.momentAt(before, before.duration_ms);
    assert.ok(Math.abs(end - steering.momentAt(after, 0)) < 1e-6, `${before.kind} to ${after.kind}`);
  }
});

test("without movement each step shows its key position", () => {
  const keys = (steering, ...steps) => steps.map((one) => steering.keyMomentOf(one));
  assert.deepEqual(
    keys(bend, ...["ready", "move", "hold", "return", "rest"].map((kind) => step(kind, 5_000))),
    [AT_REST, 5_000, 5_000, AT_REST, AT_REST],
  );
  assert.deepEqual(keys(through, step("switch-sides", 5_000, { side: "left", phase: null })), [18_000]);
  assert.deepEqual(keys(bend, step("switch-sides", 5_000, { side: "left", phase: null })), [AT_REST]);
  assert.deepEqual(keys(rolls, step("move", 12_000, { phase: "forwards" })), [5_000]);
});

test("steps that a film does not know leave it where it rests", () => {
  const still = film(["rest", 800]);
  for (const kind of ["ready", "move", "hold", "return", "switch-sides"]) {
    assert.equal(still.momentAt(step(kind, 10_000), 5_000), 400);
    assert.equal(still.keyMomentOf(step(kind, 10_000)), 400);
  }
});

test("positions beyond a step's ends count as its ends", () => {
  assert.equal(bend.momentAt(step("move", 5_000), -100), 0);
  assert.equal(bend.momentAt(step("move", 5_000), 99_999), 5_000);
  assert.equal(bend.momentAt(step("move", 5_000), NaN), 0);
  assert.equal(bend.momentAt(step("move", 0), 0), 5_000);
});

test("where a film has no way back, it is the way there backwards", () => {
  const back = step("return", 2_500, { side: "right" });
  for (const oneWay of [through, film(["move", 5_000, "p"], ["hold", 8_000, "p"])]) {
    assert.deepEqual([0, 500, 2_500].map((position) => oneWay.momentAt(back, position)), [5_000, 4_000, 0]);
  }
});

test("what lists no spans is no film", () => {
  for (const text of [undefined, null, "", "{", "{}", "[]", "7", '[{"action":"fly","start_ms":0,"duration_ms":1}]',
    '[{"action":"move","start_ms":0,"duration_ms":0}]', "[null]"]) assert.equal(readSpans(text), null, String(text));
});

test("a figure is its side's, else the one for both", () => {
  assert.equal(addressFor({ left: "/l", right: "/r" }, "right"), "/r");
  assert.equal(addressFor({ both: "/b" }, "right"), "/b");
  assert.equal(addressFor({ left: "/l" }, "right"), "/l");
  assert.equal(addressFor(undefined, "right"), null);
  assert.equal(addressFor({}, null), null);
});

test("a session's figures are listed in the order in which they are wanted", () => {
  const timeline = session(alternating, ["turn", ready, ...repetition({ side: "right" })], ["rest", ready]);
  timeline.exercises[0].figure = { both: "/neck" };
  timeline.exercises[1].figure = { left: "/turn-left", right: "/turn-right" };
  assert.deepEqual([...new Set(figureAddresses(timeline))], ["/neck", "/turn-left", "/turn-right"]);
});

/** A store over a network that the test answers by hand. */
function network(addresses) {
  const asked = [];
  const timers = [];
  const store = createFigureStore({
    addresses,
    load: (address) => new Promise((resolve, reject) => asked.push({ address, resolve, reject })),
    later: (run, milliseconds) => timers.push({ run, milliseconds }),
  });
  const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
  return {
    store,
    timers,
    waiting: () => asked.map(({ address }) => address),
    async answer(address, text) {
      const place = asked.findIndex((one) => one.address === address);
      const [{ resolve, reject }] = asked.splice(place, 1);
      text === null ? reject(new Error("away")) : resolve(text);
      await settle();
    },
  };
}

test("figures are fetched from the wanted one on, few at once, each once", async () => {
  const { store, waiting, answer } = network(["/a", "/b", "/c", "/b", "/d"]);
  store.start("/c");
  assert.deepEqual(waiting(), ["/c", "/d"]);
  assert.equal(store.textOf("/c"), null);
  await answer("/c", "<svg/>");
  assert.equal(store.textOf("/c"), "<svg/>");
  assert.deepEqual(waiting(), ["/d", "/a"]);
  await answer("/d", "");
  await answer("/a", "");
  await answer("/b", "");
  assert.deepEqual(waiting(), []);
});

test("what does not come is missing, and asked for again, ever more rarely", async () => {
  const { store, timers, waiting, answer } = network(["/a"]);
  store.start("/not-in-the-list");
  assert.equal(store.isMissing("/a"), false, "it is on its way");
  const pauses = [];
  for (let attempt = 0; attempt < 8; attempt += 1) {
    await answer("/a", null);
    assert.equal(store.isMissing("/a"), true);
    assert.deepEqual(waiting(), []);
    const { run, milliseconds } = timers.pop();
    pauses.push(milliseconds / 1_000);
    run();
  }
  assert.deepEqual(pauses, [2, 4, 8, 16, 32, 60, 60, 60]);
  await answer("/a", "<svg/>");
  assert.equal(store.isMissing("/a"), false);
  assert.equal(store.textOf("/a"), "<svg/>");
});

test("what turns out to be no figure is not tried again", async () => {
  const { store, timers, answer } = network(["/a"]);
  store.start();
  await answer("/a", "<html>");
  store.discard("/a");
  assert.equal(store.textOf("/a"), null);
  assert.equal(store.isMissing("/a"), true);
  assert.equal(timers.length, 0);
});
