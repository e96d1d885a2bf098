// What is said and heard, and that it fits into the time there is.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createCueRunner } from "../assets/player/cue-runner.js";
import { cuesOf, fitting, speakingTime, whatIsNext } from "../assets/player/cues.js";
import { createPlayback } from "../assets/player/playback.js";
import { alternating, each, ready, repetition, session, sets, word } from "./session.js";

const cuesIn = (timeline, index) => cuesOf(timeline, word)
  .filter((cue) => cue.step === index)
  .map((cue) => ({ ...cue, at: cue.at - timeline.startOf(index) }));
const said = (timeline, index) => cuesIn(timeline, index).filter((cue) => cue.say).map((cue) => `${cue.at} ${cue.say}`);
const tones = (timeline, index) => cuesIn(timeline, index).filter((cue) => cue.tone).map((cue) => `${cue.at} ${cue.tone}`);

test("getting ready says name and position, and ticks at the end", () => {
  const timeline = session(alternating);
  assert.deepEqual(said(timeline, 0), ["0 neck. Sit tall."]);
  assert.deepEqual(tones(timeline, 0), ["0 ready", "5000 tick", "6000 tick", "7000 tick"]);
});

test("a name that the text already has is not said twice", () => {
  const timeline = session(["neck", { ...ready, say: "Neck. Sit tall" }]);
  assert.deepEqual(said(timeline, 0), ["0 Neck. Sit tall."]);
});

test("a hold says its seconds, counts its last three and has a tone at both ends", () => {
  const timeline = session(alternating);
  assert.deepEqual(said(timeline, 2), ["0 Hold for 10 seconds. Stay soft.", "7000 3", "8000 2", "9000 1"]);
  assert.deepEqual(tones(timeline, 2), ["0 begin", "10000 end"]);
});

test("the same hold again is only named", () => {
  const timeline = session(alternating);
  const again = timeline.steps.filter((step) => step.kind === "hold" && step.side === "right")[1];
  assert.equal(said(timeline, again.index)[0], "0 Hold for 10 seconds");
});

test("a long hold has a reminder to breathe that gives way", () => {
  const timeline = session(each);
  const reminder = cuesIn(timeline, 2).find((cue) => cue.gentle);
  assert.equal(reminder.say, "Keep breathing");
  assert.ok(reminder.at >= 7_000 && reminder.at <= 9_000);
});

test("many short repetitions: explained once a set, then only numbers, and nothing in the holds", () => {
  const timeline = session(sets);
  const words = cuesOf(timeline, word).filter((cue) => cue.say);
  const moves = timeline.steps.filter((step) => step.kind === "move").slice(0, 11);
  const texts = moves.map((move) => words.filter((cue) => cue.step === move.index).map((cue) => cue.say).join());
  assert.deepEqual(texts, ["Bend slowly", "2", "3", "4", "5", "6", "7", "8", "9", "Last one", "Bend slowly"]);
  const inHolds = words.filter((cue) => timeline.steps[cue.step].kind === "hold");
  assert.deepEqual(inHolds, []);
});

test("a rest says how long and what comes next", () => {
  const timeline = session(sets);
  const rest = timeline.steps.find((step) => step.kind === "rest").index;
  assert.deepEqual(said(timeline, rest), ["0 Rest for 30 seconds. Next: Set 2 of 3.", "25000 Get ready"]);
  assert.equal(whatIsNext(timeline.last - 1, timeline, word), "that’s it");
});

test("holds of a few seconds are not talked over", () => {
  const timeline = session(["cat", ready, ...repetition({ rep: 1, reps: 2, hold: 3_000 }), ...repetition({ rep: 2, reps: 2, hold: 3_000 })]);
  assert.deepEqual(said(timeline, 2), ["0 Stay soft"]);
  assert.deepEqual(said(timeline, 5), []);
  assert.deepEqual(tones(timeline, 5), ["0 begin", "3000 end"]);
});

test("what is said fits before the next thing that is said", () => {
  const timeline = session(alternating, each, sets);
  const words = cuesOf(timeline, word).filter((cue) => cue.say);
  for (const [place, cue] of words.entries()) {
    const next = words[place + 1];
    if (next) assert.ok(next.at - cue.at + 501 >= speakingTime(cue.say) || cue.say.length <= 1, `${cue.say} → ${next.say}`);
  }
});

test("the fullest text that fits is taken, else the shortest", () => {
  assert.equal(fitting(["a long sentence that takes its time", "short"], 1_000), "short");
  assert.equal(fitting(["a long sentence that takes its time", "short"], 10_000), "a long sentence that takes its time");
  assert.equal(fitting(["", "too long for this"], 10), "too long for this");
});

function play(timeline, position, until, every) {
  const fired = [];
  let now = 1_000;
  const playback = createPlayback(timeline, position);
  let armed = Infinity;
  const runner = createCueRunner({
    cues: cuesOf(timeline, word), timeline, playback, mono: () => now,
    arm: (milliseconds) => { armed = now + milliseconds; },
    fire: (cue, late) => fired.push({ cue, late }),
  });
  playback.play(now, now);
  runner.rewind(position);
  runner.run();
  let tick = now + every;
  while (now < 1_000 + until) {
    now = Math.min(armed, tick);
    if (now === tick) tick += every;
    playback.tick(now, now);
    runner.run();
  }
  return fired;
}

test("every cue fires once, at its moment, even when the page seldom ticks", () => {
  const timeline = session(alternating, sets);
  const fired = play(timeline, 0, timeline.endMs - 10, 900);
  const expected = cuesOf(timeline, word).filter((cue) => cue.at < timeline.endMs);
  assert.deepEqual(fired.map(({ cue }) => [cue.step, cue.at]), expected.map((cue) => [cue.step, cue.at]));
  assert.ok(Math.max(...fired.map(({ late }) => late)) < 1);
});

test("starting in the middle of a step leaves out what was before", () => {
  const timeline = session(alternating);
  const fired = play(timeline, timeline.startOf(2) + 4_000, 6_500, 100);
  assert.deepEqual(fired.map(({ cue }) => cue.say ?? cue.tone), ["3", "2", "1", "end", "And come back"]);
});

test("starting at a step leaves out the tone that ended the one before", () => {
  const timeline = session(alternating);
  const fired = play(timeline, timeline.startOf(3), 100, 50);
  assert.deepEqual(fired.map(({ cue }) => cue.say), ["And come back"]);
});
