// The session player: wires the timeline, the clock, the cues, the sounds, the outbox and the page together.
// It plays a timeline like a record and knows no exercise.

import { createAnswers } from "./answers.js";
import { createCueRunner } from "./cue-runner.js";
import { cuesOf, kindWord, positionFor } from "./cues.js";
import { createFeltStrip } from "./felt-strip.js";
import { createFigureStage, figureAddresses } from "./figure-stage.js";
import { createFigureStore, loadPicture } from "./figure-store.js";
import { commandOf } from "./keys.js";
import { createMediaButtons } from "./media.js";
import { createOutbox } from "./outbox.js";
import { createOutboxStore } from "./outbox-store.js";
import { createOutcomes } from "./outcomes.js";
import { createPlayback } from "./playback.js";
import { createScreen } from "./screen.js";
import { startTicker } from "./ticker.js";
import { createTimeline } from "./timeline.js";
import { createTones } from "./tones.js";
import { vibrate } from "./vibration.js";
import { createVoice } from "./voice.js";
import { createWakeLock } from "./wake.js";
import { createWords } from "./words.js";

/** Count-in (ms) before a hold or a movement goes on. */
const COUNT_IN_MS = 3_000;
/** After standing still for longer than this (ms), going on needs a count-in. */
const LONG_PAUSE_MS = 10_000;
/** Within this time (ms) of a step's start, going back means the step before. */
const BACK_MS = 1_500;
/** After this time (ms) without an answer, the closing screen says why it waits. */
const PATIENCE_MS = 2_500;

// Read at call time, so that a test's clock is the one that is used.
const mono = () => performance.now();
const wall = () => Date.now();

function start() {
  const data = JSON.parse(document.getElementById("session-data").textContent);
  const word = createWords(data.words);
  const timeline = createTimeline(data.steps, data.exercises);
  const sideName = (side) => data.steps.find((step) => step.side === side)?.side_name ?? "";
  const screen = createScreen(timeline, word, { left: sideName("left"), right: sideName("right") });
  const settings = data.settings;

  // What was done, here and as the server knows it
  const store = createOutboxStore({ url: data.urls.steps, journal: data.journal });
  const outcomes = createOutcomes({ done: data.finished, skipped: data.skipped }, store.waiting());
  const { discomforts } = data;
  const answers = createAnswers({ timeline, discomforts, outcomes, waiting: store.waiting(), asks: !data.is_break });
  let unsaved = false;
  let over = false;
  let lockedShown = false;
  let memoryOnlySaid = false;
  const outbox = createOutbox({
    store,
    url: data.urls.steps,
    onState({ waiting, trouble, durable }) {
      if (trouble === "locked") screen.alert(word("player-locked"));
      else if (lockedShown) screen.alert("");
      lockedShown = trouble === "locked";
      if (waiting > 0 && trouble) {
        unsaved = true;
        screen.saving(word("player-unsaved", { count: waiting }));
        if (!durable && !memoryOnlySaid) {
          memoryOnlySaid = true;
          screen.alert(word("player-unsaved-memory"));
        }
        if (over) screen.overText(word(trouble === "locked" ? "player-locked" : "player-over-away"));
      } else if (unsaved && waiting === 0) {
        unsaved = false;
        screen.savedAgain();
      }
    },
    onRefused: (sentence) => screen.alert(sentence || word("player-refused")),
    // The page says why when it comes anew.
    onHeld: () => over || location.reload(),
  });

  function keep(step, outcome) {
    if (outcomes.note(step, outcome)) outbox.add({ step, outcome });
  }

  const strip = createFeltStrip({
    timeline,
    answers,
    word,
    onAnswer(number, answer) {
      const event = answers.say(number, answer);
      if (event) outbox.add(event);
    },
    announce: (text) => screen.announce(text),
  });

  // An end that an earlier page could not deliver: nothing is left to play.
  const endWaiting = store.waiting().find((event) => event.ended)?.ended ?? null;

  // Where it plays
  const first = timeline.firstUnfinished(outcomes.isFinished);
  const playback = createPlayback(timeline, timeline.startOf(first));
  const figures = createFigureStore({ addresses: figureAddresses(timeline), load: loadPicture });
  const figure = createFigureStage({
    timeline,
    store: figures,
    player: document.getElementById("player"),
    room: document.getElementById("figure"),
    mirror: settings.mirror,
    mirrorNote: document.getElementById("player-mirror"),
  });
  const position = () => playback.positionAt(mono());
  const stepNow = () => timeline.indexAt(position());

  // What is heard and felt
  let muted = false;
  const voice = createVoice({ name: settings.voice_name, language: document.documentElement.lang || "en" });
  let tonesBlocked = false;
  const tones = createTones((blocked) => {
    const freed = tonesBlocked && !blocked;
    tonesBlocked = blocked;
    screen.soundBlocked(blocked && (settings.sounds || settings.voice) && !muted);
    if (freed) planTones();
  });
  const say = (text, options) => {
    if (settings.voice && !muted) voice.say(text, options);
  };

  const cues = cuesOf(timeline, word, first);
  const runner = createCueRunner({
    cues,
    timeline,
    playback,
    mono,
    arm: (milliseconds) => ticker.wakeIn(milliseconds),
    fire(cue, late) {
      if (cue.say) say(cue.say, { gentle: cue.gentle, patient: cue.announce });
      if (cue.announce) {
        screen.announce([cue.say, strip.questionOf(answers.askedIn(cue.step))].filter(Boolean).join(" "));
      }
      if (cue.vibrate && settings.vibration) vibrate(cue.vibrate);
      // For measuring, and for whatever else wants to follow along.
      document.dispatchEvent(new CustomEvent("player-cue", { detail: { ...cue, late } }));
    },
  });

  /** Plans the tones of the step that plays, up to the first one of the next step. */
  let planned = { step: -1, until: -1 };
  function planTones() {
    tones.cancel();
    planned = { step: -1, until: -1 };
    planStepTones();
  }
  function planStepTones() {
    if (playback.mode !== "playing" || !settings.sounds || muted || !tones.running) return;
    const now = position();
    const step = timeline.indexAt(now);
    if (planned.step === step) return;
    const end = timeline.endOf(step);
    for (const cue of cues) {
      const ahead = cue.step === step && cue.at >= now - 60;
      const nextOnset = cue.step === step + 1 && cue.at === end;
      if (cue.tone && (ahead || nextOnset) && !(cue.step === step && cue.at === planned.until)) {
        tones.plan(cue.tone, Math.max(0, cue.at - now));
      }
    }
    planned = { step, until: end };
  }

  // Moving on
  let stoodStillAt = Infinity;
  let countedAloud = 0;
  // After a reload: how to get into position again, until that has been given its time.
  let settling = null;

  function heed(report) {
    for (const step of report.finished) keep(step, "done");
    if (report.gap !== null) {
      screen.notice(word("player-gap"));
      standStill();
      stoodStillAt = -Infinity;
    }
    if (report.ended) finish("completed");
  }

  function tick() {
    if (over) return;
    heed(playback.tick(mono(), wall()));
    if (over) return;
    runner.run();
    planStepTones();
    countIn();
    draw();
  }

  function draw() {
    if (document.hidden || over) return;
    const moment = { position: position(), mode: playback.mode, time: mono() };
    const stepChanged = screen.draw({ ...moment, countInLeft: playback.countInLeft(mono()) });
    if (stepChanged) strip.show(answers.askedIn(stepNow()));
    figure.draw(moment);
  }

  function countIn() {
    const left = playback.mode === "counting" ? Math.ceil(playback.countInLeft(mono()) / 1000) : 0;
    if (left === countedAloud) return;
    countedAloud = left;
    if (playback.mode === "playing") settled();
    if (left > 3) return;
    if (left > 0) {
      // Getting into position may still be explained.
      say(String(left), { gentle: settling !== null });
      if (settings.sounds && !muted) tones.plan("tick", 0);
    } else if (playback.mode === "playing" && position() - timeline.startOf(stepNow()) > 1_000) {
      // In the middle of a step nothing else would say what goes on.
      say(kindWord(timeline.steps[stepNow()].kind, word));
    }
  }

  /** There is no more to get into position for. */
  function settled() {
    settling = null;
    screen.countIn(null);
  }

  /** To be called whenever the session starts to move or jumps. */
  function moveOn() {
    voice.stop();
    runner.rewind();
    planTones();
    wake.keep();
    showMedia();
    tick();
  }

  function standStill() {
    voice.stop();
    tones.cancel();
    wake.release();
    showMedia();
    draw();
  }

  function play({ carefully = false, byPointer = false } = {}) {
    if (playback.mode !== "paused" || over) return;
    const kind = timeline.steps[stepNow()].kind;
    const wasResuming = resuming();
    if (wasResuming) {
      const position = positionFor(stepNow(), timeline);
      settling = position.countIn > 0 ? position : null;
    }
    const rested = carefully || mono() - stoodStillAt > LONG_PAUSE_MS;
    const short = rested && (kind === "hold" || kind === "move" || kind === "return") ? COUNT_IN_MS : 0;
    const length = settling?.countIn ?? short;
    // From its very beginning a step announces itself.
    const announcesItself = length === 0 && playback.placedAt === timeline.startOf(stepNow());
    screen.resumed();
    screen.countIn({ length, cue: settling?.cue ?? null });
    playback.play(mono(), wall(), length);
    if (!announcesItself) screen.announce([word("player-count-in"), settling?.say].filter(Boolean).join(". "));
    moveOn();
    if (settling) say(settling.say);
    if (wasResuming && !byPointer) document.getElementById(settling ? "player-im-ready" : "player-toggle").focus();
  }

  /** Goes on before the count-in is over. */
  function imReady() {
    if (playback.mode !== "counting") return;
    heed(playback.seek(playback.placedAt, mono(), wall()));
    settled();
    countedAloud = 0;
    document.getElementById("player-toggle").focus({ focusVisible: false });
    moveOn();
  }

  /** Stands still without a word; true where it was moving. */
  function hush() {
    if (playback.mode !== "playing" && playback.mode !== "counting") return false;
    heed(playback.pause(mono(), wall()));
    if (over || playback.mode !== "paused") return false;
    stoodStillAt = mono();
    standStill();
    return true;
  }

  function pause() {
    if (!hush()) return;
    say(word("player-say-paused"));
    screen.announce(word("player-paused"));
  }

  const toggle = () => (playback.mode === "paused" ? play() : pause());

  function jumpTo(index) {
    if (over || resuming()) return;
    heed(playback.seek(timeline.startOf(index), mono(), wall()));
    if (over) return;
    settled();
    countedAloud = 0;
    if (playback.mode === "paused") {
      const step = timeline.steps[stepNow()];
      screen.announce([step.name, step.side_name, kindWord(step.kind, word)].filter(Boolean).join(". "));
      runner.rewind();
      draw();
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
    if (over || resuming()) return;
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

  const commands = {
    toggle,
    forward: () => skipTo(timeline.nextIndex(stepNow())),
    back,
    nextExercise: () => skipTo(timeline.nextExerciseIndex(stepNow())),
    previousExercise,
    askToEnd,
    askHurts,
    askDizzy,
    digit: (event) => strip.press(event.key),
    toggleMute,
  };

  function toggleMute() {
    muted = !muted;
    screen.muted(muted);
    voice.stop();
    planTones();
    tones.report();
  }

  // Ending
  const dialog = document.getElementById("player-end-dialog");
  let goOnAfterDialog = false;

  function askToEnd() {
    if (over || isAsking()) return;
    // Two minutes need no question: one key leaves them.
    if (data.is_break) {
      finish("stopped");
      return;
    }
    goOnAfterDialog = playback.mode === "playing" || playback.mode === "counting";
    if (goOnAfterDialog) pause();
    dialog.showModal();
  }

  // When something is wrong. Nothing is kept before the person has chosen what to do, or has left without a choice.
  const hurtDialog = document.getElementById("player-hurt-dialog");
  const dizzyDialog = document.getElementById("player-dizzy-dialog");
  const isAsking = () => dialog.open || hurtDialog.open || dizzyDialog.open;

  /** Stops everything at once, and asks. Escape leaves it as it is then, paused. */
  function stopAndAsk(asking, prepare = () => {}) {
    if (over || resuming() || isAsking()) return;
    hush();
    if (over) return;
    voice.stop();
    tones.cancel();
    prepare();
    asking.showModal();
  }

  function askHurts() {
    stopAndAsk(hurtDialog, () => {
      const number = timeline.exerciseNumberOf(stepNow());
      const next = timeline.exercises[number + 1];
      document.getElementById("player-hurt-text").textContent = word("player-hurt-text", {
        exercise: timeline.exercises[number]?.name ?? "",
      });
      document.getElementById("player-hurt-go-on").textContent = next
        ? word("player-hurt-go-on", { exercise: next.name })
        : word("player-hurt-finish");
    });
  }

  function askDizzy() {
    stopAndAsk(dizzyDialog);
  }

  /** Keeps that the exercise hurt, and leaves out the rest of it. Gives the step that comes after it. */
  function leaveWhatHurts() {
    hurtDialog.close();
    const event = answers.sayHurt(timeline.exerciseNumberOf(stepNow()));
    if (event) outbox.add(event);
    const next = timeline.nextExerciseIndex(stepNow());
    leaveOut(next);
    return next;
  }

  /** Keeps what the person said was wrong, where they leave the page before they chose what to do about it. */
  function keepWhatIsAsked() {
    if (hurtDialog.open) leaveWhatHurts();
    if (dizzyDialog.open) outbox.add({ ended: "dizzy" });
  }

  async function finish(how) {
    if (over) return;
    over = true;
    strip.show(null);
    voice.stop();
    tones.cancel();
    wake.release();
    screen.over(how);
    if (how === "completed") {
      if (settings.sounds && !muted) tones.plan("finish", 0);
      say(word("player-say-finished"));
    }
    showMedia();
    if (!endWaiting) outbox.add({ ended: how });
    const patience = setTimeout(() => screen.overText(word("player-over-saving")), 400);
    const excuse = setTimeout(() => {
      if (!lockedShown) screen.overText(word("player-over-away"));
      // There is time to say how the last exercise was.
      if (how === "dizzy") return;
      strip.moveBefore(document.getElementById("player-over-link"));
      strip.show(answers.askedAtEnd());
    }, PATIENCE_MS);
    await Promise.all([outbox.settled(), tones.silence()]);
    clearTimeout(patience);
    clearTimeout(excuse);
    screen.overText("");
    screen.overLink(data.urls.after);
    // A refusal that has not been read yet is not swept away by the next page.
    if (document.getElementById("player-alert").hidden) location.replace(data.urls.after);
  }

  // The world around: keys, buttons, headset, screen lock, network
  const wake = createWakeLock();
  const media = createMediaButtons({
    play: () => (isAsking() ? undefined : play()),
    pause,
    nexttrack: commands.nextExercise,
    previoustrack: commands.previousExercise,
  });

  function showMedia() {
    const playing = !over && (playback.mode === "playing" || playback.mode === "counting");
    media.show({ playing, title: timeline.steps[stepNow()].name ?? data.routine, artist: data.routine });
  }

  const resuming = () => !document.getElementById("player-resume").hidden;
  const ticker = startTicker(tick, tick);

  document.addEventListener("keydown", (event) => {
    if (isAsking() || event.defaultPrevented) return;
    const control = document.activeElement?.closest?.("button, a, input");
    const command = commandOf(event, Boolean(control?.matches(":focus-visible")));
    if (command === null || (over && command !== "digit")) return;
    if (resuming() && command !== "askToEnd") {
      if (command === "toggle") {
        event.preventDefault();
        play({ carefully: true });
      }
      return;
    }
    event.preventDefault();
    commands[command](event);
  });

  const onClick = (id, action) => document.getElementById(`player-${id}`).addEventListener("click", (event) => action(event));
  onClick("toggle", toggle);
  onClick("ring", toggle);
  onClick("back", back);
  onClick("forward", commands.forward);
  onClick("next-exercise", commands.nextExercise);
  onClick("previous-exercise", commands.previousExercise);
  onClick("im-ready", imReady);
  onClick("mute", toggleMute);
  onClick("end", askToEnd);
  onClick("resume-continue", (event) => play({ carefully: true, byPointer: event.detail > 0 }));
  onClick("resume-end", askToEnd);
  onClick("alert-close", () => screen.alert(""));
  onClick("keep-going", () => dialog.close());
  onClick("end-session", () => {
    goOnAfterDialog = false;
    dialog.close();
    finish("stopped");
  });
  onClick("hurts", askHurts);
  onClick("dizzy", askDizzy);
  onClick("hurt-go-on", () => {
    jumpTo(leaveWhatHurts());
    play();
  });
  onClick("hurt-end", () => {
    leaveWhatHurts();
    finish("stopped");
  });
  onClick("hurt-slip", () => {
    hurtDialog.close();
    play({ carefully: true });
  });
  onClick("dizzy-end", () => {
    dizzyDialog.close();
    finish("dizzy");
  });
  onClick("dizzy-slip", () => {
    dizzyDialog.close();
    play({ carefully: true });
  });
  dialog.addEventListener("close", () => {
    if (goOnAfterDialog) play();
  });

  for (const gesture of ["pointerdown", "keydown", "touchend"]) {
    document.addEventListener(gesture, () => {
      if (tonesBlocked) tones.unlock();
      media.unlock();
    }, { capture: true, passive: true });
  }
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) outbox.flush();
    tick();
  });
  window.addEventListener("online", () => outbox.flush());
  window.addEventListener("pagehide", () => {
    keepWhatIsAsked();
    outbox.flush();
  });
  // A page that comes back from the browser's memory may be long out of date.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
  window.addEventListener("beforeunload", (event) => {
    if (!store.durable) event.preventDefault();
  });

  figures.start(figure.addressAt(first));
  screen.show();
  screen.muted(false);
  draw();
  tones.unlock();
  outbox.flush();
  if (endWaiting) finish(endWaiting);
  else if (timeline.startOf(first) >= timeline.endMs) finish("completed");
  else if (data.state === "new" && first === 0) play();
  else screen.resume(first);
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
