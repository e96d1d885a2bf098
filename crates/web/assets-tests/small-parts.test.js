// Words, ids, outcomes, keys, voices and the silent file.

import assert from "node:assert/strict";
import { test } from "node:test";
import { newIdentifier } from "../assets/player/identifiers.js";
import { commandOf } from "../assets/player/keys.js";
import { silentWav } from "../assets/player/media.js";
import { createOutcomes } from "../assets/player/outcomes.js";
import { createVoice, pickVoice, usableVoices } from "../assets/player/voice.js";
import { createWords, longClock, shortClock } from "../assets/player/words.js";

test("placeholders are filled, and unknown ones stay", () => {
  const word = createWords({ a: "{count} of {all}", b: "\u2068{name}\u2069!" });
  assert.equal(word("a", { count: 2 }), "2 of {all}");
  assert.equal(word("b", { name: "Ada" }), "Ada!");
  assert.equal(word("missing"), "");
});

test("clocks round up, so that the last second is a second", () => {
  assert.equal(shortClock(10_000), "10");
  assert.equal(shortClock(9_999), "10");
  assert.equal(shortClock(1), "1");
  assert.equal(shortClock(0), "0");
  assert.equal(shortClock(125_000), "2:05");
  assert.equal(longClock(59_001), "1:00");
});

test("ids are UUIDv7, unique and in order, even when the clock goes back", () => {
  const ids = Array.from({ length: 5_000 }, (_, place) => newIdentifier(1_800_000_000_000 - place));
  for (const id of ids) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.deepEqual([...new Set(ids)].sort(), ids);
  assert.equal(parseInt(ids[0].replaceAll("-", "").slice(0, 12), 16), 1_800_000_000_000);
});

test("done stays done, skipped may become done", () => {
  const outcomes = createOutcomes({ done: [0], skipped: [1] }, [{ step: 2, outcome: "skipped" }, { ended: "stopped" }]);
  assert.equal(outcomes.note(0, "skipped"), false);
  assert.equal(outcomes.note(0, "done"), false);
  assert.equal(outcomes.note(1, "skipped"), false);
  assert.equal(outcomes.note(1, "done"), true);
  assert.equal(outcomes.note(2, "done"), true);
  assert.equal(outcomes.isFinished(3), false);
});

test("a step that is in both lists counts as skipped", () => {
  assert.equal(createOutcomes({ done: [4], skipped: [4] }).get(4), "skipped");
});

test("keys mean commands, and the browser keeps its own", () => {
  assert.equal(commandOf({ key: " " }), "toggle");
  assert.equal(commandOf({ key: " " }, true), null);
  assert.equal(commandOf({ key: " ", repeat: true }), null);
  assert.equal(commandOf({ key: "ArrowRight" }), "forward");
  assert.equal(commandOf({ key: "ArrowRight", shiftKey: true }), "nextExercise");
  assert.equal(commandOf({ key: "ArrowLeft", altKey: true }), null);
  assert.equal(commandOf({ key: "Escape" }), "askToEnd");
  assert.equal(commandOf({ key: "m" }), "toggleMute");
  assert.equal(commandOf({ key: "r", ctrlKey: true }), null);
});

const voices = [
  { name: "Cloud", lang: "en-GB", localService: false, default: true },
  { name: "Karl", lang: "de-DE", localService: true, default: false },
  { name: "Ann", lang: "en_US", localService: true, default: false },
  { name: "Bob", lang: "en-GB", localService: true, default: false },
];

test("only voices that stay on the machine and speak the language are used", () => {
  assert.deepEqual(usableVoices(voices, "en").map((voice) => voice.name), ["Ann", "Bob"]);
  assert.equal(pickVoice(voices, "en", "Bob").name, "Bob");
  assert.equal(pickVoice(voices, "en", "Cloud").name, "Ann");
  assert.equal(pickVoice([], "en"), null);
});

test("a voice that throws, or is not there, is only silent", () => {
  createVoice({}, undefined).say("hello");
  const broken = createVoice({}, { getVoices: () => { throw new Error("broken"); } });
  broken.say("hello");
  broken.stop();
  assert.equal(broken.available, false);
});

test("a patient text waits for the one that is nearly over, another one replaces it", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const spoken = [];
  globalThis.SpeechSynthesisUtterance = class extends EventTarget {
    constructor(text) {
      super();
      this.text = text;
    }
  };
  context.after(() => delete globalThis.SpeechSynthesisUtterance);
  const synthesis = {
    getVoices: () => voices, addEventListener() {}, speaking: false,
    speak(utterance) {
      this.speaking = true;
      spoken.push(utterance);
    },
    cancel() {
      this.speaking = false;
      spoken.push("cancel");
    },
  };
  const end = () => {
    synthesis.speaking = false;
    spoken.at(-1).dispatchEvent(new Event("end"));
  };
  const texts = () => spoken.splice(0).map((entry) => entry.text ?? entry);
  const voice = createVoice({}, synthesis);
  voice.say("one");
  voice.say("two", { patient: true });
  context.mock.timers.tick(300);
  end();
  assert.deepEqual(texts(), ["one", "two"]);
  voice.say("three", { patient: true });
  context.mock.timers.tick(701);
  assert.deepEqual(texts(), ["cancel", "three"]);
  voice.say("four", { patient: true });
  voice.say("five");
  context.mock.timers.tick(1);
  context.mock.timers.tick(1_000);
  assert.deepEqual(texts(), ["cancel", "five"]);
});

test("the silent file is a WAV of its length", () => {
  const bytes = silentWav(2, 8_000);
  assert.equal(bytes.length, 16_044);
  assert.equal(String.fromCharCode(...bytes.slice(0, 4), ...bytes.slice(8, 12)), "RIFFWAVE");
  assert.ok(bytes.slice(44).every((sample) => sample === 128));
});
