// Every page, empty and lived in, as it is looked at on one kind of screen.

import { EMPTY_PAGES, liveIn, PAGES } from "./pages.js";
import { person } from "./person.js";

/**
 * Visits every page, in one browser for those with and one for those without a history. What `look` changes about a page
 * it undoes: the next one may be the same, a step on.
 *
 * @param {import("node:test").TestContext} t
 * @param {object} options what `person` takes
 * @param {(page: import("playwright-core").Page, name: string) => Promise<void>} look
 */
export async function everyPage(t, options, look) {
  for (const [pages, before] of [[EMPTY_PAGES, undefined], [PAGES, (program) => liveIn(program, 40)]]) {
    const { page } = await person(t, { ...options, before, isNew: !before });
    for (const { name, show, leave } of pages) {
      await t.test(name, async () => {
        await show(page);
        await look(page, name);
        await leave?.(page);
      });
    }
  }
}

/** Looks at a page in another window, and leaves it in the one that it was in. */
export async function inWindow(page, size, look) {
  const before = page.viewportSize();
  await page.setViewportSize(size);
  await look();
  await page.setViewportSize(before);
}

/** Looks at a page with something about its root element changed, such as `dataset.textSize`, and changes it back. */
export async function withRoot(page, part, name, value, look) {
  const set = ({ part, name, value }) => {
    const place = document.documentElement[part];
    const before = place[name];
    if (value === undefined) delete place[name];
    else place[name] = value;
    return before;
  };
  const before = await page.evaluate(set, { part, name, value });
  await look();
  await page.evaluate(set, { part, name, value: before });
}

/** Looks at a page as it is in the light or in the dark, once its colours have changed. */
export async function inColours(page, colorScheme, look) {
  await page.emulateMedia({ colorScheme });
  await page.evaluate(() =>
    Promise.allSettled(document.getAnimations().filter((one) => one instanceof CSSTransition).map(({ finished }) => finished)),
  );
  await look();
  await page.emulateMedia({ colorScheme: null });
}
