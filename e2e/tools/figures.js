// Takes pictures of all figures, in the colours of the app: one of the exercises' key positions without a word, and
// one for each exercise with all its variants and, where there are sides, both of them:
// node e2e/tools/figures.js FOLDER [NAME]

import { mkdir } from "node:fs/promises";
import path from "node:path";

import { launch } from "../lib/browser.js";
import { ask, Program } from "../lib/program.js";

const [folder, only] = process.argv.slice(2);
if (!folder) {
  console.error("Usage: node e2e/tools/figures.js FOLDER [NAME]");
  process.exit(2);
}

/** Width and height (CSS pixels) of one figure in a picture, and how many stand side by side. */
const CELL = { width: 300, height: 280 };
const ACROSS = 5;

const ids = [];
for (const words of [["exercises", "--json"], ["exercises", "--warm-ups", "--json"]]) {
  ids.push(...JSON.parse(await ask(...words)).map(({ id }) => id));
}
const sheets = [
  { name: "figures-all", ids, alone: true },
  ...ids.map((id) => ({ name: `figures-${id}`, ids: [id], alone: false })),
].filter(({ name }) => !only || name.includes(only));

if (sheets.length > 0) await takeAll();

async function takeAll() {
  await mkdir(folder, { recursive: true });
  const browser = await launch();
  const program = await Program.start();
  try {
    const viewport = { width: ACROSS * CELL.width, height: 900 };
    const page = await browser.newPage({ viewport, baseURL: program.origin });
    await page.goto(program.entrance);
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      for (const sheet of sheets) {
        await page.goto("/exercises");
        await page.evaluate(gather, { ...sheet, cell: CELL });
        const picture = path.join(folder, `${sheet.name}-${colorScheme}.png`);
        await page.screenshot({ path: picture, fullPage: true });
        console.log(picture);
      }
    }
  } finally {
    await browser.close();
    await program.discard();
  }
}

/** In the page: puts the key positions of exercises in the place of everything else. */
async function gather({ ids, alone, cell }) {
  async function shown(address) {
    const page = new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html");
    const links = (selector) => [...page.querySelectorAll(selector)].map((link) => link.getAttribute("href"));
    return {
      figures: [...page.querySelectorAll(".positions figure")],
      otherSide: links(".show-controls a:not([aria-current])"),
      variants: links(".variant-name a"),
    };
  }

  const all = [];
  for (const id of ids) {
    const own = await shown(`/exercises/${id}`);
    all.push(own.figures);
    if (alone) continue;
    for (const address of own.otherSide) all.push((await shown(address)).figures);
    for (const address of own.variants) {
      const variant = await shown(address);
      all.push(variant.figures);
      for (const side of variant.otherSide) all.push((await shown(side)).figures);
    }
  }

  const body = document.body;
  body.replaceChildren();
  const flow = "display:flex;flex-wrap:wrap;background:var(--surface)";
  body.style.cssText = flow;
  for (const figures of all) {
    const row = document.createElement("div");
    row.style.cssText = alone ? "display:contents" : `${flow};width:100%`;
    for (const figure of figures) {
      figure.style.cssText = `margin:0;width:${cell.width}px;text-align:center`;
      figure.firstElementChild.style.cssText = `display:block;width:100%;height:${cell.height}px`;
      const title = figure.querySelector("title").textContent;
      if (alone) figure.querySelector("figcaption").remove();
      else figure.querySelector("figcaption").textContent = title;
      row.append(figure);
    }
    body.append(row);
  }
}
