// Today: what was put together is changed, played and stopped where it hurts; next time it is gentler.

import assert from "node:assert/strict";
import { test } from "node:test";

import { PHONE } from "../lib/browser.js";
import { person } from "../lib/person.js";
import { eventually, goToExercise, letRun, playToEnd, startRoutine } from "../lib/session.js";
import { words } from "../lib/words.js";

const plan = (page) => page.getByRole("region", { name: words("today-plan") });
const row = (page, name) => plan(page).getByRole("listitem").filter({ has: page.getByRole("link", { name, exact: true }) }).first();
const bodies = (journal, kind) => journal.map(({ body }) => body).filter((body) => body.kind === kind);

test("a session is fitted, swapped, played and stopped where it hurts, and is easier after that", async (t) => {
  const { page, program } = await person(t, { clock: true, viewport: PHONE, hasTouch: true });
  const neck = words("neck-side-bend-rotation");
  const squeeze = words("scapular-squeeze");

  // More time, and something else instead of one; the plan says why each is there.
  await plan(page).getByRole("button", { name: words("length-minutes", { minutes: 10 }), exact: true }).tap();
  await plan(page).getByRole("button", { name: words("length-minutes", { minutes: 10 }), exact: true, pressed: true }).waitFor();
  await row(page, neck).getByText(words("why-region-neck")).waitFor();
  const change = row(page, squeeze).locator("summary");
  await change.tap();
  await row(page, squeeze).getByRole("button", { name: words("today-drop") }).tap();
  await change.waitFor({ state: "detached" });
  await plan(page).locator("summary", { hasText: words("today-omitted") }).tap();
  await plan(page).getByRole("button", { name: words("today-keep") }).tap();
  await row(page, squeeze).locator("summary").waitFor();

  await startRoutine(page, "today");
  await goToExercise(page, neck);
  await letRun(page, 12_000);
  await page.getByRole("button", { name: words("player-hurts") }).tap();
  const panel = page.getByRole("dialog", { name: words("player-hurt-title") });
  await panel.waitFor();
  await page.keyboard.press("Enter");
  await letRun(page, 500);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: words("player-end-session") }).tap();
  await playToEnd(page, 10_000);
  await eventually("it is kept", async () => bodies(await program.journal(), "exercise-hurt").length === 1, { page });
  assert.deepEqual(bodies(await program.journal(), "standing-set"), [
    { kind: "standing-set", exercise: "neck-side-bend-rotation", standing: { form: "easier", level: 0 } },
  ]);

  // On its page it says where one stands now, and it can be taken up again as before.
  await page.goto("/exercises/neck-side-bend-rotation");
  await page.getByRole("heading", { name: words("standing-heading") }).waitFor();
  await page.getByText(words("neck-side-bend-rotation_short-hold")).first().waitFor();
});
