// Where the session is right now, derived from a monotonic clock that is passed in: position = base + (now − anchor).
// Nothing is counted down, so a slow frame, a throttled tab or a late timer cannot bend a hold. Pure: it reads no clock.

/** Without any tick for this long (ms), nobody is assumed to have exercised. */
export const LONGEST_SILENCE_MS = 5_000;
/** Wall time further ahead of monotonic time than this (ms) means that the computer slept. */
export const LONGEST_SLEEP_MS = 30_000;

/**
 * A playback that stands still at `position` (ms) until `play`.
 *
 * Every command takes the monotonic and the wall time in ms and returns a report:
 * `{ finished: [step indexes], gap: ms or null, ended: boolean }`.
 * `mode` is "paused", "counting" (a count-in before going on), "playing" or "over".
 */
export function createPlayback(timeline, position = 0) {
  let mode = "paused";
  let base = Math.min(position, timeline.endMs);
  let anchor = 0;
  let reported = base;
  let lastMono = null;
  let lastWall = null;

  const positionAt = (mono) => {
    if (mode !== "playing") return base;
    return Math.min(base + Math.max(0, mono - anchor), timeline.endMs);
  };

  const moving = () => mode === "playing" || mode === "counting";

  function gapBetween(mono, wall) {
    if (lastMono === null) return null;
    const silence = mono - lastMono;
    const sleep = wall - lastWall - silence;
    if (silence > LONGEST_SILENCE_MS) return silence;
    if (sleep > LONGEST_SLEEP_MS) return silence + sleep;
    return null;
  }

  /** Brings the position up to now and tells what happened since the last command. */
  function tick(mono, wall) {
    const report = { finished: [], gap: null, ended: false };
    if (!moving()) return report;
    const gap = gapBetween(mono, wall);
    if (gap !== null) {
      base = mode === "playing" ? positionAt(lastMono) : base;
      mode = "paused";
      report.gap = gap;
      return report;
    }
    lastMono = mono;
    lastWall = wall;
    if (mode === "counting") {
      if (mono < anchor) return report;
      mode = "playing";
    }
    const now = positionAt(mono);
    let index = timeline.indexAt(reported);
    while (index <= timeline.last && timeline.endOf(index) <= now && timeline.startOf(index) < timeline.endMs) {
      report.finished.push(index);
      index += 1;
    }
    reported = now;
    if (now >= timeline.endMs) {
      base = now;
      mode = "over";
      report.ended = true;
    }
    return report;
  }

  return {
    get mode() {
      return mode;
    },
    /** The position from which it last began to play, or at which it stands still: exact, whatever the clock says. */
    get placedAt() {
      return base;
    },
    positionAt,
    tick,

    /** Goes on, after a count-in of `countIn` ms if there is one. */
    play(mono, wall, countIn = 0) {
      if (moving() || mode === "over") return;
      mode = countIn > 0 ? "counting" : "playing";
      anchor = mono + countIn;
      reported = base;
      lastMono = mono;
      lastWall = wall;
    },

    /** Stands still where it is. */
    pause(mono, wall) {
      const report = tick(mono, wall);
      if (moving()) {
        base = positionAt(mono);
        mode = "paused";
      }
      return report;
    },

    /** Jumps to a position in ms; keeps playing if it was, and gives up a count-in. */
    seek(target, mono, wall) {
      const report = tick(mono, wall);
      if (mode === "over") return report;
      base = Math.min(Math.max(target, 0), timeline.endMs);
      reported = base;
      if (moving()) {
        mode = "playing";
        anchor = mono;
        lastMono = mono;
        lastWall = wall;
      }
      if (base >= timeline.endMs) {
        mode = "over";
        report.ended = true;
      }
      return report;
    },

    /** Milliseconds left of the count-in; 0 when there is none. */
    countInLeft: (mono) => (mode === "counting" ? Math.max(0, anchor - mono) : 0),

    /** The monotonic time at which the session reaches a position, or null while it stands still. */
    monoAt: (target) => (moving() ? anchor + (target - base) : null),
  };
}
