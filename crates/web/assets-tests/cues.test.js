// What is said and heard, and that it fits into the time there is.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createCueRunner } from "../assets/player/cue-runner.js";
import { cuesOf, fitting, nextLine, openings, positionFor, speakingTime, whatIsNext } from "../assets/player/cues.js";
import { createPlayback } from "../assets/player/playback.js";
import { alternating, each, ready, repetition, session, sets, word } from "./session.js";

const cuesIn = (timeline, index) => cuesOf(timeline, word)
  .filter((cue) => cue.step === index)
  .map((cue) => ({ ...cue, at: cue.at - timeline.startOf(index) }));
const said = (timeline, index) => cuesIn(timeline, index).filter((cue) => cue.say).map((cue) => `${cue.at} ${cue.say}`);
const tones = (timeline, index) => cuesIn(timeline, index).filter((cue) => cue.tone).map((cue) => `${cue.at} ${cue.tone}`);

test("getting ready says name and position, and ticks at the end", () => {
  const timeline = session(alternating);
  assert.deepEqual(said(timeline, 0), ["0 neck. Sit tall."]);
  assert.deepEqual(tones(timeline, 0), ["0 ready", "5000 tick", "6000 tick", "7000 tick"]);
});

test("a name that the text already has is not said twice", () => {
  const timeline = session(["neck", { ...ready, say: "Neck. Sit tall" }]);
  assert.deepEqual(said(timeline, 0), ["0 Neck. Sit tall."]);
});

test("a hold says its seconds, counts its last three and has a tone at both ends", () => {
  const timeline = session(alternating);
  assert.deepEqual(said(timeline, 2), ["0 Hold for 10 seconds. Stay soft.", "7000 3", "8000 2", "9000 1"]);
  assert.deepEqual(tones(timeline, 2), ["0 begin", "10000 end"]);
});

test("getting ready does not add the side: its words carry it themselves", () => {
  const timeline = session(["knee", { ...ready, side: "left", side_name: "Left side", say: "Lie on your back. Left leg first" }]);
  assert.deepEqual(said(timeline, 0), ["0 knee. Lie on your back. Left leg first."]);
});

test("getting ready is shortened rather than cut off", () => {
  const say = "Face the wall, forearms on it, elbows wide, as high as your shoulders are, and stand as close as you can";
  const timeline = session(["pec", { ...ready, duration_ms: 5_000, cue: say, say: `Pec. ${say}` }]);
  assert.deepEqual(said(timeline, 0), ["0 pec. Face the wall, forearms on it, elbows wide."]);
});

const firstWords = (timeline, kind) => timeline.steps
  .filter((step) => step.kind === kind)
  .map((step) => said(timeline, step.index)[0]?.replace(/^\d+ /, "") ?? "");

test("the seconds of a hold are said once an exercise; then its cue, or only that it is one", () => {
  assert.deepEqual(firstWords(session(alternating), "hold"), [
    "Hold for 10 seconds. Stay soft.", "Stay soft", "Hold", "Hold",
  ]);
  assert.deepEqual(firstWords(session(each), "hold"), [
    "Hold for 15 seconds. Stay soft.", "Hold", "Stay soft", "Stay soft", "Hold", "Stay soft",
  ]);
});

test("from the second repetition on the number comes first, on each side", () => {
  assert.deepEqual(firstWords(session(each), "move"), [
    "Bend slowly", "2. Bend slowly.", "Last one. Bend slowly.", "Bend slowly", "2. Bend slowly.", "Last one. Bend slowly.",
  ]);
});

test("of a long cue as much is said after the number as fits, whole up to a comma", () => {
  const moveSay = "Right arm overhead, then bend to the left";
  const reps = [1, 2, 3].flatMap((rep) => repetition({ rep, reps: 3, moveSay }));
  assert.deepEqual(firstWords(session(["reach", ready, ...reps]), "move"), [
    moveSay, "2. Right arm overhead.", "Last one. Right arm overhead.",
  ]);
  const uncut = [1, 2].flatMap((rep) => repetition({ rep, reps: 2, moveSay: "Right ear slowly towards your shoulder" }));
  assert.equal(firstWords(session(["neck", ready, ...uncut]), "move")[1], "Last one");
});

test("two phases: the number belongs to the first, the second is named", () => {
  const phases = (rep) => ["cat", "cow"].flatMap((phase) => repetition({ rep, reps: 3, phase, hold: 3_000, back: 2_000, moveSay: `Now ${phase}` }));
  const timeline = session(["cat-cow", ready, ...phases(1), ...phases(2), ...phases(3)]);
  assert.deepEqual(firstWords(timeline, "move"), ["Now cat", "Now cow", "2. Now cat.", "Now cow", "Last one. Now cat.", "Now cow"]);
  assert.equal(timeline.repetition(1).short, false);
});

test("a change of side without words of its own is said with the number", () => {
  const reps = [1, 2].flatMap((rep) => ["right", "left"].flatMap((side) => repetition({ rep, reps: 2, side, moveSay: "Right ear slowly towards your shoulder" })));
  assert.equal(firstWords(session(["neck", ready, ...reps]), "move")[2], "Last one. right side.");
});

test("a long hold has a reminder to breathe that gives way, and repeats nothing that was just said", () => {
  const gentle = (timeline) => cuesOf(timeline, word).filter((cue) => cue.gentle);
  const [first, second] = gentle(session(each));
  assert.deepEqual([first.say, second.say], ["Breathe out slowly", "Let your breath flow"]);
  assert.ok(first.at - 11_000 >= 7_000 && first.at - 11_000 <= 9_000);
  const breathing = session(["fold", ready, ...repetition({ rep: 1, hold: 20_000, holdSay: "Breathe out slowly" })]);
  assert.equal(gentle(breathing)[0].say, "Let your breath flow");
});

const setWords = (timeline, set) => timeline.steps
  .filter((step) => step.set === set && step.rep)
  .flatMap((step) => said(timeline, step.index).map((text) => `${step.rep} ${step.kind}: ${text.replace(/^\d+ /, "")}`));

test("short repetitions: explained once, then numbers; the hold’s words are not lost", () => {
  const timeline = session(sets);
  assert.deepEqual(setWords(timeline, 1), [
    "1 move: Bend slowly", "1 return: And come back", "2 move: 2", "2 hold: Stay soft", "3 move: 3", "4 move: 4", "5 move: 5",
    "6 move: Bend slowly", "7 move: 7", "8 move: 8", "9 move: 9", "10 move: Last one",
  ]);
  assert.deepEqual(setWords(timeline, 2).slice(0, 3), ["1 move: Bend slowly. Stay soft.", "2 move: 2", "3 move: 3"]);
  assert.deepEqual(setWords(timeline, 3), setWords(timeline, 2));
});

test("in a short repetition the hold’s words follow the number when the hold has no room for them", () => {
  const holdSay = "Keep looking down at the mat all the way through";
  const reps = Array.from({ length: 10 }, (_, place) => repetition({ rep: place + 1, reps: 10, move: 2_000, hold: 1_000, back: 1_000, holdSay }));
  const timeline = session(["superman", ready, ...reps.flat()]);
  assert.ok(setWords(timeline, 1).includes(`2 move: 2. ${holdSay}.`));
});

test("after a reload what comes is explained again", () => {
  const timeline = session(sets);
  const fifth = timeline.steps.find((step) => step.rep === 5 && step.set === 2).index;
  const words = cuesOf(timeline, word, fifth).filter((cue) => cue.say && cue.step >= fifth).slice(0, 4);
  assert.deepEqual(words.map((cue) => cue.say), ["5. Bend slowly.", "And come back", "Bend slowly", "Stay soft"]);
});

test("quick holds in many repetitions are not counted down: that would sound like repetitions", () => {
  const reps = [1, 2, 3, 4, 5, 6].flatMap((rep) => repetition({ rep, reps: 6, move: 2_000, hold: 5_000, back: 2_000 }));
  const timeline = session(["superman", ready, ...reps]);
  assert.deepEqual(said(timeline, 2), ["0 Stay soft"]);
  assert.equal(firstWords(timeline, "move")[1], "2. Bend slowly.");
});

test("getting into position again: words, side and time", () => {
  const timeline = session(each, sets);
  const second = timeline.steps.find((step) => step.kind === "hold" && step.side === "left").index;
  const position = positionFor(second, timeline);
  assert.deepEqual(position, { name: "reach", cue: "Sit tall", say: "reach. Sit tall.", side: "left side", countIn: 8_000 });
  assert.equal(positionFor(0, timeline).countIn, 0, "getting ready has its own time");
  const rest = timeline.steps.find((step) => step.kind === "rest").index;
  assert.equal(positionFor(rest, timeline).countIn, 0);
});

test("getting into position on the second side takes that side’s words", () => {
  const sided = ["chair", { ...ready, side: "right", duration_ms: 40_000, cue: "Right side to the back" },
    ...repetition({ rep: 1, side: "right" }),
    { kind: "switch-sides", duration_ms: 5_000, side: "left", cue: "Sit the other way round" },
    ...repetition({ rep: 1, side: "left" })];
  const timeline = session(sided);
  assert.equal(positionFor(1, timeline).cue, "Right side to the back");
  assert.equal(positionFor(6, timeline).cue, "Right side to the back. Sit the other way round.");
  assert.equal(positionFor(6, timeline).countIn, 15_000);
  timeline.exercises[0].ready = { left: "Left side to the back" };
  assert.equal(positionFor(6, timeline).cue, "Left side to the back");
});

test("a rest says how long and what comes next", () => {
  const timeline = session(sets);
  const rest = timeline.steps.find((step) => step.kind === "rest").index;
  assert.deepEqual(said(timeline, rest), ["0 Rest for 30 seconds. Next: Set 2 of 3.", "25000 Get ready"]);
  assert.equal(nextLine(timeline.last - 1, timeline, word), "Last step");
  assert.equal(nextLine(rest, timeline, word), "Next: Set 2 of 3");
  assert.equal(whatIsNext(rest - 12, timeline, word), "Rest", "in short repetitions: what comes after the set");
});

test("holds of a few seconds are not talked over", () => {
  const timeline = session(["cat", ready, ...repetition({ rep: 1, reps: 2, hold: 3_000 }), ...repetition({ rep: 2, reps: 2, hold: 3_000 })]);
  assert.deepEqual(said(timeline, 2), ["0 Stay soft"]);
  assert.deepEqual(said(timeline, 5), []);
  assert.deepEqual(tones(timeline, 5), ["0 begin", "3000 end"]);
});

test("a sentence ends before the step does", () => {
  const timeline = session(alternating, each, sets);
  const words = cuesOf(timeline, word).filter((cue) => cue.say);
  for (const [place, cue] of words.entries()) {
    const next = words[place + 1];
    if (next) assert.ok(next.at - cue.at >= speakingTime(cue.say) || cue.say.length <= 1, `${cue.say} → ${next.say}`);
  }
});

test("what is heard for the first time is not cut off: the next words wait, the tone does not", () => {
  const moveSay = "Draw your shoulder blades together";
  const timeline = session(["squeeze", ready, ...repetition({ rep: 1, move: 2_000, moveSay })]);
  assert.deepEqual(said(timeline, 1), [`0 ${moveSay}`]);
  assert.equal(said(timeline, 2)[0], "458 Hold for 10 seconds. Stay soft.");
  assert.deepEqual(tones(timeline, 2), ["0 begin", "10000 end"]);
});

test("the fullest text that fits is taken, else none", () => {
  assert.equal(fitting(["a long sentence that takes its time", "short"], 1_000), "short");
  assert.equal(fitting(["a long sentence that takes its time", "short"], 10_000), "a long sentence that takes its time");
  assert.equal(fitting(["", "too long for this"], 10), "");
  assert.deepEqual(openings("one, two; three"), ["one, two; three", "one, two", "one"]);
});

function play(timeline, position, until, every) {
  const fired = [];
  let now = 1_000;
  const playback = createPlayback(timeline, position);
  let armed = Infinity;
  const runner = createCueRunner({
    cues: cuesOf(timeline, word), timeline, playback, mono: () => now,
    arm: (milliseconds) => { armed = now + milliseconds; },
    fire: (cue, late) => fired.push({ cue, late }),
  });
  playback.play(now, now);
  runner.rewind();
  runner.run();
  let tick = now + every;
  while (now < 1_000 + until) {
    now = Math.min(armed, tick);
    if (now === tick) tick += every;
    playback.tick(now, now);
    runner.run();
  }
  return fired;
}

test("every cue fires once, at its moment, even when the page seldom ticks", () => {
  const timeline = session(alternating, sets);
  const fired = play(timeline, 0, timeline.endMs - 10, 900);
  const expected = cuesOf(timeline, word).filter((cue) => cue.at < timeline.endMs);
  assert.deepEqual(fired.map(({ cue }) => [cue.step, cue.at]), expected.map((cue) => [cue.step, cue.at]));
  assert.ok(Math.max(...fired.map(({ late }) => late)) < 1);
});

test("starting in the middle of a step leaves out what was before", () => {
  const timeline = session(alternating);
  const fired = play(timeline, timeline.startOf(2) + 4_000, 6_500, 100);
  assert.deepEqual(fired.map(({ cue }) => cue.say ?? cue.tone), ["3", "2", "1", "end", "And come back"]);
});

test("starting at a step leaves out the tone that ended the one before", () => {
  const timeline = session(alternating);
  const fired = play(timeline, timeline.startOf(3), 100, 50);
  assert.deepEqual(fired.map(({ cue }) => cue.say), ["And come back"]);
});

test("a jump says what it jumped to, however long the clock goes on between two readings of it", () => {
  const timeline = session(alternating);
  let now = 1_000;
  const mono = () => (now += 3);
  const fired = [];
  const playback = createPlayback(timeline, 0);
  const runner = createCueRunner({
    cues: cuesOf(timeline, word), timeline, playback, mono, arm() {}, fire: (cue) => fired.push(cue.say ?? cue.tone),
  });
  playback.play(mono(), now);
  runner.rewind(playback.positionAt(mono()));
  runner.run();
  assert.deepEqual(fired.splice(0), ["ready", "neck. Sit tall."]);
  playback.seek(timeline.startOf(2), mono(), now);
  runner.rewind(playback.positionAt(mono()));
  runner.run();
  assert.deepEqual(fired.splice(0), ["begin", "Hold for 10 seconds. Stay soft."]);
  playback.pause(mono(), now);
  playback.seek(timeline.startOf(1), mono(), now);
  playback.play(mono(), now);
  runner.rewind(playback.positionAt(mono()));
  runner.run();
  assert.deepEqual(fired, ["Bend slowly"]);
});
