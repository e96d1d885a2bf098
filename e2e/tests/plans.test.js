// Own routines: made by keyboard alone, dragged by touch and mouse, played, copied, deleted, printed, and taken over
// from files good, broken and hostile.

import assert from "node:assert/strict";
import { test } from "node:test";

import { assertAccessible } from "../lib/axe.js";
import { PHONE } from "../lib/browser.js";
import { download } from "../lib/download.js";
import { person } from "../lib/person.js";
import { EXAMPLE, importPlan, lookAt } from "../lib/plan.js";
import { pauseButton } from "../lib/session.js";
import { words } from "../lib/words.js";

/** The names of the exercises in the editor, from the first to the last. */
const inEditor = (page) => page.locator(".plan-item select").evaluateAll((all) => all.map((one) => one.selectedOptions[0].label));

/** Presses Tab until the field or button of that id has the focus. */
async function tabTo(page, id) {
  for (let pressed = 0; pressed < 120; pressed += 1) {
    if ((await page.evaluate(() => document.activeElement.id)) === id) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`no way to ${id} by Tab`);
}

const focused = (page, id) => page.waitForFunction((id) => document.activeElement.id === id, id);

/** Waits until a button's work is done and what it did is announced. */
async function announced(page, text) {
  await page.locator("#plan-status", { hasText: text }).waitFor({ state: "attached" });
}

async function addByKeyboard(page, typed, name, place) {
  await tabTo(page, "add.what");
  await page.keyboard.type(typed);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await announced(page, words("edit-added", { name, place }));
}

test("a routine is made, put in order, played, copied, deleted and brought back by keyboard alone", async (t) => {
  const { page } = await person(t);
  await page.goto("/routines/new");
  await tabTo(page, "name");
  await page.keyboard.type("Morning");
  await addByKeyboard(page, "Cat", "Cat–cow", 1);
  await addByKeyboard(page, "Superman", "Superman", 2);
  await addByKeyboard(page, "Pec", "Pec stretch", 3);

  // Up twice: the focus stays on the row that moves, and each move is announced.
  await page.locator("[id='items.1.note']").focus();
  await tabTo(page, "items.2.up");
  await page.keyboard.press("Enter");
  await announced(page, words("edit-moved", { name: "Pec stretch", place: 2, count: 3 }));
  await focused(page, "items.1.up");
  await page.keyboard.press("Space");
  await announced(page, words("edit-moved", { name: "Pec stretch", place: 1, count: 3 }));
  await focused(page, "items.0.down");
  assert.deepEqual(await inEditor(page), ["Pec stretch", "Cat–cow", "Superman"]);

  await tabTo(page, "items.2.reps");
  await page.keyboard.type("many");
  const save = page.getByRole("button", { name: words("edit-save"), exact: true });
  await save.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("alert").waitFor();
  assert.equal(await page.locator("[id='items.2.reps']").inputValue(), "many", "what was typed is still there");
  await page.getByRole("alert").getByRole("link").focus();
  await page.keyboard.press("Enter");
  await page.locator("[id='items.2.reps']").focus();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("4");
  await save.focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/routines\/own-.*kept/);
  await page.getByText(words("routine-kept"), { exact: true }).waitFor();
  const address = new URL(page.url()).pathname;

  await page.getByRole("button", { name: words("today-start"), exact: true }).focus();
  await page.keyboard.press("Enter");
  await pauseButton(page).waitFor();
  const { routine, exercises } = JSON.parse(await page.locator("#session-data").textContent());
  assert.equal(routine, "Morning");
  assert.deepEqual(exercises.filter((exercise) => !exercise.warm_up).map(({ name }) => name), ["Pec stretch", "Cat–cow", "Superman"]);

  await page.goto(address);
  await page.getByRole("link", { name: words("routine-copy") }).focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/copy=/);
  assert.equal(await page.locator("#name").inputValue(), words("copy-name", { name: "Morning" }));
  await page.getByRole("button", { name: words("edit-save"), exact: true }).focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/kept/);

  await page.goto(address);
  await page.getByRole("button", { name: words("routine-delete") }).focus();
  await page.keyboard.press("Enter");
  await page.getByText(words("routines-deleted", { name: "Morning" })).waitFor();
  assert.equal(await page.locator(`a[href="${address}"]`).count(), 0);
  await page.getByRole("button", { name: words("history-undo") }).focus();
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.pathname === address);
});

for (const [how, options] of [["mouse", {}], ["touch", { viewport: PHONE, hasTouch: true }]]) {
  test(`exercises are dragged by their handles, ${how}`, async (t) => {
    const { page, context } = await person(t, options);
    await page.goto("/routines/new?copy=two-minutes");
    const before = await inEditor(page);
    const handle = page.locator("[data-handle]").first();
    await handle.scrollIntoViewIfNeeded();
    const from = await handle.boundingBox();
    const x = from.x + from.width / 2;
    const y = from.y + from.height / 2;
    const second = await page.locator("[data-item]").nth(1).boundingBox();
    const distance = second.y + second.height * 0.75 - y;
    if (how === "mouse") {
      await page.mouse.move(x, y);
      await page.mouse.down();
      await page.mouse.move(x, y + distance, { steps: 6 });
      await page.mouse.up();
    } else {
      const client = await context.newCDPSession(page);
      const touch = (type, at) => client.send("Input.dispatchTouchEvent", { type, touchPoints: at === null ? [] : [{ x, y: at }] });
      await touch("touchStart", y);
      for (let step = 1; step <= 6; step += 1) await touch("touchMove", y + (distance * step) / 6);
      await touch("touchEnd", null);
    }
    await announced(page, words("edit-moved", { name: before[0], place: 2, count: before.length }));
    assert.deepEqual(await inEditor(page), [before[1], before[0], ...before.slice(2)]);
  });
}

test("the editor does the same without scripts", async (t) => {
  const { page, context } = await person(t, { javaScriptEnabled: false });
  await page.goto("/routines/new");
  await page.locator("#name").fill("Plain");
  await page.locator("[id='add.what']").selectOption({ label: "Superman: Bird-dog" });
  await page.getByRole("button", { name: words("edit-add"), exact: true }).click();
  await page.locator("[id='add.what']").selectOption("cat-cow");
  await page.getByRole("button", { name: words("edit-add"), exact: true }).click();
  await page.locator("[id='items.1.up']").click();
  await page.getByRole("button", { name: words("edit-own-add"), exact: true }).click();
  await page.locator("[id='exercises.0.name']").fill("Chin tuck");
  await page.locator("[id='exercises.0.phases.0.name']").fill("Tuck");
  await page.locator("[id='exercises.0.figure']").selectOption("like/gentle-nods");
  await page.getByRole("button", { name: words("edit-refresh"), exact: true }).last().click();
  await page.locator("figcaption", { hasText: "Tuck" }).waitFor();
  await page.getByRole("button", { name: words("edit-save"), exact: true }).click();
  await page.waitForURL(/kept/);
  const names = await page.locator("ol.list").last().locator("a").allTextContents();
  assert.deepEqual(names, ["Cat–cow", "Bird-dog", "Chin tuck"]);
  await context.close();
});

test("leaving with changes that are not saved asks first", async (t) => {
  const { page } = await person(t);
  await page.goto("/routines/new");
  await page.locator("#name").fill("Half");
  const asked = new Promise((resolve) => page.once("dialog", (dialog) => { resolve(dialog.type()); dialog.dismiss(); }));
  await page.getByRole("link", { name: words("edit-cancel") }).click({ noWaitAfter: true });
  assert.equal(await asked, "beforeunload");
  assert.equal(await page.locator("#name").inputValue(), "Half");
});

test("a good file is shown, kept and played with its own exercise", async (t) => {
  const { page } = await person(t);
  await lookAt(page, EXAMPLE);
  await page.getByRole("heading", { name: words("import-preview-title") }).waitFor();
  await assertAccessible(page, "import-preview");
  const drawn = page.locator(".brought figure svg").first();
  assert.ok((await drawn.boundingBox()).height > 50);
  await page.getByRole("button", { name: words("import-keep"), exact: true }).click();
  await page.waitForURL(/kept/);

  await page.getByRole("button", { name: words("today-start"), exact: true }).click();
  await pauseButton(page).waitFor();
  const own = page.getByRole("heading", { name: "Wall slide" });
  while ((await own.count()) === 0) await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.getByText("Slide the forearms up").first().waitFor();
  await page.locator("#figure svg").first().waitFor();
});

test("a broken file says line by line what is wrong, and can be put right there", async (t) => {
  const { page } = await person(t);
  await lookAt(page, EXAMPLE.replace('"chair-rotation"', '"chair rotaton"').replace("reps = 8", 'reps = "eight"'));
  const list = page.getByRole("alert").getByRole("listitem");
  assert.equal(await list.count(), 2);
  assert.match(await list.first().textContent(), /Line 10, exercise 1.*chair rotaton.*chair-rotation/);
  const pasted = page.locator("#import-paste");
  await pasted.fill((await pasted.inputValue()).replace("chair rotaton", "chair-rotation").replace('"eight"', "8"));
  await page.getByRole("button", { name: words("import-look") }).click();
  await page.getByRole("heading", { name: words("import-preview-title") }).waitFor();
});

test("hostile files are refused or stay text", async (t) => {
  const { page } = await person(t);
  const refused = [
    `${EXAMPLE}\nx = ${"[".repeat(20_000)}`,
    EXAMPLE.replace("After a day", "After\u202e a day"),
    EXAMPLE.replace("After a day", "After\\u0007 a day"),
    EXAMPLE.replaceAll('"wall-slide"', '"../../desk"'),
    EXAMPLE.replace('like = "pec-stretch"', 'start = "a"\n[exercises.figure.poses.a]\nangles = { knee_flexion = 9e99 }\n[exercises.figure.phases.phase-1]\nhold = "a"'),
    "#".repeat(300_000),
  ];
  for (const file of refused) {
    await lookAt(page, file);
    await page.getByRole("alert").getByRole("listitem").first().waitFor();
    assert.equal(await page.getByRole("button", { name: words("import-keep"), exact: true }).count(), 0);
  }
  // What looks like a part of a page is text like any other, wherever it is shown.
  const evil = "</textarea><script>document.title='owned'</script><img src=x>";
  await importPlan(page, EXAMPLE.replaceAll("Wall slide", evil).replace("After a day at the desk", evil).replace("Slide up", evil));
  const address = new URL(page.url()).pathname;
  for (const path of [address, `${address}/edit`, `${address}/print`, "/routines", "/"]) {
    await page.goto(path);
    assert.equal(await page.locator("main img, main script:not([type='application/json'])").count(), 0, path);
    assert.doesNotMatch(await page.title(), /^owned/, path);
  }
  await page.goto(address);
  await page.getByRole("button", { name: words("today-start"), exact: true }).click();
  await pauseButton(page).waitFor();
  assert.doesNotMatch(await page.title(), /^owned/);
});

test("a routine prints on one page with its pictures, and is saved as a file that comes back the same", async (t) => {
  const { page } = await person(t);
  await importPlan(page, EXAMPLE);
  const address = new URL(page.url()).pathname;
  for (const path of [address, "/routines/full"]) {
    await page.goto(`${path}/print`);
    const pdf = (await page.pdf({ format: "A4" })).toString("latin1");
    assert.match(pdf, /\/Type \/Pages[^]*?\/Count 1\b|\/Count 1\b[^]*?\/Type \/Pages/, `${path} is one page`);
    await page.emulateMedia({ media: "print" });
    for (const picture of await page.locator(".paper-pictures svg").all()) {
      const { width, height } = await picture.boundingBox();
      assert.ok(width > 20 && height > 20, "a picture on paper");
    }
    assert.equal(await page.getByRole("navigation").isVisible(), false);
    await page.emulateMedia({ media: null });
  }
  await page.goto(address);
  const { name, data } = await download(page, page.getByRole("link", { name: words("routine-export") }));
  assert.equal(name, "after-a-day-at-the-desk.toml");
  await page.goto("/routines/import");
  await page.locator("#import-plan").setInputFiles({ name: "plan.toml", mimeType: "text/plain", buffer: data });
  await page.getByRole("button", { name: words("import-look") }).click();
  await page.getByRole("heading", { name: words("import-preview-title") }).waitFor();
  await page.getByText("3 s there, 2 s hold, 3 s back").waitFor();
});
