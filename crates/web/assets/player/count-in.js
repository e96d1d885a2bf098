// The count-in before a session goes on: how long it is, what is said while it runs, and how to get into position after a
// reload. Pure: what is to be said or shown comes out as effects.

import { kindWord, positionFor } from "./cues.js";

/** Count-in (ms) before a hold or a movement goes on. */
const COUNT_IN_MS = 3_000;
/** The last numbers that are counted aloud. */
const COUNTED_ALOUD = 3;
/** Further than this (ms) into a step, nothing else would say what goes on. */
const MIDDLE_MS = 1_000;

/**
 * @param {object} parts
 * @param {object} parts.timeline
 * @param {object} parts.playback
 * @param {(key: string, values?: object) => string} parts.word
 * @param {ReturnType<import("./sound.js").createSound>} parts.sound
 * @param {{mono: number}} parts.moment the time of the event that is handled
 * @param {(effect: object) => void} parts.emit
 */
export function createCountIn({ timeline, playback, word, sound, moment, emit }) {
  /** How to get into position, until that has been given its time; or null. */
  let settling = null;
  /** The number that was counted last; 0 for none. */
  let counted = 0;

  /** There is no more to get into position for. */
  function settled() {
    settling = null;
    emit({ type: "count-in", countIn: null });
  }

  return {
    /**
     * The ms that going on in a step takes first.
     * @param {number} index the step
     * @param {boolean} resumed whether the session was opened anew: then there may be a position to get into
     * @param {boolean} rested whether it stood still for long
     */
    lengthFor(index, { resumed, rested }) {
      if (resumed) {
        const position = positionFor(index, timeline);
        settling = position.countIn > 0 ? position : null;
      }
      const short = rested && ["hold", "move", "return"].includes(timeline.steps[index].kind) ? COUNT_IN_MS : 0;
      return settling?.countIn ?? short;
    },

    show: (length) => emit({ type: "count-in", countIn: { length, cue: settling?.cue ?? null } }),

    /** How to get into position in words; undefined where there is nothing to get into. */
    get position() {
      return settling?.say;
    },

    /** It is over, or given up by a jump. */
    end() {
      settled();
      counted = 0;
    },

    /** Counts aloud, and says what goes on when it is over. */
    count() {
      const left = playback.mode === "counting" ? Math.ceil(playback.countInLeft(moment.mono) / 1000) : 0;
      if (left === counted) return;
      counted = left;
      if (playback.mode === "playing") settled();
      if (left > COUNTED_ALOUD) return;
      if (left > 0) {
        // Getting into position may still be explained.
        sound.say(String(left), { gentle: settling !== null });
        sound.tone("tick");
      } else if (playback.mode === "playing") {
        const position = playback.positionAt(moment.mono);
        const step = timeline.indexAt(position);
        if (position - timeline.startOf(step) > MIDDLE_MS) sound.say(kindWord(timeline.steps[step].kind, word));
      }
    },
  };
}
