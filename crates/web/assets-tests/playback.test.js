// The position follows the clock, whatever the ticks are like.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createPlayback } from "../assets/player/playback.js";
import { alternating, session } from "./session.js";

const timeline = session(alternating);
const wall = (mono) => 1_700_000_000_000 + mono;
const begin = (position = 0) => {
  const playback = createPlayback(timeline, position);
  playback.play(1_000, wall(1_000));
  return playback;
};

test("the position is the time since it began to play, however seldom it ticks", () => {
  const often = begin();
  const seldom = begin();
  for (let mono = 1_000; mono <= 21_000; mono += 16) often.tick(mono, wall(mono));
  for (let mono = 1_000; mono <= 21_000; mono += 4_000) seldom.tick(mono, wall(mono));
  assert.equal(often.positionAt(21_000), 20_000);
  assert.equal(seldom.positionAt(21_000), 20_000);
});

test("each finished step is told once", () => {
  const playback = begin();
  const finished = [];
  for (let mono = 1_000; mono <= 1_000 + timeline.endMs + 500; mono += 137) {
    finished.push(...playback.tick(mono, wall(mono)).finished);
  }
  assert.deepEqual(finished, timeline.steps.slice(0, -1).map((step) => step.index));
  assert.equal(playback.mode, "over");
});

test("one tick over several steps tells all of them", () => {
  const playback = begin(7_000);
  assert.deepEqual(playback.tick(5_500, wall(5_500)).finished, [0, 1]);
});

test("the end is told, and stays", () => {
  const playback = begin(timeline.endMs - 100);
  const report = playback.tick(1_200, wall(1_200));
  assert.equal(report.ended, true);
  assert.deepEqual(report.finished, [timeline.last - 1]);
  assert.equal(playback.positionAt(99_999), timeline.endMs);
  playback.play(2_000, wall(2_000));
  assert.equal(playback.mode, "over");
});

test("pausing keeps the position, going on continues it", () => {
  const playback = begin();
  playback.tick(3_000, wall(3_000));
  playback.pause(3_500, wall(3_500));
  assert.equal(playback.positionAt(600_000), 2_500);
  assert.deepEqual(playback.tick(600_000, wall(600_000)), { finished: [], gap: null, ended: false });
  playback.play(600_000, wall(600_000));
  assert.equal(playback.positionAt(601_000), 3_500);
});

test("a pause also tells what was finished since the last tick", () => {
  const playback = begin(7_000);
  assert.deepEqual(playback.pause(2_500, wall(2_500)).finished, [0]);
});

test("silence for longer than five seconds pauses at the last tick", () => {
  const playback = begin();
  playback.tick(4_000, wall(4_000));
  const report = playback.tick(64_000, wall(64_000));
  assert.equal(report.gap, 60_000);
  assert.deepEqual(report.finished, []);
  assert.equal(playback.mode, "paused");
  assert.equal(playback.positionAt(70_000), 3_000);
});

test("silence of up to five seconds is played through", () => {
  const playback = begin();
  playback.tick(4_000, wall(4_000));
  assert.equal(playback.tick(9_000, wall(9_000)).gap, null);
  assert.equal(playback.positionAt(9_000), 8_000);
});

test("a computer that slept stops its monotonic clock: wall time tells", () => {
  const playback = begin();
  playback.tick(4_000, wall(4_000));
  const report = playback.tick(4_250, wall(4_250) + 31_000);
  assert.equal(report.gap, 31_250);
  assert.equal(playback.positionAt(5_000), 3_000);
});

test("a clock that is set back, or a little forward, changes nothing", () => {
  const playback = begin();
  playback.tick(4_000, wall(4_000));
  assert.equal(playback.tick(4_250, wall(4_250) - 3_600_000).gap, null);
  assert.equal(playback.tick(4_500, wall(4_500) - 3_600_000 + 20_000).gap, null);
  assert.equal(playback.positionAt(4_500), 3_500);
});

test("a count-in stands still first, then plays from its exact end", () => {
  const playback = createPlayback(timeline, 9_000);
  playback.play(1_000, wall(1_000), 3_000);
  assert.equal(playback.mode, "counting");
  playback.tick(3_500, wall(3_500));
  assert.equal(playback.countInLeft(3_500), 500);
  assert.equal(playback.positionAt(3_500), 9_000);
  playback.tick(4_200, wall(4_200));
  assert.equal(playback.mode, "playing");
  assert.equal(playback.positionAt(4_200), 9_200);
});

test("seeking while playing goes on from there; what was left out is not told as finished", () => {
  const playback = begin();
  const target = timeline.startOf(5);
  assert.deepEqual(playback.seek(target, 2_000, wall(2_000)).finished, []);
  assert.equal(playback.positionAt(2_500), target + 500);
  assert.deepEqual(playback.tick(2_500, wall(2_500)).finished, []);
});

test("seeking while paused stays paused; to the end it is over", () => {
  const playback = createPlayback(timeline, 0);
  playback.seek(9_000, 5, wall(5));
  assert.equal(playback.mode, "paused");
  assert.equal(playback.positionAt(100_000), 9_000);
  assert.equal(playback.seek(timeline.endMs, 6, wall(6)).ended, true);
});

test("going back and playing again tells the step again", () => {
  const playback = begin(7_900);
  assert.deepEqual(playback.tick(1_200, wall(1_200)).finished, [0]);
  playback.seek(0, 1_300, wall(1_300));
  playback.tick(5_000, wall(5_000));
  assert.deepEqual(playback.tick(9_400, wall(9_400)).finished, [0]);
});
