// Draws the session: what is played, where it is, what comes next. It only writes what has changed, so that a frame
// costs next to nothing and a reader of the screen is not disturbed.

import { kindWord, nextLine, positionFor } from "./cues.js";
import { longClock, shortClock } from "./words.js";

/** A ring that moves faster than this (ms between drawings) looks no smoother. */
const FRAME_MS = 30;
/** The ring's length as its `pathLength` says. */
const RING = 1000;
/** More dots than this are shown for the current group only; the other groups become bars. */
const MANY_DOTS = 16;

const bare = (text) => text.toLocaleLowerCase().replace(/[.!… ]+$/, "");

/**
 * @param {ReturnType<import("./timeline.js").createTimeline>} timeline
 * @param {(key: string, values?: object) => string} word
 * @param {{left: string, right: string}} sides the sides' names
 */
export function createScreen(timeline, word, sides) {
  const find = (id) => document.getElementById(`player-${id}`);
  const player = document.getElementById("player");
  const elements = {
    body: find("body"),
    timeLeft: find("time-left"),
    segments: find("segments"),
    exerciseOf: find("exercise-of"),
    saving: find("saving"),
    name: find("name"),
    side: find("side"),
    ring: find("ring"),
    ringLeft: find("ring-left"),
    kind: find("kind"),
    clock: find("clock"),
    count: find("count"),
    phase: find("phase"),
    cue: find("cue"),
    notice: find("notice"),
    dots: find("dots"),
    next: find("next"),
    imReady: find("im-ready"),
    toggle: find("toggle"),
    mute: find("mute"),
    sound: find("sound"),
    resume: find("resume"),
    over: find("over"),
    alert: find("alert"),
    announce: find("announce"),
  };
  const reducedMotion = matchMedia("(prefers-reduced-motion: reduce)");
  let shown = { step: null, mode: null, second: null, drawn: -Infinity };
  let saved = null;
  /** The count-in that runs or ran last: its length in ms, and how to get into position or null. */
  let countIn = { length: 3_000, cue: null };

  function write(element, text) {
    if (element.textContent !== text) element.textContent = text;
  }

  function label(button, text) {
    if (button.getAttribute("aria-label") === text) return;
    button.setAttribute("aria-label", text);
    button.title = text;
  }

  /** "Warm-up 2 of 4" or "Exercise 1 of 6": the warm-up is counted by itself. */
  function placeInSession(number) {
    const warmUp = timeline.exercises[number].warm_up;
    const alike = timeline.exercises.filter((exercise) => exercise.warm_up === warmUp);
    const place = alike.indexOf(timeline.exercises[number]) + 1;
    return word(warmUp ? "player-warm-up-of" : "player-exercise-of", { number: place, count: alike.length });
  }

  const fills = timeline.exercises.map((exercise, number) => {
    const segment = document.createElement("span");
    segment.className = "player-segment";
    segment.style.flexGrow = String(Math.max(1, timeline.exerciseDuration(number)));
    const fill = document.createElement("span");
    segment.append(fill);
    elements.segments.append(segment);
    return fill;
  });

  if (sides.left) find("side-left").textContent = sides.left;
  if (sides.right) find("side-right").textContent = sides.right;

  function drawStep(index) {
    const step = timeline.steps[index];
    player.dataset.kind = step.kind;
    write(elements.name, step.name ?? "");
    const number = timeline.exerciseNumberOf(index);
    write(
      elements.exerciseOf,
      number === -1 ? "" : placeInSession(number),
    );
    const soon = step.kind === "ready";
    const side = step.side ?? (soon ? timeline.firstSideAfter(index) : null);
    elements.side.dataset.side = side ?? "";
    elements.side.dataset.soon = String(soon);
    elements.side.dataset.room = String(timeline.exerciseHasSides(index));
    drawCue(index);
    drawCount(index);
    drawDots(timeline.dots(index));
  }

  /** What to do, what that is called, and what comes next. */
  function drawCue(index) {
    const step = timeline.steps[index];
    const settling = shown.mode === "counting" && countIn.cue !== null;
    player.dataset.settling = String(settling);
    const short = timeline.repetition(index)?.short;
    const named = step.phase_name && step.phase_name !== step.name && step.kind !== "rest" && !settling;
    write(elements.phase, named ? step.phase_name : "");
    const own = settling ? countIn.cue : short ? cuesOfRepetition(index) : step.cue;
    // A cue that only repeats the word in the ring gives its place to what comes next.
    const next = nextLine(index, timeline, word);
    const empty = bare(own ?? "") === "" || bare(own) === bare(kindWord(step.kind, word));
    const cue = empty ? next : own;
    write(elements.cue, cue);
    elements.cue.dataset.length = cue.length > 60 ? "long" : "short";
    write(elements.next, empty ? "" : next);
  }

  /** A short repetition is read as a whole: how to move, and what to heed. */
  function cuesOfRepetition(index) {
    const { first, last } = timeline.repetition(index);
    const texts = timeline.steps
      .slice(first, last + 1)
      .filter((step) => step.kind !== "return" && step.cue)
      .map((step) => step.cue);
    return texts.length > 1 ? texts.map((text) => text.replace(/[^.!?…]$/, "$&.")).join(" ") : (texts[0] ?? "");
  }

  /** The set and the repetition, beneath the clock; of short repetitions the number is the clock itself. */
  function drawCount(index) {
    const step = timeline.steps[index];
    const short = Boolean(timeline.repetition(index)?.short);
    player.dataset.short = String(short);
    const repeats = step.rep && step.reps > 1 ? word("player-rep-of", { number: step.rep, count: step.reps }) : "";
    const sets = step.set && step.sets > 1 ? word("player-set-of", { number: step.set, count: step.sets }) : "";
    const ofAll = word("player-rep-of", { number: "", count: step.reps }).trim();
    const lines = short ? [shown.mode === "counting" ? repeats : ofAll, kindWord(step.kind, word)] : [sets, repeats];
    const texts = lines.filter(Boolean);
    if (elements.count.dataset.text === texts.join("|")) return;
    elements.count.dataset.text = texts.join("|");
    elements.count.replaceChildren(
      ...texts.map((text) => {
        const line = document.createElement("span");
        line.textContent = text;
        return line;
      }),
    );
  }

  function drawDots(groups) {
    const total = groups.reduce((sum, group) => sum + group.length, 0);
    elements.dots.replaceChildren(
      ...(total < 2 ? [] : groups).map((group) => {
        const row = document.createElement("span");
        row.className = "player-dot-group";
        const asBar = total > MANY_DOTS && !group.some((unit) => unit.state === "current");
        for (const unit of asBar ? [group.at(-1)] : group) {
          const dot = document.createElement("span");
          dot.className = asBar ? "player-dot player-dot-bar" : "player-dot";
          dot.dataset.state = unit.state;
          if (unit.side) dot.dataset.side = unit.side;
          row.append(dot);
        }
        return row;
      }),
    );
  }

  function drawSecond(position, index, countInLeft, mode) {
    const left = mode === "counting" ? countInLeft : timeline.remainingInStep(position);
    const numbered = mode !== "counting" && timeline.repetition(index)?.short;
    const text = numbered ? String(timeline.steps[index].rep) : shortClock(left);
    write(elements.clock, text);
    const clockName = word(numbered ? "player-clock-repetition" : "player-clock");
    if (elements.ring.getAttribute("aria-label") !== clockName) elements.ring.setAttribute("aria-label", clockName);
    elements.clock.dataset.length = String(text.length);
    write(elements.timeLeft, word("player-time-left", { time: longClock(timeline.remainingInSession(position)) }));
    const progress = timeline.exerciseProgress(position);
    for (const [number, fill] of fills.entries()) {
      const scale = `scaleX(${progress[number].toFixed(3)})`;
      if (fill.style.transform !== scale) fill.style.transform = scale;
    }
    const percent = String(Math.round((100 * position) / Math.max(1, timeline.endMs)));
    if (elements.segments.getAttribute("aria-valuenow") !== percent) {
      elements.segments.setAttribute("aria-valuenow", percent);
    }
  }

  function drawRing(position, index, countInLeft, mode) {
    const repetition = timeline.repetition(index);
    let length = timeline.steps[index].duration_ms;
    let left = timeline.remainingInStep(position);
    if (mode === "counting") {
      length = countIn.length;
      left = countInLeft;
    } else if (repetition?.short) {
      length = repetition.end - repetition.start;
      left = repetition.end - position;
    }
    if (reducedMotion.matches) left = Math.ceil(left / 1000 - 1e-6) * 1000;
    const part = Math.min(1, left / Math.max(1, length));
    elements.ringLeft.style.strokeDashoffset = (RING * (1 - part)).toFixed(1);
    elements.ringLeft.style.opacity = part <= 0 ? "0" : "";
  }

  function drawMode(mode, index) {
    player.dataset.mode = mode;
    const moving = mode === "playing" || mode === "counting";
    label(elements.toggle, word(moving ? "player-pause" : "player-continue"));
    const step = timeline.steps[index];
    if (mode === "paused") write(elements.kind, word("player-paused"));
    else if (mode === "counting") write(elements.kind, word("player-count-in"));
    else if (player.dataset.short === "true") {
      const set = word("player-set-of", { number: step.set, count: step.sets });
      write(elements.kind, step.sets > 1 ? set : (step.phase_name ?? ""));
    } else write(elements.kind, kindWord(step.kind, word));
    if (moving) this.notice("");
  }

  return {
    /** Draws the session at a position in ms. `time` is the monotonic time in ms. */
    draw({ position, mode, countInLeft, time }) {
      const index = timeline.indexAt(Math.min(position, timeline.endMs - 1));
      const second = Math.ceil((mode === "counting" ? countInLeft : timeline.remainingInStep(position)) / 1000 - 1e-6);
      const stepChanged = shown.step !== index;
      const modeChanged = shown.mode !== mode;
      const secondChanged = shown.second !== second || stepChanged || modeChanged;
      shown.mode = mode;
      if (stepChanged) drawStep(index);
      else if (modeChanged) {
        drawCue(index);
        drawCount(index);
      }
      if (stepChanged || modeChanged) drawMode.call(this, mode, index);
      if (secondChanged) drawSecond(position, index, countInLeft, mode);
      const frameDue = !reducedMotion.matches && Math.abs(time - shown.drawn) >= FRAME_MS;
      if (secondChanged || frameDue) {
        drawRing(position, index, countInLeft, mode);
        shown.drawn = time;
      }
      shown = { ...shown, step: index, mode, second };
      return stepChanged;
    },

    /** What a reader of the screen is told, once; the same words again are told again. */
    announce(text) {
      const again = text !== "" && elements.announce.textContent === text;
      elements.announce.textContent = again ? `${text}\u00a0` : text;
    },

    /**
     * What the next count-in is like: its `length` in ms, and in `cue` how to get into position, if there is time for
     * that; null when it is over.
     */
    countIn(next) {
      countIn = next ?? { ...countIn, cue: null };
    },

    /** A sentence in the place of the cue, for instance why the session stands still; "" takes it away. */
    notice(text) {
      if (elements.notice.hidden === (text === "") && elements.notice.textContent === text) return;
      elements.notice.hidden = text === "";
      elements.notice.textContent = text;
    },

    muted(muted) {
      player.dataset.muted = String(muted);
      label(elements.mute, word(muted ? "player-unmute" : "player-mute"));
    },

    soundBlocked(blocked) {
      elements.sound.hidden = !blocked;
    },

    /** What is not saved yet; `null` for nothing to say. */
    saving(text) {
      clearTimeout(saved);
      write(elements.saving, text);
    },

    /** Says for a moment that everything is saved again. */
    savedAgain() {
      write(elements.saving, word("player-saved"));
      clearTimeout(saved);
      saved = setTimeout(() => write(elements.saving, ""), 4_000);
    },

    /** A sentence that stays until it is closed; "" takes it away. */
    alert(text) {
      elements.alert.hidden = text === "";
      find("alert-text").textContent = text;
    },

    /** Shows which step the session goes on with. */
    resume(index) {
      const step = timeline.steps[index];
      const position = positionFor(index, timeline);
      find("resume-name").textContent = position.name;
      find("resume-cue").textContent = position.cue;
      find("resume-side").textContent = position.side;
      find("resume-side").hidden = position.side === "";
      const repeats = step.rep && step.reps > 1 ? word("player-rep-of", { number: step.rep, count: step.reps }) : "";
      const sets = step.set && step.sets > 1 ? word("player-set-of", { number: step.set, count: step.sets }) : "";
      find("resume-detail").textContent = [kindWord(step.kind, word), sets, repeats].filter(Boolean).join(" · ");
      find("resume-left").textContent = word("player-time-left", {
        time: longClock(timeline.remainingInSession(timeline.startOf(index))),
      });
      elements.body.inert = true;
      elements.resume.hidden = false;
      find("resume-continue").focus();
    },

    resumed() {
      elements.resume.hidden = true;
      elements.body.inert = false;
    },

    /** The session is over, as `how` says ("completed" and so on): says so while the last events are sent. */
    over(how) {
      elements.body.inert = true;
      elements.resume.hidden = true;
      elements.over.hidden = false;
      player.dataset.mode = "over";
      player.dataset.ending = how;
      find("over-title").textContent = word(how === "completed" ? "player-over-completed" : "player-over-stopped");
      find("over-title").focus();
    },

    /** What the closing screen says. Before it is there nothing is: a reader of the screen would not hear it come. */
    overText(text) {
      if (!elements.over.hidden) write(find("over-text"), text);
    },

    /** Lets the person go on by hand. */
    overLink(address) {
      find("over-link").href = address;
      find("over-link").hidden = false;
    },

    show() {
      player.hidden = false;
      document.getElementById("player-loading").hidden = true;
    },
  };
}
