// What is heard: whether the voice may speak, and which tones are planned ahead on the audio clock. Pure: what is to be
// said or sounded comes out as effects.

/** A tone that was due this long (ms) ago still sounds; a frame may have come late. */
const JUST_NOW_MS = 60;

/**
 * @param {object} parts
 * @param {Array<object>} parts.cues as `cuesOf` makes them
 * @param {object} parts.timeline
 * @param {object} parts.playback
 * @param {{sounds: boolean, voice: boolean}} parts.settings
 * @param {{mono: number}} parts.moment the time of the event that is handled
 * @param {(effect: object) => void} parts.emit
 */
export function createSound({ cues, timeline, playback, settings, moment, emit }) {
  let muted = false;
  /** What the browser says of tones: "silent" (not yet, or never), "blocked" (it waits for a touch) or "running". */
  let tones = "silent";
  /** The step whose tones are planned, and the position in ms up to which they are. */
  let planned = { step: -1, until: -1 };

  /** Plans the tones of the step that plays, up to the first one of the next step; once for each step. */
  function planStep() {
    if (playback.mode !== "playing" || !settings.sounds || muted || tones !== "running") return;
    const now = playback.positionAt(moment.mono);
    const step = timeline.indexAt(now);
    if (planned.step === step) return;
    const end = timeline.endOf(step);
    for (const cue of cues) {
      const ahead = cue.step === step && cue.at >= now - JUST_NOW_MS;
      const nextOnset = cue.step === step + 1 && cue.at === end;
      if (cue.tone && (ahead || nextOnset) && !(cue.step === step && cue.at === planned.until)) {
        emit({ type: "plan-tone", tone: cue.tone, at: playback.monoAt(cue.at) });
      }
    }
    planned = { step, until: end };
  }

  /** Plans anew, whatever was planned. */
  function plan() {
    emit({ type: "cancel-tones" });
    planned = { step: -1, until: -1 };
    planStep();
  }

  const reportBlocked = () => emit({
    type: "sound-blocked", blocked: tones === "blocked" && (settings.sounds || settings.voice) && !muted,
  });

  return {
    planStep,
    plan,

    /** Says a text, if the person wants to hear one. See `createVoice` for what gentle and patient mean. */
    say(text, { gentle = false, patient = false } = {}) {
      if (settings.voice && !muted) emit({ type: "say", text, gentle, patient });
    },

    /** Sounds a tone right now, if the person wants to hear one. */
    tone(name) {
      if (settings.sounds && !muted) emit({ type: "plan-tone", tone: name, at: moment.mono });
    },

    stopVoice: () => emit({ type: "stop-voice" }),

    /** Stops everything that sounds or is going to. */
    stop() {
      emit({ type: "stop-voice" });
      emit({ type: "cancel-tones" });
    },

    toggleMute() {
      muted = !muted;
      emit({ type: "muted", muted });
      emit({ type: "stop-voice" });
      plan();
      reportBlocked();
    },

    /** The browser says how it is with tones. */
    onTones(state) {
      const freed = tones === "blocked" && state !== "blocked";
      tones = state;
      reportBlocked();
      if (freed) plan();
    },

    /** A touch or a key: with it a browser lets sounds through. */
    onGesture() {
      if (tones === "blocked") emit({ type: "unlock-tones" });
      emit({ type: "unlock-media" });
    },

    get isMuted() {
      return muted;
    },
  };
}
