// Soft tones, planned ahead on the audio clock so that they sound at the very moment even when the page is busy.

/** Each tone as notes: start in s after the tone's moment, pitch in Hz, length in s, loudness from 0 to 1. */
const TONES = {
  ready: [[0, 523.25, 0.5, 0.16]],
  begin: [[0, 659.25, 0.35, 0.2], [0.11, 880, 0.7, 0.22]],
  end: [[0, 880, 0.35, 0.2], [0.11, 587.33, 0.8, 0.22]],
  turn: [[0, 587.33, 0.4, 0.18], [0.14, 587.33, 0.5, 0.14]],
  rest: [[0, 440, 0.8, 0.18], [0.02, 659.25, 0.8, 0.08]],
  tick: [[0, 1046.5, 0.09, 0.07]],
  finish: [[0, 523.25, 1.2, 0.16], [0.14, 659.25, 1.2, 0.16], [0.28, 783.99, 1.6, 0.18]],
};

/**
 * @param {(state: "silent" | "blocked" | "running") => void} onState told whether tones can sound, or the browser waits for a
 *   touch before it makes a sound
 */
export function createTones(onState) {
  const Context = globalThis.AudioContext ?? globalThis.webkitAudioContext;
  let context = null;
  let planned = [];
  let onSilence = () => {};

  function report() {
    if (context?.state === "running") onState("running");
    else onState(context?.state === "suspended" ? "blocked" : "silent");
  }

  try {
    if (Context) {
      context = new Context({ latencyHint: "interactive" });
      context.addEventListener("statechange", report);
    }
  } catch {
    context = null;
  }

  function note(start, [after, pitch, length, loudness]) {
    const from = start + after;
    const gain = context.createGain();
    gain.gain.setValueAtTime(0, from);
    gain.gain.linearRampToValueAtTime(loudness, from + 0.012);
    gain.gain.exponentialRampToValueAtTime(0.0008, from + length);
    gain.connect(context.destination);
    const oscillator = context.createOscillator();
    oscillator.type = "sine";
    oscillator.frequency.setValueAtTime(pitch, from);
    oscillator.connect(gain);
    oscillator.start(from);
    oscillator.stop(from + length + 0.02);
    const sounding = { oscillator, gain };
    planned.push(sounding);
    oscillator.addEventListener("ended", () => {
      gain.disconnect();
      planned = planned.filter((other) => other !== sounding);
      if (planned.length === 0) onSilence();
    });
  }

  return {
    /** Plays a tone in so many ms from now. */
    plan(name, milliseconds) {
      if (context?.state !== "running" || !TONES[name]) return;
      try {
        // Wireless headphones are late by a known time: what lies ahead is started earlier by it.
        const latency = Math.min(context.outputLatency || context.baseLatency || 0, 0.4);
        const start = Math.max(context.currentTime, context.currentTime + milliseconds / 1000 - latency);
        for (const each of TONES[name]) note(start, each);
      } catch {
        // A broken audio device is silence, no more.
      }
    },

    /** Takes back everything that has been planned, and fades out what sounds. */
    cancel() {
      if (!context) return;
      for (const { oscillator, gain } of planned) {
        try {
          gain.gain.cancelScheduledValues(context.currentTime);
          gain.gain.setTargetAtTime(0, context.currentTime, 0.01);
          oscillator.stop(context.currentTime + 0.06);
        } catch {
          // It has ended already.
        }
      }
      planned = [];
    },

    /** Asks the browser to let sounds through; it does so at the latest after a touch or key. */
    unlock() {
      if (!context) return;
      // While the browser forbids it the promise stays open: what counts is the state that follows.
      if (context.state !== "running") context.resume().then(report, report);
      report();
    },

    /** Resolves when what has been planned has rung out, at the latest after three seconds. */
    silence() {
      if (planned.length === 0 || context?.state !== "running") return Promise.resolve();
      return new Promise((resolve) => {
        onSilence = resolve;
        setTimeout(resolve, 3_000);
      });
    },
  };
}
