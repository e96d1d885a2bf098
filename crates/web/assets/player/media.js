// The buttons of a headset, keyboard or lock screen. A browser gives them to a page only while it plays something,
// so the page plays silence.

const SILENCE_S = 10;
const SILENCE_RATE = 8_000;

/** A WAV file of silence: 8 bit, one channel. */
export function silentWav(seconds = SILENCE_S, rate = SILENCE_RATE) {
  const samples = seconds * rate;
  const bytes = new Uint8Array(44 + samples).fill(128, 44);
  const view = new DataView(bytes.buffer);
  const text = (offset, letters) => {
    for (let place = 0; place < letters.length; place += 1) bytes[offset + place] = letters.charCodeAt(place);
  };
  text(0, "RIFF");
  view.setUint32(4, 36 + samples, true);
  text(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate, true);
  view.setUint16(32, 1, true);
  view.setUint16(34, 8, true);
  text(36, "data");
  view.setUint32(40, samples, true);
  return bytes;
}

/** @param {Record<string, () => void>} actions by Media Session action: play, pause, nexttrack, previoustrack */
export function createMediaButtons(actions) {
  const session = navigator.mediaSession;
  let audio = null;
  let wanted = false;

  try {
    audio = new Audio(URL.createObjectURL(new Blob([silentWav()], { type: "audio/wav" })));
    audio.loop = true;
  } catch {
    audio = null;
  }
  for (const [action, handler] of Object.entries(actions)) {
    try {
      session?.setActionHandler(action, handler);
    } catch {
      // This browser does not know the button.
    }
  }

  function play() {
    if (wanted && audio?.paused) audio.play().catch(() => {});
  }

  return {
    /** Tells the system whether the session plays, and what. */
    show({ playing, title, artist }) {
      wanted = playing;
      if (playing) play();
      else audio?.pause();
      if (!session) return;
      try {
        session.playbackState = playing ? "playing" : "paused";
        if (session.metadata?.title !== title) session.metadata = new MediaMetadata({ title, artist });
      } catch {
        // Only the lock screen is poorer for it.
      }
    },
    /** After a touch, the browser lets a page play that it held back before. */
    unlock: play,
  };
}
