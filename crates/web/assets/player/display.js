// What the page and the system show of the session right now, while it can be seen: the moment that is drawn, the question
// that belongs to its step, and what the lock screen says. Pure: all of it comes out as effects.

/**
 * @param {object} parts
 * @param {object} parts.timeline
 * @param {object} parts.playback
 * @param {ReturnType<import("./answers.js").createAnswers>} parts.answers
 * @param {object} parts.question
 * @param {string} parts.routine the routine's name
 * @param {{over: boolean, hidden: boolean}} parts.status
 * @param {{mono: number}} parts.moment the time of the event that is handled
 * @param {(effect: object) => void} parts.emit
 */
export function createDisplay({ timeline, playback, answers, question, routine, status, moment, emit }) {
  /** The step that was drawn last, or null. */
  let drawn = null;

  return {
    draw() {
      if (status.hidden || status.over) return;
      const position = playback.positionAt(moment.mono);
      const countInLeft = playback.countInLeft(moment.mono);
      emit({ type: "draw", position, mode: playback.mode, countInLeft, time: moment.mono });
      const step = timeline.indexAt(Math.min(position, timeline.endMs - 1));
      if (step === drawn) return;
      drawn = step;
      question.show(answers.askedIn(timeline.indexAt(position)));
    },

    showMedia() {
      const playing = !status.over && (playback.mode === "playing" || playback.mode === "counting");
      const step = timeline.steps[timeline.indexAt(playback.positionAt(moment.mono))];
      emit({ type: "media", playing, title: step.name ?? routine, artist: routine });
    },
  };
}
