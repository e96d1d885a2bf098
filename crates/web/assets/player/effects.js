// Carries out what the session controller decided: which effect is the business of which part of the page. Nothing is
// decided here.

/**
 * What carries out an effect, by the effect's type. What an effect needs of the browser's own event is the second argument.
 * @param {object} parts what sounds, draws, keeps and wakes
 * @param {() => number} parts.mono the monotonic clock in ms
 * @param {(event: object) => void} parts.dispatch takes what an effect leads to later
 */
export function createEffects({
  screen, strip, figure, voice, tones, vibrate, wake, media, outbox, ticker, dialogs, mono, dispatch,
}) {
  const find = (id) => document.getElementById(`player-${id}`);
  const timers = new Map();

  function draw({ position, mode, countInLeft, time }) {
    screen.draw({ position, mode, countInLeft, time });
    figure.draw({ position, mode, time });
  }

  function openDialog({ dialog, texts }) {
    if (dialog === "hurt") {
      find("hurt-text").textContent = texts.text;
      find("hurt-go-on").textContent = texts.goOn;
    }
    dialogs[dialog].showModal();
  }

  function clearTimer({ name }) {
    clearTimeout(timers.get(name));
    timers.delete(name);
  }

  return {
    // Shown
    draw,
    resume: ({ step }) => screen.resume(step),
    resumed: () => screen.resumed(),
    "count-in": ({ countIn }) => screen.countIn(countIn),
    announce: ({ text }) => screen.announce(text),
    notice: ({ text }) => screen.notice(text),
    alert: ({ text }) => screen.alert(text),
    saving: ({ text }) => screen.saving(text),
    "saved-again": () => screen.savedAgain(),
    muted: ({ muted }) => screen.muted(muted),
    "sound-blocked": ({ blocked }) => screen.soundBlocked(blocked),
    over: ({ how }) => screen.over(how),
    "over-text": ({ text }) => screen.overText(text),
    "over-link": ({ address }) => screen.overLink(address),
    ask: ({ exercise, question, answer }) => strip.show(exercise, question, answer),
    "ask-on-closing-screen": () => strip.moveBefore(find("over-link")),
    "press-digit": ({ digit }) => strip.press(digit),
    "open-dialog": openDialog,
    "close-dialog": ({ dialog }) => dialogs[dialog].close(),
    focus: ({ control, visible }) => find(control).focus(visible === undefined ? {} : { focusVisible: visible }),
    "prevent-default": (_, native) => native.preventDefault(),
    // Heard and felt
    say: ({ text, gentle, patient }) => voice.say(text, { gentle, patient }),
    "stop-voice": () => voice.stop(),
    "plan-tone": ({ tone, at }) => tones.plan(tone, Math.max(0, at - mono())),
    "cancel-tones": () => tones.cancel(),
    "unlock-tones": () => tones.unlock(),
    vibrate: ({ pattern }) => vibrate(pattern),
    // For measuring, and for whatever else wants to follow along.
    cue: ({ cue, due }) => document.dispatchEvent(new CustomEvent("player-cue", { detail: { ...cue, late: mono() - due } })),
    // The machine around
    "wake-lock": ({ wanted }) => (wanted ? wake.keep() : wake.release()),
    media: ({ playing, title, artist }) => media.show({ playing, title, artist }),
    "unlock-media": () => media.unlock(),
    // Kept
    keep: ({ event }) => outbox.add(event),
    flush: () => outbox.flush(),
    "wait-until-settled": () => Promise.all([outbox.settled(), tones.silence()]).then(() => dispatch({ type: "settled" })),
    // Later
    "wake-at": ({ at }) => ticker.wakeIn(Math.max(0, at - mono())),
    "set-timer": ({ name, milliseconds }) => timers.set(name, setTimeout(() => dispatch({ type: "timer", name }), milliseconds)),
    "clear-timer": clearTimer,
    // Elsewhere
    reload: () => location.reload(),
    leave: ({ address }) => location.replace(address),
  };
}
