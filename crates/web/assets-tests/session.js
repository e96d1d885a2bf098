// A small made-up session for the tests: a movement without sides, one with alternating sides, sets with rests.

import { createTimeline } from "../assets/player/timeline.js";
import { createWords } from "../assets/player/words.js";

export const word = createWords({
  "player-kind-ready": "Get ready",
  "player-kind-move": "Move",
  "player-kind-hold": "Hold",
  "player-kind-return": "Release",
  "player-kind-rest": "Rest",
  "player-kind-switch": "Switch sides",
  "player-kind-end": "Done",
  "player-set-of": "Set {number} of {count}",
  "player-next": "Next: {what}",
  "player-next-end": "Last step",
  "player-say-hold": "Hold",
  "player-say-hold-seconds": "Hold for {seconds} seconds",
  "player-say-seconds": "{seconds} seconds",
  "player-say-release": "And release",
  "player-say-rest": "Rest for {seconds} seconds",
  "player-say-next": "Next: {what}",
  "player-say-last": "Last one",
  "player-say-breathe-1": "Breathe out slowly",
  "player-say-breathe-2": "Let your breath flow",
  "player-say-breathe-3": "Keep breathing",
});

/** Builds a session from exercises written as lists of steps. */
export function session(...exercises) {
  const steps = [];
  const list = [];
  let start = 0;
  const push = (step) => {
    steps.push({
      index: steps.length, start_ms: start, side: null, side_name: null, set: null, sets: 1, rep: null, reps: 1,
      phase: null, phase_name: null, cue: "", say: "", ...step,
    });
    start += step.duration_ms;
  };
  for (const [id, ...own] of exercises) {
    const first = steps.length;
    for (const step of own) push({ exercise: id, name: id, ...step });
    list.push({ id, name: id, first_step: first, steps: own.length });
  }
  push({ kind: "rate", exercise: null, name: null, duration_ms: 10_000 });
  return createTimeline(steps, list);
}

export const ready = { kind: "ready", duration_ms: 8_000, cue: "Sit tall", say: "Sit tall" };

/** One repetition: a move, a hold and a return of so many ms. */
export function repetition({ move = 3_000, hold = 10_000, back = 3_000, moveSay = "Bend slowly", holdSay = "Stay soft", ...fields }) {
  const side = fields.side ? { side_name: `${fields.side} side` } : {};
  const common = { set: 1, phase: "p", ...side, ...fields };
  const steps = [{ ...common, kind: "move", duration_ms: move, say: moveSay }];
  steps.push({ ...common, kind: "hold", duration_ms: hold, say: holdSay });
  if (back) steps.push({ ...common, kind: "return", duration_ms: back, say: "And come back" });
  return steps;
}

/** Alternating: right, left, right, left. */
export const alternating = ["neck", ready,
  ...[1, 2].flatMap((rep) => ["right", "left"].flatMap((side) => repetition({ rep, reps: 2, side })))];

/** All of one side, then all of the other. */
export const each = ["reach", ready,
  ...["right", "left"].flatMap((side, place) => [
    ...(place ? [{ kind: "switch-sides", duration_ms: 5_000, side, say: "Now the left" }] : []),
    ...[1, 2, 3].flatMap((rep) => repetition({ rep, reps: 3, side, hold: 15_000 })),
  ])];

/** Three sets of ten short repetitions with rests. */
export const sets = ["superman", ready,
  ...[1, 2, 3].flatMap((set) => [
    ...Array.from({ length: 10 }, (_, place) => place + 1)
      .flatMap((rep) => repetition({ rep, reps: 10, set, sets: 3, move: 2_000, hold: 2_000, back: 2_000 })),
    ...(set < 3 ? [{ kind: "rest", duration_ms: 30_000, set, sets: 3, reps: 10, say: "Rest" }] : []),
  ])];
