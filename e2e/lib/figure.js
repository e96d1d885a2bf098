// What a person sees of the figure in the player.

/** The figure on the page, once it is there; one that gives way to the next does not count. */
export const figureOf = (page) => page.locator("#figure svg:not(.player-figure-leaving)");

/** What is drawn right now: whose figure, at which moment (ms) of its film, and everything's form and strength. */
export async function drawn(page) {
  return figureOf(page).evaluate((svg) => ({
    id: svg.id,
    moment: svg.getCurrentTime() * 1000,
    forms: [...svg.querySelectorAll("path")].map((path) => {
      const { d, opacity } = getComputedStyle(path);
      return `${d} ${opacity}`;
    }).join("\n"),
  }));
}

/** What is drawn at several moments of the session: as often as said, with so many ms between, on a faked clock. */
export async function watch(page, times, pause) {
  const seen = [];
  for (let time = 0; time < times; time += 1) {
    if (time > 0) await page.clock.runFor(pause);
    seen.push(await drawn(page));
  }
  return seen;
}
