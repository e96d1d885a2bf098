// What a good coach says, and when: each step's words, tones and touches with their place in the timeline. Pure.
//
// Words are chosen to fit: the fullest text that can be said in the time there is. What was explained once is only
// named the next time, and steps too short for words get a tone and the repetition's number.

/** From this length (ms) on, a hold's last three seconds are counted aloud. */
const COUNTED_HOLD_MS = 5_000;
/** From this length (ms) on, a hold is announced with its seconds. */
const NAMED_HOLD_MS = 8_000;
/** From this length (ms) on, a hold has a reminder to breathe in its middle. */
const LONG_HOLD_MS = 14_000;
/** Steps shorter than this (ms) are not talked through once they are known. */
const SHORT_STEP_MS = 2_500;
/** From this many repetitions on, only their numbers are said once the movement is known. */
const MANY_REPETITIONS = 8;
/** The last three seconds are counted. */
const COUNTDOWN_S = 3;

/** Roughly how long (ms) a calm voice needs for a text. */
export function speakingTime(text) {
  return text.length === 0 ? 0 : 350 + text.length * 62;
}

/** The first of the texts (fullest first) that can be said in `available` ms, else the last. */
export function fitting(texts, available) {
  const candidates = texts.filter((text) => text.length > 0);
  return candidates.find((text) => speakingTime(text) <= available) ?? candidates.at(-1) ?? "";
}

const sentence = (text) => (text === "" || /[.!?…:]$/.test(text) ? text : `${text}.`);
const joined = (...texts) => texts.filter(Boolean).map(sentence).join(" ");
const includes = (text, part) => text.toLocaleLowerCase().includes(part.toLocaleLowerCase());

/**
 * All cues of a session in playing order. Each is
 * `{ at, step, say?, announce?, gentle?, tone?, vibrate? }`: `at` in ms from the session's start; `announce` marks the
 * step's main text, which readers of the screen get too; `gentle` gives way to a voice that is still speaking.
 *
 * @param {ReturnType<import("./timeline.js").createTimeline>} timeline
 * @param {(key: string, values?: object) => string} word
 */
export function cuesOf(timeline, word) {
  const said = new Map();
  const cues = [];
  for (const step of timeline.steps) {
    // How often this very movement came before in this exercise.
    const key = [timeline.exerciseNumberOf(step.index), step.kind, step.phase, step.side].join("/");
    const before = said.get(key) ?? 0;
    said.set(key, before + 1);
    for (const { offset, ...cue } of cuesOfStep(step, timeline, word, before)) {
      cues.push({ at: step.start_ms + offset, step: step.index, ...cue });
    }
  }
  return cues.sort((one, other) => one.step - other.step || one.at - other.at);
}

function cuesOfStep(step, timeline, word, before) {
  switch (step.kind) {
    case "ready":
      return readyCues(step, word);
    case "move":
      return moveCues(step, timeline, word, before);
    case "hold":
      return holdCues(step, word, before);
    case "return":
      return returnCues(step, word, before);
    case "rest":
      return restCues(step, timeline, word);
    case "switch-sides":
      return [
        { offset: 0, tone: "turn", vibrate: [40] },
        { offset: 0, say: step.say || word("player-kind-switch"), announce: true },
      ];
    default:
      return [];
  }
}

function readyCues(step, word) {
  const name = step.name && !includes(step.say ?? "", step.name) ? step.name : "";
  const side = step.side && !includes(step.say ?? "", step.side) ? step.side_name : "";
  const text = fitting(
    [joined(name, step.say, side), joined(name, side), name],
    step.duration_ms,
  );
  return [
    { offset: 0, tone: "ready", vibrate: [40] },
    { offset: 0, say: text || word("player-kind-ready"), announce: true },
    ...ticks(step),
  ];
}

function moveCues(step, timeline, word, before) {
  const cue = step.say || step.cue || word("player-kind-move");
  const cues = [];
  const firstOfRepetition = opensRepetition(step, timeline);
  const number = firstOfRepetition && step.rep > 1 ? numberOf(step, word) : "";
  const many = step.reps >= MANY_REPETITIONS;

  const opensSet = firstOfRepetition && step.rep === 1;

  if (before > 0 && !opensSet && (many || step.duration_ms < SHORT_STEP_MS)) {
    // Known and quick: a number for each repetition, else silence.
    if (number) cues.push({ offset: 0, say: number, announce: true });
  } else {
    const texts = number ? [joined(number, cue), cue] : [cue];
    cues.push({ offset: 0, say: fitting(texts, step.duration_ms + 500), announce: true });
  }
  if (step.duration_ms >= 10_000) cues.push(...ticks(step));
  return cues;
}

/** Whether a step is the first of its repetition; with alternating sides, of its pair. */
function opensRepetition(step, timeline) {
  const previous = timeline.steps[step.index - 1];
  if (!previous || step.rep === null) return false;
  for (let index = step.index - 1; index >= 0; index -= 1) {
    const other = timeline.steps[index];
    if (other.exercise !== step.exercise || other.kind === "ready") return true;
    if (other.rep === null) continue;
    return other.rep !== step.rep || other.set !== step.set;
  }
  return true;
}

function numberOf(step, word) {
  return step.rep === step.reps ? word("player-say-last") : String(step.rep);
}

function holdCues(step, word, before) {
  const length = step.duration_ms;
  const seconds = Math.round(length / 1000);
  const cue = step.say ?? "";
  const hold = word("player-say-hold");
  const counted = length >= COUNTED_HOLD_MS;
  const cues = [{ offset: 0, tone: "begin", vibrate: [60] }];

  const available = length - (counted ? COUNTDOWN_S * 1000 + 200 : 0);
  let text = "";
  if (length >= NAMED_HOLD_MS) {
    const named = word("player-say-hold-seconds", { seconds });
    const full = includes(cue, hold)
      ? joined(cue, word("player-say-seconds", { seconds }))
      : joined(named, cue);
    text = fitting(before === 0 ? [full, named] : [named, hold], available);
  } else if (counted) {
    text = before === 0 ? fitting([cue || hold, hold], available) : hold;
  } else if (length >= SHORT_STEP_MS && before === 0) {
    text = fitting([cue || hold, hold], available);
  }
  // A reader of the screen gets the hold in any case, unless it is over before it could be read.
  if (text) cues.push({ offset: 0, say: text, announce: true });

  if (length >= LONG_HOLD_MS) {
    const reminders = [word("player-say-breathe-1"), word("player-say-breathe-2"), word("player-say-breathe-3")];
    const offset = Math.max(Math.round(length / 2), Math.round(speakingTime(text)) + 1000);
    const reminder = reminders[before % reminders.length];
    if (offset + speakingTime(reminder) <= available) cues.push({ offset, say: reminder, gentle: true });
  }
  if (counted) {
    for (let left = COUNTDOWN_S; left >= 1; left -= 1) cues.push({ offset: length - left * 1000, say: String(left) });
  }
  cues.push({ offset: length, tone: "end", vibrate: [40, 60, 40] });
  return cues;
}

function returnCues(step, word, before) {
  if (before > 0 && step.duration_ms < SHORT_STEP_MS) return [];
  return [{ offset: 0, say: step.say || word("player-say-release"), announce: true }];
}

function restCues(step, timeline, word) {
  const seconds = Math.round(step.duration_ms / 1000);
  const rest = word("player-say-rest", { seconds });
  const next = whatIsNext(step.index, timeline, word);
  const texts = [joined(rest, next && word("player-say-next", { what: next })), rest];
  const cues = [
    { offset: 0, tone: "rest", vibrate: [40] },
    { offset: 0, say: fitting(texts, step.duration_ms - 1000), announce: true },
  ];
  if (step.duration_ms >= 12_000) {
    cues.push({ offset: step.duration_ms - 5_000, say: word("player-kind-ready"), gentle: true });
  }
  return [...cues, ...ticks(step)];
}

/** What comes after a step, in the words of the screen: another exercise, a set, or a phase with its side. */
export function whatIsNext(index, timeline, word) {
  const step = timeline.steps[index];
  const next = timeline.steps[index + 1];
  if (!next || next.kind === "rate") return word("player-next-end");
  if (next.kind === "ready") return next.name;
  if (step.kind === "rest" && next.sets > 1) return word("player-set-of", { number: next.set, count: next.sets });
  const kind = kindWord(next.kind, word);
  if (next.kind === "switch-sides") return next.side_name || kind;
  const what = next.kind === "move" && next.phase_name ? next.phase_name : kind;
  const side = next.side && next.side !== step.side ? next.side_name : "";
  return side ? `${what} · ${side}` : what;
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
