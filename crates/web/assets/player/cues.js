// What a good coach says, and when: each step's words, tones and touches with their place in the timeline. Pure.
//
// Words are chosen to fit: the fullest text that ends before its step does. What was explained once is only named the
// next time: the repetition's number first, then as much of the cue as there is room for.

/** A text ends at least this long (ms) before its step does. */
const BREATH_MS = 300;
/** From this length (ms) on, a hold's last three seconds are counted aloud. */
const COUNTED_HOLD_MS = 5_000;
/** From this length (ms) on, a hold is announced with its seconds. */
const NAMED_HOLD_MS = 8_000;
/** From this length (ms) on, a hold has a reminder to breathe in its middle. */
const LONG_HOLD_MS = 14_000;
/** Holds shorter than this (ms) have no words of their own. */
const SHORT_HOLD_MS = 2_500;
/** From this many repetitions on, short holds are not counted: the numbers would be taken for repetitions. */
const MANY_REPETITIONS = 6;
/** The last three seconds are counted. */
const COUNTDOWN_S = 3;
/** What is heard for the first time may be this much (ms) longer than its step: the next text waits for it. */
const FIRST_TIME_MS = 300;
/** A text that the one before would run into waits for it, but not for longer than this (ms). */
const LONGEST_WAIT_MS = 800;
/** The longest time (ms) to get into position again after a reload. */
const LONGEST_COUNT_IN_MS = 15_000;

/** Roughly how long (ms) a calm voice needs for a text. The stop at its end is not spoken. */
export function speakingTime(text) {
  const letters = text.replace(/[.!?…]+$/, "").length;
  return letters === 0 ? 0 : 350 + letters * 62;
}

/** The first of the texts (fullest first) that can be said in `available` ms; "" if none can. */
export function fitting(texts, available) {
  return texts.find((text) => text && speakingTime(text) <= available) ?? "";
}

const sentence = (text) => (text === "" || /[.!?…:]$/.test(text) ? text : `${text}.`);
const joined = (...texts) => texts.filter(Boolean).map(sentence).join(" ");
const after = (number, text) => (number ? joined(number, text) : text);
const includes = (text, part) => text.toLocaleLowerCase().includes(part.toLocaleLowerCase());

/** A text and its beginnings up to a comma, longest first: "a, b, c", "a, b", "a". */
export function openings(text) {
  const parts = text.split(/(?<=[,;])\s+/);
  return parts.map((_, place) => parts.slice(0, parts.length - place).join(" ").replace(/[,;]$/, ""));
}

/**
 * All cues of a session in playing order. Each is
 * `{ at, step, say?, announce?, gentle?, tone?, vibrate? }`: `at` in ms from the session's start; `announce` marks the
 * step's main text, which readers of the screen get too; `gentle` gives way to a voice that is still speaking.
 *
 * @param {ReturnType<import("./timeline.js").createTimeline>} timeline
 * @param {(key: string, values?: object) => string} word
 * @param {number} from the step that it begins with: what lies before it was not heard
 */
export function cuesOf(timeline, word, from = 0) {
  const heard = new Map();
  const countOf = (step, ...key) => {
    const whole = [timeline.exerciseNumberOf(step.index), ...key].join("/");
    const before = heard.get(whole) ?? 0;
    if (step.index >= from) heard.set(whole, before + 1);
    return before;
  };
  const cues = [];
  for (const step of timeline.steps) {
    // How often this came before in this exercise: the very movement, its other side included, and a hold as long.
    const before = {
      own: countOf(step, step.kind, step.phase, step.side),
      eitherSide: countOf(step, step.kind, step.phase),
      asLong: countOf(step, step.kind, step.duration_ms),
    };
    for (const { offset, ...cue } of cuesOfStep(step, timeline, word, before)) {
      cues.push({ at: step.start_ms + offset, step: step.index, ...cue });
    }
  }
  letFinish(cues);
  return cues.sort((one, other) => one.step - other.step || one.at - other.at);
}

/** Moves a step's main text a little where the one before, too long for its step, would be cut off by it. */
function letFinish(cues) {
  const spoken = cues.filter((cue) => cue.say && !cue.gentle);
  for (const [place, cue] of spoken.entries()) {
    const previous = spoken[place - 1];
    if (!cue.announce || !previous?.announce) continue;
    const wait = Math.ceil(previous.at + speakingTime(previous.say) - cue.at);
    const next = spoken[place + 1];
    const room = next ? next.at - cue.at : Infinity;
    if (wait > 0 && wait <= LONGEST_WAIT_MS && wait + speakingTime(cue.say) <= room) cue.at += wait;
  }
}

function cuesOfStep(step, timeline, word, before) {
  const repetition = timeline.repetition(step.index);
  if (repetition?.short) return shortRepetitionCues(step, timeline, repetition, word, before.own);
  switch (step.kind) {
    case "ready":
      return readyCues(step, word);
    case "move":
      return moveCues(step, timeline, repetition, word, before.own);
    case "hold":
      return holdCues(step, word, before);
    case "return":
      return returnCues(step, word, before.own);
    case "rest":
      return restCues(step, timeline, word);
    case "switch-sides":
      return [
        { offset: 0, tone: "turn", vibrate: [40] },
        { offset: 0, say: switchText(step, word), announce: true },
      ];
    default:
      return [];
  }
}

function readyCues(step, word) {
  const cue = step.cue || step.say || "";
  const full = step.say || cue;
  const name = step.name ?? "";
  const text = fitting(
    [
      includes(full, name) ? sentence(full) : joined(name, full),
      ...openings(cue).map((opening) => (includes(opening, name) ? opening : joined(name, opening))),
      ...openings(cue),
    ],
    step.duration_ms - BREATH_MS,
  );
  return [
    { offset: 0, tone: "ready", vibrate: [40] },
    { offset: 0, say: text || name || word("player-kind-ready"), announce: true },
    ...ticks(step),
  ];
}

function switchText(step, word) {
  const shortest = step.side_name || word("player-kind-switch");
  return fitting([...openings(step.say ?? ""), shortest], step.duration_ms - BREATH_MS) || shortest;
}

function moveCues(step, timeline, repetition, word, before) {
  const cue = step.say || step.cue || word("player-kind-move");
  const number = repetition?.first === step.index && step.rep > 1 ? numberOf(step, word) : "";
  const room = step.duration_ms - BREATH_MS;
  let text = "";
  if (before === 0) {
    // What is to be done has to be heard once in full, if need be to the very end of the step.
    text = fitting([after(number, cue)], room) || fitting([cue], step.duration_ms + FIRST_TIME_MS)
      || fitting(openings(cue), room) || cue;
  } else {
    const side = changesSide(step, timeline) ? step.side_name : "";
    text = fitting(
      [...openings(cue).map((opening) => after(number, opening)), side && after(number, side), number || step.phase_name],
      room,
    ) || number;
  }
  const cues = text ? [{ offset: 0, say: text, announce: true }] : [];
  if (step.duration_ms >= 10_000) cues.push(...ticks(step));
  return cues;
}

/** Whether a step is on another side than the one before it, and nothing has said so yet. */
function changesSide(step, timeline) {
  const previous = timeline.steps[step.index - 1];
  return Boolean(step.side && previous?.side && previous.side !== step.side && previous.kind !== "switch-sides");
}

function numberOf(step, word) {
  return step.rep === step.reps ? word("player-say-last") : String(step.rep);
}

function holdCues(step, word, before) {
  const length = step.duration_ms;
  const seconds = Math.round(length / 1000);
  const cue = step.say ?? "";
  const hold = word("player-say-hold");
  const talked = length >= COUNTED_HOLD_MS;
  const counted = talked && (length >= NAMED_HOLD_MS || step.reps < MANY_REPETITIONS);
  const cues = [{ offset: 0, tone: "begin", vibrate: [60] }];

  const available = length - (counted ? COUNTDOWN_S * 1000 : 0) - BREATH_MS;
  let text = "";
  if (length >= NAMED_HOLD_MS && before.asLong === 0) {
    const named = word("player-say-hold-seconds", { seconds });
    const texts = includes(cue, hold)
      ? openings(cue).map((opening) => joined(opening, word("player-say-seconds", { seconds })))
      : openings(cue).map((opening) => joined(named, opening));
    text = fitting([...texts, named, hold], available);
  } else if (talked) {
    // The safety words come back often enough, but not each time.
    text = fitting([...(before.own % 2 === 0 ? openings(cue) : []), hold], available);
  } else if (length >= SHORT_HOLD_MS && before.own === 0) {
    text = fitting([...openings(cue), hold], available);
  }
  // A reader of the screen gets the hold in any case, unless it is over before it could be read.
  if (text) cues.push({ offset: 0, say: text, announce: true });

  if (length >= LONG_HOLD_MS) {
    const reminders = [word("player-say-breathe-1"), word("player-say-breathe-2"), word("player-say-breathe-3")]
      .filter((reminder) => !includes(text, reminder));
    const offset = Math.max(Math.round(length / 2), Math.round(speakingTime(text)) + 1000);
    const reminder = reminders[before.eitherSide % reminders.length] ?? "";
    if (reminder && offset + speakingTime(reminder) <= available) cues.push({ offset, say: reminder, gentle: true });
  }
  if (counted) {
    for (let left = COUNTDOWN_S; left >= 1; left -= 1) cues.push({ offset: length - left * 1000, say: String(left) });
  }
  cues.push({ offset: length, tone: "end", vibrate: [40, 60, 40] });
  return cues;
}

function returnCues(step, word, before) {
  const cue = step.say || word("player-say-release");
  const text = fitting(openings(cue), step.duration_ms - BREATH_MS) || (before === 0 ? cue : "");
  return text ? [{ offset: 0, say: text, announce: true }] : [];
}

/**
 * Repetitions too quick to be talked through: once the movement is explained, a number for each. The hold's words, which
 * keep people safe, come in the second repetition and whenever a set begins; in its middle the movement is named again.
 */
function shortRepetitionCues(step, timeline, repetition, word, before) {
  const held = timeline.steps.slice(repetition.first, repetition.last + 1).find((other) => other.kind === "hold");
  const holdWords = held?.say ?? "";
  const roomInHold = held ? repetition.end - held.start_ms - BREATH_MS : 0;
  const inHold = fitting(openings(holdWords), roomInHold);
  const room = repetition.end - repetition.start - BREATH_MS;
  const say = (text) => (text ? [{ offset: 0, say: text, announce: true }] : []);

  if (step.kind === "hold") {
    return [
      { offset: 0, tone: "begin", vibrate: [60] },
      ...say(before === 1 && step.rep > 1 ? inHold : ""),
      { offset: step.duration_ms, tone: "end", vibrate: [40, 60, 40] },
    ];
  }
  if (step.index !== repetition.first) {
    return say(before === 0 && step.kind === "return" ? fitting(openings(step.say ?? ""), step.duration_ms - BREATH_MS) : "");
  }
  const cue = step.say || step.cue || word("player-kind-move");
  const number = numberOf(step, word);
  const middle = Math.floor(step.reps / 2) + 1;
  if (before === 0) return say(fitting([step.rep > 1 ? joined(number, cue) : cue, cue], room) || cue);
  if (step.rep === 1) return say(fitting([joined(cue, holdWords), holdWords, ...openings(cue)], room));
  if (before === 1 && !inHold) return say(fitting([joined(number, holdWords), holdWords], room) || number);
  if (step.rep === middle && step.rep < step.reps) return say(fitting(openings(cue), room) || number);
  return say(number);
}

function restCues(step, timeline, word) {
  const seconds = Math.round(step.duration_ms / 1000);
  const rest = word("player-say-rest", { seconds });
  const next = whatIsNext(step.index, timeline, word);
  const texts = [joined(rest, next && word("player-say-next", { what: next })), rest];
  const cues = [
    { offset: 0, tone: "rest", vibrate: [40] },
    { offset: 0, say: fitting(texts, step.duration_ms - 1000) || word("player-kind-rest"), announce: true },
  ];
  if (step.duration_ms >= 12_000) {
    cues.push({ offset: step.duration_ms - 5_000, say: word("player-kind-ready"), gentle: true });
  }
  return [...cues, ...ticks(step)];
}

/**
 * How to get into position for a step in the middle of an exercise, after a reload:
 * `{ name, cue, say, side, countIn }`: what is shown and said, the side's name or "", and the ms that it may take,
 * 0 where the step gives time enough by itself.
 */
export function positionFor(index, timeline) {
  const step = timeline.steps[index];
  const exercise = timeline.exercises[timeline.exerciseNumberOf(index)];
  const own = exercise ? timeline.steps.slice(exercise.first_step, exercise.first_step + exercise.steps) : [];
  const ready = own.find((other) => other.kind === "ready");
  const name = exercise?.name ?? step.name ?? "";
  let cue = ready?.cue ?? "";
  if (step.side && ready?.side && step.side !== ready.side && step.kind !== "switch-sides") {
    // The words for getting ready are about the first side.
    const change = own.find((other) => other.kind === "switch-sides" && other.side === step.side);
    cue = exercise.ready?.[step.side] ?? joined(cue, change?.cue ?? step.side_name);
  }
  const inTime = step.kind === "ready" || step.kind === "rest" || !ready;
  return {
    name,
    cue,
    say: includes(cue, name) ? cue : joined(name, cue),
    side: step.side_name ?? "",
    countIn: inTime ? 0 : Math.min(LONGEST_COUNT_IN_MS, ready.duration_ms),
  };
}

/** What comes after a step, in the words of the screen: another exercise, a set, or a phase with its side. */
export function whatIsNext(index, timeline, word) {
  const whole = timeline.repetition(index)?.short ? timeline.setEnd(index) : index;
  const step = timeline.steps[whole];
  const next = timeline.steps[whole + 1];
  if (!next || next.kind === "rate") return word("player-next-end");
  if (next.kind === "ready") return next.name;
  if (step.kind === "rest" && next.sets > 1) return word("player-set-of", { number: next.set, count: next.sets });
  const kind = kindWord(next.kind, word);
  if (next.kind === "switch-sides") return next.side_name || kind;
  const what = next.kind === "move" && next.phase_name ? next.phase_name : kind;
  const side = next.side && next.side !== step.side ? next.side_name : "";
  return side ? `${what} · ${side}` : what;
}

/** The line that says what comes after a step. */
export function nextLine(index, timeline, word) {
  const what = whatIsNext(index, timeline, word);
  return what === word("player-next-end") ? what : word("player-next", { what });
}

/** The word for a step's kind. */
export function kindWord(kind, word) {
  switch (kind) {
    case "ready":
      return word("player-kind-ready");
    case "move":
      return word("player-kind-move");
    case "hold":
      return word("player-kind-hold");
    case "return":
      return word("player-kind-return");
    case "rest":
      return word("player-kind-rest");
    case "switch-sides":
      return word("player-kind-switch");
    default:
      return word("player-kind-end");
  }
}

/** Quiet clicks in the last three seconds of a step. */
function ticks(step) {
  if (step.duration_ms < 6_000) return [];
  return [3, 2, 1].map((left) => ({ offset: step.duration_ms - left * 1000, tone: "tick" }));
}
