// Whatever somebody does, and in whatever order: what must hold in every session. The sequences are random but the same
// every time.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createEffects } from "../assets/player/effects.js";
import { controlled, kept, only, wholeSession } from "./controlled.js";
import { sets, session } from "./session.js";

const SESSIONS = 150;
const EVENTS = 250;
/** From this silence (ms) on nobody is taken to have exercised. */
const SILENCE_MS = 5_000;

/** Numbers from 0 to 1 that follow from a seed (mulberry32). */
function randomNumbers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const TIMELINES = [wholeSession(), session(sets)];
const KEYS = [" ", " ", "ArrowRight", "ArrowLeft", "Escape", "h", "d", "m", "2"];
/** What somebody can press while a dialog is open; what goes on more often than what ends. */
const IN_DIALOG = {
  end: ["keep-going", "keep-going", "keep-going", "end-session"],
  hurt: ["hurt-slip", "hurt-slip", "hurt-go-on", "hurt-end"],
  dizzy: ["dizzy-slip", "dizzy-slip", "dizzy-slip", "dizzy-end"],
};
const EVERYWHERE = ["toggle", "toggle", "ring", "back", "forward", "next-exercise", "previous-exercise", "im-ready", "mute",
  "end", "hurts", "dizzy"];

/** A session at random, and a function that says what happens next in it: an event and the time before it in ms. */
function scenario(seed) {
  const random = randomNumbers(seed);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const timeline = pick(TIMELINES);
  const it = controlled({
    timeline,
    done: random() < 0.3 ? Math.floor(random() * timeline.steps.length) : 0,
    settings: { sounds: random() < 0.8, voice: random() < 0.8, vibration: random() < 0.8 },
    data: { is_break: random() < 0.1 },
    waiting: random() < 0.05 ? [{ id: "a", ended: "stopped" }] : [],
    hidden: random() < 0.1,
  });

  function event() {
    const { dialog, resuming, over } = it.state;
    if (dialog && random() < 0.7) {
      return random() < 0.3 ? { type: "dialog-closed", dialog } : { type: "button", button: pick(IN_DIALOG[dialog]) };
    }
    if (resuming && random() < 0.7) {
      return { type: "button", button: pick(["resume-continue", "resume-continue", "resume-end"]), byPointer: random() < 0.5 };
    }
    const others = [
      () => ({ type: "key", key: pick(KEYS), shiftKey: random() < 0.3, onControl: random() < 0.1, handled: false }),
      () => ({ type: "media", action: pick(it.controller.mediaActions) }),
      () => ({ type: "tones", state: pick(["silent", "blocked", "running", "running"]) }),
      () => ({ type: "gesture" }),
      () => ({ type: "answer", answer: pick([{ felt: "some" }, { felt: "too-much" }, { rating: 9 }]), name: "A word" }),
      () => ({ type: "outbox", waiting: pick([0, 1, 5]), trouble: pick([null, "away", "locked"]), durable: random() < 0.8 }),
      () => ({ type: "refused", sentence: pick(["", "No."]) }),
      () => ({ type: "visibility", hidden: random() < 0.5 }),
      () => ({ type: pick(["online", "page-hide", "held"]) }),
      () => ({ type: "page-show", persisted: random() < 0.5 }),
      () => ({ type: "before-unload", durable: random() < 0.5 }),
      () => ({ type: "button", button: "alert-close" }),
    ];
    // Below the cover, a dialog and the closing screen the page's own buttons can't be pressed.
    if (random() < 0.5 && !dialog && !resuming && !over) return { type: "button", button: pick(EVERYWHERE), byPointer: true };
    if (over && random() < 0.3) return pick([{ type: "settled" }, { type: "timer", name: "saving" }, { type: "timer", name: "patience" }]);
    return pick(others)();
  }

  return {
    it,
    next() {
      if (random() < 0.6) return { event: { type: "tick" }, after: pick([4, 16, 250, 250, 1_000, 4_000]) };
      if (random() < 0.05) return { event: { type: "tick" }, after: 6_000 };
      return { event: event(), after: pick([0, 0, 16, 300, 2_000]) };
    },
  };
}

/**
 * Plays a session at random and gives what happened: each event with what was so before and after it, and what it led to.
 * A browser ticks all the time; in every other session it is late, and events come before the tick.
 */
function playAtRandom(seed) {
  const { it, next } = scenario(seed);
  it.send("start");
  const late = seed % 2 === 0;
  const happened = [];
  for (let count = 0; count < EVENTS; count += 1) {
    const { event, after } = next();
    const before = it.state;
    it.pass(after);
    for (const each of event.type === "tick" || late ? [event] : [{ type: "tick" }, event]) {
      const last = happened.at(-1);
      const passed = each === event && event.type !== "tick" && !late ? 0 : after;
      const effects = it.send(each);
      happened.push({ event: each, passed, before: passed === 0 ? last?.state ?? before : before, state: it.state, effects });
    }
  }
  return { seed, late, timeline: it.timeline, all: it.all, happened };
}

const played = Array.from({ length: SESSIONS }, (_, place) => playAtRandom(place + 1));

/** Looks at each event of all sessions. */
function always(name, check) {
  test(name, () => {
    for (const { happened, ...whole } of played) {
      for (const each of happened) check({ ...whole, ...each, told: `seed ${whole.seed}: ${JSON.stringify(each.event)}` });
    }
  });
}

always("the position never leaves the timeline", ({ timeline, state, effects, told }) => {
  const within = (position) => position >= 0 && position <= timeline.endMs;
  assert.ok(within(state.position), `${told}: ${state.position}`);
  for (const { position } of only(effects, "draw")) assert.ok(within(position), `${told}: ${position} is drawn`);
});

test("each step is kept as done and as left out at most once, and never as left out after it was done", () => {
  for (const { seed, all } of played) {
    const outcomes = new Map();
    for (const { step, outcome } of kept(all)) {
      if (step === undefined) continue;
      const before = outcomes.get(step);
      assert.ok(before === undefined || (before === "skipped" && outcome === "done"), `seed ${seed}: step ${step}`);
      outcomes.set(step, outcome);
    }
  }
});

test("each text of a step that plays without being gone back to is announced once", () => {
  for (const timeline of TIMELINES) {
    for (let seed = 1; seed <= 20; seed += 1) {
      const random = randomNumbers(seed);
      const it = controlled({ timeline });
      it.send("start");
      while (!it.state.over) {
        it.pass(Math.floor(random() * 300));
        it.send("tick");
      }
      const steps = only(it.all, "cue").filter(({ cue }) => cue.announce).map(({ cue }) => cue.step);
      assert.equal(new Set(steps).size, steps.length, `seed ${seed}`);
    }
  }
});

const PLAYED = ["say", "plan-tone", "vibrate", "cue", "draw", "open-dialog", "notice", "announce"];
always("after the end nothing is played, drawn, asked to stop or kept of a step", ({ event, before, effects, told }) => {
  if (!before.over) return;
  const answered = event.type === "answer";
  const wrong = effects.filter((effect) => (PLAYED.includes(effect.type) && !(answered && effect.type === "announce"))
    || (effect.type === "wake-lock" && effect.wanted)
    || (effect.type === "media" && effect.playing)
    || (effect.type === "keep" && effect.event.play === undefined)
    || effect.type === "over");
  assert.deepEqual(wrong, [], told);
});

const JUMPS = ["back", "forward", "next-exercise", "previous-exercise", "hurt-go-on", "ArrowLeft", "ArrowRight", "nexttrack",
  "previoustrack"];
always("only time and jumps move the position: no pause, dialog or count-in loses or wins any", (each) => {
  const { timeline, event, late, passed, before, state, told } = each;
  if (late || before.over) return;
  if (event.type !== "tick") {
    const what = event.button ?? event.key ?? event.action;
    if (!JUMPS.includes(what) && !state.over) assert.equal(state.position, before.position, told);
  } else if (before.mode === "playing" && passed <= SILENCE_MS) {
    assert.equal(state.position, Math.min(timeline.endMs, before.position + passed), told);
  } else if (before.mode === "counting" && passed <= SILENCE_MS) {
    const moved = Math.max(0, passed - before.countInLeft);
    assert.equal(state.position, Math.min(timeline.endMs, before.position + moved), told);
  } else {
    assert.equal(state.position, before.position, told);
    assert.notEqual(state.mode, "playing", told);
  }
});

test("however often somebody pauses, what was played is what passed while it played", () => {
  for (let seed = 1; seed <= 100; seed += 1) {
    const random = randomNumbers(seed);
    const it = controlled({ timeline: session(sets) });
    it.send("start");
    let moved = 0;
    for (let count = 0; count < 60; count += 1) {
      const time = Math.floor(random() * 2_000);
      it.pass(time);
      if (it.state.mode === "playing") moved += time;
      it.send("tick");
      it.press("toggle");
      if (it.state.mode === "counting") it.press("im-ready");
      if (it.state.mode === "paused") it.pass(Math.floor(random() * 15_000));
    }
    assert.equal(it.state.position, Math.min(moved, it.timeline.endMs), `seed ${seed}`);
  }
});

always("effects are plain values with a type", ({ effects, told }) => {
  for (const effect of effects) {
    assert.equal(typeof effect.type, "string");
    assert.deepStrictEqual(JSON.parse(JSON.stringify(effect)), effect, `${told}: ${effect.type}`);
  }
});

test("the same events at the same times give the same effects", () => {
  for (const { seed, all } of played.slice(0, 20)) assert.deepEqual(playAtRandom(seed).all, all);
});

test("the page can carry out each effect, and each that it can carry out is used", () => {
  const used = new Set(played.flatMap(({ all }) => all.map(({ type }) => type)));
  assert.deepEqual([...used].sort(), Object.keys(createEffects({})).sort());
});
