// Plays a session in real time and prints how late (ms) each cue came, as a JSON list: node e2e/tools/cues.js SECONDS
//
// The player says when it fires a cue (`player-cue`) and where that cue lies in the timeline. The page's own clock is
// read as the event arrives, so what is printed holds whatever the player believes about its position, drift included.

import { setTimeout as sleep } from "node:timers/promises";

import { DESK, launch } from "../lib/browser.js";
import { importWelcome } from "../lib/history.js";
import { Program } from "../lib/program.js";
import { startRoutine } from "../lib/session.js";

/** Exercises before the first hold: while a warm-up move goes on there is little to say. */
const WARM_UP = 4;

const seconds = Number(process.argv[2] ?? 60);
const program = await Program.start();
await importWelcome(program);
const browser = await launch();
try {
  const page = await browser.newPage({ viewport: DESK });
  await page.addInitScript(() => {
    window.cues = [];
    document.addEventListener("player-cue", ({ detail }) =>
      window.cues.push({ fired: performance.now(), at: detail.at, late: detail.late }),
    );
  });
  await page.goto(program.entrance);
  await startRoutine(page, "desk");
  for (let exercise = 0; exercise < WARM_UP; exercise += 1) await page.keyboard.press("Shift+ArrowRight");
  // Skipping moves the timeline against the clock: what came before does not belong to what comes after.
  await page.evaluate(() => window.cues.splice(0));
  await sleep(seconds * 1000);
  const cues = await page.evaluate(() => window.cues);
  // The session's start by this clock: the earliest that any cue allows. The player's word (`late`) only places it;
  // from there on each cue is held against the clock.
  const start = Math.min(...cues.map(({ fired, at, late }) => fired - late - at));
  console.log(JSON.stringify(cues.map(({ fired, at }) => fired - start - at)));
} finally {
  await browser.close();
  await program.discard();
}
