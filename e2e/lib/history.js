// Made-up histories: what a journal exports after weeks or decades of sessions. The same numbers every time.

import { readFile, rm, writeFile } from "node:fs/promises";

import { ask, timeline, ZONE } from "./program.js";

const DAY_MS = 86_400_000;
const DEVICE = "01900000-0000-7000-8000-0000000000d1";
const LEVELS = 3;

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

/** A timeline as entries keep it: short rows, starts left out. */
async function packed(routine, level) {
  const { steps } = await timeline(routine, level);
  const kinds = new Map(JSON.parse(await ask("exercises", "--json")).map((exercise) => [exercise.id, exercise.kind]));
  const variants = await variantsOf(routine);
  const plays = [];
  const phases = [];
  const rows = steps.map((step) => {
    if (step.exercise !== null && plays.at(-1)?.exercise !== step.exercise) {
      const play = { exercise: step.exercise };
      if (variants.has(step.exercise)) play.variant = variants.get(step.exercise);
      if (kinds.get(step.exercise) === "warm-up") play.warm_up = true;
      plays.push(play);
    }
    if (step.phase !== null && !phases.includes(step.phase)) phases.push(step.phase);
    const play = step.exercise === null ? null : plays.length - 1;
    const phase = step.phase === null ? null : phases.indexOf(step.phase);
    return [step.kind, play, step.side, step.set, step.rep, phase, step.duration_ms];
  });
  return { packed: { routine, level, plays, phases, steps: rows }, steps };
}

/** Which of a routine's exercises are played as a variant. */
async function variantsOf(routine) {
  const file = new URL(`../../content/routines/${routine}.toml`, import.meta.url);
  const text = await readFile(file, "utf8");
  return new Map(
    [...text.matchAll(/exercise = "([^"]+)"\s*variant = "([^"]+)"/g)].map(([, exercise, variant]) => [exercise, variant]),
  );
}

/**
 * The entries of many days, oldest first, one a yield.
 *
 * @param {object} wish
 * @param {number} wish.days how many days, the last one being the day before `until`
 * @param {Date} [wish.until] today unless given
 * @param {boolean} [wish.daily] a whole session every day, instead of what a person does
 * @param {number} [wish.seed]
 */
export async function* history({ days, until = new Date(), daily = false, seed = 1 }) {
  const random = numbers(seed);
  const laidOut = new Map();
  const layOut = async (routine, level) => {
    const key = `${routine} ${level}`;
    if (!laidOut.has(key)) laidOut.set(key, await packed(routine, level));
    return laidOut.get(key);
  };
  const midnight = Math.floor(until.getTime() / DAY_MS) * DAY_MS;
  for (let day = 0; day < days; day += 1) {
    if (!daily && random() < 0.2) continue;
    const chance = random();
    const routine = daily || chance < 0.6 ? "desk" : chance < 0.75 ? "two-minutes" : chance < 0.9 ? "floor" : "full";
    const level = daily ? 1 : Math.min(LEVELS, 1 + Math.floor((day * LEVELS) / days));
    const begin = midnight - (days - day) * DAY_MS + (6 * 60 + Math.floor(random() * 150)) * 60_000;
    const plan = await layOut(routine, level);
    yield* session({ plan, begin, random, whole: daily || random() < 0.85, progress: day / days });
  }
}

/** The entries of one session. */
function* session({ plan, begin, random, whole, progress }) {
  const session = uuid(begin, random);
  const entry = (at, body) => ({
    id: uuid(at, random),
    device: DEVICE,
    at: new Date(at).toISOString(),
    zone: ZONE,
    version: 1,
    body,
  });
  yield entry(begin, { kind: "session-started", session, timeline: plan.packed });
  const steps = plan.steps.filter((step) => step.kind !== "rate");
  const count = whole ? steps.length : Math.ceil(steps.length * (0.3 + random() * 0.5));
  let skipping = null;
  let end = begin;
  for (const step of steps.slice(0, count)) {
    if (!whole && random() < 0.01) skipping = step.exercise;
    const outcome = skipping === step.exercise ? "skipped" : "done";
    end = begin + step.start_ms + step.duration_ms;
    yield entry(end, { kind: "step-finished", session, step: step.index, outcome });
  }
  yield entry(end + 20, { kind: "session-ended", session, how: whole ? "completed" : "stopped" });
  const rating = Math.max(0, Math.min(10, Math.round(5.5 - 3.5 * progress + (random() - 0.5) * 3)));
  yield entry(end + 9_000, { kind: "pain-rated", session, moment: "after", rating });
}

/** Gives a program made-up sessions of the last days. */
export async function importHistory(program, days) {
  const lines = [];
  for await (const entry of history({ days })) lines.push(`${JSON.stringify(entry)}\n`);
  const file = `${program.folder}.jsonl`;
  await writeFile(file, lines.join(""));
  await program.import(file);
  await rm(file);
}
