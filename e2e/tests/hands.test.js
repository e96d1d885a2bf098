// Sessions for people who use no pointer, want no motion, or have scripts switched off.

import assert from "node:assert/strict";
import { test } from "node:test";

import { person } from "../lib/person.js";
import { timeline } from "../lib/program.js";
import { eventually, finishedSteps, letRun, playToEnd, startRoutine } from "../lib/session.js";

/** Presses Tab until something with that name has the focus. */
async function tabTo(page, name) {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press("Tab");
    const focused = page.locator(":focus");
    if ((await focused.count()) && (await page.getByRole("button", { name, exact: true }).and(focused).count())) return;
  }
  assert.fail(`Tab never led to “${name}”`);
}

test("the keyboard alone leads through a session", async (t) => {
  const { page, program } = await person(t, { clock: true });
  await tabTo(page, "Start Desk");
  await page.keyboard.press("Enter");
  const pause = page.getByRole("button", { name: "Pause", exact: true });
  const goOn = page.getByRole("button", { name: "Continue", exact: true });
  await pause.waitFor();

  await page.keyboard.press("Space");
  await goOn.waitFor();
  await page.keyboard.press("Space");
  await pause.waitFor();

  const desk = await timeline("desk");
  const name = page.getByRole("heading", { level: 2 });
  const first = await name.first().textContent();
  await page.keyboard.press("Shift+ArrowRight");
  await letRun(page, 500);
  assert.notEqual(await name.first().textContent(), first, "Shift and the right arrow go to the next exercise");
  await page.keyboard.press("ArrowRight");
  await letRun(page, 500);
  await page.keyboard.press("ArrowLeft");
  await letRun(page, 500);
  const skipped = desk.steps.filter((step) => step.exercise === desk.steps[0].exercise).length + 1;
  await eventually(
    "skipped steps are kept as skipped",
    async () => finishedSteps(await program.journal()).filter(({ outcome }) => outcome === "skipped").length === skipped,
    { page },
  );

  await page.keyboard.press("Escape");
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  assert.equal(await dialog.locator(":focus").textContent(), "Keep going");
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  await pause.waitFor();

  await page.keyboard.press("Escape");
  await dialog.waitFor();
  await tabTo(page, "End session");
  await page.keyboard.press("Enter");
  await playToEnd(page, 10_000);
  await page.getByRole("heading", { name: "Another time, then" }).waitFor();
  await tabTo(page, "4");
  await page.keyboard.press("Enter");
  await page.getByText("Kept: 4 of 10.").waitFor();
});

test("what happens is announced to a screen reader", async (t) => {
  const { page } = await person(t, { clock: true });
  await startRoutine(page, "Desk");
  await letRun(page, 1_000);
  const announced = page.locator("[aria-live=polite]");
  const desk = await timeline("desk");
  const heard = new Set();
  for (let second = 0; second < 120; second += 1) {
    await letRun(page, 1_000);
    heard.add(await announced.textContent());
  }
  const due = desk.steps.filter((step) => step.start_ms < 115_000).length;
  assert.ok(heard.size > due / 3, `${heard.size} announcements in ${due} steps`);
  await page.getByRole("timer", { name: "Time left in this step" }).waitFor();
  await page.getByRole("progressbar", { name: "Session progress" }).waitFor();
});

test("with reduced motion nothing moves and the session still plays", async (t) => {
  const { page } = await person(t, { clock: true, reducedMotion: "reduce" });
  await startRoutine(page, "Two minutes");
  const plan = await timeline("two-minutes");
  for (let second = 0; second < 30; second += 1) {
    await letRun(page, 1_000);
    const moving = await page.evaluate(() => document.getAnimations().map((animation) => animation.effect.target.id));
    assert.deepEqual(moving, []);
  }
  await playToEnd(page, plan.total_ms);
  await page.getByRole("heading", { name: "Well done" }).waitFor();
});

test("without scripts the pages work as links and forms", async (t) => {
  const { page, program } = await person(t, { javaScriptEnabled: false });
  await page.getByRole("button", { name: "Start Two minutes" }).click();
  await page.getByRole("heading", { name: /Your session/ }).waitFor();
  const ticks = page.getByRole("checkbox");
  const count = await ticks.count();
  assert.ok(count >= 3, `${count} exercises to tick`);
  await ticks.first().check();
  await ticks.last().check();
  await page.getByRole("button", { name: "Keep what I did" }).click();
  await page.getByRole("heading", { name: "That counts, too" }).waitFor();
  await page.getByRole("button", { name: "2", exact: true }).click();
  await page.getByText("Kept: 2 of 10.").waitFor();
  await page.getByRole("link", { name: "See it in the history" }).click();
  await page.getByText("felt 2 of 10 after").waitFor();
  assert.ok(finishedSteps(await program.journal()).length > 0);

  for (const name of ["Exercises", "History", "Settings", "Safety", "Today"]) {
    await page.getByRole("navigation").getByRole("link", { name, exact: true }).click();
    await page.getByRole("heading", { level: 1 }).waitFor();
  }
});
