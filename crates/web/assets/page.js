// What scripts add to plain pages: the browser's voices in the settings, a button that stops a
// moving figure, a drawn body that stays where it is when it is tapped, and handing over the steps that an earlier session
// could not.

import "./player/outbox-flush.js";
import { usableVoices } from "./player/voice.js";

const select = document.getElementById("voice-name");
if (select) offerVoices(select);

const stop = document.getElementById("show-pause");
if (stop) offerStop(stop, document.querySelector("#show-moving > svg"));

const paper = document.getElementById("print");
if (paper) {
  paper.hidden = false;
  paper.addEventListener("click", () => window.print());
}

// A label moves the focus to its box, and the page with it: away from under the finger.
for (const label of document.querySelectorAll(".body-over")) {
  label.addEventListener("click", (event) => {
    event.preventDefault();
    label.control.checked = !label.control.checked;
  });
}

/** What moves for longer than a few seconds can be stopped; it stays so on the other side and the next exercise. */
function offerStop(button, figure) {
  const show = (stopped) => {
    if (stopped) figure.pauseAnimations();
    else figure.unpauseAnimations();
    button.textContent = stopped ? button.dataset.play : button.dataset.pause;
  };
  button.hidden = false;
  if (recall("figure-stopped")) show(true);
  button.addEventListener("click", () => {
    const stopped = !figure.animationsPaused();
    show(stopped);
    remember("figure-stopped", stopped);
  });
}

/** Some browsers keep nothing for us; then a choice holds for the page only. */
function remember(name, value) {
  try {
    sessionStorage.setItem(name, String(value));
  } catch {}
}

function recall(name) {
  try {
    return sessionStorage.getItem(name) === "true";
  } catch {
    return false;
  }
}

function offerVoices(select) {
  const speech = window.speechSynthesis;
  const note = document.getElementById("voice-note");
  const listen = document.getElementById("try-voice");
  if (!speech) {
    note.textContent = note.dataset.none;
    return;
  }
  const chosen = select.dataset.chosen;
  const fill = () => {
    const offered = usableVoices(speech.getVoices(), document.documentElement.lang);
    note.textContent = offered.length === 0 ? note.dataset.none : "";
    listen.hidden = offered.length === 0;
    const current = select.value || chosen;
    select.length = 1;
    for (const voice of offered) {
      select.add(new Option(`${voice.name} (${voice.lang})`, voice.name, false, voice.name === current));
    }
    if (current && !offered.some((voice) => voice.name === current)) {
      select.add(new Option(`${current} ${select.dataset.away}`, current, false, true));
    }
  };
  fill();
  speech.addEventListener?.("voiceschanged", fill);
  listen.addEventListener("click", () => {
    const utterance = new SpeechSynthesisUtterance(listen.dataset.text);
    const voice = speech.getVoices().find((known) => known.name === select.value);
    if (voice) {
      utterance.voice = voice;
      utterance.lang = voice.lang;
    }
    speech.cancel();
    speech.speak(utterance);
  });
}

// A prompt comes to whichever page somebody looks at, and goes when it was answered elsewhere.
const ASK_MS = 20_000;
const main = document.querySelector("main[data-asks]");
if (main) offerPrompts(main);

function offerPrompts(main) {
  let timer = 0;
  const parsing = new DOMParser();

  async function look() {
    clearTimeout(timer);
    if (document.hidden) return;
    try {
      const response = await fetch("/reminders/prompt");
      if (response.status === 204) show(null);
      else if (response.ok) show(parsing.parseFromString(await response.text(), "text/html").querySelector("[data-prompt]"));
    } catch {
      // The program may be gone for a moment; the next look tells.
    }
    clearTimeout(timer);
    if (!document.hidden) timer = setTimeout(look, ASK_MS);
  }

  function show(card) {
    const shown = main.querySelector("[data-prompt]");
    if (shown && card && shown.dataset.prompt === card.dataset.prompt) return;
    shown?.remove();
    if (card) main.prepend(card);
  }

  // Answers that lead nowhere leave the page as it is.
  main.addEventListener("submit", async (event) => {
    const card = event.target.closest("[data-prompt]");
    if (!card || !event.submitter?.hasAttribute("data-answer")) return;
    event.preventDefault();
    const form = event.target;
    try {
      const response = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual" });
      if (response.type !== "opaqueredirect" && !response.ok) throw new Error(String(response.status));
      card.remove();
    } catch {
      form.submit();
    }
  });
  document.addEventListener("visibilitychange", look);
  // What the page came with is up to date.
  timer = setTimeout(look, main.querySelector("[data-prompt]") ? ASK_MS : 0);
}
