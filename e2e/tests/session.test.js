// A session as a person has it, on a clock that the test moves: whole, with the program killed in the middle, with the
// page reloaded, and with the computer asleep.

import assert from "node:assert/strict";
import { test } from "node:test";

import { importUnfinished } from "../lib/history.js";
import { person } from "../lib/person.js";
import { timeline } from "../lib/program.js";
import { eventually, finishedSteps, letRun, playToEnd, startRoutine, wholeSession } from "../lib/session.js";

test("a session is played from Today to its end, rated, and found in the history", async (t) => {
  const { page, program } = await person(t, { clock: true });
  const desk = await timeline("desk");
  await startRoutine(page, "Desk");
  await playToEnd(page, desk.total_ms);

  await page.getByRole("heading", { name: "Well done" }).waitFor();
  await page.getByRole("button", { name: "3", exact: true }).click();
  await page.getByText("Kept: 3 of 10.").waitFor();

  await page.getByRole("link", { name: "History", exact: true }).click();
  await page.getByText("felt 3 of 10 after").waitFor();
  await page.locator("main").getByRole("link", { name: "Desk" }).click();
  await page.getByRole("heading", { name: "Desk" }).waitFor();
  await page.getByText("played to the end").waitFor();
  const done = page.getByRole("list").filter({ has: page.getByRole("link", { name: "Neck side bend and rotation" }) });
  assert.equal(await done.getByText("done", { exact: true }).count(), new Set(desk.steps.map((s) => s.exercise)).size - 1);

  assert.deepEqual(finishedSteps(await program.journal()), wholeSession(desk));
});

test("killing the program in the middle loses nothing and keeps nothing twice", async (t) => {
  const { page, program } = await person(t, { clock: true });
  const desk = await timeline("desk");
  await startRoutine(page, "Desk");
  await letRun(page, 60_000);
  await eventually("the first steps are kept", async () => finishedSteps(await program.journal()).length > 2, { page });
  const session = page.url();

  await program.kill();
  await letRun(page, 60_000);
  await page.getByText(/^\d+ not saved yet/).waitFor();

  await program.start();
  await eventually("all is saved", async () => (await page.getByText(/not saved yet/).count()) === 0, { page });
  assert.equal(page.url(), session);
  await playToEnd(page, desk.total_ms);
  await page.getByRole("heading", { name: "Well done" }).waitFor();

  const journal = await program.journal();
  const kept = finishedSteps(journal).sort((a, b) => a.step - b.step);
  assert.deepEqual(kept, wholeSession(desk));
  assert.equal(journal.filter((entry) => entry.body.kind === "session-started").length, 1);
  assert.equal(new Set(journal.map((entry) => entry.id)).size, journal.length);
});

test("an answer that dies with the program keeps no step twice", async (t) => {
  const { page, program } = await person(t, { clock: true });
  const plan = await timeline("two-minutes");
  await startRoutine(page, "Two minutes");
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
  await page.getByRole("heading", { name: "Well done" }).waitFor();
  assert.deepEqual(finishedSteps(await program.journal()), wholeSession(plan));
});

test("steps finished while the program was away survive a page that is closed meanwhile", async (t) => {
  const { page, program, context } = await person(t, { clock: true });
  const desk = await timeline("desk");
  await startRoutine(page, "Desk");
  await letRun(page, 30_000);
  await program.kill();
  await letRun(page, 60_000);
  await page.getByText(/^\d+ not saved yet/).waitFor();
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
  await startRoutine(page, "Desk");
  await letRun(page, 100_000);
  const due = desk.steps.filter((step) => step.start_ms + step.duration_ms <= 95_000).length;
  await eventually("the steps are kept", async () => finishedSteps(await program.journal()).length >= due, { page });

  await page.reload();
  await page.getByRole("heading", { name: "Welcome back" }).waitFor();
  const before = finishedSteps(await program.journal()).map(({ step }) => step);
  const next = desk.steps[before.length];
  assert.deepEqual(before, desk.steps.slice(0, before.length).map((step) => step.index));

  await letRun(page, 30_000);
  assert.equal(finishedSteps(await program.journal()).length, before.length, "nothing is played before Continue");
  const cover = page.getByRole("region", { name: "Welcome back" });
  await cover.getByRole("button", { name: "Continue" }).click();
  await letRun(page, next.duration_ms + 4_000);
  await eventually(
    "the next step is kept",
    async () => finishedSteps(await program.journal())[before.length]?.step === next.index,
    { page },
  );
});

test("a gap that nobody can have exercised through pauses the session and says so", async (t) => {
  const { page, program } = await person(t, { clock: true });
  await startRoutine(page, "Desk");
  await letRun(page, 20_000);
  await page.clock.fastForward(10 * 60_000);
  await page.getByText("Paused: the computer was away.").waitFor();
  await page.getByRole("button", { name: "Continue", exact: true }).waitFor();
  const desk = await timeline("desk");
  const atMost = desk.steps.filter((step) => step.start_ms + step.duration_ms <= 21_000).length;
  assert.ok(finishedSteps(await program.journal()).length <= atMost);

  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await page.getByRole("button", { name: "Pause", exact: true }).waitFor();
  await letRun(page, 5_000);

  // A lid that was closed: the day went on, the page’s own clock stood still.
  await page.clock.setSystemTime(Date.now() + 3_600_000);
  await letRun(page, 500);
  await page.getByText("Paused: the computer was away.").waitFor();
});

test("a session that was left open is offered on Today, to go on or to be closed as it is", async (t) => {
  const { page, program } = await person(t, { clock: true });
  await startRoutine(page, "Two minutes");
  await letRun(page, 40_000);
  await eventually("a step is kept", async () => finishedSteps(await program.journal()).length > 0, { page });
  await page.goto("/");
  await page.getByRole("heading", { name: "Your session is still open" }).waitFor();
  await page.getByRole("link", { name: "Continue" }).click();
  await page.getByRole("heading", { name: "Welcome back" }).waitFor();
  await page.goto("/");
  await page.getByRole("button", { name: "Close it as it is" }).click();
  await page.goto("/");
  assert.equal(await page.getByText("Your session is still open").count(), 0);
});

test("a session left for more than a day is offered to be closed as it is", async (t) => {
  const left = { routine: "desk", steps: 40 };
  const old = await person(t, { before: (program) => importUnfinished(program, { ...left, hours: 25 }) });
  const offer = old.page.getByRole("region", { name: "A session from before is still open" });
  await offer.getByText("Desk").waitFor();
  assert.deepEqual(await offer.locator("button, a").allTextContents(), ["Close it as it is", "Continue"]);
  await offer.getByRole("button", { name: "Close it as it is" }).click();

  await old.page.getByRole("heading", { name: "That counts, too" }).waitFor();
  await old.page.getByRole("link", { name: "See it in the history" }).click();
  await old.page.getByText("closed later, as it was").waitFor();
  await old.page.goto("/");
  await old.page.getByRole("heading", { name: "This week" }).waitFor();
  assert.equal(await offer.count(), 0);
  const journal = await old.program.journal();
  assert.deepEqual(
    finishedSteps(journal),
    wholeSession(await timeline("desk")).slice(0, left.steps),
  );
  const ends = journal.filter((entry) => entry.body.kind === "session-ended");
  assert.deepEqual(ends.map((entry) => entry.body.how), ["closed"]);

  const recent = await person(t, { before: (program) => importUnfinished(program, { ...left, hours: 23 }) });
  const open = recent.page.getByRole("region", { name: "Your session is still open" });
  assert.deepEqual(await open.locator("button, a").allTextContents(), ["Continue", "Close it as it is"]);
});
