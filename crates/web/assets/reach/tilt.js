// How far something tilts against gravity, read three times. Knows directions and times, and no page and no sensor.
//
// Directions are whole vectors in the phone's own axes and never single angles: so it doesn't matter how the phone is
// held, which way its screen is turned, or whether it stands on its head.

/** How long one gets ready before anything counts, in ms: the phone goes from the eyes to the head. */
export const READY_MS = 5_000;
/** How long it has to be still to count, in ms. */
export const STILL_MS = 1_000;
/** After which time without any stillness it is given up, in ms. */
export const PATIENCE_MS = 30_000;
/** How often it is read. */
export const TIMES = 3;

/** How far directions may be from their middle while still, in degrees (root of the mean square): hands tremble. */
const TREMBLE = 2.5;
/** How far the first half of a second may be from the second half, in degrees: slower than this is still. */
const DRIFT = 1.2;
/** The fewest directions that say that something is still. */
const FEWEST = 6;
/** Below this share of the way there it has come back. */
const BACK = 0.4;

/**
 * The direction of gravity that an acceleration with gravity shows; null where the sensor said nothing.
 * Systems disagree on its sign, which makes no difference between two of them.
 */
export function directionOfMotion(acceleration) {
  const { x, y, z } = acceleration ?? {};
  return unit(x, y, z);
}

/** The direction of gravity that an orientation shows (degrees); null where the sensor said nothing. */
export function directionOfOrientation({ beta, gamma }) {
  if (!Number.isFinite(beta) || !Number.isFinite(gamma)) return null;
  const [b, g] = [radians(beta), radians(gamma)];
  return unit(-Math.cos(b) * Math.sin(g), Math.sin(b), Math.cos(b) * Math.cos(g));
}

/** The angle between two directions, in degrees from 0 to 180. */
export function angleBetween(one, other) {
  const [ax, ay, az] = one;
  const [bx, by, bz] = other;
  const across = Math.hypot(ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx);
  return (Math.atan2(across, ax * bx + ay * by + az * bz) * 180) / Math.PI;
}

/** The middle one of three numbers. */
export function middleOf(three) {
  return [...three].sort((a, b) => a - b)[1];
}

/**
 * Reads three times how far something tilts: wait until it is still, that is zero; let it move; where it is still
 * again, that is a reading; let it come back, and begin anew.
 *
 * @param {object} limits
 * @param {number} limits.least degrees below which nothing moved
 * @param {number} limits.most degrees that nothing tilts by
 */
export function createReader({ least, most }) {
  let begun = null;
  let since = 0;
  let zero = null;
  let window = [];
  let state = { phase: "placing", degrees: 0, readings: [] };

  const go = (phase, at, change = {}) => {
    since = at;
    window = [];
    state = { ...state, ...change, phase };
  };

  return {
    get state() {
      return state;
    },

    /**
     * Takes in a direction, or none where the sensor said nothing.
     *
     * @param {?number[]} direction
     * @param {number} at ms on any clock that doesn't go back
     */
    take(direction, at) {
      if (begun === null) {
        begun = at;
        since = at + READY_MS;
      }
      if (state.phase === "done" || state.phase === "lost" || at < begun + READY_MS) return state;
      if (at - since > PATIENCE_MS) {
        go("lost", at);
        return state;
      }
      if (!direction) return state;
      window.push({ direction, at });
      while (window.length > 0 && at - window[0].at > STILL_MS) window.shift();
      const now = zero ? angleBetween(zero, direction) : 0;
      state = { ...state, degrees: Math.round(now) };
      const rest = stillness(window);
      if (!rest) return state;
      if (state.phase === "placing") {
        zero = rest;
        go("moving", at, { degrees: 0 });
      } else if (state.phase === "moving") {
        const degrees = Math.round(angleBetween(zero, rest));
        if (degrees > most) go("lost", at);
        else if (degrees >= least) {
          const readings = [...state.readings, degrees];
          go(readings.length === TIMES ? "done" : "returning", at, { readings, degrees });
        }
      } else if (state.phase === "returning" && angleBetween(zero, rest) < BACK * state.readings.at(-1)) {
        zero = rest;
        go("moving", at, { degrees: 0 });
      }
      return state;
    },
  };
}

/** The direction that something still has; null while it moves, or where too little is known. */
function stillness(window) {
  if (window.length < FEWEST || window.at(-1).at - window[0].at < STILL_MS * 0.8) return null;
  const directions = window.map(({ direction }) => direction);
  const middle = meanOf(directions);
  if (!middle) return null;
  const square = directions.reduce((sum, direction) => sum + angleBetween(middle, direction) ** 2, 0);
  if (Math.sqrt(square / directions.length) > TREMBLE) return null;
  const half = directions.length >> 1;
  const [before, after] = [meanOf(directions.slice(0, half)), meanOf(directions.slice(half))];
  // The second half alone counts: the end of a movement may still be in the first.
  return angleBetween(before, after) <= DRIFT ? after : null;
}

function meanOf(directions) {
  const sum = directions.reduce(([x, y, z], [a, b, c]) => [x + a, y + b, z + c], [0, 0, 0]);
  return unit(...sum);
}

function unit(x, y, z) {
  if (![x, y, z].every(Number.isFinite)) return null;
  const length = Math.hypot(x, y, z);
  return length > 1e-6 ? [x / length, y / length, z / length] : null;
}

const radians = (degrees) => (degrees * Math.PI) / 180;
