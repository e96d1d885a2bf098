// What is asked about exercises and when, and what is kept of the answers.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createAnswers } from "../assets/player/answers.js";
import { createOutcomes } from "../assets/player/outcomes.js";
import { commandOf } from "../assets/player/keys.js";
import { alternating, each, ready, repetition, session } from "./session.js";

const discomforts = ["fine", "fine", "fine", "fine", "some", "some", "too-much", "too-much", "too-much", "too-much", "too-much"];
const marching = ["marching", ready, ...repetition({ rep: 1, reps: 1 })];

/** A session with a warm-up and three exercises, of which the first `done` steps of each named one are done. */
function answering({ done = {}, waiting = [], known = {} } = {}) {
  const timeline = session(marching, alternating, each, ["squeeze", ready, ...repetition({ rep: 1, reps: 1 })]);
  timeline.exercises[0].warm_up = true;
  for (const [number, what] of Object.entries(known)) Object.assign(timeline.exercises[number], what);
  const outcomes = createOutcomes();
  for (const [number, count] of Object.entries(done)) {
    const { first_step } = timeline.exercises[number];
    for (let step = first_step; step < first_step + count; step += 1) outcomes.note(step, "done");
  }
  const readyOf = (number) => timeline.exercises[number].first_step;
  return { timeline, outcomes, readyOf, answers: createAnswers({ timeline, discomforts, outcomes, waiting }) };
}

test("the exercise before is asked about while the next one is got ready for, and in no other step", () => {
  const { timeline, answers, readyOf } = answering({ done: { 0: 4, 1: 5, 2: 9, 3: 4 } });
  const asked = timeline.steps.map((step) => answers.askedIn(step.index)).filter((number) => number !== null);
  assert.deepEqual(asked, [1, 2]);
  assert.equal(answers.askedIn(readyOf(2)), 1);
  assert.equal(answers.askedIn(readyOf(2) + 1), null);
});

test("a warm-up, what nothing was done of, and what hurt are not asked about", () => {
  const { answers, outcomes, readyOf, timeline } = answering({ done: { 0: 4, 1: 1 } });
  assert.equal(answers.askedIn(readyOf(1)), null, "the warm-up");
  assert.equal(answers.askedIn(readyOf(2)), null, "having got ready is nothing yet");
  assert.equal(answers.askedAtEnd(), null);
  outcomes.note(timeline.exercises[1].first_step + 1, "skipped");
  assert.equal(answers.askedIn(readyOf(2)), null, "skipped");
  outcomes.note(timeline.exercises[1].first_step + 1, "done");
  assert.equal(answers.askedIn(readyOf(2)), 1);
  assert.equal(answers.askedAtEnd(), 1);
  assert.deepEqual(answers.sayHurt(1), { play: 1, hurt: true });
  assert.equal(answers.askedIn(readyOf(2)), null);
  assert.equal(answers.askedAtEnd(), null);
});

test("an answer is kept once, and can be changed", () => {
  const { answers } = answering({ done: { 1: 5 } });
  assert.equal(answers.about(1), null);
  assert.deepEqual(answers.say(1, { felt: "some" }), { play: 1, felt: "some" });
  assert.equal(answers.say(1, { felt: "some" }), null);
  assert.deepEqual(answers.say(1, { rating: 4 }), { play: 1, rating: 4 });
  assert.deepEqual(answers.about(1), { felt: "some", rating: 4 });
  assert.equal(answers.say(1, { rating: 4 }), null);
  assert.deepEqual(answers.say(1, { rating: 0 }), { play: 1, rating: 0 });
  assert.deepEqual(answers.about(1), { felt: "fine", rating: 0 });
  assert.deepEqual(answers.say(1, { felt: "fine" }), { play: 1, felt: "fine" });
});

test("that it hurt is kept once", () => {
  const { answers } = answering();
  assert.equal(answers.hurts(0), false);
  assert.deepEqual(answers.sayHurt(0), { play: 0, hurt: true });
  assert.equal(answers.sayHurt(0), null);
  assert.equal(answers.hurts(0), true);
});

test("what the server knows and what still waits is known after a reload", () => {
  const { answers } = answering({
    known: { 1: { felt: "some", rating: 5 }, 2: { felt: "fine" }, 3: { hurt: true } },
    waiting: [
      { step: 3, outcome: "done" },
      { play: 2, felt: "some" },
      { play: 2, rating: 8 },
      { play: 0, hurt: true },
      { play: 99, felt: "fine" },
      { ended: "stopped" },
    ],
  });
  assert.deepEqual(answers.about(1), { felt: "some", rating: 5 });
  assert.deepEqual(answers.about(2), { felt: "too-much", rating: 8 });
  assert.equal(answers.about(3), null);
  assert.deepEqual([0, 1, 2, 3].map(answers.hurts), [true, false, false, true]);
});

test("the keys of what is wrong and of answers", () => {
  assert.equal(commandOf({ key: "h" }), "askHurts");
  assert.equal(commandOf({ key: "H", shiftKey: true }), "askHurts");
  assert.equal(commandOf({ key: "d" }), "askDizzy");
  assert.equal(commandOf({ key: "d", ctrlKey: true }), null);
  assert.equal(commandOf({ key: "h", repeat: true }), null);
  for (const key of "0123456789") assert.equal(commandOf({ key }), "digit");
  assert.equal(commandOf({ key: "1", altKey: true }), null);
  assert.equal(commandOf({ key: "F1" }), null);
});
