// Where a position lies and what is drawn as dots.

import assert from "node:assert/strict";
import { test } from "node:test";
import { alternating, each, ready, repetition, session, sets } from "./session.js";

test("every position lies in the step that covers it", () => {
  const timeline = session(alternating, each, sets);
  for (const step of timeline.steps) {
    assert.equal(timeline.indexAt(step.start_ms), step.index);
    assert.equal(timeline.indexAt(step.start_ms + step.duration_ms - 0.01), step.index);
  }
  assert.equal(timeline.indexAt(-5), 0);
  assert.equal(timeline.indexAt(1e9), timeline.last);
});

test("the session ends where the closing question begins", () => {
  const timeline = session(alternating);
  assert.equal(timeline.endMs, timeline.steps.at(-1).start_ms);
  assert.equal(timeline.remainingInSession(timeline.endMs), 0);
  assert.equal(timeline.remainingInSession(0), timeline.endMs);
  assert.equal(timeline.remainingInStep(1_000), 7_000);
});

test("next and previous exercise lead to their first steps", () => {
  const timeline = session(alternating, each, sets);
  const [first, second, third] = timeline.exercises.map((exercise) => exercise.first_step);
  assert.equal(timeline.nextExerciseIndex(first + 3), second);
  assert.equal(timeline.nextExerciseIndex(third + 3), timeline.last);
  assert.equal(timeline.previousExerciseIndex(second + 3), second);
  assert.equal(timeline.previousExerciseIndex(second), first);
  assert.equal(timeline.previousExerciseIndex(first), first);
});

test("the first unfinished step skips what is finished, wherever it lies", () => {
  const timeline = session(alternating);
  const finished = new Set([0, 1, 3]);
  assert.equal(timeline.firstUnfinished((step) => finished.has(step)), 2);
  assert.equal(timeline.firstUnfinished(() => true), timeline.last);
  assert.equal(timeline.firstUnfinished(() => false), 0);
});

test("progress of exercises runs from 0 to 1", () => {
  const timeline = session(alternating, each);
  assert.deepEqual(timeline.exerciseProgress(0), [0, 0]);
  assert.deepEqual(timeline.exerciseProgress(timeline.endMs), [1, 1]);
  const [half, none] = timeline.exerciseProgress(timeline.exerciseDuration(0) / 2);
  assert.equal(half, 0.5);
  assert.equal(none, 0);
});

const drawn = (groups) => groups.map((group) => group.map((unit) => unit.state[0]).join("")).join(" ");

test("dots pair alternating sides", () => {
  const timeline = session(alternating);
  assert.equal(drawn(timeline.dots(0)), "tt tt");
  assert.equal(drawn(timeline.dots(5)), "dc tt");
});

test("dots group each side, and mark nothing between them", () => {
  const timeline = session(each);
  const turn = timeline.steps.find((step) => step.kind === "switch-sides").index;
  assert.equal(drawn(timeline.dots(turn)), "ddd ttt");
  assert.equal(drawn(timeline.dots(turn + 1)), "ddd ctt");
});

test("dots group sets", () => {
  const timeline = session(sets);
  const rest = timeline.steps.find((step) => step.kind === "rest").index;
  assert.equal(drawn(timeline.dots(rest)), "dddddddddd tttttttttt tttttttttt");
  assert.equal(timeline.exerciseHasSides(rest), false);
});

test("one repetition of each side is one group a side", () => {
  const timeline = session(["turn", ready, ...repetition({ rep: 1, side: "right" }), ...repetition({ rep: 1, side: "left" })]);
  assert.equal(drawn(timeline.dots(1)), "c t");
  assert.equal(timeline.exerciseHasSides(0), true);
  assert.equal(timeline.firstSideAfter(0), "right");
});

test("short repetitions are stepped through as a whole, longer ones step by step", () => {
  const timeline = session(sets, alternating);
  const [first, second] = timeline.steps.filter((step) => step.kind === "move").map((step) => step.index);
  assert.deepEqual(timeline.repetition(first + 1), { first, last: first + 2, start: 8_000, end: 14_000, short: true });
  assert.equal(timeline.nextIndex(first), second);
  assert.equal(timeline.nextIndex(first + 1), second);
  assert.equal(timeline.previousIndex(second + 2), first);
  assert.equal(timeline.previousIndex(first + 1), 0);
  assert.equal(timeline.steps[timeline.setEnd(first) + 1].kind, "rest");
  const neck = timeline.exercises[1].first_step;
  assert.equal(timeline.repetition(neck), null);
  assert.equal(timeline.repetition(neck + 1).short, false);
  assert.equal(timeline.nextIndex(neck + 1), neck + 2);
  assert.equal(timeline.previousIndex(neck + 2), neck + 1);
});
