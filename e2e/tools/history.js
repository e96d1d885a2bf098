// Writes a made-up history as JSON Lines, the same one every time: see USAGE.

import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { parseArgs } from "node:util";

import { COURSES, history } from "../lib/history.js";

const USAGE = `Usage: node e2e/tools/history.js --days N --out FILE [--lively] [--course COURSE]

  --days N         how many days, the last one being yesterday
  --out FILE       where to write it; bring it in with: unhunch journal import FILE
  --lively         what a person does: days off, sessions ended early, four routines, growing levels;
                   without it, one whole session every day
  --course COURSE  how it feels, as ratings before and after sessions, notes between them with places and words,
                   and an answer about every week: ${Object.keys(COURSES).join(", ")};
                   without it, one rating after each session
`;

const { values } = parseArgs({
  options: {
    days: { type: "string" },
    out: { type: "string" },
    lively: { type: "boolean", default: false },
    course: { type: "string" },
    help: { type: "boolean", default: false },
  },
});
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}
const days = Number(values.days);
const isKnown = values.course === undefined || Object.hasOwn(COURSES, values.course);
if (!Number.isInteger(days) || days < 1 || !values.out || !isKnown) {
  console.error(USAGE);
  process.exit(2);
}

async function* lines() {
  const entries = history({ days, daily: !values.lively, course: values.course });
  for await (const entry of entries) yield `${JSON.stringify(entry)}\n`;
}

await pipeline(Readable.from(lines()), createWriteStream(values.out));
