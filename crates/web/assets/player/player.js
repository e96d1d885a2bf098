// The session player: makes the parts of the page, tells the controller what happens and has its effects carried out. It
// plays a timeline like a record, knows no exercise, and decides nothing.

import { createEffects } from "./effects.js";
import { createFeltStrip } from "./felt-strip.js";
import { createFigureStage, figureAddresses } from "./figure-stage.js";
import { createFigureStore, loadPicture } from "./figure-store.js";
import { createMediaButtons } from "./media.js";
import { createOutbox } from "./outbox.js";
import { createOutboxStore } from "./outbox-store.js";
import { createScreen } from "./screen.js";
import { createSessionController } from "./session-controller.js";
import { startTicker } from "./ticker.js";
import { createTimeline } from "./timeline.js";
import { createTones } from "./tones.js";
import { vibrate } from "./vibration.js";
import { createVoice } from "./voice.js";
import { createWakeLock } from "./wake.js";
import { createWords } from "./words.js";

// Read at call time, so that a test's clock is the one that is used.
const mono = () => performance.now();
const wall = () => Date.now();

const element = (id) => document.getElementById(`player-${id}`);

/**
 * A function that takes an event (and the browser's own, where an effect may need it) to the controller and carries out
 * what it decides. What an effect leads to at once is dealt with before the next effect.
 */
function createDispatch(controller, actions) {
  return function dispatch(event, native) {
    for (const effect of controller.handle(event, { mono: mono(), wall: wall() })) actions[effect.type](effect, native);
  };
}

/** Everything that draws, sounds, keeps and wakes; they tell `dispatch` what they notice. */
function createParts({ data, timeline, word, store, controller, dispatch }) {
  const sideName = (side) => data.steps.find((step) => step.side === side)?.side_name ?? "";
  const figures = createFigureStore({ addresses: figureAddresses(timeline), load: loadPicture });
  const tick = () => dispatch({ type: "tick" });
  return {
    screen: createScreen(timeline, word, { left: sideName("left"), right: sideName("right") }),
    strip: createFeltStrip({ word, onAnswer: (given) => dispatch({ type: "answer", ...given }) }),
    figures,
    figure: createFigureStage({
      timeline,
      store: figures,
      player: document.getElementById("player"),
      room: document.getElementById("figure"),
      mirror: data.settings.mirror,
      mirrorNote: element("mirror"),
    }),
    voice: createVoice({ name: data.settings.voice_name, language: document.documentElement.lang || "en" }),
    tones: createTones((state) => dispatch({ type: "tones", state })),
    vibrate,
    wake: createWakeLock(),
    media: createMediaButtons(Object.fromEntries(
      controller.mediaActions.map((action) => [action, () => dispatch({ type: "media", action })]),
    )),
    outbox: createOutbox({
      store,
      url: data.urls.steps,
      onState: (state) => dispatch({ type: "outbox", ...state }),
      onRefused: (sentence) => dispatch({ type: "refused", sentence }),
      onHeld: () => dispatch({ type: "held" }),
    }),
    dialogs: { end: element("end-dialog"), hurt: element("hurt-dialog"), dizzy: element("dizzy-dialog") },
    ticker: startTicker(tick, tick),
  };
}

/** What a keydown event says. */
function keyOf(event) {
  const { key, shiftKey, ctrlKey, altKey, metaKey, repeat } = event;
  const control = document.activeElement?.closest?.("button, a, input");
  const onControl = Boolean(control?.matches(":focus-visible"));
  return { type: "key", key, shiftKey, ctrlKey, altKey, metaKey, repeat, onControl, handled: event.defaultPrevented };
}

/** Tells `dispatch` what the person and the browser do. */
function listen({ controller, store, dialogs, dispatch }) {
  document.addEventListener("keydown", (event) => dispatch(keyOf(event), event));
  for (const button of controller.buttons) {
    element(button).addEventListener("click", (event) => dispatch({ type: "button", button, byPointer: event.detail > 0 }));
  }
  for (const [dialog, shown] of Object.entries(dialogs)) {
    shown.addEventListener("close", () => shown.open || dispatch({ type: "dialog-closed", dialog }));
  }
  for (const gesture of ["pointerdown", "keydown", "touchend"]) {
    document.addEventListener(gesture, () => dispatch({ type: "gesture" }), { capture: true, passive: true });
  }
  document.addEventListener("visibilitychange", () => dispatch({ type: "visibility", hidden: document.hidden }));
  window.addEventListener("online", () => dispatch({ type: "online" }));
  window.addEventListener("pagehide", () => dispatch({ type: "page-hide" }));
  window.addEventListener("pageshow", ({ persisted }) => dispatch({ type: "page-show", persisted }));
  window.addEventListener("beforeunload", (event) => dispatch({ type: "before-unload", durable: store.durable }, event));
}

function start() {
  const data = JSON.parse(document.getElementById("session-data").textContent);
  const word = createWords(data.words);
  const timeline = createTimeline(data.steps, data.exercises);
  const store = createOutboxStore({ url: data.urls.steps, journal: data.journal });
  const waiting = store.waiting();
  const controller = createSessionController({ data, timeline, word, waiting, hidden: document.hidden });
  const actions = {};
  const dispatch = createDispatch(controller, actions);
  const parts = createParts({ data, timeline, word, store, controller, dispatch });
  Object.assign(actions, createEffects({ ...parts, mono, dispatch }));
  listen({ controller, store, dialogs: parts.dialogs, dispatch });

  parts.figures.start(parts.figure.addressAt(controller.first));
  parts.screen.show();
  parts.screen.muted(false);
  parts.tones.unlock();
  parts.outbox.flush();
  dispatch({ type: "start" });
}

try {
  start();
} catch (error) {
  const loading = document.getElementById("player-loading");
  loading.hidden = false;
  loading.firstElementChild.textContent = loading.dataset.broken;
  document.getElementById("player").hidden = true;
  throw error;
}
