// Writes a made-up history as JSON Lines: node e2e/tools/history.js --days N [--lively] --out FILE

import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { parseArgs } from "node:util";

import { history } from "../lib/history.js";

const { values } = parseArgs({
  options: { days: { type: "string" }, out: { type: "string" }, lively: { type: "boolean", default: false } },
});
const days = Number(values.days);
if (!Number.isInteger(days) || days < 1 || !values.out) {
  console.error("Usage: node e2e/tools/history.js --days N [--lively] --out FILE");
  process.exit(2);
}

async function* lines() {
  for await (const entry of history({ days, daily: !values.lively })) yield `${JSON.stringify(entry)}\n`;
}

await pipeline(Readable.from(lines()), createWriteStream(values.out));
