// The dialogs that stop a session: whether to end it, that something hurts, that somebody is dizzy. Nothing is kept before
// the person has chosen what to do, or has left without a choice. Pure: dialogs are opened and closed by effects.

/**
 * @param {object} parts
 * @param {object} parts.timeline
 * @param {(key: string, values?: object) => string} parts.word
 * @param {ReturnType<import("./answers.js").createAnswers>} parts.answers
 * @param {object} parts.transport
 * @param {object} parts.sound
 * @param {boolean} parts.isBreak a short break needs no question
 * @param {{over: boolean, resuming: boolean}} parts.status
 * @param {(how: string) => void} parts.finish
 * @param {(effect: object) => void} parts.emit
 */
export function createStopDialogs({ timeline, word, answers, transport, sound, isBreak, status, finish, emit }) {
  /** The dialog that is open: "end", "hurt" or "dizzy"; or null. */
  let open = null;
  let goOnAfterwards = false;
  /** Whether dizziness was kept as the page was left; it may be left more than once. */
  let dizzyIsKept = false;

  function show(dialog, texts = {}) {
    open = dialog;
    emit({ type: "open-dialog", dialog, texts });
  }

  function close(dialog) {
    emit({ type: "close-dialog", dialog });
    if (open === dialog) open = null;
  }

  /** Stops everything at once, and asks. Escape leaves it as it is then, paused. */
  function stopAndShow(dialog, texts = () => ({})) {
    if (status.over || status.resuming || open !== null) return;
    transport.halt();
    if (status.over) return;
    sound.stop();
    show(dialog, texts());
  }

  function hurtTexts() {
    const number = timeline.exerciseNumberOf(transport.stepNow());
    const next = timeline.exercises[number + 1];
    return {
      text: word("player-hurt-text", { exercise: timeline.exercises[number]?.name ?? "" }),
      goOn: next ? word("player-hurt-go-on", { exercise: next.name }) : word("player-hurt-finish"),
    };
  }

  /** Keeps that the exercise hurt, and leaves out the rest of it. Gives the step that comes after it. */
  function leaveWhatHurts() {
    close("hurt");
    const event = answers.sayHurt(timeline.exerciseNumberOf(transport.stepNow()));
    if (event) emit({ type: "keep", event });
    const next = timeline.nextExerciseIndex(transport.stepNow());
    transport.leaveOut(next);
    return next;
  }

  return {
    /** The dialog that is open, or null. */
    get open() {
      return open;
    },

    askToEnd() {
      if (status.over || open !== null) return;
      // Two minutes need no question: one key leaves them.
      if (isBreak) {
        finish("stopped");
        return;
      }
      goOnAfterwards = transport.isMoving;
      if (goOnAfterwards) transport.pause();
      if (!status.over) show("end");
    },
    askHurts: () => stopAndShow("hurt", hurtTexts),
    askDizzy: () => stopAndShow("dizzy"),

    keepGoing: () => close("end"),
    endSession() {
      goOnAfterwards = false;
      close("end");
      finish("stopped");
    },

    goOnAfterHurt() {
      transport.jumpTo(leaveWhatHurts());
      transport.play();
    },
    endAfterHurt() {
      leaveWhatHurts();
      finish("stopped");
    },
    endDizzy() {
      close("dizzy");
      finish("dizzy");
    },
    /** "hurt" or "dizzy" was pressed by mistake. */
    takeBack(dialog) {
      close(dialog);
      transport.play({ carefully: true });
    },

    /** A dialog has closed, by whatever means. */
    onClosed(dialog) {
      if (open === dialog) open = null;
      if (dialog === "end" && goOnAfterwards) transport.play();
    },

    /** Keeps what the person said was wrong, where they leave the page before they chose what to do about it. */
    onLeave() {
      if (open === "hurt") leaveWhatHurts();
      if (open !== "dizzy" || dizzyIsKept) return;
      dizzyIsKept = true;
      emit({ type: "keep", event: { ended: "dizzy" } });
    },
  };
}
