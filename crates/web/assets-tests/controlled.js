// A session without a page for the tests: a controller, a clock that only they move, and what it decided.

import { createSessionController } from "../assets/player/session-controller.js";
import { createTimeline } from "../assets/player/timeline.js";
import { alternating, each, ready, repetition, session } from "./session.js";

/** Words that show their key and what was filled in. */
export const word = (key, values = {}) => [key, ...Object.values(values)].join(" ");

/** A warm-up, an exercise with two sides in turn, one with all of a side first, and a short one. */
export function wholeSession() {
  const warmUp = ["marching", ready, ...repetition({ rep: 1, reps: 1 })];
  const timeline = session(warmUp, alternating, each, ["squeeze", ready, ...repetition({ rep: 1, reps: 1 })]);
  timeline.exercises[0].warm_up = true;
  return timeline;
}

const DISCOMFORTS = ["fine", "fine", "fine", "fine", "some", "some", "too-much", "too-much", "too-much", "too-much", "too-much"];

/**
 * A session that has not begun: `settings` and `data` are what its page carries and differs in, `done` how many of its
 * first steps are done already.
 */
export function controlled({ timeline = wholeSession(), settings = {}, data = {}, done = 0, waiting = [], hidden = false } = {}) {
  // A timeline of its own: what is asked and done in one session is not in another.
  const own = createTimeline(structuredClone(timeline.steps), structuredClone(timeline.exercises));
  const controller = createSessionController({
    timeline: own,
    word,
    waiting,
    hidden,
    data: {
      settings: { sounds: true, voice: true, vibration: true, ...settings },
      urls: { steps: "/steps", after: "/after" },
      finished: Array.from({ length: done }, (_, step) => step),
      skipped: [],
      discomforts: DISCOMFORTS,
      is_break: false,
      routine: "Daily",
      state: done > 0 ? "open" : "new",
      ...data,
    },
  });
  let mono = 50_000;
  let wall = 1_700_000_000_000;
  const all = [];

  /** Sends an event; gives what it leads to. */
  function send(event) {
    const effects = controller.handle(typeof event === "string" ? { type: event } : event, { mono, wall });
    all.push(...effects);
    return effects;
  }

  return {
    timeline: own,
    controller,
    /** Everything that was decided so far. */
    all,
    send,
    press: (button, byPointer = true) => send({ type: "button", button, byPointer }),
    key: (key, more = {}) => send({ type: "key", key, onControl: false, handled: false, ...more }),
    media: (action) => send({ type: "media", action }),
    /** Lets time pass without a tick, as `asleep` for the wall's clock alone. */
    pass(milliseconds, { asleep = 0 } = {}) {
      mono += milliseconds;
      wall += milliseconds + asleep;
    },
    /** Lets the session run on with a tick every quarter of a second; gives what that leads to. */
    run(milliseconds) {
      const before = all.length;
      for (let left = milliseconds; left > 0; left -= 250) {
        mono += Math.min(250, left);
        wall += Math.min(250, left);
        send("tick");
      }
      return all.slice(before);
    },
    get mono() {
      return mono;
    },
    get state() {
      return controller.stateAt(mono);
    },
  };
}

/** The effects of one type. */
export const only = (effects, type) => effects.filter((effect) => effect.type === type);
export const announced = (effects) => only(effects, "announce").map(({ text }) => text);
export const said = (effects) => only(effects, "say").map(({ text }) => text);
export const kept = (effects) => only(effects, "keep").map(({ event }) => event);
export const types = (effects) => effects.map(({ type }) => type);
