// Every page that a person can be on, and how they get there.

import { importHistory, importUnfinished } from "./history.js";
import { EXAMPLE, importPlan, lookAt } from "./plan.js";
import { continueButton, finishSteps, startRoutine } from "./session.js";
import { words, wordsLike } from "./words.js";

/** The pages of someone who has just begun. */
export const EMPTY_PAGES = [
  { name: "today-new", show: go("/") },
  { name: "history-empty", show: go("/history") },
];

/**
 * The pages of someone who has been there for a while, after `liveIn`. `show` brings a browser that knows Unhunch
 * there, starting from anywhere in it; what needs a session in the history takes the newest one.
 */
export const PAGES = [
  { name: "today-old-session", show: go("/") },
  { name: "today", show: showToday },
  { name: "routine", show: go("/routines/desk") },
  { name: "routines", show: go("/routines") },
  { name: "routine-new", show: go("/routines/new") },
  { name: "routine-own", show: showOwnRoutine },
  { name: "routine-edit", show: showEditor },
  { name: "routine-edit-refused", show: showRefusedRoutine },
  { name: "routine-deleted", show: showDeletedRoutine },
  { name: "routine-print", show: go("/routines/desk/print") },
  { name: "import", show: go("/routines/import") },
  { name: "import-broken", show: showBrokenPlan },
  { name: "import-preview", show: showPlanPreview },
  { name: "session-ready", show: (page) => startOn(page, "desk") },
  { name: "session-hold", show: showHold },
  { name: "session-rest", show: showRest },
  { name: "session-paused", show: showPaused },
  { name: "session-unsaved", show: showUnsaved },
  { name: "session-resume", show: showResume },
  { name: "session-end", show: showEnd },
  { name: "session-over", show: showOver },
  { name: "session-plan", show: showPlan },
  { name: "today-open-session", show: showOpenSession },
  { name: "after", show: showAfter },
  { name: "after-rated", show: showRated },
  { name: "after-nothing", show: showAfterNothing },
  { name: "exercises", show: go("/exercises") },
  { name: "exercise", show: go("/exercises/neck-side-bend-rotation") },
  { name: "exercise-long", show: go("/exercises/cat-cow") },
  { name: "exercise-variant", show: go("/exercises/chair-rotation?variant=arms-crossed&side=left") },
  { name: "exercise-warm-up", show: go("/exercises/shoulder-rolls") },
  { name: "history", show: go("/history") },
  { name: "history-earlier", show: showEarlierMonth },
  { name: "history-session", show: showNewestSession },
  { name: "history-deleted", show: showDeleted, leave: undo },
  { name: "settings", show: go("/settings") },
  { name: "settings-refused", show: showRefusedImport },
  { name: "erase", show: go("/settings/erase") },
  { name: "about", show: go("/about") },
  { name: "not-found", show: go("/nothing-here") },
];

async function showOwnRoutine(page) {
  await page.unrouteAll({ behavior: "ignoreErrors" });
  await importPlan(page, EXAMPLE);
}

async function showEditor(page) {
  await showOwnRoutine(page);
  await page.getByRole("link", { name: words("routine-edit"), exact: true }).click();
  await page.locator(".plan.live").waitFor();
}

async function showRefusedRoutine(page) {
  await go("/routines/new?copy=desk")(page);
  await page.locator("#name").fill("");
  await page.locator("[id='items.1.reps']").fill("many");
  await page.getByRole("button", { name: words("edit-save"), exact: true }).click();
  await page.getByRole("alert").waitFor();
}

async function showDeletedRoutine(page) {
  await showOwnRoutine(page);
  await page.getByRole("button", { name: words("routine-delete") }).click();
  await page.getByText(words("history-undo")).waitFor();
}

async function showBrokenPlan(page) {
  await page.unrouteAll({ behavior: "ignoreErrors" });
  await lookAt(page, EXAMPLE.replace('"chair-rotation"', '"chair rotaton"').replace("kind =", "kynd ="));
  await page.getByRole("alert").waitFor();
}

async function showPlanPreview(page) {
  await page.unrouteAll({ behavior: "ignoreErrors" });
  await lookAt(page, EXAMPLE);
}

/** Gives a program what somebody leaves behind in so many days, and a session that nobody ended. */
export async function liveIn(program, days) {
  await importHistory(program, days);
  await importUnfinished(program, { routine: "desk", hours: 30, steps: 40 });
}

function go(path) {
  return async (page) => {
    await page.unrouteAll({ behavior: "ignoreErrors" });
    await page.goto(path);
  };
}

async function startOn(page, routine) {
  await go("/")(page);
  await startRoutine(page, routine);
}

async function showToday(page) {
  await go("/")(page);
  const close = page.getByRole("button", { name: words("today-open-close") });
  if ((await close.count()) === 0) return;
  await close.click();
  await page.waitForURL(/\/after$/);
  await page.goto("/");
}

/** Skips to the next step of a kind. */
async function skipTo(page, kind) {
  const there = page.locator(`#player[data-kind="${kind}"]`);
  do await page.keyboard.press("ArrowRight");
  while ((await there.count()) === 0);
}

async function showHold(page) {
  await startOn(page, "desk");
  // Past the warm-up, to what people look at most.
  for (let exercise = 0; exercise < 4; exercise += 1) await page.keyboard.press("Shift+ArrowRight");
  await skipTo(page, "hold");
}

async function showRest(page) {
  await startOn(page, "full");
  const superman = page.getByRole("heading", { name: words("superman") });
  while ((await superman.count()) === 0) await page.keyboard.press("Shift+ArrowRight");
  await skipTo(page, "rest");
}

async function showPaused(page) {
  await showHold(page);
  await page.keyboard.press("Space");
  await continueButton(page).waitFor();
}

async function showUnsaved(page) {
  await startOn(page, "desk");
  await page.route("**/steps", (route) => route.abort("connectionrefused"));
  await skipTo(page, "move");
  await page.getByText(wordsLike("player-unsaved")).waitFor();
}

async function showResume(page) {
  await startOn(page, "desk");
  await finishSteps(page, 40);
  await page.reload();
  await page.getByRole("heading", { name: words("player-resume-title") }).waitFor();
}

async function showEnd(page) {
  await showPaused(page);
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor();
}

async function end(page) {
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").getByRole("button", { name: words("player-end-session") }).click();
}

async function showOver(page) {
  await showUnsaved(page);
  await end(page);
  await page.getByText(words("player-over-away")).waitFor();
}

/** A session’s page as it is where scripts are switched off; axe itself needs a browser that has them. */
async function showPlan(page) {
  await startOn(page, "desk");
  await page.route(page.url(), async (route) => {
    const response = await route.fetch();
    const onlyWithScripts = /<script type="module".*?<\/script>|<p id="player-loading".*?<\/p>|<\/?noscript>/g;
    const body = (await response.text()).replace(onlyWithScripts, "");
    await route.fulfill({ response, body });
  });
  await page.reload();
  await page.getByRole("heading", { name: words("player-noscript-title") }).waitFor();
}

async function showOpenSession(page) {
  await startOn(page, "desk");
  await finishSteps(page, 40);
  await page.goto("/");
  await page.getByText(words("today-open-heading")).waitFor();
}

async function showAfter(page) {
  await startOn(page, "desk");
  await finishSteps(page, 40);
  await end(page);
  await page.waitForURL(/\/after$/);
}

async function showRated(page) {
  await showAfter(page);
  await page.getByRole("button", { name: "7", exact: true }).click();
  await page.getByText(words("after-rated", { rating: 7 })).waitFor();
}

async function showAfterNothing(page) {
  await startOn(page, "desk");
  await end(page);
  await page.waitForURL(/\/after$/);
}

async function showEarlierMonth(page) {
  await go("/history")(page);
  await page.getByRole("link", { name: words("history-earlier") }).click();
  await page.getByRole("link", { name: words("history-this-month") }).waitFor();
}

/** Goes to the details of the newest session in the history. */
export async function showNewestSession(page) {
  await go("/history")(page);
  const sessions = page.locator("main section li a");
  // On the first of a month all of them are in the month before.
  if ((await sessions.count()) === 0) await page.getByRole("link", { name: words("history-earlier") }).click();
  await sessions.first().click();
  await page.waitForURL(/\/history\/[0-9a-f-]{36}/);
}

async function showDeleted(page) {
  await showNewestSession(page);
  await page.getByRole("button", { name: words("session-delete") }).click();
  await page.getByRole("button", { name: words("history-undo") }).waitFor();
}

async function undo(page) {
  await page.getByRole("button", { name: words("history-undo") }).click();
  await page.getByText(words("history-deleted")).waitFor({ state: "hidden" });
}

async function showRefusedImport(page) {
  await go("/settings")(page);
  await page.locator("input[type=file]").setInputFiles({
    name: "list.jsonl",
    mimeType: "application/jsonl",
    buffer: Buffer.from("bread, milk, eggs\n"),
  });
  await page.getByRole("button", { name: words("settings-import-button"), exact: true }).click();
  await page.getByRole("alert").waitFor();
}
