// The phone's tilt sensor, as browsers pass it on: one stream of directions of gravity, whichever event they come from.

import { directionOfMotion, directionOfOrientation } from "./tilt.js";

/** How long a sensor may take to say something, in ms. */
const FIRST_MS = 2_000;

/** Whether this browser asks a person before it passes on the sensor, and only after a touch. */
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
 * @param {(direction: ?number[], at: number) => void} take told each direction, and when (ms)
 * @returns {() => void} ends it
 */
export function listen(take) {
  // Both events tell the same; motion is the quicker and finer one, and is kept to once it says something.
  let source = null;
  const told = (kind, direction) => {
    if (direction && (source === null || (source === "orientation" && kind === "motion"))) source = kind;
    if (kind === source) take(direction, performance.now());
  };
  const onMotion = (event) => told("motion", directionOfMotion(event.accelerationIncludingGravity));
  const onOrientation = (event) => told("orientation", directionOfOrientation(event));
  addEventListener("devicemotion", onMotion);
  addEventListener("deviceorientation", onOrientation);
  return () => {
    removeEventListener("devicemotion", onMotion);
    removeEventListener("deviceorientation", onOrientation);
  };
}

/** Whether a sensor says anything at all: on a computer without one, browsers have the events and nothing in them. */
export function saysAnything() {
  return new Promise((resolve) => {
    const end = listen((direction) => direction && answer(true));
    const timer = setTimeout(() => answer(false), FIRST_MS);
    const answer = (found) => {
      clearTimeout(timer);
      end();
      resolve(found);
    };
  });
}
