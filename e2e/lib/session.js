// What a person does in a session, and what it leaves in the journal.

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";

import { words } from "./words.js";

/** The button that stops a session for a moment. */
export const pauseButton = (page) => page.getByRole("button", { name: words("player-pause"), exact: true });

/** The button that lets a session go on; as long as the page offers only one way to. */
export const continueButton = (page) => page.getByRole("button", { name: words("player-continue"), exact: true });

/** What starts a routine on Today. */
export const startName = (routine) => `${words("today-start")} ${words(`routine-${routine}`)}`;

/** Presses the start button of a routine on Today, and waits for the player. */
export async function startRoutine(page, routine) {
  await page.getByRole("button", { name: startName(routine), exact: true }).click();
  await page.waitForURL(/\/sessions\/[0-9a-f-]{36}$/);
  await pauseButton(page).waitFor();
}

/** Tells the program, without playing them, that the first steps of the session on the page are done. */
export async function finishSteps(page, count) {
  const { steps, urls } = JSON.parse(await page.locator("#session-data").textContent());
  const at = new Date().toISOString();
  const events = steps.slice(0, count).map(({ index }) => {
    const id = `01900000-0000-7000-8000-${randomBytes(6).toString("hex")}`;
    return { id, at, step: index, outcome: "done" };
  });
  const { origin } = new URL(page.url());
  const response = await page.request.post(urls.steps, { data: { events }, headers: { origin } });
  assert.equal(response.status(), 200, await response.text());
}

/** Sends a form as the page would, without showing what comes of it: `send(page, "/welcome/now", "none=yes")`. */
export async function send(page, path, form) {
  const { origin } = new URL(page.url());
  const headers = { origin, "content-type": "application/x-www-form-urlencoded" };
  const response = await page.request.post(path, { data: form, maxRedirects: 0, headers });
  assert.equal(response.status(), 303, await response.text());
}

/** How much of a faked clock runs at once, so that a session's page can post what was done in between. */
const PIECE_MS = 2_000;

/** Lets the page's faked clock run on. */
export async function letRun(page, milliseconds) {
  for (let left = milliseconds; left > 0; left -= PIECE_MS) {
    await page.clock.runFor(Math.min(PIECE_MS, left));
  }
}

/** Skips to an exercise by its name. */
export async function goToExercise(page, name) {
  const there = page.getByRole("heading", { level: 2, name, exact: true });
  for (let presses = 0; (await there.count()) === 0; presses += 1) {
    assert.ok(presses < 30, `there is no “${name}” in this session`);
    await page.keyboard.press("Shift+ArrowRight");
    await page.clock.runFor(100);
  }
}

/** Lets the page's faked clock run until the session is over and the page after it is there. */
export async function playToEnd(page, milliseconds) {
  const isOver = () => page.url().endsWith("/after");
  for (let left = milliseconds + 10_000; left > 0 && !isOver(); left -= PIECE_MS) {
    // The page may go away while its clock is moved.
    await page.clock.runFor(PIECE_MS).catch((error) => {
      if (!/navigation|context was destroyed/i.test(String(error))) throw error;
    });
  }
  await page.waitForURL(/\/after$/);
}

/** Waits, in real time, until something about the program is so. */
export async function eventually(what, is, { page, patience = 30_000 } = {}) {
  const end = performance.now() + patience;
  for (;;) {
    if (await is()) return;
    if (performance.now() > end) throw new Error(`it did not happen in time: ${what}`);
    // Retries wait on the page's clock, the program answers in real time.
    if (page) await page.clock.runFor(500);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** What a journal says about steps: `{ step, outcome }` in the order in which they were kept. */
export function finishedSteps(journal) {
  return journal
    .map((entry) => entry.body)
    .filter((body) => body.kind === "step-finished")
    .map(({ step, outcome }) => ({ step, outcome }));
}

/** What a journal holds of a session that was played to its end without skipping: each step once. */
export function wholeSession({ steps }) {
  return steps.filter((step) => step.kind !== "rate").map((step) => ({ step: step.index, outcome: "done" }));
}
