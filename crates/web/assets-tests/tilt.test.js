// The tilt of a phone: directions and angles, and how three readings come about.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  angleBetween, createReader, directionOfMotion, directionOfOrientation, middleOf, READY_MS,
} from "../assets/reach/tilt.js";

const radians = (degrees) => (degrees * Math.PI) / 180;

/** A direction turned round an axis of the phone, in degrees. */
function turned([x, y, z], axis, degrees) {
  const [s, c] = [Math.sin(radians(degrees)), Math.cos(radians(degrees))];
  if (axis === "x") return [x, y * c - z * s, y * s + z * c];
  if (axis === "y") return [x * c + z * s, y, z * c - x * s];
  return [x * c - y * s, x * s + y * c, z];
}

/** Numbers like random ones, the same each time, roughly normal with a deviation of 1. */
function noise(seed) {
  let state = seed;
  const uniform = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
  return () => Math.sqrt(-2 * Math.log(uniform() + 1e-12)) * Math.cos(2 * Math.PI * uniform());
}

/**
 * Lets a phone that rests in a direction tilt by angles over time: each way takes 2 s, each stay as long as it says.
 *
 * @param {object} wish
 * @param {[number, number][]} wish.path angles (degrees) and how long each is stayed at (ms)
 * @param {number} [wish.every] ms between two directions
 * @param {number} [wish.tremble] deviation of each part of a direction, as a share of gravity
 */
function read({ path, rest = [0, 1, 0], axis = "x", every = 16, tremble = 0, limits = { least: 5, most: 120 }, seed = 1 }) {
  const reader = createReader(limits);
  const chance = noise(seed);
  const phases = [reader.state.phase];
  let at = 1_000;
  const tell = (degrees) => {
    const [x, y, z] = turned(rest, axis, degrees).map((part) => 9.81 * (part + tremble * chance()));
    const { phase } = reader.take(directionOfMotion({ x, y, z }), at);
    if (phase !== phases.at(-1)) phases.push(phase);
    at += every;
  };
  let before = 0;
  for (const [angle, stay] of path) {
    for (let part = 0; part <= 1; part += every / 2_000) tell(before + (angle - before) * part);
    for (let since = 0; since < stay; since += every) tell(angle);
    before = angle;
  }
  return { ...reader.state, phases };
}

const THREE = [[0, READY_MS + 1_500], [40, 2_000], [0, 2_000], [38, 2_000], [0, 2_000], [44, 2_000]];

test("three readings come about, each from where it began", () => {
  const { phase, readings, phases } = read({ path: THREE });
  assert.deepEqual(readings, [40, 38, 44]);
  assert.equal(phase, "done");
  assert.deepEqual(phases, ["placing", "moving", "returning", "moving", "returning", "moving", "done"]);
  assert.equal(middleOf(readings), 40);
});

test("it makes no difference how the phone is held, turned or stood on its head", () => {
  for (const rest of [[0, 1, 0], [0, -1, 0], [1, 0, 0], [-1, 0, 0], [0, 0.6, 0.8], [0, 0, -1]]) {
    for (const axis of ["x", "y", "z"]) {
      // Round the direction of gravity itself nothing tilts.
      if (Math.abs(rest["xyz".indexOf(axis)]) > 0.01) continue;
      assert.deepEqual(read({ path: THREE, rest, axis }).readings, [40, 38, 44], `${rest} round ${axis}`);
      const upwards = THREE.map(([angle, stay]) => [-angle, stay]);
      assert.deepEqual(read({ path: upwards, rest, axis }).readings, [40, 38, 44], `${rest} back round ${axis}`);
    }
  }
});

test("a trembling hand and a noisy, slow sensor change it by less than what counts", () => {
  for (let seed = 1; seed <= 25; seed += 1) {
    for (const every of [16, 60, 100]) {
      const { readings } = read({ path: THREE, tremble: 0.015, every, seed });
      assert.equal(readings.length, 3, `seed ${seed}, every ${every} ms`);
      [40, 38, 44].forEach((angle, place) => {
        assert.ok(Math.abs(readings[place] - angle) <= 3, `${readings} with seed ${seed}, every ${every} ms`);
      });
    }
  }
});

test("nothing is read while one gets ready, moves or hardly moves", () => {
  assert.deepEqual(read({ path: [[0, READY_MS - 2_000]] }).phases, ["placing"]);
  assert.deepEqual(read({ path: [[60, 0], [0, 0], [60, 0], [0, 0]] }).readings, []);
  const hardly = read({ path: [[0, READY_MS + 1_500], [4, 5_000]] });
  assert.equal(hardly.phase, "moving");
  assert.deepEqual(hardly.readings, []);
});

test("who doesn’t come back reads nothing twice", () => {
  const { phase, readings } = read({ path: [[0, READY_MS + 1_500], [40, 2_000], [30, 3_000], [42, 3_000]] });
  assert.equal(phase, "returning");
  assert.deepEqual(readings, [40]);
});

test("a phone that slips, never rests or falls silent is given up", () => {
  assert.equal(read({ path: [[0, READY_MS + 1_500], [150, 2_000]] }).phase, "lost");
  const restless = Array.from({ length: 30 }, (_, time) => [time % 2 ? 60 : -60, 0]);
  assert.equal(read({ path: [[0, READY_MS + 1_500], ...restless] }).phase, "lost");
  const reader = createReader({ least: 5, most: 120 });
  for (let at = 0; at <= READY_MS + 31_000; at += 500) reader.take(null, at);
  assert.equal(reader.state.phase, "lost");
});

test("what the sensor leaves out is left out", () => {
  for (const nothing of [null, undefined, {}, { x: null, y: null, z: null }, { x: 1, y: 2, z: NaN }, { x: 0, y: 0, z: 0 }]) {
    assert.equal(directionOfMotion(nothing), null);
  }
  assert.equal(directionOfOrientation({ alpha: null, beta: null, gamma: null }), null);
  assert.equal(directionOfOrientation({ alpha: 0, beta: 10, gamma: null }), null);
  // Gaps between good directions do no harm.
  const reader = createReader({ least: 5, most: 120 });
  for (let at = 0; at < READY_MS + 3_000; at += 20) {
    reader.take(at % 3 === 0 ? null : directionOfMotion({ x: 0, y: 9.81, z: 0 }), at);
  }
  assert.equal(reader.state.phase, "moving");
});

test("angles of an orientation show the same tilt, also near 90° where they jump", () => {
  const tilt = (one, other) => angleBetween(directionOfOrientation(one), directionOfOrientation(other));
  const near = (found, expected) => assert.ok(Math.abs(found - expected) < 1e-6, `${found} instead of ${expected}`);
  near(tilt({ beta: 0, gamma: 0 }, { beta: 35, gamma: 0 }), 35);
  near(tilt({ beta: 70, gamma: 0 }, { beta: 110, gamma: 0 }), 40);
  near(tilt({ beta: 90, gamma: 0 }, { beta: 90, gamma: 80 }), 0);
  near(tilt({ beta: 0, gamma: 89 }, { beta: 180, gamma: -89 }), 2);
  near(tilt({ beta: 179, gamma: 0 }, { beta: -179, gamma: 0 }), 2);
  near(tilt({ beta: 30, gamma: 90 }, { beta: -60, gamma: 90 }), 90);
  near(tilt({ beta: 0, gamma: 80 }, { beta: 0, gamma: -80 }), 160);
});

test("angles are exact at both ends, and systems may disagree on the sign", () => {
  const flat = directionOfMotion({ x: 0, y: 0, z: 9.81 });
  assert.equal(angleBetween(flat, flat), 0);
  assert.equal(angleBetween(flat, directionOfMotion({ x: 0, y: 0, z: -9.81 })), 180);
  const lean = { x: 3, y: -5, z: 8 };
  const other = { x: 1, y: 6, z: 2 };
  const minus = ({ x, y, z }) => ({ x: -x, y: -y, z: -z });
  const angle = (one, two) => angleBetween(directionOfMotion(one), directionOfMotion(two));
  assert.ok(Math.abs(angle(lean, other) - angle(minus(lean), minus(other))) < 1e-9);
});
