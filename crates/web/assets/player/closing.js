// The closing screen: the session is over, and waits until everything is kept. It says what it waits for, uses the time
// for a last question, and then goes on to the page after. Pure: it asks for timers and hears of them as events.

/** After this time (ms) the closing screen says that it is saving. */
const SAVING_MS = 400;
/** After this time (ms) without an answer, the closing screen says why it waits. */
const PATIENCE_MS = 2_500;

/**
 * @param {object} parts
 * @param {(key: string, values?: object) => string} parts.word
 * @param {string} parts.after address of the page after
 * @param {boolean} parts.endWaits whether the end is in the outbox already, by an earlier page
 * @param {ReturnType<import("./answers.js").createAnswers>} parts.answers
 * @param {object} parts.sound
 * @param {object} parts.question
 * @param {object} parts.display
 * @param {object} parts.saving
 * @param {{over: boolean, resuming: boolean}} parts.status
 * @param {(effect: object) => void} parts.emit
 */
export function createClosing({ word, after, endWaits, answers, sound, question, display, saving, status, emit }) {
  /** How the session ended: "completed", "stopped" or "dizzy"; null while it goes on. */
  let ending = null;

  return {
    get ending() {
      return ending;
    },

    /** Ends the session; the first end counts. */
    finish(how) {
      if (status.over) return;
      status.over = true;
      status.resuming = false;
      ending = how;
      question.show(null);
      sound.stop();
      emit({ type: "wake-lock", wanted: false });
      emit({ type: "over", how });
      if (how === "completed") {
        sound.tone("finish");
        sound.say(word("player-say-finished"));
      }
      display.showMedia();
      if (!endWaits) emit({ type: "keep", event: { ended: how } });
      emit({ type: "set-timer", name: "saving", milliseconds: SAVING_MS });
      emit({ type: "set-timer", name: "patience", milliseconds: PATIENCE_MS });
      emit({ type: "wait-until-settled" });
    },

    onTimer(name) {
      if (name === "saving") {
        emit({ type: "over-text", text: word("player-over-saving") });
        return;
      }
      if (!saving.isLocked) emit({ type: "over-text", text: word("player-over-away") });
      // There is time to say how the last exercise was.
      if (ending === "dizzy") return;
      emit({ type: "ask-on-closing-screen" });
      question.show(answers.askedAtEnd());
    },

    /** Nothing waits any more, and what sounded has rung out. */
    onSettled() {
      emit({ type: "clear-timer", name: "saving" });
      emit({ type: "clear-timer", name: "patience" });
      emit({ type: "over-text", text: "" });
      emit({ type: "over-link", address: after });
      // A refusal that has not been read yet is not swept away by the next page.
      if (!saving.isAlerting) emit({ type: "leave", address: after });
    },
  };
}
