// The phone's tilt sensor, as browsers pass it on: one stream of directions of gravity, whichever event they come from.

import { directionOfMotion, directionOfOrientation } from "./tilt.js";

/** The events that tell of it. */
const EVENTS = ["devicemotion", "deviceorientation"];
/** How long a sensor may take to say something, in ms. */
const FIRST_MS = 2_000;
/** How often it is looked whether the sensor is silent, in ms. */
const SILENT_MS = 100;

/** Whether this browser may ask a person before it passes on the sensor, which it does only after a touch. */
export const asksFirst = () =>
  [globalThis.DeviceMotionEvent, globalThis.DeviceOrientationEvent].some(
    (kind) => typeof kind?.requestPermission === "function",
  );

/** Asks for the sensor where that is needed; false where the person said no. Only after a touch. */
export async function allowed() {
  const answers = [];
  for (const kind of [globalThis.DeviceMotionEvent, globalThis.DeviceOrientationEvent]) {
    if (typeof kind?.requestPermission !== "function") continue;
    // Both are asked for in the same touch.
    answers.push(kind.requestPermission().catch(() => "denied"));
  }
  return (await Promise.all(answers)).every((answer) => answer === "granted");
}

/**
 * Listens to the sensor.
 *
 * @param {(direction: ?number[], at: number) => void} take told each direction and when (ms), and none from time to
 *   time while the sensor is silent
 * @returns {() => void} ends it
 */
export function listen(take) {
  // Both events tell the same; motion is the quicker and finer one, and is kept to once it says something.
  let source = null;
  let last = null;
  const told = (kind, direction) => {
    if (direction && (source === null || kind === "motion")) source = kind;
    if (kind !== source) return;
    last = direction;
    take(direction, performance.now());
  };
  const onMotion = (event) => told("motion", directionOfMotion(event.accelerationIncludingGravity));
  const onOrientation = (event) => told("orientation", directionOfOrientation(event));
  addEventListener("devicemotion", onMotion);
  addEventListener("deviceorientation", onOrientation);
  // An orientation is told only when it changes; a motion all the time.
  const timer = setInterval(() => take(source === "orientation" ? last : null, performance.now()), SILENT_MS);
  return () => {
    clearInterval(timer);
    removeEventListener("devicemotion", onMotion);
    removeEventListener("deviceorientation", onOrientation);
  };
}

/**
 * What the sensor says, once it had time to: `something`; `nothing`, where events come with nothing in them as on a
 * computer without one; `silence`, where none comes, as before a person has allowed it.
 */
export function firstWord() {
  return new Promise((resolve) => {
    let heard = "silence";
    const hear = () => (heard = "nothing");
    for (const type of EVENTS) addEventListener(type, hear);
    const end = listen((direction) => direction && answer("something"));
    const timer = setTimeout(() => answer(heard), FIRST_MS);
    const answer = (found) => {
      clearTimeout(timer);
      for (const type of EVENTS) removeEventListener(type, hear);
      end();
      resolve(found);
    };
  });
}
