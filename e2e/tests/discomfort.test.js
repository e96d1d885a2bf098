// What a person does when an exercise doesn't feel good: says so with a tap or a key, stops what hurts, and stops for the
// day when dizzy. On a clock that the test moves.

import assert from "node:assert/strict";
import { test } from "node:test";

import { PHONE } from "../lib/browser.js";
import { person } from "../lib/person.js";
import { timeline } from "../lib/program.js";
import {
  continueButton,
  eventually,
  finishedSteps,
  goToExercise,
  letRun,
  pauseButton,
  playToEnd,
  startRoutine,
} from "../lib/session.js";
import { words, wordsLike } from "../lib/words.js";

/** What a journal says about exercises. */
const about = (journal) => journal
  .map(({ body }) => body)
  .filter(({ kind }) => kind.startsWith("exercise-"))
  .map(({ kind, play, felt }) => ({ kind, play, ...felt }));

const endings = (journal) => journal.filter(({ body }) => body.kind === "session-ended").map(({ body }) => body.how);

/** The exercises of a routine in the order in which they are played. */
async function plays(routine) {
  const { steps } = await timeline(routine);
  const ids = [...new Set(steps.map(({ exercise }) => exercise).filter(Boolean))];
  return ids.map((exercise) => ({ exercise, name: words(exercise), steps: steps.filter((step) => step.exercise === exercise) }));
}

/** Lets an exercise play until something of it is done, and skips the rest of it. */
async function tryOut(page, { steps }) {
  const hold = steps.find((step) => step.kind === "hold");
  await letRun(page, hold.start_ms + hold.duration_ms - steps[0].start_ms + 1_000);
  await page.keyboard.press("Shift+ArrowRight");
  await letRun(page, 200);
}

const question = (page, { name }) => page.getByRole("group", { name: words("player-felt-question", { exercise: name }) });

test("how an exercise was is said with a tap or a key while the next one is got ready for, and can be changed", async (t) => {
  const { page, program } = await person(t, { clock: true, viewport: PHONE, hasTouch: true });
  const [neck, squeeze, reach] = (await plays("desk")).slice(4);
  await startRoutine(page, "desk");
  await goToExercise(page, neck.name);
  assert.equal(await page.getByRole("group", { name: wordsLike("player-felt-question") }).count(), 0, "a warm-up is not asked about");
  await tryOut(page, neck);

  const strip = question(page, neck);
  await strip.getByRole("button", { name: words("discomfort-too-much") }).tap();
  await page.getByText(words("player-felt-too-much")).first().waitFor();
  await page.keyboard.press("2");
  const some = strip.getByRole("button", { name: words("discomfort-some") });
  assert.equal(await some.getAttribute("aria-pressed"), "true");
  // It never holds anything up, and goes when the next exercise moves.
  await letRun(page, squeeze.steps[0].duration_ms + 500);
  await strip.waitFor({ state: "hidden" });
  await page.locator('#player[data-kind="move"]').waitFor();
  await page.keyboard.press("1");

  await page.keyboard.press("ArrowLeft");
  await letRun(page, 200);
  await tryOut(page, squeeze);
  const next = question(page, squeeze);
  await next.getByRole("button", { name: words("discomfort-number") }).tap();
  await next.getByRole("button", { name: "5", exact: true }).tap();
  await tryOut(page, reach);
  await question(page, reach).waitFor();

  await eventually("the answers are kept", async () => about(await program.journal()).length === 3, { page });
  assert.deepEqual(about(await program.journal()), [
    { kind: "exercise-felt", play: 4, discomfort: "too-much" },
    { kind: "exercise-felt", play: 4, discomfort: "some" },
    { kind: "exercise-felt", play: 5, discomfort: "some", rating: 5 },
  ]);

  // What was not answered can be afterwards, and what was can be changed.
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: words("player-end-session") }).tap();
  await playToEnd(page, 10_000);
  const form = (of) => page.getByRole("group", { name: words("after-felt-of", { exercise: of.name }) });
  await form(reach).getByRole("button", { name: words("discomfort-fine") }).tap();
  await page.getByText(words("felt-fine")).first().waitFor();
  await page.locator("summary", { hasText: neck.name }).tap();
  await form(neck).getByRole("button", { name: words("discomfort-fine") }).tap();
  await page.locator("summary", { hasText: neck.name }).getByText(words("felt-fine")).waitFor();
  await page.getByRole("link", { name: words("after-history") }).tap();
  await page.getByText(words("felt-rated", { felt: words("felt-some"), rating: 5 })).waitFor();
});

test("what hurts is over at once, and that is kept although the program was away", async (t) => {
  const { page, program } = await person(t, { clock: true });
  const all = await plays("desk");
  const [neck, squeeze] = all.slice(4);
  await startRoutine(page, "desk");
  await goToExercise(page, neck.name);
  await letRun(page, neck.steps[0].duration_ms + 2_000);
  await program.kill();

  // A slip: nothing is kept, and the exercise goes on.
  const panel = page.getByRole("dialog", { name: words("player-hurt-title") });
  await page.getByRole("button", { name: words("player-hurts") }).click();
  await panel.getByText(words("player-hurt-text", { exercise: neck.name })).waitFor();
  await letRun(page, 60_000);
  await panel.getByRole("button", { name: words("player-hurt-slip") }).click();
  await pauseButton(page).waitFor();
  await letRun(page, 4_000);

  // Escape leaves it standing still.
  await page.keyboard.press("h");
  await panel.waitFor();
  await page.keyboard.press("Escape");
  await continueButton(page).waitFor();
  await page.getByRole("heading", { name: neck.name }).waitFor();

  // It can be said while it stands still.
  await page.keyboard.press("h");
  const goOn = words("player-hurt-go-on", { exercise: squeeze.name });
  assert.equal(await panel.locator(":focus").textContent(), goOn, "going on with the next one is what Enter does");
  await page.keyboard.press("Enter");
  await letRun(page, 200);
  await page.getByRole("heading", { name: squeeze.name }).waitFor();
  await pauseButton(page).waitFor();
  assert.equal(await question(page, neck).count(), 0, "how it was is said already");

  await program.start();
  await eventually("it is kept", async () => about(await program.journal()).length > 0, { page });
  await eventually("all is saved", async () => (await page.getByText(wordsLike("player-unsaved")).count()) === 0, { page });
  const journal = await program.journal();
  assert.deepEqual(about(journal), [{ kind: "exercise-hurt", play: 4 }]);
  const outcomes = new Map(finishedSteps(journal).map(({ step, outcome }) => [step, outcome]));
  const left = neck.steps.filter((step) => outcomes.get(step.index) === "skipped");
  assert.deepEqual(left.map((step) => step.index), neck.steps.slice(-left.length).map((step) => step.index));
  assert.ok(left.length > neck.steps.length / 2, "the rest of the exercise is skipped");

  // At the last exercise there is nothing to go on with.
  const last = all.at(-1);
  await goToExercise(page, last.name);
  await letRun(page, last.steps[0].duration_ms + 1_000);
  await page.keyboard.press("h");
  await panel.getByRole("button", { name: words("player-hurt-finish") }).click();
  await playToEnd(page, 10_000);
  await page.getByText(words("felt-hurt")).first().waitFor();
  assert.deepEqual(about(await program.journal()).at(-1), { kind: "exercise-hurt", play: all.length - 1 });
});

test("somebody who is dizzy is told what to do, and the session is over", async (t) => {
  const { page, program } = await person(t, { clock: true });
  await startRoutine(page, "two-minutes");
  await letRun(page, 12_000);
  const panel = page.getByRole("dialog", { name: words("dizzy-heading") });
  await page.keyboard.press("d");
  await panel.getByText(words("safety-intro-now")).waitFor();
  await panel.getByRole("button", { name: words("player-dizzy-slip") }).click();
  await pauseButton(page).waitFor();
  await letRun(page, 10_000);

  await page.getByRole("button", { name: words("player-dizzy") }).click();
  await panel.waitFor();
  assert.deepEqual(endings(await program.journal()), []);
  assert.equal(await panel.locator(":focus").textContent(), words("player-end-session"));
  await page.keyboard.press("Enter");
  await playToEnd(page, 10_000);
  await page.getByRole("heading", { name: words("after-heading-dizzy") }).waitFor();
  await page.getByText(words("safety-now-chest")).waitFor();
  assert.equal(await page.getByText(words("after-heading-completed")).count(), 0);
  assert.deepEqual(endings(await program.journal()), ["dizzy"]);
  await page.getByRole("link", { name: words("after-history") }).click();
  await page.getByText(words("ending-dizzy")).waitFor();
});

test("what a person said was wrong is kept although they leave before they choose what to do about it", async (t) => {
  const { page, program } = await person(t, { clock: true });
  const [march, rolls] = await plays("two-minutes");
  await startRoutine(page, "two-minutes");
  const session = page.url();
  const resume = page.getByRole("region", { name: words("player-resume-title") });
  await letRun(page, march.steps[0].duration_ms + 2_000);

  // A slip that was taken back leaves nothing to keep.
  const hurts = page.getByRole("dialog", { name: words("player-hurt-title") });
  const dizzy = page.getByRole("dialog", { name: words("dizzy-heading") });
  for (const [key, panel, slip] of [["h", hurts, "player-hurt-slip"], ["d", dizzy, "player-dizzy-slip"]]) {
    await page.keyboard.press(key);
    await panel.getByRole("button", { name: words(slip) }).click();
    await panel.waitFor({ state: "hidden" });
  }
  await page.goto("/");
  await page.getByRole("link", { name: words("today-open-continue") }).click();
  await continueButton(resume).click();
  await letRun(page, 20_000);
  assert.deepEqual(about(await program.journal()), []);
  assert.deepEqual(endings(await program.journal()), []);

  await page.getByRole("heading", { level: 2, name: march.name, exact: true }).waitFor();
  await page.keyboard.press("h");
  await hurts.waitFor();
  await page.goto("/");
  await eventually("that it hurt is kept", async () => about(await program.journal()).length > 0, { page });
  assert.deepEqual(about(await program.journal()), [{ kind: "exercise-hurt", play: 0 }]);
  await page.goto(session);
  await continueButton(resume).click();
  await letRun(page, 1_000);
  await page.getByRole("heading", { level: 2, name: rolls.name, exact: true }).waitFor();

  await page.keyboard.press("d");
  await dizzy.waitFor();
  assert.deepEqual(endings(await program.journal()), []);
  await page.goto("/");
  await eventually("that it ended is kept", async () => endings(await program.journal()).length > 0, { page });
  assert.deepEqual(endings(await program.journal()), ["dizzy"]);
  await page.goto("/");
  await page.getByRole("heading", { name: words("today-dizzy-heading") }).waitFor();
  assert.equal(await page.getByRole("button", { name: wordsLike("today-start") }).count(), 0);
});

test("where there are no scripts, the plan asks how each exercise was", async (t) => {
  const { page, program } = await person(t, { javaScriptEnabled: false });
  const [, , , first] = await plays("two-minutes");
  await page.goto("/routines/two-minutes");
  await page.getByRole("button", { name: words("today-start") }).click();
  await page.getByRole("heading", { name: words("player-noscript-title") }).waitFor();
  const row = page.getByRole("listitem").filter({ hasText: first.name });
  await row.getByRole("checkbox").check();
  await row.getByRole("combobox").selectOption({ label: words("player-noscript-hurt") });
  await page.getByRole("button", { name: words("player-noscript-button") }).click();
  await page.getByText(words("felt-hurt")).waitFor();
  assert.deepEqual(about(await program.journal()), [{ kind: "exercise-hurt", play: 3 }]);
});
