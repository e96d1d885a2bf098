// Every page that a person can be on, and how they get there.

import { importHistory, importUnfinished } from "./history.js";
import { EXAMPLE, importPlan, lookAt } from "./plan.js";
import { continueButton, finishSteps, send, startRoutine } from "./session.js";
import { words, wordsLike } from "./words.js";

const NOTE = "A long drive, and then two hours of looking down at the phone.\nThe warm-up helped a little.";
// As it was lately in the history: higher ones would be a week that is worse, in which no session starts.
const RATING = 3;
const CONDITIONS = "condition=vertigo&condition=hip-replacement&condition=wrist&pregnancy=late-pregnancy";

/** The pages of someone who has just begun, and is welcomed. */
export const EMPTY_PAGES = [
  { name: "today-new", show: go("/") },
  { name: "history-empty", show: go("/history") },
  { name: "reach-unasked", show: go("/reach") },
  { name: "advice-none", show: go("/advice") },
  { name: "notes-empty", show: go("/notes") },
  { name: "report-empty", show: go("/report") },
  { name: "progress-empty", show: go("/progress") },
  { name: "welcome-you", show: go("/welcome/you") },
  { name: "welcome-now", show: answered({ you: "complaint=neck&complaint=headache&since=months" }, "/welcome/now") },
  { name: "welcome-unanswered", show: showUnanswered },
  { name: "welcome-before", show: answered({ now: "none=yes" }, "/welcome/before") },
  { name: "welcome-conditions", show: answered({ before: "none=yes" }, "/welcome/conditions") },
  { name: "welcome-changes", show: answered({ conditions: CONDITIONS }, "/welcome/changes") },
  { name: "welcome-room", show: go("/welcome/room") },
  { name: "today-welcome", show: answered({ now: "none=yes", before: "none=yes", conditions: CONDITIONS }, "/") },
  { name: "welcome-time", show: answered({ room: "equipment=chair&equipment=mat&place=floor" }, "/welcome/time") },
  { name: "welcome-asking", show: go("/welcome/asking") },
  { name: "break-away", show: go("/break") },
  { name: "welcome-summary", show: answered({ time: "minutes=10&day_part=midday" }, "/welcome/summary") },
  { name: "today-see-first", show: answered({ now: "none=yes", before: "sign=arm&sign=fracture" }, "/") },
  { name: "held-not-seen", show: showNotSeen },
  { name: "welcome-fracture", show: go("/welcome/conditions") },
  { name: "today-stop", show: answered({ now: "sign=chest&sign=hands" }, "/") },
  { name: "routine-stop", show: answered({ now: "sign=chest&sign=hands" }, "/routines/desk") },
  { name: "welcome-again", show: go("/welcome/now?way=again") },
  { name: "welcome-worse", show: go("/welcome/now?way=worse") },
  { name: "today-worse", show: showWorse },
  { name: "advice", show: go("/advice") },
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
  { name: "session-felt", show: showFelt },
  { name: "session-felt-numbers", show: showFeltNumbers },
  { name: "session-hurts", show: showHurts, leave: takeBackSlip("player-hurt-slip") },
  { name: "session-dizzy", show: showDizzy, leave: takeBackSlip("player-dizzy-slip") },
  { name: "session-unsaved", show: showUnsaved },
  { name: "session-resume", show: showResume },
  { name: "session-end", show: showEnd },
  { name: "session-over", show: showOver },
  { name: "session-plan", show: showPlan },
  { name: "session-held", show: showHeldSession, leave: (page) => send(page, "/welcome/now", "none=yes") },
  { name: "today-open-session", show: showOpenSession },
  { name: "after", show: showAfter },
  { name: "after-rated", show: showRated },
  { name: "after-where", show: showWhere },
  { name: "after-felt", show: showAfterFelt },
  { name: "after-nothing", show: showAfterNothing },
  { name: "exercises", show: go("/exercises") },
  { name: "exercise", show: go("/exercises/neck-side-bend-rotation") },
  { name: "exercise-long", show: go("/exercises/cat-cow") },
  { name: "exercise-variant", show: go("/exercises/chair-rotation?variant=arms-crossed&side=left") },
  { name: "exercise-easier", show: showEasier, leave: undoEasier },
  { name: "exercise-left-out", show: showLeftOut, leave: takeBack },
  { name: "routine-left-out", show: showRoutineLeftOut, leave: takeBack },
  { name: "exercise-warm-up", show: go("/exercises/shoulder-rolls") },
  { name: "progress", show: go("/progress") },
  { name: "progress-all", show: go("/progress?span=all") },
  { name: "reach", show: go("/reach") },
  { name: "reach-test", show: go("/reach/rotation?side=left") },
  { name: "reach-found", show: showReachFound },
  { name: "break", show: go("/break") },
  { name: "break-player", show: showBreak, leave: endBreak },
  { name: "break-over", show: showBreakOver },
  // Who was dizzy rests for the day: no session starts after these two.
  { name: "after-dizzy", show: showAfterDizzy },
  { name: "today-dizzy", show: showTodayDizzy },
  { name: "history", show: go("/history") },
  { name: "history-earlier", show: showEarlierMonth },
  { name: "history-session", show: showNewestSession },
  { name: "history-deleted", show: showDeleted, leave: undo },
  { name: "note-new", show: go("/notes/new") },
  { name: "note-refused", show: showRefusedNote },
  { name: "note-week", show: showWeek },
  { name: "notes", show: showNotes },
  { name: "note-change", show: showNote },
  { name: "note-deleted", show: showDeletedNote, leave: undo },
  { name: "report", show: go("/report") },
  { name: "report-refused", show: go("/report?from=2026-08-05&to=2026-08-03") },
  { name: "report-print", show: go("/report/print?period=4-weeks") },
  { name: "calendar", show: go("/calendar") },
  { name: "settings", show: go("/settings") },
  { name: "reminders", show: go("/reminders") },
  { name: "reminders-refused", show: showRefusedPlan },
  { name: "break-dizzy", show: go("/break") },
  { name: "browser-code", show: showBrowserCode },
  { name: "browser-removal", show: showBrowserRemoval },
  { name: "door", show: showDoor, leave: comeInAgain },
  { name: "door-wrong-code", show: showWrongCode, leave: comeInAgain },
  { name: "settings-refused", show: showRefusedImport },
  { name: "erase", show: go("/settings/erase") },
  { name: "about", show: go("/about") },
  { name: "not-found", show: go("/nothing-here") },
];

/** A plan with hours that can’t be and a number that is none. */
async function showRefusedPlan(page) {
  await go("/reminders")(page);
  await page.getByRole("button", { name: words("asking-add") }).first().click();
  await page.locator("[name=window-1-from]").fill("12:00");
  await page.getByRole("checkbox", { name: words("asking-daily-on") }).check();
  // What the browser itself would not let through.
  await page.locator("form.asking").evaluate((form) => (form.noValidate = true));
  await page.locator("#work").fill("5");
  await page.getByRole("button", { name: words("settings-save"), exact: true }).click();
  await page.getByRole("alert").waitFor();
}

async function showBreak(page) {
  await go("/break")(page);
  if (!page.url().includes("/sessions/")) await page.keyboard.press("Space");
  await page.waitForURL(/\/sessions\//);
  await page.locator("#player:not([hidden])").waitFor();
}

async function endBreak(page) {
  await page.keyboard.press("Escape");
  await page.waitForURL(/\/after$/);
}

async function showBreakOver(page) {
  await showBreak(page);
  await finishSteps(page, 2);
  await endBreak(page);
}

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

async function showReachFound(page) {
  await go("/reach/side-bend")(page);
  await page.getByLabel(words("reach-side-bend.one-hand"), { exact: true }).check();
  await page.getByRole("button", { name: words("reach-save"), exact: true }).click();
  await page.locator("#found").waitFor();
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

/** Brings somebody there who has answered those steps of the welcome. */
function answered(steps, path) {
  return async (page) => {
    for (const [step, form] of Object.entries(steps)) await send(page, `/welcome/${step}`, form);
    await go(path)(page);
  };
}

async function showUnanswered(page) {
  await go("/welcome/now")(page);
  await page.getByRole("button", { name: words("welcome-next") }).click();
  await page.getByRole("alert").waitFor();
}

/** Today after a week that was far worse than the one before it. */
async function showWorse(page) {
  for (const [rating, ago] of [2, 7].flatMap((rating, week) => [3, 2, 1, 0].map((day) => [rating, 10 * (1 - week) + day]))) {
    const date = new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
    await send(page, `/notes/${crypto.randomUUID()}`, `rating=${rating}&date=${date}`);
  }
  await answered({ now: "none=yes", before: "none=yes" }, "/")(page);
  await page.getByRole("heading", { name: words("advised-worse-heading") }).waitFor();
}

async function showNotSeen(page) {
  await answered({ now: "none=yes", before: "sign=arm&sign=fracture" }, "/welcome/held")(page);
  await page.getByRole("button", { name: words("held-seen-button") }).click();
  await page.getByRole("alert").waitFor();
}

async function showHeldSession(page) {
  await startOn(page, "desk");
  const session = page.url();
  await send(page, "/welcome/now", "sign=dizzy");
  await page.goto(session);
  await page.getByRole("heading", { name: words("held-stop-heading") }).waitFor();
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

/** Plays on in a session that is done up to the getting ready of its second exercise. */
async function showFelt(page) {
  await startOn(page, "desk");
  const { exercises } = JSON.parse(await page.locator("#session-data").textContent());
  await finishSteps(page, exercises.filter((exercise) => !exercise.warm_up)[1].first_step);
  await page.reload();
  await continueButton(page.getByRole("region", { name: words("player-resume-title") })).click();
  await page.getByRole("group", { name: wordsLike("player-felt-question") }).waitFor();
  await page.keyboard.press("Space");
}

async function showFeltNumbers(page) {
  await showFelt(page);
  await page.getByRole("button", { name: words("discomfort-number") }).click();
  await page.keyboard.press("4");
}

async function showHurts(page) {
  await showHold(page);
  await page.getByRole("button", { name: words("player-hurts") }).click();
  await page.getByRole("dialog").waitFor();
}

async function showDizzy(page) {
  await showHold(page);
  await page.getByRole("button", { name: words("player-dizzy") }).click();
  await page.getByRole("dialog").waitFor();
}

/** Says that it was a slip; without that, leaving the page keeps what was said. */
function takeBackSlip(key) {
  return (page) => page.getByRole("dialog").getByRole("button", { name: words(key) }).click();
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
  await page.getByRole("button", { name: `${RATING}`, exact: true }).click();
  await page.getByText(words("after-rated", { felt: words("rating-of-ten", { rating: RATING }) })).waitFor();
}

async function showWhere(page) {
  await showRated(page);
  await page.locator(".after-where summary").click();
  for (const place of ["neck", "left-shoulder", "upper-back"]) {
    await page.getByRole("checkbox", { name: words(`location-${place}`) }).check();
  }
}

async function showRefusedNote(page) {
  await go("/notes/new")(page);
  await page.getByRole("button", { name: words("note-save") }).click();
  await page.getByRole("alert").waitFor();
}

async function showWeek(page) {
  await go("/notes/week")(page);
  await page.getByRole("radio", { name: "4", exact: true }).check();
  await page.getByRole("radio", { name: words("week-change-better") }).check();
}

/** Keeps a note and an answer about the week, and goes to the list. */
async function showNotes(page) {
  await showWeek(page);
  await page.getByRole("button", { name: words("note-save") }).click();
  await page.getByRole("status").waitFor();
  await page.getByRole("link", { name: words("note-add") }).click();
  await page.getByRole("radio", { name: `${RATING}`, exact: true }).check();
  await page.getByRole("checkbox", { name: words("location-neck") }).check();
  await page.getByRole("checkbox", { name: words("location-right-shoulder") }).check();
  await page.getByRole("textbox", { name: words("note-text") }).fill(NOTE);
  await page.getByRole("button", { name: words("note-save") }).click();
  await page.getByRole("status").waitFor();
}

async function showNote(page) {
  await showNotes(page);
  await page.locator(".notes li", { hasText: NOTE.slice(0, 20) }).first().getByRole("link").click();
  await page.getByRole("heading", { name: words("note-change-heading") }).waitFor();
}

async function showDeletedNote(page) {
  await showNote(page);
  await page.getByRole("button", { name: words("note-delete") }).click();
  await page.getByRole("button", { name: words("history-undo") }).waitFor();
}

async function showAfterFelt(page) {
  await showFelt(page);
  await page.keyboard.press("3");
  await finishSteps(page, 60);
  await end(page);
  await page.waitForURL(/\/after$/);
  await page.locator("summary", { hasText: words("felt-too-much") }).click();
}

async function showAfterDizzy(page) {
  await startOn(page, "desk");
  await finishSteps(page, 40);
  await page.keyboard.press("d");
  await page.getByRole("dialog").getByRole("button", { name: words("player-end-session") }).click();
  await page.waitForURL(/\/after$/);
}

async function showTodayDizzy(page) {
  await go("/")(page);
  await page.getByRole("heading", { name: words("today-dizzy-heading") }).waitFor();
}

async function showAfterNothing(page) {
  await startOn(page, "desk");
  await end(page);
  await page.waitForURL(/\/after$/);
}

const PEC_STRETCH = "/exercises/pec-stretch";

async function decide(page, key) {
  await go(PEC_STRETCH)(page);
  await page.getByRole("button", { name: words(key), exact: true }).click();
  await page.getByRole("status").waitFor();
}

async function showEasier(page) {
  await decide(page, "standing-easier");
}

async function undoEasier(page) {
  await decide(page, "standing-harder");
}

async function showLeftOut(page) {
  await decide(page, "standing-leave-out");
}

async function showRoutineLeftOut(page) {
  await showLeftOut(page);
  await page.goto("/routines/desk");
}

async function takeBack(page) {
  await decide(page, "standing-take-back");
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
  const button = page.getByRole("button", { name: words("history-undo") });
  await button.click();
  await button.waitFor({ state: "hidden" });
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

async function showBrowserCode(page) {
  await go("/settings")(page);
  await page.getByRole("button", { name: words("browsers-another"), exact: true }).click();
  await page.getByText(words("browsers-code-type")).waitFor();
}

/** What is asked before this browser is removed. */
async function showBrowserRemoval(page) {
  await go("/settings")(page);
  await page.locator("#browsers summary").click();
}

/** The cookies of browsers that stand before the door. */
const left = new WeakMap();

/** What a browser sees that isn’t let in. */
async function showDoor(page) {
  const context = page.context();
  left.set(context, await context.cookies());
  await context.clearCookies();
  await go("/progress")(page);
}

async function showWrongCode(page) {
  await showDoor(page);
  await page.getByRole("textbox").fill("2222-2222");
  await page.getByRole("button", { name: words("guard-let-in"), exact: true }).click();
  await page.getByRole("alert").waitFor();
}

async function comeInAgain(page) {
  await page.context().addCookies(left.get(page.context()));
}
