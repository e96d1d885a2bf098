// Fetches a session's figures at its start, so that they are there even when the program goes away in the middle.
// Nothing waits for them: what does not come is asked for again, ever more rarely, and the session plays without it.

/** So many are asked for at once: the first one is wanted soon, the others have time. */
const AT_ONCE = 2;
/** First and longest pause (ms) before what failed is asked for again. */
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 60_000;

/**
 * @param {object} parts
 * @param {string[]} parts.addresses in the order in which they will be wanted; repeated ones count once
 * @param {(address: string) => Promise<string>} parts.load the text behind an address
 * @param {(run: () => void, milliseconds: number) => void} [parts.later]
 */
export function createFigureStore({ addresses, load, later = (run, milliseconds) => setTimeout(run, milliseconds) }) {
  let queue = [...new Set(addresses)];
  const texts = new Map();
  const failures = new Map();
  let loading = 0;

  function next() {
    while (loading < AT_ONCE && queue.length > 0) ask(queue.shift());
  }

  async function ask(address) {
    loading += 1;
    try {
      texts.set(address, await load(address));
      failures.delete(address);
    } catch {
      const before = failures.get(address) ?? 0;
      failures.set(address, before + 1);
      later(() => {
        queue.push(address);
        next();
      }, Math.min(FIRST_PAUSE_MS * 2 ** before, LONGEST_PAUSE_MS));
    } finally {
      loading -= 1;
      next();
    }
  }

  return {
    /** Begins to fetch, what is wanted from `first` on before the others. */
    start(first = queue[0]) {
      const place = Math.max(0, queue.indexOf(first));
      queue = [...queue.slice(place), ...queue.slice(0, place)];
      next();
    },

    /** The text behind an address, or null as long as it is not there. */
    textOf: (address) => texts.get(address) ?? null,

    /** Whether it was asked for in vain; it may still come. */
    isMissing: (address) => failures.has(address),

    /** Puts aside what turned out to be no figure. */
    discard(address) {
      texts.delete(address);
      failures.set(address, Infinity);
    },
  };
}

/** The text of a picture; whatever else answers is as good as no answer. */
export async function loadPicture(address) {
  const response = await fetch(address, { signal: AbortSignal.timeout?.(20_000) });
  if (!response.ok) throw new Error(`${response.status} for ${address}`);
  return response.text();
}
