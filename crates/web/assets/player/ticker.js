// Wakes the player: every frame while the page is seen, four times a second from a worker while it is not (browsers
// slow a hidden page's own timers down to one a minute, but not a worker's), and at an exact moment on request.

/** Milliseconds between two ticks of a page that is not drawn. */
const TICK_MS = 250;

/**
 * @param {() => void} onTick called on frames, intervals and the worker's ticks
 * @param {() => void} onWake called when a moment asked for by `wakeIn` has come
 */
export function startTicker(onTick, onWake) {
  let timer = null;
  let worker = null;
  try {
    worker = new Worker(new URL("./ticker-worker.js", import.meta.url));
    worker.onmessage = (message) => (message.data === "wake" ? onWake() : onTick());
    worker.onerror = () => {
      worker = null;
    };
  } catch {
    // The page's own timers still tick; a hidden page then ticks less often, and the playback notices gaps.
    worker = null;
  }
  setInterval(onTick, TICK_MS);
  const frame = () => {
    onTick();
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);

  return {
    /** Asks for `onWake` after so many ms, instead of an earlier wish. */
    wakeIn(milliseconds) {
      clearTimeout(timer);
      timer = setTimeout(onWake, milliseconds);
      if (document.hidden) worker?.postMessage(milliseconds);
    },
  };
}
