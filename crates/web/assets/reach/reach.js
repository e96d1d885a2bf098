// The part of a test of reach that a phone reads: shows itself where there is a sensor, says what to do, and fills the form.

import { createTones } from "../player/tones.js";
import { createWakeLock } from "../player/wake.js";
import { allowed, asksFirst, firstWord, listen } from "./sensor.js";
import { createReader, middleOf, TIMES } from "./tilt.js";

const part = document.getElementById("tilt");
const of = (id) => document.getElementById(`tilt-${id}`);
const [panel, note, status, degrees, tries, form, start, save] = [
  "panel", "note", "status", "degrees", "tries", "form", "start", "save",
].map(of);
const text = part.dataset;

/** Which sound goes with which part of it. */
const SOUNDS = { moving: "begin", returning: "end", done: "finish", lost: "turn" };

const wake = createWakeLock();
let tones = null;
let end = null;
let isHeard = false;

const fill = (template, values) => template.replace(/\{(\w+)\}/g, (_, name) => values[name]);

/** Without the sensor there is a sentence in its place, and the other way to read the test. */
function sayWhyNot(sentence) {
  panel.hidden = true;
  note.hidden = false;
  note.textContent = sentence;
}

function show({ phase, degrees: now, readings }) {
  degrees.textContent = `${now}°`;
  const middle = readings.length === TIMES ? middleOf(readings) : null;
  const items = Array.from({ length: TIMES }, (_, place) => {
    const item = document.createElement("li");
    const values = { number: place + 1, degrees: readings[place] };
    item.textContent = fill(place < readings.length ? text.try : text.open, values);
    if (middle !== null && place === readings.indexOf(middle)) item.className = "is-middle";
    return item;
  });
  tries.replaceChildren(...items);
  // Said anew only when it changes, or a screen reader would never come to an end.
  const sentence = phase === "idle" ? "" : fill(text[phase], { degrees: middle });
  if (status.textContent !== sentence) status.textContent = sentence;
  save.hidden = middle === null;
  start.className = middle === null ? "" : "quiet";
  if (middle === null) return;
  degrees.textContent = `${middle}°`;
  save.textContent = fill(text.save, { degrees: middle });
  ["first", "second", "third"].forEach((name, place) => (form.elements[name].value = readings[place]));
}

function stop() {
  end?.();
  end = null;
  wake.release();
  start.textContent = text.again;
}

async function begin() {
  tones ??= "sounds" in text ? createTones(() => {}) : null;
  tones?.unlock();
  if (!isHeard) {
    start.disabled = true;
    const reason = !(await allowed()) ? text.denied : (await firstWord()) !== "something" ? text.none : null;
    start.disabled = false;
    if (reason) {
      sayWhyNot(reason);
      return;
    }
    isHeard = true;
  }
  const reader = createReader({ least: Number(text.least), most: Number(text.most) });
  start.textContent = text.stop;
  wake.keep();
  show(reader.state);
  let before = reader.state;
  const take = (direction, at) => {
    const state = reader.take(direction, at);
    if (state.phase === before.phase && state.degrees === before.degrees) return;
    if (state.phase !== before.phase) tones?.plan(SOUNDS[state.phase], 0);
    before = state;
    show(state);
    if (state.phase === "done" || state.phase === "lost") stop();
  };
  end = listen(take);
}

start.addEventListener("click", () => {
  if (!end) {
    begin();
    return;
  }
  stop();
  show({ phase: "stopped", degrees: 0, readings: [] });
});

// The phone falls asleep, or somebody goes elsewhere: what was begun is not gone on with unseen.
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible" || !end) return;
  stop();
  show({ phase: "stopped", degrees: 0, readings: [] });
});

show({ phase: "idle", degrees: 0, readings: [] });
if (!isSecureContext) sayWhyNot(text.insecure);
else {
  const word = await firstWord();
  isHeard = word === "something";
  // Before a person has allowed it there is silence, and they can be asked only after a touch.
  if (isHeard || (word === "silence" && asksFirst())) {
    panel.hidden = false;
    note.hidden = true;
  } else sayWhyNot(text.none);
}
