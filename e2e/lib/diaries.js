// Made-up diaries with notes, places, discomfort and answers, for the report: the same every time.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { history } from "./history.js";
import { ask } from "./program.js";

const DAY_MS = 86_400_000;
const DEVICE = "01900000-0000-7000-8000-0000000000d2";

/** What somebody writes, with all that a table, a page or a bundle could stumble over. */
export const TEXTS = [
  "Stiff after a long drive, better once I had moved.",
  "=HYPERLINK(\"http://example.invalid\",\"look\")",
  "@home, +1 to walking; -2 for the chair",
  "Slept on the sofa.\nRight side, when I look over my shoulder.\n\nGone by noon.",
  "A “quoted” word, a comma, and <b>no markup</b> & more",
  "A narrow\u00a0space, a long one\u2003and \ufeffnone; 痛い, и так далее 🙂",
  "A long day of calls. ".repeat(60).trim(),
];

let count = 0;

/** An entry of a moment (ms). */
function entry(at, body, zone = "Europe/Berlin") {
  count += 1;
  const number = count.toString(16).padStart(12, "0");
  return {
    id: `01900000-0000-7000-9000-${number}`,
    device: DEVICE,
    at: new Date(at).toISOString(),
    zone,
    version: 3,
    body,
  };
}

const noteId = (number) => `01900000-0000-7000-a000-${number.toString(16).padStart(12, "0")}`;
const day = (ms) => new Date(ms).toISOString().slice(0, 10);

/** A note of how it felt. */
export function feeling(number, at, feeling, { date = day(at), zone } = {}) {
  const body = { kind: "note-kept", note: noteId(number), content: { date, content: { feeling } } };
  return entry(at, body, zone);
}

/** Much: months of sessions with ratings, discomfort and many notes, ending yesterday. */
export async function much(days = 85) {
  count = 0;
  const entries = [];
  const now = Date.now();
  let session = null;
  let sessions = 0;
  for await (const one of history({ days })) {
    entries.push(one);
    const at = Date.parse(one.at);
    if (one.body.kind === "session-started") {
      session = one.body.session;
      sessions += 1;
      const rating = Math.max(1, Math.min(10, 7 - Math.floor((sessions * 4) / days) + (sessions % 3) - 1));
      const locations = [["neck"], ["neck", "right-shoulder"], []][sessions % 3];
      entries.push(entry(at + 1, { kind: "pain-rated", session, moment: "before", rating, locations }));
    }
    if (one.body.kind === "session-ended" && session) {
      for (const [play, felt] of [[4, { discomfort: "fine" }], [5, { discomfort: "some", rating: 4 }]]) {
        if (sessions % 4 === play - 4) entries.push(entry(at + 2, { kind: "exercise-felt", session, play, felt }));
      }
      if (sessions % 4 === 1) {
        entries.push(entry(at + DAY_MS, { kind: "discomfort-followed-up", session, play: 5, settled: sessions % 8 === 1 }));
      }
      if (sessions % 29 === 3) entries.push(entry(at + 3, { kind: "exercise-hurt", session, play: 6 }));
    }
  }
  for (let number = 0; number < 40; number += 1) {
    const at = now - Math.floor(((40 - number) * days * DAY_MS) / 42);
    entries.push(
      feeling(number, at, {
        rating: 3 + (number % 4),
        ...(number % 2 ? { locations: ["neck", "upper-back"] } : {}),
        text: TEXTS[number % TEXTS.length],
      }),
    );
    if (number % 4 === 0) {
      const week = {
        average: 6 - Math.floor(number / 12),
        change: ["better", "same", "worse"][number % 3],
        sleep: "fair",
        activity: "usual",
      };
      const body = { kind: "note-kept", note: noteId(1000 + number), content: { date: day(at), content: { week } } };
      entries.push(entry(at + 1000, body));
    }
  }
  // Corrected, about an earlier day, only a place, only words, and one that is deleted.
  entries.push(feeling(1, now - DAY_MS, { rating: 9, text: "I had mistyped this." }, { date: day(now - 80 * DAY_MS) }));
  entries.push(feeling(501, now - 2 * DAY_MS, { locations: ["lower-back"] }, { zone: "Asia/Kolkata" }));
  entries.push(feeling(502, now - 2 * DAY_MS, { text: "Only words." }, { zone: "America/New_York" }));
  entries.push(feeling(503, now - 2 * DAY_MS, { rating: 10, text: "Deleted again." }));
  entries.push(entry(now - DAY_MS, { kind: "note-deleted", note: noteId(503) }));
  const reach = (number, content) =>
    entry(now - DAY_MS, {
      kind: "note-kept",
      note: noteId(number),
      content: { date: day(now - DAY_MS), content: { reach: content } },
    });
  entries.push(reach(601, { test: "rotation", side: "left", reading: { landmark: 2 } }));
  entries.push(reach(602, { test: "side-bend", side: "right", reading: { degrees: 35 } }));
  entries.push(
    entry(now - 3 * DAY_MS, { kind: "profile-changed", change: { complaints: ["neck", "headache"], since: "months" } }),
    entry(now - 3 * DAY_MS, {
      kind: "screening-answered",
      answers: { now: [], before: ["arm", "joints"], seen: ["arm", "joints"], conditions: ["wrist", "high-blood-pressure"] },
    }),
  );
  return entries;
}

/** Almost nothing: one note without a number. */
export function little() {
  return [feeling(1, Date.now() - 3_600_000, { text: "A bit stiff." })];
}

/** Keeps entries in a data folder of their own, which is gone after the test. */
export async function dataOf(t, entries) {
  const folder = await mkdtemp(path.join(tmpdir(), "unhunch-report-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const data = path.join(folder, "data");
  if (entries.length > 0) {
    const file = path.join(folder, "journal.jsonl");
    await writeFile(file, entries.map((one) => `${JSON.stringify(one)}\n`).join(""));
    await ask("--data-dir", data, "journal", "import", file);
  }
  return data;
}
