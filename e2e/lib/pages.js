// Every page that a person can be on, and how they get there.

import { startRoutine } from "./session.js";

/**
 * Pages by name. `show` brings a browser that knows Unhunch there, starting from anywhere in it.
 * What needs a session in the history takes the newest one.
 */
export const PAGES = [
  { name: "today", show: (page) => page.goto("/") },
  { name: "routine", show: (page) => page.goto("/routines/desk") },
  { name: "session", show: showSession },
  { name: "session-resume", show: showResume },
  { name: "session-end", show: showEnd },
  { name: "after", show: showAfter },
  { name: "exercises", show: (page) => page.goto("/exercises") },
  { name: "exercise", show: (page) => page.goto("/exercises/neck-side-bend-rotation") },
  { name: "exercise-warm-up", show: (page) => page.goto("/exercises/shoulder-rolls") },
  { name: "history", show: (page) => page.goto("/history") },
  { name: "history-earlier", show: showEarlierMonth },
  { name: "history-session", show: showNewestSession },
  { name: "history-deleted", show: showDeleted },
  { name: "settings", show: (page) => page.goto("/settings") },
  { name: "erase", show: (page) => page.goto("/settings/erase") },
  { name: "about", show: (page) => page.goto("/about") },
  { name: "not-found", show: (page) => page.goto("/nothing-here") },
];

/** The pages of someone who has just begun. */
export const EMPTY_PAGES = [
  { name: "today-new", show: (page) => page.goto("/") },
  { name: "history-empty", show: (page) => page.goto("/history") },
];

async function showSession(page) {
  await page.goto("/");
  await startRoutine(page, "Desk");
  // Past the warm-up, into the first hold: that is what people look at most.
  await page.keyboard.press("Shift+ArrowRight");
  for (let step = 0; step < 3; step += 1) await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Space");
  await page.getByRole("button", { name: "Continue", exact: true }).waitFor();
}

async function showResume(page) {
  await showSession(page);
  await page.waitForTimeout(500);
  await page.reload();
  await page.getByRole("heading", { name: "Welcome back" }).waitFor();
}

async function showEnd(page) {
  await showSession(page);
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor();
}

async function showAfter(page) {
  await showEnd(page);
  await page.getByRole("button", { name: "End session" }).click();
  await page.waitForURL(/\/after$/);
}

async function showEarlierMonth(page) {
  await page.goto("/history");
  await page.getByRole("link", { name: "Earlier month" }).click();
}

/** Goes to the details of the newest session in the history. */
export async function showNewestSession(page) {
  await page.goto("/history");
  const sessions = page.locator("main section li a");
  // On the first of a month all of them are in the month before.
  if ((await sessions.count()) === 0) await page.getByRole("link", { name: "Earlier month" }).click();
  await sessions.first().click();
  await page.waitForURL(/\/history\/[0-9a-f-]{36}/);
}

async function showDeleted(page) {
  await showNewestSession(page);
  await page.getByRole("button", { name: "Delete this session" }).click();
  await page.getByRole("button", { name: "Undo" }).waitFor();
}
