// A session as a person has it, on a clock that the test moves: whole, with the program killed in the middle, with the
// page reloaded, and with the computer asleep.

import assert from "node:assert/strict";
import { test } from "node:test";

import { importUnfinished } from "../lib/history.js";
import { person } from "../lib/person.js";
import { timeline } from "../lib/program.js";
import {
  continueButton,
  eventually,
  finishedSteps,
  letRun,
  pauseButton,
  playToEnd,
  startRoutine,
  wholeSession,
} from "../lib/session.js";
import { words, wordsLike } from "../lib/words.js";

test("a session is played from Today to its end, rated, and found in the history", async (t) => {
  const { page, program } = await person(t, { clock: true });
  const desk = await timeline("desk");
  await startRoutine(page, "desk");
  await playToEnd(page, desk.total_ms);

  await page.getByRole("heading", { name: words("after-heading-completed") }).waitFor();
  await page.getByRole("button", { name: "3", exact: true }).click();
  await page.getByText(words("after-rated", { felt: words("rating-of-ten", { rating: 3 }) })).waitFor();

  await page.getByRole("navigation").getByRole("link", { name: words("nav-progress") }).click();
  await page.getByRole("navigation").getByRole("link", { name: words("diary-nav-calendar") }).click();
  await page.getByText(words("history-rating", { rating: 3 })).waitFor();
  await page.locator("main").getByRole("link", { name: words("routine-desk") }).click();
  await page.getByRole("heading", { name: words("routine-desk") }).waitFor();
  await page.getByText(words("ending-completed")).waitFor();
  const done = page.getByRole("list").filter({ has: page.getByRole("link", { name: words("neck-side-bend-rotation") }) });
  assert.equal(await done.getByText(new RegExp(`· ${words("extent-whole")}$`)).count(), new Set(desk.steps.map((s) => s.exercise)).size - 1);

  assert.deepEqual(finishedSteps(await program.journal()), wholeSession(desk));
});

test("killing the program in the middle loses nothing and keeps nothing twice", async (t) => {
  const { page, program } = await person(t, { clock: true });
  const desk = await timeline("desk");
  await startRoutine(page, "desk");
  await letRun(page, 60_000);
  await eventually("the first steps are kept", async () => finishedSteps(await program.journal()).length > 2, { page });
  const session = page.url();

  await program.kill();
  await letRun(page, 60_000);
  await page.getByText(wordsLike("player-unsaved")).waitFor();

  await program.start();
  await eventually("all is saved", async () => (await page.getByText(wordsLike("player-unsaved")).count()) === 0, { page });
  assert.equal(page.url(), session);
  await playToEnd(page, desk.total_ms);
  await page.getByRole("heading", { name: words("after-heading-completed") }).waitFor();

  const journal = await program.journal();
  const kept = finishedSteps(journal).sort((a, b) => a.step - b.step);
  assert.deepEqual(kept, wholeSession(desk));
  assert.equal(journal.filter((entry) => entry.body.kind === "session-started").length, 1);
  assert.equal(new Set(journal.map((entry) => entry.id)).size, journal.length);
});

test("an answer that dies with the program keeps no step twice", async (t) => {
  const { page, program } = await person(t, { clock: true });
  const plan = await timeline("two-minutes");
  await startRoutine(page, "two-minutes");
  let killed = false;
  await page.route(
    "**/steps",
    async (route) => {
      await route.fetch();
      await program.kill();
      await route.abort("connectionreset");
      killed = true;
    },
    { times: 1 },
  );
  await eventually("the first step is kept, and the browser never hears of it", () => killed, { page });
  assert.equal(finishedSteps(await program.journal()).length, 1);

  await program.start();
  await playToEnd(page, plan.total_ms);
  await page.getByRole("heading", { name: words("after-heading-completed") }).waitFor();
  assert.deepEqual(finishedSteps(await program.journal()), wholeSession(plan));
});

test("steps finished while the program was away survive a page that is closed meanwhile", async (t) => {
  const { page, program, context } = await person(t, { clock: true });
  const desk = await timeline("desk");
  await startRoutine(page, "desk");
  await letRun(page, 30_000);
  await program.kill();
  await letRun(page, 60_000);
  await page.getByText(wordsLike("player-unsaved")).waitFor();
  await page.close();

  await program.start();
  const again = await context.newPage();
  await again.goto("/");
  const due = desk.steps.filter((step) => step.start_ms + step.duration_ms <= 85_000).length;
  await eventually("the page hands over what waited", async () => finishedSteps(await program.journal()).length >= due, {
    page: again,
  });
  const steps = finishedSteps(await program.journal()).map(({ step }) => step);
  assert.equal(new Set(steps).size, steps.length);
});

test("after a reload the session goes on at the first step that was not finished", async (t) => {
  const { page, program } = await person(t, { clock: true });
  const desk = await timeline("desk");
  await startRoutine(page, "desk");
  await letRun(page, 100_000);
  const due = desk.steps.filter((step) => step.start_ms + step.duration_ms <= 95_000).length;
  await eventually("the steps are kept", async () => finishedSteps(await program.journal()).length >= due, { page });

  await page.reload();
  await page.getByRole("heading", { name: words("player-resume-title") }).waitFor();
  const before = finishedSteps(await program.journal()).map(({ step }) => step);
  const next = desk.steps[before.length];
  assert.deepEqual(before, desk.steps.slice(0, before.length).map((step) => step.index));

  await letRun(page, 30_000);
  assert.equal(finishedSteps(await program.journal()).length, before.length, "nothing is played before Continue");
  const cover = page.getByRole("region", { name: words("player-resume-title") });
  await continueButton(cover).click();
  // A count-in as long as getting into position, then the step.
  await letRun(page, 16_000 + next.duration_ms + 4_000);
  await eventually(
    "the next step is kept",
    async () => finishedSteps(await program.journal())[before.length]?.step === next.index,
    { page },
  );
});

test("a gap that nobody can have exercised through pauses the session and says so", async (t) => {
  const { page, program } = await person(t, { clock: true });
  await startRoutine(page, "desk");
  await letRun(page, 20_000);
  await page.clock.fastForward(10 * 60_000);
  await page.getByText(words("player-gap")).waitFor();
  await continueButton(page).waitFor();
  const desk = await timeline("desk");
  const atMost = desk.steps.filter((step) => step.start_ms + step.duration_ms <= 21_000).length;
  assert.ok(finishedSteps(await program.journal()).length <= atMost);

  await continueButton(page).click();
  await pauseButton(page).waitFor();
  await letRun(page, 5_000);

  // A lid that was closed: the day went on, the page’s own clock stood still.
  await page.clock.setSystemTime(Date.now() + 3_600_000);
  await letRun(page, 500);
  await page.getByText(words("player-gap")).waitFor();
});

/** Where Today offers to go on with a session or to end it, with one of these headings. */
const offer = (page, heading) => page.getByRole("region").filter({ hasText: words(heading) });

test("a session that was left open is offered on Today, to go on or to be ended", async (t) => {
  const { page, program } = await person(t, { clock: true });
  await startRoutine(page, "two-minutes");
  await letRun(page, 40_000);
  await eventually("a step is kept", async () => finishedSteps(await program.journal()).length > 0, { page });
  await page.goto("/");
  const open = offer(page, "today-open-heading");
  await open.getByRole("link", { name: words("today-open-continue") }).click();
  await page.getByRole("heading", { name: words("player-resume-title") }).waitFor();
  await page.goto("/");
  await open.getByRole("button", { name: words("today-open-close") }).click();
  await page.waitForURL(/\/after$/);
  await page.goto("/");
  await page.getByRole("heading", { name: words("today-week") }).waitFor();
  assert.equal(await open.count(), 0);
});

test("a session left for more than a day is offered to be closed as it is", async (t) => {
  const left = { routine: "desk", steps: 40 };
  const { page, program } = await person(t, { before: (program) => importUnfinished(program, { ...left, hours: 25 }) });
  const old = offer(page, "today-open-old-heading");
  await old.getByText(words("routine-desk")).waitFor();
  const actions = [words("today-open-close"), words("today-open-continue")];
  assert.deepEqual(await old.locator("button, a").allTextContents(), actions, "closing it comes first");
  await old.getByRole("button", { name: words("today-open-close") }).click();

  await page.getByRole("heading", { name: words("after-heading-stopped") }).waitFor();
  await page.getByRole("link", { name: words("after-history") }).click();
  await page.getByText(words("ending-closed")).waitFor();
  await page.goto("/");
  await page.getByRole("heading", { name: words("today-week") }).waitFor();
  assert.equal(await old.count(), 0);
  const journal = await program.journal();
  assert.deepEqual(finishedSteps(journal), wholeSession(await timeline("desk")).slice(0, left.steps));
  const ends = journal.filter((entry) => entry.body.kind === "session-ended");
  assert.deepEqual(ends.map((entry) => entry.body.how), ["closed"]);
});

test("a session left for less than a day is offered to be gone on with", async (t) => {
  const left = { routine: "desk", steps: 40, hours: 23 };
  const { page } = await person(t, { before: (program) => importUnfinished(program, left) });
  const open = offer(page, "today-open-heading");
  await open.getByText(words("routine-desk")).waitFor();
  const actions = [words("today-open-continue"), words("today-open-close")];
  assert.deepEqual(await open.locator("button, a").allTextContents(), actions, "going on comes first");
});
