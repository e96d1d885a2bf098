// Made-up histories: what a journal exports after weeks or decades of sessions. The same numbers every time.

import { readFile, rm, writeFile } from "node:fs/promises";

import { timeline, ZONE } from "./program.js";

const DAY_MS = 86_400_000;
const DEVICE = "01900000-0000-7000-8000-0000000000d1";
const LEVELS = 3;

/** How it feels in made-up courses: from 0 to 1 of the time, the middle of the ratings and how far they spread. */
export const COURSES = {
  improving: (progress) => ({ middle: 6.5 - 4 * progress, spread: 2 }),
  flat: () => ({ middle: 5, spread: 1.5 }),
  worse: (progress) => ({ middle: 3 + 4 * progress, spread: 2 }),
  noisy: () => ({ middle: 5, spread: 7 }),
};

/** A stream of numbers from 0 to 1 that look random and are the same for the same seed (mulberry32). */
function numbers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A UUIDv7 of a moment. */
function uuid(ms, random) {
  const hexadecimal = (digits) =>
    Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join("");
  const time = ms.toString(16).padStart(12, "0");
  const variant = (8 + Math.floor(random() * 4)).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hexadecimal(3)}-${variant}${hexadecimal(3)}-${hexadecimal(12)}`;
}

/** Writes down what happened at a moment (ms), as a journal keeps it. */
const writer = (random, version = 1) => (at, body) => ({
  id: uuid(at, random),
  device: DEVICE,
  at: new Date(at).toISOString(),
  zone: ZONE,
  version,
  body,
});

/** A timeline as entries keep it (short rows, starts left out), and its steps. */
async function laidOut(routine, level) {
  const { steps } = await timeline(routine, level);
  const { warmUp, variants } = await makeUp(routine);
  const plays = [];
  const phases = [];
  const rows = steps.map((step) => {
    if (step.exercise !== null && plays.at(-1)?.exercise !== step.exercise) {
      const play = { exercise: step.exercise };
      if (variants.has(step.exercise)) play.variant = variants.get(step.exercise);
      if (warmUp.has(step.exercise)) play.warm_up = true;
      plays.push(play);
    }
    if (step.phase !== null && !phases.includes(step.phase)) phases.push(step.phase);
    const play = step.exercise === null ? null : plays.length - 1;
    const phase = step.phase === null ? null : phases.indexOf(step.phase);
    return [step.kind, play, step.side, step.set, step.rep, phase, step.duration_ms];
  });
  return { packed: { routine, level, plays, phases, steps: rows }, steps: steps.filter((step) => step.kind !== "rate") };
}

/** What the program does not tell about a routine: which exercises warm up, and which are played as a variant. */
async function makeUp(routine) {
  const text = await readFile(new URL(`../../content/routines/${routine}.toml`, import.meta.url), "utf8");
  const [, warmUp] = text.match(/^warm_up = \[([^\]]*)\]/m);
  const variants = text.matchAll(/exercise = "([^"]+)"\s*variant = "([^"]+)"/g);
  return {
    warmUp: new Set([...warmUp.matchAll(/"([^"]+)"/g)].map(([, exercise]) => exercise)),
    variants: new Map([...variants].map(([, exercise, variant]) => [exercise, variant])),
  };
}

/**
 * The entries of many days, oldest first, one a yield.
 *
 * @param {object} wish
 * @param {number} wish.days how many days, the last one being the day before `until`
 * @param {Date} [wish.until] today unless given
 * @param {boolean} [wish.daily] a whole session every day, instead of what a person does
 * @param {keyof typeof COURSES} [wish.course] how it feels, told before and after sessions, between them and once a
 *   week; without it, once after each session
 * @param {number} [wish.seed]
 */
export async function* history({ days, until = new Date(), daily = false, course, seed = 1 }) {
  const random = numbers(seed);
  // Numbers of their own, so that the sessions are the same with every course.
  const feels = course && feeling(COURSES[course], numbers(seed + 1));
  const plans = new Map();
  const planOf = async (routine, level) => {
    const key = `${routine} ${level}`;
    if (!plans.has(key)) plans.set(key, await laidOut(routine, level));
    return plans.get(key);
  };
  const midnight = Math.floor(until.getTime() / DAY_MS) * DAY_MS;
  yield* welcome(midnight - days * DAY_MS, random);
  for (let day = 0; day < days; day += 1) {
    if (feels) yield* feels.between(midnight - (days - day) * DAY_MS, day, day / days);
    if (!daily && random() < 0.2) continue;
    const chance = random();
    const routine = daily || chance < 0.6 ? "desk" : chance < 0.75 ? "two-minutes" : chance < 0.9 ? "floor" : "full";
    const level = daily ? 1 : Math.min(LEVELS, 1 + Math.floor((day * LEVELS) / days));
    const begin = midnight - (days - day) * DAY_MS + (6 * 60 + Math.floor(random() * 150)) * 60_000;
    const plan = await planOf(routine, level);
    yield* session({ plan, begin, random, whole: daily || random() < 0.75, progress: day / days, feels });
  }
}

/** The entries of somebody who went through the welcome, and to whom nothing applies. */
function* welcome(at, random) {
  const entry = writer(random, 2);
  yield entry(at, { kind: "screening-answered", answers: { now: [], before: [], conditions: [] } });
  yield entry(at, { kind: "profile-changed", change: { welcome_steps: 6 } });
}

/** The entries of one session from its start to its rating. */
function* session({ plan, begin, random, whole, progress, feels }) {
  const entry = writer(random);
  const session = uuid(begin, random);
  const count = whole ? plan.steps.length : Math.ceil(plan.steps.length * (0.3 + random() * 0.5));
  const skips = () => !whole && random() < 0.01;
  yield* beginning({ plan, session, begin, count, entry, skips });
  const { start_ms, duration_ms } = plan.steps[count - 1];
  const end = begin + start_ms + duration_ms;
  yield entry(end + 20, { kind: "session-ended", session, how: whole ? "completed" : "stopped" });
  const rating = Math.max(0, Math.min(10, Math.round(5.5 - 3.5 * progress + (random() - 0.5) * 3)));
  if (feels) yield* feels.around(session, begin, end, progress);
  else yield entry(end + 9_000, { kind: "pain-rated", session, moment: "after", rating });
}

/** How somebody feels on a course, and when they say so. */
function feeling(course, random) {
  const entry = writer(random, 3);
  const rating = (progress, better = 0) => {
    const { middle, spread } = course(progress);
    return Math.max(0, Math.min(10, Math.round(middle - better + (random() - 0.5) * spread)));
  };
  const locations = () => ["neck", "right-shoulder", "upper-back"].filter((_, place) => random() < [0.9, 0.4, 0.3][place]);
  const date = (at) => new Date(at).toISOString().slice(0, 10);
  const note = (at, content) => entry(at, { kind: "note-kept", note: uuid(at, random), content: { date: date(at), content } });
  return {
    /** Before a session and after it. */
    *around(session, begin, end, progress) {
      const rated = (at, moment, better) =>
        entry(at, { kind: "pain-rated", session, moment, rating: rating(progress, better), locations: locations() });
      yield rated(begin - 4_000, "before", 0);
      yield rated(end + 9_000, "after", 0.5);
    },
    /** On some days by itself, and about the week on every seventh. */
    *between(midnight, day, progress) {
      const evening = midnight + 17 * 3_600_000;
      if (random() < 0.15) {
        const said = { rating: rating(progress), locations: locations() };
        if (random() < 0.4) said.text = "A long day at the desk.";
        yield note(evening, { feeling: said });
      }
      if (day % 7 === 6) {
        const change = ["better", "same", "worse"][Math.floor(random() * 3)];
        const week = { average: rating(progress), change, sleep: "fair", activity: "usual" };
        yield note(evening + 60_000, { week });
      }
    },
  };
}

/** The entries of a session's start and its first steps. */
function* beginning({ plan, session, begin, count, entry, skips = () => false }) {
  yield entry(begin, { kind: "session-started", session, timeline: plan.packed });
  let skipping = null;
  for (const step of plan.steps.slice(0, count)) {
    if (skips()) skipping = step.exercise;
    const outcome = skipping === step.exercise ? "skipped" : "done";
    yield entry(begin + step.start_ms + step.duration_ms, { kind: "step-finished", session, step: step.index, outcome });
  }
}

/** Gives a program made-up sessions of the last days, and, on a course, ratings and notes that belong to it. */
export async function importHistory(program, days, course) {
  const entries = [];
  for await (const entry of history({ days, course })) entries.push(entry);
  await importEntries(program, entries);
}

/**
 * Gives a program a session that was begun some hours ago and left without an end.
 *
 * @param {import("./program.js").Program} program
 * @param {object} wish
 * @param {string} wish.routine its id
 * @param {number} wish.hours how long ago it was begun
 * @param {number} wish.steps how many of its steps are done
 */
export async function importUnfinished(program, { routine, hours, steps }) {
  const begin = Date.now() - hours * 3_600_000;
  const random = numbers(begin);
  const plan = await laidOut(routine, 1);
  const session = uuid(begin, random);
  await importEntries(program, [...beginning({ plan, session, begin, count: steps, entry: writer(random) })]);
}

/** Lets somebody have been through the welcome to whom nothing applies that it asks for. */
export async function importWelcome(program) {
  const at = Date.now() - DAY_MS;
  await importEntries(program, [...welcome(at, numbers(at))]);
}

export async function importEntries(program, entries) {
  const file = `${program.folder}.jsonl`;
  await writeFile(file, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
  await program.import(file);
  await rm(file);
}
