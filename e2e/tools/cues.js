// Plays the beginning of a session in real time and prints how late (ms) each cue came, as a JSON list:
// node e2e/tools/cues.js SECONDS

import { setTimeout as sleep } from "node:timers/promises";

import { DESK, launch } from "../lib/browser.js";
import { Program } from "../lib/program.js";
import { startRoutine } from "../lib/session.js";

const seconds = Number(process.argv[2] ?? 60);
const program = await Program.start();
const browser = await launch();
try {
  const page = await browser.newPage({ viewport: DESK });
  await page.addInitScript(() => {
    window.cueTimes = [];
    window.addEventListener("unhunch:cue", ({ detail }) => window.cueTimes.push(detail.fired_ms - detail.at_ms));
  });
  await page.goto(program.entrance);
  await startRoutine(page, "Desk");
  await sleep(seconds * 1000);
  console.log(JSON.stringify(await page.evaluate(() => window.cueTimes)));
} finally {
  await browser.close();
  await program.discard();
}
