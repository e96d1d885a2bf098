// What is decided in a session, told as stories: somebody does something, and this is what follows.

import assert from "node:assert/strict";
import { test } from "node:test";
import { announced, controlled, kept, only, said, types, wholeSession } from "./controlled.js";
import { sets, session } from "./session.js";

const moving = (effects) => only(effects, "wake-lock").at(-1)?.wanted;

/** A session that plays and has run for so many ms. */
function begun(milliseconds = 0, options = {}) {
  const it = controlled(options);
  it.send({ type: "tones", state: "running" });
  it.send("start");
  it.run(milliseconds);
  return it;
}

test("a new session begins at once, without a count-in, and announces its first step", () => {
  const it = controlled();
  it.send({ type: "tones", state: "running" });
  const effects = it.send("start");
  assert.equal(it.state.mode, "playing");
  assert.equal(moving(effects), true);
  assert.deepEqual(only(effects, "plan-tone")[0], { type: "plan-tone", tone: "ready", at: it.mono });
  assert.deepEqual(announced(effects), ["marching. Sit tall."]);
  assert.deepEqual(only(effects, "media").at(-1), { type: "media", playing: true, title: "marching", artist: "Daily" });
});

test("a session that was begun before waits, says where it goes on, and gives time to get into position", () => {
  const it = controlled({ done: 6 });
  const effects = it.send("start");
  assert.deepEqual(only(effects, "resume"), [{ type: "resume", step: 6 }]);
  assert.equal(it.state.mode, "paused");
  for (const key of ["h", "ArrowRight", "m"]) assert.deepEqual(it.key(key), [], key);
  assert.deepEqual(types(it.press("dizzy")), []);

  const going = it.press("resume-continue", false);
  assert.equal(it.state.mode, "counting");
  assert.equal(only(going, "count-in")[0].countIn.length, 8_000);
  assert.deepEqual(announced(going), ["player-count-in. neck. Sit tall."]);
  assert.deepEqual(said(going), ["neck. Sit tall."]);
  assert.deepEqual(only(going, "focus"), [{ type: "focus", control: "im-ready" }]);
});

test("whoever goes on with a pointer keeps the focus where it is", () => {
  const it = controlled({ done: 6 });
  it.send("start");
  assert.deepEqual(only(it.press("resume-continue", true), "focus"), []);
});

test("the space bar goes on with a session that was begun before", () => {
  const it = controlled({ done: 6 });
  it.send("start");
  assert.equal(it.key(" ")[0].type, "prevent-default");
  assert.equal(it.state.mode, "counting");
});

test("who is ready earlier goes on before the count-in is over", () => {
  const it = controlled({ done: 6 });
  it.send("start");
  it.press("resume-continue");
  it.run(2_000);
  const effects = it.press("im-ready");
  assert.equal(it.state.mode, "playing");
  assert.deepEqual(only(effects, "focus"), [{ type: "focus", control: "toggle", visible: false }]);
  assert.deepEqual(only(effects, "count-in"), [{ type: "count-in", countIn: null }]);
  it.run(1_000);
  assert.equal(it.state.position, it.timeline.startOf(6) + 1_000);
  assert.deepEqual(it.press("im-ready"), [], "there is none any more");
});

test("pausing stops what sounds, says so and lets the screen sleep", () => {
  const it = begun(3_000);
  const effects = it.press("toggle");
  assert.equal(it.state.mode, "paused");
  assert.deepEqual(types(effects).slice(0, 2), ["stop-voice", "cancel-tones"]);
  assert.equal(moving(effects), false);
  assert.deepEqual(said(effects), ["player-say-paused"]);
  assert.deepEqual(announced(effects), ["player-paused"]);
  it.run(60_000);
  assert.equal(it.state.position, 3_000);
});

test("after a short pause it goes on at once, after a long one in the middle of an exercise with a count-in", () => {
  for (const [pause, mode] of [[10_000, "playing"], [10_001, "counting"]]) {
    const it = begun(9_000);
    it.press("toggle");
    it.pass(pause);
    const effects = it.press("toggle");
    assert.equal(it.state.mode, mode, `after ${pause} ms`);
    assert.deepEqual(announced(effects), ["player-count-in"]);
    assert.equal(it.state.position, 9_000);
  }
});

test("a count-in is counted aloud, and at its end it is said what goes on", () => {
  const it = begun(10_500);
  it.press("toggle");
  it.pass(20_000);
  const effects = [...it.press("toggle"), ...it.run(3_250)];
  assert.deepEqual(said(effects), ["3", "2", "1", "player-kind-move"]);
  assert.equal(only(effects, "plan-tone").filter(({ tone }) => tone === "tick").length, 3);
  assert.equal(it.state.position, 10_750);
});

test("getting ready and resting need no count-in", () => {
  const it = begun(3_000);
  it.press("toggle");
  it.pass(60_000);
  it.press("toggle");
  assert.equal(it.state.mode, "playing");
});

test("back goes to the step's beginning, and within a second and a half of it to the step before", () => {
  for (const [into, expected] of [[1_500, 1], [1_501, 2]]) {
    const it = begun(11_000);
    it.pass(into);
    it.press("back");
    assert.equal(it.state.step, expected, `${into} ms into the step`);
    assert.equal(it.state.position, it.timeline.startOf(expected));
  }
});

test("back and forward take a short repetition as a whole", () => {
  const it = begun(0, { timeline: session(sets) });
  it.run(8_000 + 6_000 + 2_500);
  assert.equal(it.state.step, 5);
  it.press("forward");
  assert.equal(it.state.step, 7);
  it.pass(1_600);
  it.press("back");
  assert.equal(it.state.step, 7, "from its very step");
});

test("the exercise before is within a second and a half as well", () => {
  for (const [into, expected] of [[1_500, 0], [1_501, 1]]) {
    const it = begun();
    it.press("next-exercise");
    it.pass(into);
    it.press("previous-exercise");
    assert.equal(it.state.step, it.timeline.exercises[expected].first_step, `${into} ms into the exercise`);
  }
});

test("what is skipped is kept as left out, and done stays done", () => {
  const it = begun(9_000);
  const effects = it.press("next-exercise");
  assert.deepEqual(kept(effects), [1, 2, 3].map((step) => ({ step, outcome: "skipped" })));
  assert.equal(it.state.step, 4);
  it.press("previous-exercise");
  const again = [...it.run(8_000), ...it.press("next-exercise")];
  assert.deepEqual(kept(again), [], "the first step was done before, the others were left out before");
});

test("a jump while it stands still says where it is, and goes on standing", () => {
  const it = begun(1_000);
  it.press("toggle");
  const effects = it.press("forward");
  assert.equal(it.state.mode, "paused");
  assert.deepEqual(announced(effects), ["marching. player-kind-move"]);
  assert.deepEqual(said(effects), []);
});

test("each finished step is kept as done, and at the end the session is completed", () => {
  const it = begun();
  const effects = it.run(it.timeline.endMs + 1_000);
  const events = kept(effects);
  assert.deepEqual(events.slice(0, -1), it.timeline.steps.slice(0, -1).map(({ index }) => ({ step: index, outcome: "done" })));
  assert.deepEqual(events.at(-1), { ended: "completed" });
  assert.equal(it.state.ending, "completed");
  const end = effects.slice(effects.findIndex(({ type }) => type === "over"));
  assert.deepEqual(said(end), ["player-say-finished"]);
  assert.equal(only(end, "plan-tone")[0].tone, "finish");
  assert.deepEqual(it.run(5_000), [], "and that is all");
});

test("skipping beyond the last exercise completes the session, too", () => {
  const it = begun();
  for (let presses = 0; presses < 4; presses += 1) it.press("next-exercise");
  assert.equal(it.state.ending, "completed");
});

test("a gap that nobody exercised through pauses, says why, and needs a count-in however soon it goes on", () => {
  for (const gap of [{ silent: 5_001 }, { silent: 250, asleep: 31_000 }]) {
    const it = begun(9_000);
    it.pass(gap.silent, gap);
    const effects = it.send("tick");
    assert.equal(it.state.mode, "paused");
    assert.equal(it.state.position, 9_000);
    assert.deepEqual(only(effects, "notice"), [{ type: "notice", text: "player-gap" }]);
    assert.equal(moving(effects), false);
    it.press("toggle");
    assert.equal(it.state.mode, "counting");
  }
});

test("ending asks first; whoever keeps going goes on where it stopped", () => {
  const it = begun(9_000);
  const effects = it.press("end");
  assert.deepEqual(only(effects, "open-dialog"), [{ type: "open-dialog", dialog: "end", texts: {} }]);
  assert.deepEqual(announced(effects), ["player-paused"]);
  assert.deepEqual(said(effects), ["player-say-paused"]);
  assert.equal(it.state.mode, "paused");
  assert.deepEqual(it.key("ArrowRight"), [], "keys are the dialog's");
  assert.deepEqual(it.media("play"), []);
  assert.deepEqual(types(it.press("keep-going")), ["close-dialog"]);
  it.send({ type: "dialog-closed", dialog: "end" });
  assert.equal(it.state.mode, "playing");
  assert.equal(it.state.position, 9_000);
});

test("who paused before asking to end stays paused after keeping going", () => {
  const it = begun(9_000);
  it.press("toggle");
  it.press("end");
  it.send({ type: "dialog-closed", dialog: "end" });
  assert.equal(it.state.mode, "paused");
});

test("ending keeps that, once, and doesn’t go on when the dialog has closed", () => {
  const it = begun(9_000);
  it.press("end");
  assert.deepEqual(kept(it.press("end-session")), [{ ended: "stopped" }]);
  assert.deepEqual(kept(it.press("end-session")), [], "pressed twice");
  assert.deepEqual(it.send({ type: "dialog-closed", dialog: "end" }), []);
  assert.equal(it.state.over, true);
});

test("a short break is left without a question", () => {
  const it = begun(3_000, { data: { is_break: true } });
  const effects = it.key("Escape");
  assert.deepEqual(only(effects, "open-dialog"), []);
  assert.deepEqual(kept(effects), [{ ended: "stopped" }]);
});

test("“this hurts” stops at once without a word and keeps nothing until somebody chose", () => {
  const it = begun(9_000);
  const effects = it.key("h");
  assert.equal(it.state.mode, "paused");
  assert.deepEqual(said(effects), []);
  assert.deepEqual(announced(effects), []);
  assert.deepEqual(kept(effects), []);
  assert.deepEqual(only(effects, "open-dialog"), [{
    type: "open-dialog", dialog: "hurt", texts: { text: "player-hurt-text marching", goOn: "player-hurt-go-on neck" },
  }]);
});

test("whoever goes on after what hurt leaves out the rest of it and begins the next exercise", () => {
  const it = begun(9_000);
  it.press("hurts");
  const effects = it.press("hurt-go-on");
  assert.deepEqual(kept(effects), [{ play: 0, hurt: true }, ...[1, 2, 3].map((step) => ({ step, outcome: "skipped" }))]);
  assert.equal(it.state.step, 4);
  assert.equal(it.state.mode, "playing");
  assert.equal(it.state.dialog, null);
});

test("whoever ends after what hurt ends; by mistake goes on with a count-in", () => {
  const ended = begun(9_000);
  ended.press("hurts");
  assert.deepEqual(kept(ended.press("hurt-end")).at(-1), { ended: "stopped" });

  for (const [stop, slip] of [["hurts", "hurt-slip"], ["dizzy", "dizzy-slip"]]) {
    const it = begun(9_000);
    it.press(stop);
    assert.deepEqual(kept(it.press(slip)), []);
    assert.equal(it.state.mode, "counting");
  }
});

test("escape leaves “this hurts” unanswered and the session paused", () => {
  const it = begun(9_000);
  it.press("hurts");
  assert.deepEqual(it.send({ type: "dialog-closed", dialog: "hurt" }), []);
  assert.equal(it.state.mode, "paused");
  it.key(" ");
  assert.equal(it.state.mode, "playing");
});

test("who leaves the page before choosing has said it all the same", () => {
  const hurt = begun(9_000);
  hurt.press("hurts");
  const effects = hurt.send("page-hide");
  assert.deepEqual(kept(effects)[0], { play: 0, hurt: true });
  assert.equal(effects.at(-1).type, "flush");
  const dizzy = begun(9_000);
  dizzy.press("dizzy");
  assert.deepEqual(kept(dizzy.send("page-hide")), [{ ended: "dizzy" }]);
  assert.deepEqual(types(begun(9_000).send("page-hide")), ["flush"]);
});

test("dizziness ends the session, and then nothing is asked", () => {
  const it = begun(29_000);
  it.key("d");
  assert.equal(it.state.dialog, "dizzy");
  assert.deepEqual(kept(it.press("dizzy-end")), [{ ended: "dizzy" }]);
  assert.deepEqual(types(it.send({ type: "timer", name: "patience" })), ["over-text"]);
});

test("how an exercise was is asked, aloud and shown, while the next is got ready for; an answer is kept once", () => {
  const it = begun();
  it.press("next-exercise");
  const { first_step } = it.timeline.exercises[2];
  const effects = it.run(it.timeline.startOf(first_step) - it.state.position + 250);
  assert.equal(it.state.asked, 1);
  assert.deepEqual(only(effects, "ask"), [{ type: "ask", exercise: 1, question: "player-felt-question neck", answer: null }]);
  assert.equal(announced(effects).at(-1), "reach. Sit tall. player-felt-question neck");

  assert.deepEqual(types(it.key("3")), ["prevent-default", "press-digit"]);
  const answer = { type: "answer", answer: { felt: "too-much" }, name: "Too much" };
  const answered = it.send(answer);
  assert.deepEqual(kept(answered), [{ play: 1, felt: "too-much" }]);
  assert.equal(only(answered, "ask")[0].question, "player-felt-too-much");
  assert.deepEqual(announced(answered), ["player-felt-kept Too much. player-felt-too-much"]);
  assert.deepEqual(kept(it.send(answer)), [], "said already");

  const later = it.run(8_000);
  assert.deepEqual(only(later, "ask"), [{ type: "ask", exercise: null }]);
  assert.deepEqual(it.send(answer), [], "nothing is asked any more");
});

test("muting stops the voice and the tones, and says nothing from then on", () => {
  const it = begun(3_000);
  const effects = it.key("m");
  assert.deepEqual(types(effects), ["prevent-default", "muted", "stop-voice", "cancel-tones", "sound-blocked"]);
  const quiet = it.run(20_000);
  assert.deepEqual(said(quiet), []);
  assert.deepEqual(only(quiet, "plan-tone"), []);
  assert.notDeepEqual(announced(quiet), [], "readers of the screen hear it all the same");
  assert.notDeepEqual(only(quiet, "vibrate"), []);
  it.key("m");
  assert.notDeepEqual(said(it.run(20_000)), []);
});

test("without a voice, sounds or vibration there are none", () => {
  const effects = begun(30_000, { settings: { voice: false, sounds: false, vibration: false } }).all;
  for (const type of ["say", "plan-tone", "vibrate"]) assert.deepEqual(only(effects, type), [], type);
});

test("a browser that waits for a touch is said to, unless nothing is to be heard; the touch lets tones through", () => {
  const it = controlled();
  assert.deepEqual(it.send({ type: "tones", state: "blocked" }), [{ type: "sound-blocked", blocked: true }]);
  it.send("start");
  assert.deepEqual(only(it.run(1_000), "plan-tone"), []);
  assert.deepEqual(types(it.send("gesture")), ["unlock-tones", "unlock-media"]);
  const freed = it.send({ type: "tones", state: "running" });
  assert.deepEqual(freed[0], { type: "sound-blocked", blocked: false });
  assert.notDeepEqual(only(freed, "plan-tone"), []);
  assert.deepEqual(types(it.send("gesture")), ["unlock-media"]);

  const silent = controlled({ settings: { voice: false, sounds: false } });
  assert.equal(silent.send({ type: "tones", state: "blocked" })[0].blocked, false);
});

test("each step’s tones are planned once, at their very moments", () => {
  const it = begun();
  const start = it.mono;
  it.run(20_000);
  const places = only(it.all, "plan-tone").map(({ tone, at }) => `${tone} ${at - start}`);
  assert.equal(new Set(places).size, places.length);
  assert.ok(places.includes("begin 11000"), places.join(", "));
});

test("what waits is said, and when all is kept that is said, too", () => {
  const it = begun(3_000);
  const away = it.send({ type: "outbox", waiting: 2, trouble: "away", durable: true });
  assert.deepEqual(away, [{ type: "saving", text: "player-unsaved 2" }]);
  assert.equal(it.state.unsaved, true);
  assert.deepEqual(it.send({ type: "outbox", waiting: 0, trouble: null, durable: true }), [{ type: "saved-again" }]);
  assert.deepEqual(it.send({ type: "outbox", waiting: 0, trouble: null, durable: true }), []);
});

test("what waits in memory alone is warned of once, and leaving the page is asked about", () => {
  const it = begun(3_000);
  const event = { type: "outbox", waiting: 1, trouble: "away", durable: false };
  assert.deepEqual(only(it.send(event), "alert"), [{ type: "alert", text: "player-unsaved-memory" }]);
  assert.deepEqual(only(it.send(event), "alert"), []);
  assert.deepEqual(types(it.send({ type: "before-unload", durable: false })), ["prevent-default"]);
  assert.deepEqual(it.send({ type: "before-unload", durable: true }), []);
});

test("a locked journal is said until it is open again", () => {
  const it = begun(3_000);
  const effects = it.send({ type: "outbox", waiting: 1, trouble: "locked", durable: true });
  assert.deepEqual(only(effects, "alert"), [{ type: "alert", text: "player-locked" }]);
  assert.equal(it.state.locked, true);
  assert.deepEqual(only(it.send({ type: "outbox", waiting: 1, trouble: null, durable: true }), "alert"), [{ type: "alert", text: "" }]);
});

test("a refusal is shown in its own words or ours", () => {
  const it = begun(3_000);
  assert.deepEqual(it.send({ type: "refused", sentence: "No." }), [{ type: "alert", text: "No." }]);
  assert.deepEqual(it.send({ type: "refused", sentence: "" }), [{ type: "alert", text: "player-refused" }]);
});

test("answers that hold exercises back bring the page anew, but not one that is over", () => {
  assert.deepEqual(types(begun(3_000).send("held")), ["reload"]);
  const over = begun(3_000, { data: { is_break: true } });
  over.key("Escape");
  assert.deepEqual(over.send("held"), []);
});

/** A session that was stopped in its second exercise, after something of it was done. */
function stopped() {
  const it = begun();
  it.press("next-exercise");
  it.run(12_000);
  it.press("end");
  it.press("end-session");
  return it;
}

test("the closing screen says that it saves, then why it waits, and asks about the last exercise", () => {
  const it = stopped();
  const timers = only(it.all, "set-timer").map(({ name, milliseconds }) => [name, milliseconds]);
  assert.deepEqual(timers, [["saving", 400], ["patience", 2_500]]);
  assert.deepEqual(it.send({ type: "timer", name: "saving" }), [{ type: "over-text", text: "player-over-saving" }]);
  const effects = it.send({ type: "timer", name: "patience" });
  assert.deepEqual(effects[0], { type: "over-text", text: "player-over-away" });
  assert.deepEqual(types(effects).slice(1), ["ask-on-closing-screen", "ask"]);
  assert.equal(it.state.asked, 1);
  assert.deepEqual(types(it.key("1")), ["prevent-default", "press-digit"], "the one key that still means something");
  assert.deepEqual(it.key(" "), []);
});

test("the closing screen of a locked journal says that and nothing else", () => {
  const it = stopped();
  const effects = it.send({ type: "outbox", waiting: 3, trouble: "locked", durable: true });
  assert.deepEqual(only(effects, "over-text"), [{ type: "over-text", text: "player-locked" }]);
  assert.deepEqual(only(it.send({ type: "timer", name: "patience" }), "over-text"), []);
});

test("when all is kept the page after comes, but not over a refusal that nobody has closed", () => {
  const gone = stopped().send("settled");
  assert.deepEqual(gone.slice(-2), [{ type: "over-link", address: "/after" }, { type: "leave", address: "/after" }]);
  assert.deepEqual(only(gone, "clear-timer").map(({ name }) => name), ["saving", "patience"]);

  const refused = stopped();
  refused.send({ type: "refused", sentence: "No." });
  assert.deepEqual(types(refused.send("settled")).at(-1), "over-link");

  const closed = stopped();
  closed.send({ type: "refused", sentence: "No." });
  closed.press("alert-close");
  assert.deepEqual(types(closed.send("settled")).at(-1), "leave");
});

test("an end that an earlier page could not deliver ends this one, and is not kept again", () => {
  const it = controlled({ waiting: [{ id: "a", ended: "stopped" }], done: 3 });
  const effects = it.send("start");
  assert.equal(it.state.ending, "stopped");
  assert.deepEqual(kept(effects), []);
  assert.deepEqual(only(effects, "resume"), []);
});

test("a session in which nothing is left to do is completed", () => {
  const it = controlled({ done: wholeSession().last });
  it.send("start");
  assert.equal(it.state.ending, "completed");
});

test("a hidden page is not drawn but plays on; seen again it is drawn, and what waits is sent", () => {
  const it = begun(3_000);
  it.send({ type: "visibility", hidden: true });
  const hidden = it.run(9_000);
  assert.deepEqual(only(hidden, "draw"), []);
  assert.notDeepEqual(said(hidden), []);
  assert.equal(it.state.position, 12_000);
  const seen = it.send({ type: "visibility", hidden: false });
  assert.equal(seen[0].type, "flush");
  assert.equal(only(seen, "draw").length, 1);
  assert.deepEqual(types(it.send("online")), ["flush"]);
});

test("a page from the browser’s memory comes anew", () => {
  assert.deepEqual(types(begun().send({ type: "page-show", persisted: true })), ["reload"]);
  assert.deepEqual(begun().send({ type: "page-show", persisted: false }), []);
});

test("the buttons of a headset play, pause and change the exercise", () => {
  const it = begun(3_000);
  it.media("play");
  assert.equal(it.state.mode, "playing", "it plays already");
  it.media("pause");
  assert.equal(it.state.mode, "paused");
  assert.equal(only(it.all, "media").at(-1).playing, false);
  it.media("nexttrack");
  assert.equal(it.state.step, 4);
  it.media("previoustrack");
  assert.equal(it.state.step, 0);
  it.media("play");
  assert.equal(it.state.mode, "playing");
});

test("a headset doesn’t change the exercise that a dialog asks about", () => {
  const it = begun(3_000);
  it.press("hurts");
  const { step } = it.state;
  for (const action of ["nexttrack", "previoustrack", "play"]) assert.deepEqual(it.media(action), [], action);
  assert.equal(it.state.step, step);
  assert.equal(it.state.dialog, "hurt");
});

test("dizziness is kept once, however often the page is left", () => {
  const it = begun(3_000);
  it.press("dizzy");
  assert.deepEqual(kept(it.send({ type: "page-hide" })), [{ ended: "dizzy" }]);
  assert.deepEqual(kept(it.send({ type: "page-hide" })), []);
});

test("after the end a headset keeps and sounds nothing, and neither does a touch", () => {
  const ended = () => {
    const it = begun(7_000, { data: { is_break: true } });
    it.send({ type: "tones", state: "blocked" });
    it.key("Escape");
    it.pass(2_000);
    return it;
  };
  const { mediaActions } = ended().controller;
  for (const action of mediaActions) assert.deepEqual(ended().media(action), [], action);
  assert.deepEqual(only(ended().send({ type: "tones", state: "running" }), "plan-tone"), []);
});

test("asking to end at the very end asks nothing any more", () => {
  const it = begun();
  it.run(it.timeline.endMs - 100);
  it.pass(200);
  const effects = it.press("end");
  assert.equal(it.state.ending, "completed");
  assert.deepEqual(only(effects, "open-dialog"), []);
});

test("a key that another control has taken, or that means nothing, is left to the browser", () => {
  const it = begun(3_000);
  assert.deepEqual(it.key("ArrowRight", { handled: true }), []);
  assert.deepEqual(it.key("x"), []);
  assert.deepEqual(it.key(" ", { onControl: true }), []);
  assert.equal(it.key("ArrowRight")[0].type, "prevent-default");
});

test("it asks to be woken at the next cue’s moment", () => {
  const it = begun();
  const cue = only(it.all, "cue")[0];
  assert.equal(cue.due, it.mono);
  const { at } = only(it.send("tick"), "wake-at").at(-1);
  it.pass(at - it.mono);
  const effects = it.send("tick");
  assert.equal(only(effects, "cue")[0].due, at);
});
