// The welcome as a person goes through it, with each kind of answer; left, gone on with, and changed.

import assert from "node:assert/strict";
import { test } from "node:test";

import { PHONE } from "../lib/browser.js";
import { person } from "../lib/person.js";
import { pauseButton, startName, startRoutine } from "../lib/session.js";
import { words } from "../lib/words.js";

const next = (page) => page.getByRole("button", { name: words("welcome-next") });
const tick = (page, key) => page.getByLabel(words(key)).check();

/** Ticks “None of these” and goes on. */
async function none(page, heading) {
  await page.getByRole("heading", { name: words(heading) }).waitFor();
  await tick(page, "welcome-none");
  await next(page).click();
}

/** Goes to the welcome’s first safety question. */
async function begin(page) {
  await page.getByRole("link", { name: words("held-unasked-button") }).click();
  await tick(page, "complaint-neck");
  await page.getByLabel(words("since-weeks"), { exact: true }).check();
  await next(page).click();
  await page.getByRole("heading", { name: words("welcome-heading-now") }).waitFor();
}

/** The body of the last entry of a kind. */
const last = (journal, kind) => journal.map((entry) => entry.body).findLast((body) => body.kind === kind);

test("somebody to whom nothing applies is welcomed and starts what they wanted", async (t) => {
  const { page, program } = await person(t, { isNew: true, viewport: PHONE });
  await page.getByRole("button", { name: startName("two-minutes"), exact: true }).click();
  await page.getByRole("heading", { level: 1, name: words("welcome-heading-you") }).waitFor();
  await tick(page, "complaint-upper-back");
  await next(page).click();
  await none(page, "welcome-heading-now");
  await none(page, "welcome-heading-before");
  await none(page, "welcome-heading-conditions");
  await tick(page, "equipment-mat");
  await tick(page, "place-floor");
  await next(page).click();
  await page.getByLabel(words("minutes-count", { minutes: "10" })).check();
  await tick(page, "day-part-evening");
  await next(page).click();
  await page.getByRole("heading", { name: words("welcome-heading-asking") }).waitFor();
  await tick(page, "ask-daily-evening");
  await next(page).click();
  await page.getByRole("heading", { name: words("summary-heading"), exact: true }).waitFor();
  await page.getByText(words("minutes-count", { minutes: "10" })).waitFor();
  await page.getByText("On workdays I ask once between 18:00 and 20:00.").waitFor();
  await page.getByRole("button", { name: words("summary-start", { routine: words("routine-two-minutes") }) }).click();
  await pauseButton(page).waitFor();
  const journal = await program.journal();
  assert.equal(last(journal, "session-started").timeline.routine, "two-minutes");
  assert.deepEqual(last(journal, "screening-answered").answers.conditions, []);
});

test("the keyboard alone leads through the welcome", async (t) => {
  const { page } = await person(t, { isNew: true });
  /** Presses Tab until that has the focus. */
  const tabTo = async (what) => {
    for (let presses = 0; presses < 40; presses += 1) {
      await page.keyboard.press("Tab");
      if (await what.and(page.locator(":focus")).count()) return;
    }
    assert.fail(`Tab never led to ${what}`);
  };
  await tabTo(page.getByRole("link", { name: words("held-unasked-button") }));
  await page.keyboard.press("Enter");
  await tabTo(page.getByLabel(words("complaint-headache")));
  await page.keyboard.press("Space");
  await tabTo(page.getByLabel(words("since-days"), { exact: true }));
  await page.keyboard.press("ArrowDown");
  assert.ok(await page.getByLabel(words("since-weeks"), { exact: true }).isChecked());
  await page.keyboard.press("Enter");
  for (const heading of ["welcome-heading-now", "welcome-heading-before", "welcome-heading-conditions"]) {
    await page.getByRole("heading", { name: words(heading) }).waitFor();
    await tabTo(page.getByLabel(words("welcome-none")));
    await page.keyboard.press("Space");
    await page.keyboard.press("Enter");
  }
  for (const heading of ["welcome-heading-room", "welcome-heading-time", "welcome-heading-asking"]) {
    await page.getByRole("heading", { name: words(heading) }).waitFor();
    await tabTo(next(page));
    await page.keyboard.press("Enter");
  }
  await tabTo(page.getByRole("link", { name: words("summary-today") }));
  await page.keyboard.press("Enter");
  await startRoutine(page, "desk");
});

test("with a stop sign there is help instead of exercises, until it has passed", async (t) => {
  const { page, program } = await person(t);
  await startRoutine(page, "desk");
  const session = page.url();
  await page.goto("/settings");
  await page.getByRole("link", { name: words("held-again") }).click();
  assert.equal(await page.locator("input:checked").count(), 0, "what is right now is asked anew");
  await tick(page, "safety-now-dizzy");
  await next(page).click();
  for (const address of ["/", "/routines/desk", session]) {
    await page.goto(address);
    await page.getByRole("heading", { name: words("held-stop-heading") }).waitFor();
    await page.getByText(words("safety-now-dizzy")).waitFor();
    assert.equal(await page.getByRole("button", { name: words("today-start") }).count(), 0);
    assert.equal(await pauseButton(page).count(), 0);
  }
  await page.getByRole("button", { name: words("today-open-close") }).click();
  await page.waitForURL(/\/after$/);

  await program.kill();
  await program.start();
  await page.goto("/");
  await page.getByRole("heading", { name: words("held-stop-heading") }).waitFor();
  await page.getByRole("link", { name: words("held-again") }).click();
  await none(page, "welcome-heading-now");
  await none(page, "welcome-heading-before");
  await none(page, "welcome-heading-conditions");
  await startRoutine(page, "desk");
});

test("who should see a clinician goes on when they say that they were seen", async (t) => {
  const { page } = await person(t, { isNew: true });
  await begin(page);
  await none(page, "welcome-heading-now");
  await tick(page, "safety-before-night");
  await next(page).click();
  await page.getByRole("heading", { name: words("held-see-heading") }).waitFor();
  await page.goto("/");
  await page.getByText(words("safety-before-night")).waitFor();
  await page.getByRole("button", { name: words("held-seen-button") }).click();
  await page.getByRole("alert").waitFor();
  await tick(page, "held-seen-one");
  await page.getByRole("button", { name: words("held-seen-button") }).click();
  await none(page, "welcome-heading-conditions");
  await page.getByRole("link", { name: words("welcome-later") }).click();
  await startRoutine(page, "desk");
  await page.goto("/settings");
  await page.getByText(words("summary-seen")).waitFor();
});

test("a condition shows what it changes, and can be changed later", async (t) => {
  const { page, program } = await person(t, { isNew: true });
  await begin(page);
  await none(page, "welcome-heading-now");
  await none(page, "welcome-heading-before");
  await next(page).click();
  await page.getByRole("alert").waitFor();
  await tick(page, "welcome-none");
  await tick(page, "pregnancy-late-pregnancy");
  await next(page).click();
  assert.equal(await page.getByRole("alert").textContent(), words("welcome-contradiction"));
  await page.getByLabel(words("welcome-none")).uncheck();
  await next(page).click();
  await page.getByRole("heading", { name: words("changes-heading") }).waitFor();
  const row = page.getByRole("listitem").filter({ has: page.getByRole("link", { name: words("childs-pose"), exact: true }) });
  await row.getByText(words("changes-left-out")).waitFor();
  await page.getByRole("link", { name: words("welcome-next") }).click();
  await page.getByRole("heading", { name: words("welcome-heading-room") }).waitFor();

  // Away in the middle, with the program stopped: it goes on where it was.
  await page.getByRole("link", { name: words("welcome-later") }).click();
  await program.stop();
  await program.start();
  await page.goto("/");
  await page.getByRole("link", { name: words("today-welcome-link") }).click();
  await page.getByRole("heading", { name: words("welcome-heading-room") }).waitFor();

  await page.goto("/settings");
  await page.getByRole("link", { name: `${words("summary-change")} ${words("summary-conditions")}` }).click();
  await tick(page, "welcome-pregnancy-no");
  await tick(page, "welcome-none");
  await page.getByRole("button", { name: words("welcome-save") }).click();
  await page.getByText(words("settings-saved")).waitFor();
  assert.deepEqual(last(await program.journal(), "screening-answered").answers, { conditions: [] });
});

test("without scripts the welcome is links and forms", async (t) => {
  const { page } = await person(t, { isNew: true, javaScriptEnabled: false });
  await begin(page);
  await page.getByRole("link", { name: words("welcome-back") }).click();
  assert.ok(await page.getByLabel(words("complaint-neck")).isChecked());
  await next(page).click();
  await none(page, "welcome-heading-now");
  await none(page, "welcome-heading-before");
  await none(page, "welcome-heading-conditions");
  await page.getByRole("heading", { name: words("welcome-heading-room") }).waitFor();
});
