// The transport: play, pause, forward and back, and what happens as time passes. Pure: it moves the playback by the time
// of the event that is handled, and everything else comes out as effects.

import { createCueRunner } from "./cue-runner.js";
import { kindWord } from "./cues.js";

/** After standing still for longer than this (ms), going on needs a count-in. */
const LONG_PAUSE_MS = 10_000;
/** Within this time (ms) of a step's start, going back means the step before. */
const BACK_MS = 1_500;

/**
 * @param {object} parts
 * @param {Array<object>} parts.cues as `cuesOf` makes them
 * @param {object} parts.timeline
 * @param {object} parts.playback
 * @param {(key: string, values?: object) => string} parts.word
 * @param {boolean} parts.vibration whether the person wants to feel cues
 * @param {ReturnType<import("./answers.js").createAnswers>} parts.answers
 * @param {object} parts.sound
 * @param {object} parts.countIn
 * @param {object} parts.display
 * @param {object} parts.question
 * @param {{over: boolean, resuming: boolean}} parts.status
 * @param {{mono: number, wall: number}} parts.moment the time of the event that is handled
 * @param {(step: number, outcome: "done" | "skipped") => void} parts.keep
 * @param {(how: string) => void} parts.finish
 * @param {(effect: object) => void} parts.emit
 */
export function createTransport({
  cues, timeline, playback, word, vibration, answers, sound, countIn, display, question, status, moment, keep, finish, emit,
}) {
  /** The monotonic time (ms) at which it came to stand still; before any time where a count-in is needed anyway. */
  let stoodStillAt = Infinity;

  const position = () => playback.positionAt(moment.mono);
  const stepNow = () => timeline.indexAt(position());
  const announce = (text) => emit({ type: "announce", text });

  const runner = createCueRunner({
    cues,
    timeline,
    playback,
    mono: () => moment.mono,
    arm: (milliseconds) => emit({ type: "wake-at", at: moment.mono + milliseconds }),
    fire(cue) {
      if (cue.say) sound.say(cue.say, { gentle: Boolean(cue.gentle), patient: Boolean(cue.announce) });
      if (cue.announce) {
        announce([cue.say, question.textOf(answers.askedIn(cue.step))].filter(Boolean).join(" "));
      }
      if (cue.vibrate && vibration) emit({ type: "vibrate", pattern: cue.vibrate });
      emit({ type: "cue", cue, due: playback.monoAt(cue.at) });
    },
  });

  /** Does what a command to the playback reports. */
  function heed(report) {
    for (const step of report.finished) keep(step, "done");
    if (report.gap !== null) {
      emit({ type: "notice", text: word("player-gap") });
      standStill();
      stoodStillAt = -Infinity;
    }
    if (report.ended) finish("completed");
  }

  function tick() {
    if (status.over) return;
    heed(playback.tick(moment.mono, moment.wall));
    if (status.over) return;
    runner.run();
    sound.planStep();
    countIn.count();
    display.draw();
  }

  /** To be called whenever the session starts to move or jumps. */
  function moveOn() {
    sound.stopVoice();
    runner.rewind();
    sound.plan();
    emit({ type: "wake-lock", wanted: true });
    display.showMedia();
    tick();
  }

  function standStill() {
    sound.stop();
    emit({ type: "wake-lock", wanted: false });
    display.showMedia();
    display.draw();
  }

  /**
   * Goes on. `carefully` with a count-in however short it stood still; `byPointer` leaves the focus where it is when the
   * session was opened anew.
   */
  function play({ carefully = false, byPointer = false } = {}) {
    if (playback.mode !== "paused" || status.over) return;
    const step = stepNow();
    const resumed = status.resuming;
    const rested = carefully || moment.mono - stoodStillAt > LONG_PAUSE_MS;
    const length = countIn.lengthFor(step, { resumed, rested });
    // From its very beginning a step announces itself.
    const announcesItself = length === 0 && playback.placedAt === timeline.startOf(step);
    status.resuming = false;
    emit({ type: "resumed" });
    countIn.show(length);
    playback.play(moment.mono, moment.wall, length);
    if (!announcesItself) announce([word("player-count-in"), countIn.position].filter(Boolean).join(". "));
    moveOn();
    if (countIn.position !== undefined) sound.say(countIn.position);
    if (resumed && !byPointer) {
      emit({ type: "focus", control: countIn.position === undefined ? "toggle" : "im-ready" });
    }
  }

  /** Goes on before the count-in is over. */
  function skipCountIn() {
    if (playback.mode !== "counting") return;
    heed(playback.seek(playback.placedAt, moment.mono, moment.wall));
    countIn.end();
    emit({ type: "focus", control: "toggle", visible: false });
    moveOn();
  }

  /** Stands still without a word; true where it was moving. */
  function halt() {
    if (playback.mode !== "playing" && playback.mode !== "counting") return false;
    heed(playback.pause(moment.mono, moment.wall));
    if (status.over || playback.mode !== "paused") return false;
    stoodStillAt = moment.mono;
    standStill();
    return true;
  }

  function pause() {
    if (!halt()) return;
    sound.say(word("player-say-paused"));
    announce(word("player-paused"));
  }

  function jumpTo(index) {
    if (status.over || status.resuming) return;
    heed(playback.seek(timeline.startOf(index), moment.mono, moment.wall));
    if (status.over) return;
    countIn.end();
    if (playback.mode === "paused") {
      const step = timeline.steps[stepNow()];
      announce([step.name, step.side_name, kindWord(step.kind, word)].filter(Boolean).join(". "));
      runner.rewind();
      display.draw();
    } else {
      moveOn();
    }
  }

  /** Leaves out everything from here up to a step. */
  function leaveOut(index) {
    for (let step = stepNow(); step < index; step += 1) {
      if (timeline.steps[step].kind !== "rate") keep(step, "skipped");
    }
  }

  function skipTo(index) {
    if (status.over || status.resuming) return;
    leaveOut(index);
    jumpTo(index);
  }

  function back() {
    const unit = timeline.unitStart(stepNow());
    const early = position() - timeline.startOf(unit) <= BACK_MS;
    jumpTo(early ? timeline.previousIndex(unit) : unit);
  }

  function previousExercise() {
    const step = stepNow();
    const exercise = timeline.exercises[timeline.exerciseNumberOf(step)];
    const early = !exercise || position() - timeline.startOf(exercise.first_step) <= BACK_MS;
    jumpTo(early ? timeline.previousExerciseIndex(exercise?.first_step ?? step) : exercise.first_step);
  }

  return {
    stepNow,
    get isMoving() {
      return playback.mode === "playing" || playback.mode === "counting";
    },
    tick,
    play,
    pause,
    halt,
    toggle: () => (playback.mode === "paused" ? play() : pause()),
    skipCountIn,
    jumpTo,
    leaveOut,
    forward: () => skipTo(timeline.nextIndex(stepNow())),
    back,
    nextExercise: () => skipTo(timeline.nextExerciseIndex(stepNow())),
    previousExercise,
  };
}
