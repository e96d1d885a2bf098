// Sessions for people who use no pointer, want no motion, or have scripts switched off.

import assert from "node:assert/strict";
import { test } from "node:test";

import { person } from "../lib/person.js";
import { timeline } from "../lib/program.js";
import {
  continueButton,
  eventually,
  finishedSteps,
  letRun,
  pauseButton,
  playToEnd,
  startName,
  startRoutine,
} from "../lib/session.js";
import { words } from "../lib/words.js";

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
  await tabTo(page, startName("desk"));
  await page.keyboard.press("Enter");
  const pause = pauseButton(page);
  const goOn = continueButton(page);
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

  await letRun(page, 40_000);
  await page.keyboard.press("Escape");
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  assert.equal(await dialog.locator(":focus").textContent(), words("player-keep-going"));
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  await pause.waitFor();

  await page.keyboard.press("Escape");
  await dialog.waitFor();
  await tabTo(page, words("player-end-session"));
  await page.keyboard.press("Enter");
  await playToEnd(page, 10_000);
  await page.getByRole("heading", { name: words("after-heading-stopped") }).waitFor();
  await tabTo(page, "4");
  await page.keyboard.press("Enter");
  await page.getByText(words("after-rated", { felt: words("rating-of-ten", { rating: 4 }) })).waitFor();
});

test("what happens is announced to a screen reader", async (t) => {
  const { page } = await person(t, { clock: true });
  await startRoutine(page, "desk");
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
  await page.getByRole("timer", { name: words("player-clock") }).waitFor();
  await page.getByRole("progressbar", { name: words("player-progress") }).waitFor();
});

test("with reduced motion nothing moves and the session still plays", async (t) => {
  const { page } = await person(t, { clock: true, reducedMotion: "reduce" });
  await startRoutine(page, "two-minutes");
  const plan = await timeline("two-minutes");
  for (let second = 0; second < 30; second += 1) {
    await letRun(page, 1_000);
    const moving = await page.evaluate(() => document.getAnimations().map((animation) => animation.effect.target.id));
    assert.deepEqual(moving, []);
  }
  await playToEnd(page, plan.total_ms);
  await page.getByRole("heading", { name: words("after-heading-completed") }).waitFor();
});

test("without scripts the pages work as links and forms", async (t) => {
  const { page, program } = await person(t, { javaScriptEnabled: false });
  await page.getByRole("button", { name: startName("two-minutes") }).click();
  await page.getByRole("heading", { name: words("player-noscript-title") }).waitFor();
  const ticks = page.getByRole("checkbox");
  const count = await ticks.count();
  assert.ok(count >= 3, `${count} exercises to tick`);
  await ticks.first().check();
  await ticks.last().check();
  await page.getByRole("button", { name: words("player-noscript-button") }).click();
  await page.getByRole("heading", { name: words("after-heading-stopped") }).waitFor();
  await page.getByRole("button", { name: "2", exact: true }).click();
  await page.getByText(words("after-rated", { felt: words("rating-of-ten", { rating: 2 }) })).waitFor();
  await page.getByRole("link", { name: words("after-history") }).click();
  await page.getByText(words("rating-of-ten", { rating: 2 }), { exact: true }).waitFor();
  assert.ok(finishedSteps(await program.journal()).length > 0);

  for (const part of ["exercises", "progress", "settings", "about", "today"]) {
    await page.getByRole("navigation").getByRole("link", { name: words(`nav-${part}`) }).click();
    await page.getByRole("heading", { level: 1 }).waitFor();
  }
});
