// What a person is told about saving: that something waits, that the journal is locked, that an event was refused.
// Pure: what is shown comes out as effects.

/**
 * @param {object} parts
 * @param {(key: string, values?: object) => string} parts.word
 * @param {{over: boolean}} parts.status
 * @param {(effect: object) => void} parts.emit
 */
export function createSavingState({ word, status, emit }) {
  let unsaved = false;
  let locked = false;
  let memoryOnlySaid = false;
  let alerting = false;

  function alert(text) {
    alerting = text !== "";
    emit({ type: "alert", text });
  }

  return {
    /** Whether the journal is locked, which the alert says. */
    get isLocked() {
      return locked;
    },

    /** Whether an alert stands there that nobody has closed. */
    get isAlerting() {
      return alerting;
    },

    get isUnsaved() {
      return unsaved;
    },

    /** The outbox says how many events wait, what the trouble is, and whether they outlive the page. */
    onOutbox({ waiting, trouble, durable }) {
      if (trouble === "locked") alert(word("player-locked"));
      else if (locked) alert("");
      locked = trouble === "locked";
      if (waiting > 0 && trouble) {
        unsaved = true;
        emit({ type: "saving", text: word("player-unsaved", { count: waiting }) });
        if (!durable && !memoryOnlySaid) {
          memoryOnlySaid = true;
          alert(word("player-unsaved-memory"));
        }
        if (status.over) emit({ type: "over-text", text: word(locked ? "player-locked" : "player-over-away") });
      } else if (unsaved && waiting === 0) {
        unsaved = false;
        emit({ type: "saved-again" });
      }
    },

    /** The server refused an event for good, and mostly says why. */
    onRefused: (sentence) => alert(sentence || word("player-refused")),

    /** The person's answers hold exercises back by now: the page says why when it comes anew. */
    onHeld() {
      if (!status.over) emit({ type: "reload" });
    },

    onAlertClosed: () => alert(""),
  };
}
