// Choosing when to be asked, and a short break that one key starts and leaves.

import assert from "node:assert/strict";
import { test } from "node:test";

import { person } from "../lib/person.js";
import { letRun, playToEnd } from "../lib/session.js";
import { words } from "../lib/words.js";

/** What the plan says, as the page has it on top. */
const sentence = (page) => page.locator("main .lead").first().textContent();

test("a plan is set with the keyboard, and rows come and go", async (t) => {
  const { page } = await person(t);
  await page.goto("/reminders");
  await page.getByRole("checkbox", { name: words("asking-daily-on") }).focus();
  await page.keyboard.press("Space");
  await page.getByRole("checkbox", { name: words("asking-breaks-on") }).focus();
  await page.keyboard.press("Space");
  await page.getByRole("button", { name: words("asking-add") }).first().focus();
  await page.keyboard.press("Enter");
  const added = page.getByRole("group", { name: words("asking-row", { number: 2 }) });
  assert.equal(page.url().endsWith("/reminders"), true, "no new page");
  assert.equal(await page.locator(":focus").getAttribute("name"), "window-1-from");
  await added.getByLabel(words("asking-from")).fill("10:00");
  await added.getByLabel(words("asking-to")).fill("11:00");
  await added.getByRole("checkbox", { name: words("weekday-6") }).focus();
  await page.keyboard.press("Space");
  // Enter in a field keeps the plan, and removes nothing.
  await page.locator("#work").fill("45");
  await page.keyboard.press("Enter");
  await page.waitForURL(/saved=yes/);
  const told = await sentence(page);
  assert.match(told, /On workdays I ask once between 12:00 and 14:00\. On Saturdays I ask once between 10:00 and 11:00\./);
  assert.match(told, /after 45 minutes at the keyboard I suggest two minutes/);

  await page.getByRole("button", { name: words("asking-remove") }).first().click();
  await page.getByRole("button", { name: words("settings-save"), exact: true }).click();
  await page.waitForURL(/saved=yes/);
  assert.match(await sentence(page), /^On Saturdays I ask once between 10:00 and 11:00\./);
});

test("a plan is set with scripts switched off", async (t) => {
  const { page } = await person(t, { javaScriptEnabled: false });
  await page.goto("/reminders");
  await page.getByRole("checkbox", { name: words("asking-daily-on") }).check();
  await page.getByRole("button", { name: words("asking-add") }).first().click();
  const added = page.getByRole("group", { name: words("asking-row", { number: 2 }) });
  await added.getByLabel(words("asking-from")).fill("22:00");
  await added.getByLabel(words("asking-to")).fill("02:00");
  await added.getByRole("checkbox", { name: words("weekday-7") }).check();
  await page.getByRole("button", { name: words("settings-save"), exact: true }).click();
  await page.waitForURL(/saved=yes/);
  assert.match(await sentence(page), /On Sundays I ask once between 22:00 and 02:00 the next day\.$/);
});

test("one key starts a short break, which is played to its end and is no session", async (t) => {
  const { page, program } = await person(t, { clock: true });
  await page.goto("/break");
  await page.locator("h1").click();
  await page.keyboard.press("Space");
  await page.waitForURL(/\/sessions\//);
  await page.locator("#player:not([hidden])").waitFor();
  const scrolls = () => document.documentElement.scrollHeight > innerHeight;
  assert.equal(await page.evaluate(scrolls), false, "it fits the window");
  await letRun(page, 1_000);
  await playToEnd(page, 140_000);
  await page.getByRole("heading", { name: words("break-over"), exact: true }).waitFor();
  const ends = (await program.journal()).filter(({ body }) => body.kind === "session-ended");
  assert.deepEqual(ends.map(({ body }) => body.how), ["completed"]);
  await page.goto("/history");
  await page.getByText(words("history-breaks")).waitFor();
  assert.equal(await page.locator("td.done, td.part").count(), 0);
});

test("a break that a notification began isn’t begun again by loading or going back, and Escape leaves it", async (t) => {
  const { page, program } = await person(t);
  const begun = async () => (await program.journal()).filter(({ body }) => body.kind === "session-started").length;
  // The page as it is with the token that a notification leads to, which is good once.
  let isGood = true;
  await page.route("**/break?start=*", async (route) => {
    const response = await route.fetch();
    const body = await response.text();
    await route.fulfill({ response, body: isGood ? body.replace('id="break-begin"', "$& data-now") : body });
    isGood = false;
  });
  await page.goto("/break?start=token");
  await page.waitForURL(/\/sessions\//);
  await page.locator("#player:not([hidden])").waitFor();
  await page.reload();
  await page.locator("#player:not([hidden])").waitFor();
  assert.equal(await begun(), 1);
  await page.keyboard.press("Escape");
  await page.waitForURL(/\/after$/);
  await page.goBack();
  await page.locator("h1").waitFor();
  assert.equal(await begun(), 1);
});

test("a prompt comes to the page that is open, is answered there, and goes when it was answered elsewhere", async (t) => {
  const { page } = await person(t, { clock: true });
  const card = (number) => `<section class="card asked" role="status" aria-labelledby="prompt-heading" data-prompt="${number}">
    <h2 id="prompt-heading">${words("prompt-daily")}</h2>
    <form method="post" action="/reminders/prompts/${number}/skip"><input type="hidden" name="kind" value="daily"><button data-answer>${words("prompt-skip")}</button></form>
    </section>`;
  let open = null;
  const answers = [];
  // The page as it is beside reminders that have a plan.
  await page.route("**/about", async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replace('<main id="main"', "$& data-asks");
    await route.fulfill({ response, body });
  });
  await page.route("**/reminders/prompt", (route) =>
    open === null ? route.fulfill({ status: 204 }) : route.fulfill({ contentType: "text/html", body: card(open) }),
  );
  await page.route("**/reminders/prompts/**", (route) => {
    answers.push(`${new URL(route.request().url()).pathname} ${route.request().postData()}`);
    open = null;
    return route.fulfill({ status: 303, headers: { location: "/" } });
  });
  await page.goto("/about");
  const heading = page.getByRole("heading", { name: words("prompt-daily") });
  await letRun(page, 1_000);
  assert.equal(await heading.count(), 0);

  open = 7;
  await letRun(page, 21_000);
  await heading.waitFor();
  await page.getByRole("button", { name: words("prompt-skip") }).click();
  await heading.waitFor({ state: "detached" });
  assert.deepEqual(answers, ["/reminders/prompts/7/skip kind=daily"]);
  assert.match(page.url(), /\/about$/, "the page stays as it is");

  open = 8;
  await letRun(page, 21_000);
  await heading.waitFor();
  open = null;
  await letRun(page, 21_000);
  await heading.waitFor({ state: "detached" });
});
