// Plays figures in real time and prints what each frame costs, as JSON: node e2e/tools/frames.js SECONDS
//
// The browser's own trace tells how long script, style, layout, painting and rastering took between one animation frame
// and the next. The same page without figures is measured as well: what a figure costs is the difference.

import { setTimeout as sleep } from "node:timers/promises";

import { DESK, launch, PHONE } from "../lib/browser.js";
import { figureOf } from "../lib/figure.js";
import { importWelcome } from "../lib/history.js";
import { Program } from "../lib/program.js";
import { startRoutine } from "../lib/session.js";
import { words } from "../lib/words.js";

/** Figures with the most moving parts. */
const EXERCISES = ["neck-side-bend-rotation", "overhead-arm-reach", "childs-pose"];
/** The phone is so many times slower than this machine. */
const LOOKS = [
  { look: "desk", viewport: DESK, deviceScaleFactor: 1, slowdown: 1 },
  { look: "phone", viewport: PHONE, deviceScaleFactor: 2, slowdown: 4 },
];

/** What the trace calls the work of a page. Within script, what it forces of style and layout counts as those. */
const PARTS = {
  script: ["FireAnimationFrame", "FunctionCall", "EvaluateScript", "TimerFire", "EventDispatch", "HandlePostMessage", "MinorGC", "MajorGC"],
  style: ["UpdateLayoutTree", "RecalculateStyles"],
  layout: ["Layout", "PrePaint"],
  paint: ["Paint", "Layerize", "Commit", "CompositeLayers"],
  raster: ["RasterTask"],
};
const PART_OF = new Map(Object.entries(PARTS).flatMap(([part, names]) => names.map((name) => [name, part])));

const seconds = Number(process.argv[2] ?? 4);
const program = await Program.start();
await importWelcome(program);
const browser = await launch();
try {
  const results = [];
  let cookies = null;
  for (const { look, slowdown, ...screen } of LOOKS) {
    for (const figures of [true, false]) {
      const context = await browser.newContext({ ...screen, baseURL: program.origin });
      // The key in the address works once: after that its cookie is carried over.
      if (cookies) await context.addCookies(cookies);
      const page = await context.newPage();
      await page.goto(cookies ? "/" : program.entrance);
      cookies ??= await context.cookies();
      if (!figures) await page.route("**/figures/**", (route) => route.abort("connectionrefused"));
      await startRoutine(page, "full");
      const tools = await context.newCDPSession(page);
      await tools.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
      for (const exercise of EXERCISES) {
        await goTo(page, exercise);
        if (figures) await figureOf(page).waitFor();
        for (const kind of ["move", "hold"]) {
          await page.keyboard.press("ArrowRight");
          await page.locator(`#player[data-kind="${kind}"]`).waitFor();
          await sleep(600);
          results.push({ look, exercise, kind, figures, ...costs(await trace(page, seconds)) });
        }
      }
      await context.close();
    }
  }
  console.log(JSON.stringify(results));
} finally {
  await browser.close();
  await program.discard();
}

async function goTo(page, exercise) {
  const heading = page.getByRole("heading", { level: 2, name: words(exercise), exact: true });
  while ((await heading.count()) === 0) {
    await page.keyboard.press("Shift+ArrowRight");
    await sleep(60);
  }
}

/** What the browser did for some seconds. */
async function trace(page, length) {
  const categories = ["devtools.timeline", "disabled-by-default-devtools.timeline", "cc", "v8.execute"];
  await browser.startTracing(page, { categories });
  await sleep(length * 1000);
  return JSON.parse(await browser.stopTracing()).traceEvents;
}

/** Milliseconds of work in each frame for each part, and how many frames a second there were. */
function costs(events) {
  const frames = events.filter(({ name }) => name === "FireAnimationFrame").sort((a, b) => a.ts - b.ts);
  const { pid, tid } = frames[0];
  const starts = frames.map(({ ts }) => ts);
  const parts = Object.fromEntries(Object.keys(PARTS).map((part) => [part, starts.slice(1).map(() => 0)]));
  const frameOf = (ts) => {
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle] <= ts) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  };
  const inPage = events.filter((event) => event.ph === "X" && event.pid === pid && PART_OF.has(event.name));
  const main = inPage.filter((event) => event.tid === tid).sort((a, b) => a.ts - b.ts || b.dur - a.dur);
  const count = (part, ts, microseconds) => {
    const frame = frameOf(ts);
    if (frame >= 0 && frame < starts.length - 1) parts[part][frame] += microseconds / 1000;
  };
  // Time on the processor, so that whatever else the machine does meanwhile does not count.
  const work = ({ dur, tdur = dur }) => tdur;
  // What lies within another event is taken off it.
  const open = [];
  for (const event of main) {
    const { ts } = event;
    while (open.length > 0 && open.at(-1).end <= ts) open.pop();
    const part = PART_OF.get(event.name);
    count(part, ts, work(event));
    if (open.length > 0) count(open.at(-1).part, ts, -work(event));
    open.push({ part, end: ts + event.dur });
  }
  for (const event of inPage.filter((event) => event.tid !== tid)) {
    if (PART_OF.get(event.name) === "raster") count("raster", event.ts, work(event));
  }
  const length = (starts.at(-1) - starts[0]) / 1e6;
  return { perSecond: (starts.length - 1) / length, parts };
}
