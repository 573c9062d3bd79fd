// The plain chat page: what is sent, what is kept, and what happens when something fails. draw.js makes the nodes.

import {
  clear,
  closeChoices,
  drawBot,
  drawFailure,
  drawNote,
  drawUser,
  log,
  makeButton,
  showTyping,
  telephone,
} from "./draw.js";

const URLS = "webhooks/web/"; // relative, so that the page also works below a path of the clinic's site
const TIMEOUT = 30000; // milliseconds until a send counts as failed
const TYPING_DELAY = 350; // milliseconds; quick answers need no "writing" line
const ROOM_SHOWN = 500; // characters left when the counter appears

const GREETING = {
  text: "Hello. I can help with a back spasm: what may ease it, and when to get help.\n\nWhat brings you here?",
  buttons: ["My back has gone into spasm", "What helps right now?", "When should I worry?"].map((title) => ({ title })),
};

const byId = (id) => document.getElementById(id);
const input = byId("message");

// ---- Storage
// sessionStorage ends with the tab, which matters on a shared computer. It may be blocked: the page works without.

function recall(key) {
  try {
    return JSON.parse(sessionStorage.getItem(`guide-${key}`));
  } catch {
    return null;
  }
}

function keep(key, value) {
  try {
    if (value) sessionStorage.setItem(`guide-${key}`, JSON.stringify(value));
    else sessionStorage.removeItem(`guide-${key}`);
  } catch {
    // Only the reload is lost.
  }
}

let pending = recall("pending") ?? []; // sent, and not yet answered

function keepPending(list) {
  pending = list;
  keep("pending", list.length ? list : null);
}

const dropPending = (message) => keepPending(pending.filter(({ id }) => id !== message.id));

// ---- The wire

/** What the server said no with; any other error means that it was not reached. */
const refusal = (status, words) => Object.assign(new Error(words), { status });

async function post(route, body) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), TIMEOUT);
  try {
    const response = await fetch(URLS + route, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      signal: stop.signal,
    });
    const answer = await response.json().catch(() => ({}));
    if (!response.ok) throw refusal(response.status, String(answer.error ?? "Something went wrong here."));
    return answer;
  } finally {
    clearTimeout(timer);
  }
}

let token = recall("token");
let opening = null; // one request even when two messages leave at once

function keepToken(value) {
  token = value;
  keep("token", value);
}

function openSession() {
  opening ??= post("session", {})
    .then((session) => keepToken(session.token))
    .finally(() => (opening = null));
  return opening;
}

async function deliver(message) {
  if (!token) await openSession();
  const used = token;
  try {
    return await post("message", { token: used, ...message });
  } catch (error) {
    if (error.status !== 401) throw error;
    if (token === used) token = null; // unless a parallel message has already opened a new one
    if (!token) await openSession();
    drawNote("The earlier conversation had ended. This is a new one.");
    return post("message", { token, ...message });
  }
}

// ---- Sending

/** A random UUID; `crypto.randomUUID` is missing on plain http, where a clinic may first try the page. */
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

let talk = 0; // counts up with "Start again", so that a late answer to the old talk is dropped
let waiting = 0;

function showWaiting(change) {
  waiting += change;
  showTyping(waiting > 0);
}

/** Shows what the person says and sends it: `{text}`, or `{payload, title}` of a button. */
function say(words) {
  const message = { id: newId(), ...words };
  closeChoices();
  keepPending([...pending, message]);
  const bubble = drawUser(message.title ?? message.text);
  send(message, bubble);
  return bubble;
}

/** The starters have no payload: they are said as if typed. */
const choose = ({ title, payload }) => say(payload ? { payload, title } : { text: title });

/** Sends at once, even while an earlier message waits: a warning sign must not queue behind a slow answer. */
async function send(message, bubble) {
  const sentIn = talk;
  let shown = 0;
  const timer = setTimeout(() => showWaiting((shown = 1)), TYPING_DELAY);
  bubble.scrollIntoView();
  try {
    const { messages = [] } = await deliver(message);
    if (sentIn !== talk) return;
    if (!messages.length) throw refusal(0, "No answer came back.");
    dropPending(message);
    closeChoices();
    const [answer] = messages.map((reply) => drawBot(reply, choose));
    // To the start of a long answer and to all of a short one; the question stays in sight unless it is long.
    (bubble.offsetHeight < window.innerHeight / 4 ? bubble : answer).scrollIntoView();
  } catch (error) {
    if (sentIn === talk) fail(message, bubble, error);
  } finally {
    clearTimeout(timer);
    if (shown) showWaiting(-1);
  }
}

function fail(message, bubble, error) {
  const words = "status" in error ? error.message : "Please check your connection.";
  if (error.status === 413) {
    drawFailure(bubble, words, "Change it", () => {
      bubble.remove();
      dropPending(message);
      setDraft(message.text ?? "");
      input.focus();
    });
  } else {
    drawFailure(bubble, words, "Try again", () => {
      bubble.focus({ preventScroll: true });
      send(message, bubble); // with the same id: the server answers a message once, however often it arrives
    });
  }
}

// ---- The input

function setDraft(text) {
  input.value = text;
  keep("draft", text);
  input.style.height = "auto";
  input.style.height = `${input.scrollHeight + input.offsetHeight - input.clientHeight}px`;
  const left = input.maxLength - text.length;
  // In steps, so that a screen reader does not speak at every key.
  const rounded = Math.ceil(left / 50) * 50;
  byId("room").textContent =
    left > ROOM_SHOWN ? "" : left > 0 ? `Up to ${rounded} characters left` : "No room for more in one message";
}

function submit(event) {
  event.preventDefault();
  const text = input.value.trim();
  if (!text) return input.focus();
  setDraft("");
  say({ text });
}

input.addEventListener("input", () => setDraft(input.value));
input.addEventListener("keydown", (event) => {
  // While a word is being composed (Japanese, Chinese …) Enter only ends the word; Safari says so by code 229.
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229) submit(event);
});
byId("composer").addEventListener("submit", submit);

// ---- Beginning, coming back, starting again

function greet() {
  clear();
  const greeting = drawBot(GREETING, choose);
  greeting.tabIndex = -1;
  return greeting;
}

/** The talk as the server knows it, then what was never answered. */
async function restore() {
  const restoredIn = ++talk;
  greet();
  const answered = new Set();
  if (token) {
    log.setAttribute("aria-live", "off"); // what was read before is not read out again
    const history = await post("history", { token }).catch((error) => error);
    if (restoredIn !== talk) return;
    for (const message of history.messages ?? []) {
      closeChoices();
      if (message.from === "user") drawUser(message.title ?? message.text);
      else drawBot(message, choose, { replayed: true });
      if (message.id) answered.add(message.id);
    }
    if (history.status === 401) {
      keepToken(null);
      drawNote("The earlier conversation has ended. You can begin a new one here.");
    } else if (history instanceof Error) {
      drawNote("The earlier messages could not be loaded.", makeButton("choice", "Load them again", restore));
    }
    setTimeout(() => log.setAttribute("aria-live", "polite"), 300);
  }
  keepPending(pending.filter(({ id }) => !answered.has(id)));
  for (const message of pending) {
    closeChoices();
    fail(message, drawUser(message.title ?? message.text), refusal(0, "The page closed too soon."));
  }
  if (log.querySelector(".user")) log.lastElementChild.scrollIntoView({ block: "end" });
}

function openChat() {
  byId("notice").hidden = true;
  byId("chat").hidden = false;
  setDraft(recall("draft") ?? "");
  restore();
}

byId("start").hidden = false; // hidden where no script runs: it would do nothing
byId("start").addEventListener("click", () => {
  keep("started", { at: new Date().toISOString() });
  openChat();
  log.querySelector(".message").focus();
  openSession().catch(() => {}); // the first message tries again, and shows it when that fails too
});

byId("again").addEventListener("click", () => byId("sure").showModal());
byId("sure").addEventListener("close", () => {
  if (byId("sure").returnValue !== "yes") return;
  byId("sure").returnValue = "";
  talk += 1;
  keepToken(null);
  keepPending([]);
  setDraft("");
  greet().focus();
});
byId("delete").addEventListener("click", () => say({ text: "delete my data" }));

function showAbout(shown) {
  document.body.classList.toggle("about-open", shown);
  byId(shown ? "about" : "about-open").focus();
}

byId("about-open").addEventListener("click", () => showAbout(true));
byId("about-close").addEventListener("click", () => showAbout(false));

for (const link of document.querySelectorAll('a[href^="tel:"]')) {
  const number = link.getAttribute("href").slice(4).trim();
  link.href = telephone(number);
  if (!number) (link.closest("p, li") ?? link).hidden = true;
}

// On an iPhone the keyboard covers the page without making it shorter: CSS cannot know, the viewport does.
window.visualViewport?.addEventListener("resize", () => {
  const height = Math.round(window.visualViewport.height * window.visualViewport.scale);
  document.documentElement.style.setProperty("--view-height", `${height}px`);
});

if (recall("started")) openChat();
