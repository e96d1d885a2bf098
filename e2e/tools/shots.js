// Takes pictures of all pages, and one sheet with all of them for each size:
// node e2e/tools/shots.js FOLDER [NAME]

import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";

import { DESK, launch, NARROW, PHONE } from "../lib/browser.js";
import { EMPTY_PAGES, liveIn, PAGES } from "../lib/pages.js";
import { Program, ZONE } from "../lib/program.js";

const [folder, only] = process.argv.slice(2);
if (!folder) {
  console.error("Usage: node e2e/tools/shots.js FOLDER [NAME]");
  process.exit(2);
}

const WEEKS = 7;
const LOOKS = [
  { name: "phone-light", viewport: PHONE, scale: 2, colorScheme: "light", width: 260 },
  { name: "phone-dark", viewport: PHONE, scale: 2, colorScheme: "dark", width: 260 },
  { name: "desk-light", viewport: DESK, scale: 1, colorScheme: "light", width: 520 },
  { name: "desk-dark", viewport: DESK, scale: 1, colorScheme: "dark", width: 520 },
  // For people who set their browser's text to twice its size.
  { name: "narrow-large-text", viewport: NARROW, scale: 1, colorScheme: "light", width: 260, textPercent: 200,
    names: ["today", "routine", "session-hold", "after", "history", "settings", "exercise"] },
];

await mkdir(folder, { recursive: true });
const browser = await launch();
try {
  for (const look of LOOKS) {
    const taken = [
      // Each look has programs of its own: what one leaves behind is not in another's pictures.
      ...(await take(look, EMPTY_PAGES, () => {})),
      ...(await take(look, PAGES, (program) => liveIn(program, WEEKS * 7))),
    ];
    if (taken.length > 1) await sheet(path.join(folder, `all-${look.name}.png`), taken, look);
  }
} finally {
  await browser.close();
}

/** Takes pictures of the wanted ones of some pages, on a program made ready by `before`. */
async function take({ name: look, viewport, scale, colorScheme, textPercent, names }, pages, before) {
  const wanted = pages.filter(({ name }) => (!names || names.includes(name)) && (!only || name.includes(only)));
  if (wanted.length === 0) return [];
  const program = await Program.start();
  const taken = [];
  try {
    await before(program);
    const context = await browser.newContext({
      viewport,
      deviceScaleFactor: scale,
      colorScheme,
      hasTouch: viewport !== DESK,
      timezoneId: ZONE,
      locale: "en-GB",
      baseURL: program.origin,
    });
    const page = await context.newPage();
    await page.goto(program.entrance);
    for (const { name, show, leave } of wanted) {
      await show(page);
      if (textPercent) await page.evaluate((percent) => (document.documentElement.style.fontSize = `${percent}%`), textPercent);
      const picture = path.join(folder, `${name}-${look}.png`);
      await page.screenshot({ path: picture, fullPage: true, animations: "disabled" });
      await leave?.(page);
      taken.push({ name, picture });
      console.log(picture);
    }
    await context.close();
  } finally {
    await program.discard();
  }
  return taken;
}

/** Puts pictures side by side, each cut off where it gets very long. */
async function sheet(file, pictures, { width, colorScheme }) {
  const figures = await Promise.all(
    pictures.map(async ({ name, picture }) => {
      const data = (await readFile(picture)).toString("base64");
      return `<figure><figcaption>${name}</figcaption><img src="data:image/png;base64,${data}"></figure>`;
    }),
  );
  const page = await browser.newPage({ viewport: { width: 1640, height: 900 }, colorScheme });
  await page.setContent(`<!doctype html><style>
    :root { color-scheme: light dark }
    body { margin: 16px; display: flex; flex-wrap: wrap; gap: 16px; align-items: start; font: 14px system-ui; background: ButtonFace }
    figure { margin: 0; width: ${width}px } figcaption { padding: 4px 0 }
    img { width: 100%; max-height: 1100px; object-fit: cover; object-position: top; border: 1px solid GrayText }
    </style>${figures.join("")}`);
  await page.screenshot({ path: file, fullPage: true });
  await page.close();
  console.log(file);
}
