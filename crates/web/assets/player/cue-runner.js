// Fires cues at their place in the timeline. The next one is armed by a timer aimed at its moment and armed anew on
// each tick, so that accuracy does not depend on how often the page ticks.

/** A cue later than this (ms) is not fired any more; only the announcement of the step that plays still is. */
const TOO_LATE_MS = 400;
/** A timer may fire this early (ms) by rounding. */
const EARLY_MS = 0.5;

/**
 * @param {object} parts
 * @param {Array<object>} parts.cues as `cuesOf` makes them
 * @param {object} parts.timeline
 * @param {object} parts.playback
 * @param {() => number} parts.mono the monotonic clock in ms
 * @param {(milliseconds: number) => void} parts.arm asks to be called (`run`) after so many ms; replaces an older wish
 * @param {(cue: object, late: number) => void} parts.fire
 */
export function createCueRunner({ cues, timeline, playback, mono, arm, fire }) {
  let next = 0;

  /**
   * Sets the place from which cues are fired: everything from where the playback was placed on. Not from where it is by
   * now: a clock that is read again is a little later, and the step's own announcement would be lost.
   */
  function rewind() {
    const position = playback.placedAt;
    const step = timeline.indexAt(position);
    next = cues.findIndex((cue) => cue.step > step || (cue.step === step && cue.at >= position));
    if (next === -1) next = cues.length;
  }

  /** Fires what is due and arms the timer for the next one. */
  function run() {
    if (playback.mode === "counting") {
      arm(playback.countInLeft(mono()));
      return;
    }
    if (playback.mode !== "playing") return;
    const now = playback.positionAt(mono());
    const playing = timeline.indexAt(now);
    while (next < cues.length && cues[next].at <= now + EARLY_MS) {
      const cue = cues[next];
      const late = now - cue.at;
      next += 1;
      if (late <= TOO_LATE_MS || (cue.announce && cue.step === playing)) fire(cue, late);
    }
    const following = cues[next]?.at ?? timeline.endMs;
    arm(Math.max(0, following - playback.positionAt(mono())));
  }

  return { rewind, run };
}
