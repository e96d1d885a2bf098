// The voice: Web Speech with voices that live on this machine. It may be missing, mute or broken: nothing waits for it.

/** An utterance that has not ended after this long (ms) is given up, so that it cannot block the next ones. */
const GIVE_UP_MS = 12_000;
/** How long (ms) a patient text waits for the one that is being said. */
const PATIENCE_MS = 700;

/**
 * Voices that speak a language without sending the words anywhere, the closest ones first.
 * @param {Array<{name: string, lang: string, localService: boolean, default: boolean}>} voices
 * @param {string} language such as "en"
 */
export function usableVoices(voices, language) {
  const wanted = language.toLowerCase().split("-")[0];
  return voices.filter(
    (voice) => voice.localService && voice.lang.toLowerCase().replace("_", "-").split("-")[0] === wanted,
  );
}

/** The voice called `name` among the usable ones, else the machine's default, else the first, else null. */
export function pickVoice(voices, language, name = "") {
  const usable = usableVoices(voices, language);
  return usable.find((voice) => voice.name === name) ?? usable.find((voice) => voice.default) ?? usable[0] ?? null;
}

/**
 * @param {{name?: string, language?: string}} wishes
 * @param {SpeechSynthesis | undefined} synthesis
 */
export function createVoice({ name = "", language = "en" } = {}, synthesis = globalThis.speechSynthesis) {
  let voice = null;
  let current = null;
  let watchdog = null;
  let pending = null;
  let waiting = "";

  function attempt(action) {
    try {
      return action();
    } catch {
      return undefined;
    }
  }

  function choose() {
    voice = attempt(() => pickVoice(synthesis.getVoices(), language, name)) ?? null;
  }

  if (synthesis) {
    choose();
    attempt(() => synthesis.addEventListener("voiceschanged", choose));
  }

  function stop() {
    clearTimeout(watchdog);
    clearTimeout(pending);
    current = null;
    waiting = "";
    attempt(() => {
      if (synthesis && (synthesis.speaking || synthesis.pending)) synthesis.cancel();
    });
  }

  function speak(text) {
    attempt(() => {
      const utterance = new SpeechSynthesisUtterance(text);
      utterance.voice = voice;
      utterance.lang = voice.lang;
      utterance.rate = 0.95;
      const over = () => {
        if (current !== utterance) return;
        current = null;
        clearTimeout(watchdog);
        const next = waiting;
        waiting = "";
        if (next) {
          clearTimeout(pending);
          speak(next);
        }
      };
      utterance.addEventListener("end", over);
      utterance.addEventListener("error", over);
      // Kept referenced: some browsers drop an utterance that nobody holds.
      current = utterance;
      clearTimeout(watchdog);
      watchdog = setTimeout(stop, GIVE_UP_MS);
      synthesis.speak(utterance);
    });
  }

  function replace(text) {
    stop();
    // Some browsers swallow what is said in the same breath as a cancel.
    pending = setTimeout(() => speak(text), 0);
  }

  return {
    /**
     * Says a text. It replaces what is being said, unless it is gentle: then it is left out. A patient one lets what is
     * being said come to its end first, if that is near.
     */
    say(text, { gentle = false, patient = false } = {}) {
      if (!synthesis || !voice || !text) return;
      const busy = current !== null || attempt(() => synthesis.speaking) === true;
      if (!busy) {
        speak(text);
      } else if (patient && current !== null) {
        clearTimeout(pending);
        waiting = text;
        pending = setTimeout(() => replace(text), PATIENCE_MS);
      } else if (!gentle) {
        replace(text);
      }
    },
    stop,
    get available() {
      return voice !== null;
    },
  };
}
