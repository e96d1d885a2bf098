// Decides everything in a session: an event and the time in, effects out. Pure: it has no page, clock, timer or network of
// its own, so each decision can be told as a story in a test, and another interface can carry the effects out its own way.
// Its parts own one subject each; here is which event concerns which of them.

import { createAnswers } from "./answers.js";
import { createClosing } from "./closing.js";
import { createCountIn } from "./count-in.js";
import { cuesOf } from "./cues.js";
import { createDiscomfortQuestion } from "./discomfort-question.js";
import { createDisplay } from "./display.js";
import { commandOf } from "./keys.js";
import { createOutcomes } from "./outcomes.js";
import { createPlayback } from "./playback.js";
import { createSavingState } from "./saving-state.js";
import { createSound } from "./sound.js";
import { createStopDialogs } from "./stop-dialogs.js";
import { createTransport } from "./transport.js";

/**
 * @param {object} parts
 * @param {object} parts.data what the session's page carries
 * @param {ReturnType<import("./timeline.js").createTimeline>} parts.timeline of its steps and exercises
 * @param {(key: string, values?: object) => string} parts.word
 * @param {object[]} [parts.waiting] events of an earlier page that were not sent yet, oldest first
 * @param {boolean} [parts.hidden] whether the page is hidden to begin with
 */
export function createSessionController({ data, timeline, word, waiting = [], hidden = false }) {
  const moment = { mono: 0, wall: 0 };
  let effects = [];
  const emit = (effect) => effects.push(effect);

  /** What concerns all parts. */
  const status = { over: false, resuming: false, hidden };

  // What was done, here and as the server knows it
  const outcomes = createOutcomes({ done: data.finished, skipped: data.skipped }, waiting);
  const answers = createAnswers({
    timeline, discomforts: data.discomforts, outcomes, waiting, asks: !data.is_break,
  });
  function keep(step, outcome) {
    if (outcomes.note(step, outcome)) emit({ type: "keep", event: { step, outcome } });
  }
  // An end that an earlier page could not deliver: nothing is left to play.
  const endWaiting = waiting.find((event) => event.ended)?.ended ?? null;

  const first = timeline.firstUnfinished(outcomes.isFinished);
  const playback = createPlayback(timeline, timeline.startOf(first));
  const cues = cuesOf(timeline, word, first);
  const shared = { cues, timeline, playback, word, answers, status, moment, emit };

  const sound = createSound({ ...shared, settings: data.settings });
  const countIn = createCountIn({ ...shared, sound });
  const question = createDiscomfortQuestion(shared);
  const display = createDisplay({ ...shared, question, routine: data.routine });
  const saving = createSavingState(shared);
  const closing = createClosing({
    ...shared, after: data.urls.after, endWaits: endWaiting !== null, sound, question, display, saving,
  });
  /** Ends the session; the playback stands still from then on, whatever the browser's buttons say. */
  function finish(how) {
    closing.finish(how);
    playback.pause(moment.mono, moment.wall);
  }
  const transport = createTransport({
    ...shared, vibration: data.settings.vibration, sound, countIn, display, question, keep, finish,
  });
  const dialogs = createStopDialogs({ ...shared, transport, sound, isBreak: data.is_break, finish });

  const start = () => {
    display.draw();
    if (endWaiting) finish(endWaiting);
    else if (timeline.startOf(first) >= timeline.endMs) finish("completed");
    else if (data.state === "new" && first === 0) transport.play();
    else {
      status.resuming = true;
      emit({ type: "resume", step: first });
    }
  };

  const commands = {
    toggle: transport.toggle,
    forward: transport.forward,
    back: transport.back,
    nextExercise: transport.nextExercise,
    previousExercise: transport.previousExercise,
    askToEnd: dialogs.askToEnd,
    askHurts: dialogs.askHurts,
    askDizzy: dialogs.askDizzy,
    toggleMute: sound.toggleMute,
    digit: (event) => question.onDigit(event.key),
  };

  /** A key that means something is taken from the browser. */
  function onKey(event) {
    if (dialogs.open !== null || event.handled) return;
    const command = commandOf(event, event.onControl);
    if (command === null || (status.over && command !== "digit")) return;
    if (status.resuming && command !== "askToEnd") {
      if (command !== "toggle") return;
      emit({ type: "prevent-default" });
      transport.play({ carefully: true });
      return;
    }
    emit({ type: "prevent-default" });
    commands[command](event);
  }

  /** By the id of a button without its "player-". */
  const buttons = {
    toggle: transport.toggle,
    ring: transport.toggle,
    back: transport.back,
    forward: transport.forward,
    "next-exercise": transport.nextExercise,
    "previous-exercise": transport.previousExercise,
    "im-ready": transport.skipCountIn,
    mute: sound.toggleMute,
    end: dialogs.askToEnd,
    "resume-continue": ({ byPointer }) => transport.play({ carefully: true, byPointer }),
    "resume-end": dialogs.askToEnd,
    "alert-close": saving.onAlertClosed,
    "keep-going": dialogs.keepGoing,
    "end-session": dialogs.endSession,
    hurts: dialogs.askHurts,
    dizzy: dialogs.askDizzy,
    "hurt-go-on": dialogs.goOnAfterHurt,
    "hurt-end": dialogs.endAfterHurt,
    "hurt-slip": () => dialogs.takeBack("hurt"),
    "dizzy-end": dialogs.endDizzy,
    "dizzy-slip": () => dialogs.takeBack("dizzy"),
  };

  /** What a dialog asks is about the step where it was opened: nothing moves on before it is answered. */
  const unlessAsked = (act) => () => (dialogs.open === null ? act() : undefined);

  /** By the Media Session API's names. */
  const mediaActions = {
    play: unlessAsked(() => transport.play()),
    pause: transport.pause,
    nexttrack: unlessAsked(transport.nextExercise),
    previoustrack: unlessAsked(transport.previousExercise),
  };

  const flush = () => emit({ type: "flush" });

  const handlers = {
    start,
    tick: transport.tick,
    key: onKey,
    button: (event) => buttons[event.button](event),
    media: ({ action }) => mediaActions[action](),
    gesture: sound.onGesture,
    answer: question.onAnswer,
    "dialog-closed": ({ dialog }) => dialogs.onClosed(dialog),
    tones: ({ state }) => sound.onTones(state),
    outbox: saving.onOutbox,
    refused: ({ sentence }) => saving.onRefused(sentence),
    held: saving.onHeld,
    settled: closing.onSettled,
    timer: ({ name }) => closing.onTimer(name),
    online: flush,
    visibility(event) {
      status.hidden = event.hidden;
      if (!status.hidden) flush();
      transport.tick();
    },
    "page-hide"() {
      dialogs.onLeave();
      flush();
    },
    // A page that comes back from the browser's memory may be long out of date.
    "page-show": ({ persisted }) => persisted && emit({ type: "reload" }),
    "before-unload": ({ durable }) => durable || emit({ type: "prevent-default" }),
  };

  return {
    /** The step that it begins with. */
    first,

    /** The names of the page's buttons that it wants to hear of. */
    buttons: Object.keys(buttons),

    /** The actions of a headset, keyboard or lock screen that it wants to hear of. */
    mediaActions: Object.keys(mediaActions),

    /**
     * Takes an event (a plain value with a `type`) at a time and gives what is to be done, in order: effects are plain
     * values with a `type`, too. A time `at` or `due` in one is monotonic, as `mono` is.
     * @param {{type: string}} event
     * @param {{mono: number, wall: number}} time monotonic and wall time in ms
     */
    handle(event, { mono, wall }) {
      moment.mono = mono;
      moment.wall = wall;
      effects = [];
      handlers[event.type](event);
      return effects;
    },

    /** What is so at a monotonic time in ms, as a plain value. */
    stateAt(mono) {
      const position = playback.positionAt(mono);
      return {
        ...status,
        mode: playback.mode,
        countInLeft: playback.countInLeft(mono),
        position,
        step: timeline.indexAt(position),
        muted: sound.isMuted,
        dialog: dialogs.open,
        asked: question.asked,
        unsaved: saving.isUnsaved,
        locked: saving.isLocked,
        ending: closing.ending,
      };
    },
  };
}
