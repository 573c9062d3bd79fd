// The page at /: opens the widget, lets it follow the form, and writes the line that holds what was chosen.

import { DEFAULT_COLOR, contrast, hexColor, palette } from "./contrast.js";

const ROOM_BESIDE = "(min-width: 72em) and (min-height: 30.0625em)"; // the same in page.css
const ENOUGH = 4.5; // to one, of words on their ground (WCAG 2.2, 1.4.3)
const PAUSE = 400; // milliseconds without a key until the widget follows, which is drawn anew for a title
const PATIENCE = 10_000; // milliseconds until the page says that there is no chat
const OWN_MACHINE = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

const find = (id) => document.getElementById(id);
const form = find("options");
const line = find("line");
const script = find("widget");
const page = document.documentElement;

// ---- The widget on this page

/** What the page does with a widget that is there, and with one that is not. */
function startWidget() {
  if (matchMedia(ROOM_BESIDE).matches) script.dataset.open = "";
  const lost = setTimeout(sayLost, PATIENCE);
  script.addEventListener("error", sayLost);
  script.addEventListener("load", () => {
    window.Backspasm.on("open", () => page.classList.add("chat-open"));
    window.Backspasm.on("close", () => page.classList.remove("chat-open"));
    window.Backspasm.on("ready", () => {
      clearTimeout(lost);
      find("no-chat").replaceChildren();
      follow();
    });
  });
  find("open-chat").addEventListener("click", () => window.Backspasm?.open());
  for (const button of document.querySelectorAll("[data-ask]")) {
    button.addEventListener("click", () => window.Backspasm?.send(button.dataset.ask));
  }
}

function sayLost() {
  find("no-chat").replaceChildren(find("no-chat-words").content.cloneNode(true));
}

/** Hands what was chosen to the widget. What has not changed is left alone: the widget would be drawn anew. */
function follow() {
  const widget = document.querySelector("backspasm-chat");
  if (!widget) return;
  const { color, position, title, lang, privacyUrl } = chosen();
  for (const [name, value] of Object.entries({ color, position, title, lang, privacyUrl })) {
    if ((widget.dataset[name] ?? "") === value) continue;
    if (value) widget.dataset[name] = value;
    else delete widget.dataset[name];
  }
  page.classList.toggle("chat-left", position === "left");
}

// ---- What was chosen

/** By the name of the option; empty where it is the default. */
function chosen() {
  const { picker, position, title, lang, privacy, open, remember } = form.elements;
  return {
    color: picker.value === DEFAULT_COLOR ? "" : picker.value, // the last that was one, whatever is being written
    position: position.value === "left" ? "left" : "",
    title: title.value.trim(),
    lang: lang.value,
    privacyUrl: webAddress(privacy.value),
    open: open.checked,
    remember: remember.checked,
  };
}

/** The address, or nothing where it is none of a web page. */
function webAddress(text) {
  try {
    const url = new URL(text.trim());
    return ["http:", "https:"].includes(url.protocol) ? url.href : "";
  } catch {
    return "";
  }
}

// ---- The line

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

function writeLine() {
  const { color, position, title, lang, privacyUrl, open, remember } = chosen();
  const { integrity } = form.elements;
  const hash = integrity.checked && integrity.value;
  const attributes = [
    ["src", new URL(script.getAttribute("src"), document.baseURI).href],
    ["data-color", color],
    ["data-position", position],
    ["data-title", title],
    ["data-lang", lang],
    ["data-privacy-url", privacyUrl],
    ["data-open", open],
    ["data-remember", remember],
    ["integrity", hash],
    ["crossorigin", hash && "anonymous"],
    ["defer", true],
  ];
  const written = attributes
    .filter(([, value]) => value)
    .map(([name, value]) => (value === true ? name : `${name}="${escaped(value)}"`));
  const text = `<script ${written.join(" ")}></script>`;
  if (line.textContent === text) return;
  line.textContent = text;
  find("copied").textContent = "";
}

async function copyLine() {
  let said = "Copied. Paste it into your page.";
  try {
    await navigator.clipboard.writeText(line.textContent);
  } catch {
    // Refused, or a page without https, which has no clipboard.
    getSelection().selectAllChildren(line);
    said = "The browser did not allow copying. The line is selected: copy it by hand.";
  }
  find("copied").textContent = "";
  setTimeout(() => (find("copied").textContent = said), 50); // said again when it is pressed again
}

// ---- What the form says back

/** Writes into a live region only what is new, so that it is not read out again. */
function say(id, words) {
  if (find(id).textContent !== words) find(id).textContent = words;
}

/** Takes a colour that was typed over to the picker, which keeps the last one that is a colour. */
function readColor() {
  const { color, picker } = form.elements;
  const hex = hexColor(color.value);
  color.setAttribute("aria-invalid", String(!hex));
  if (hex) picker.value = hex;
}

/** What is wrong with a colour, and what the widget does where words on it or in it could not be read. */
function colorNote(hex) {
  if (!hex) return `Write it like ${DEFAULT_COLOR}.`;
  const onWhite = contrast(hex, "#ffffff");
  if (onWhite >= ENOUGH) return "";
  const { "--brand": ground, "--accent-light": accent } = palette(hex);
  const ratio = Math.floor(onWhite * 10) / 10; // never rounded up to what is enough
  const mended = ground === hex ? "puts dark words on it" : `takes ${ground} instead, with dark words on it`;
  return `Low contrast: ${ratio} to 1 with white, and ${ENOUGH} is needed. The chat ${mended}, and writes on white in ${accent}.`;
}

function checkPrivacy() {
  const { privacy } = form.elements;
  const wrong = privacy.value.trim() !== "" && !webAddress(privacy.value);
  privacy.setAttribute("aria-invalid", String(wrong));
  say("privacy-note", wrong ? "Write all of it, such as https://www.clinic.example/privacy." : "");
}

let waiting;

function onChange() {
  readColor();
  writeLine();
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    follow();
    say("color-note", colorNote(hexColor(form.elements.color.value)));
  }, PAUSE);
}

// ---- Start

form.elements.picker.addEventListener("input", ({ target }) => {
  form.elements.color.value = target.value;
});
form.elements.privacy.addEventListener("change", checkPrivacy); // not while it is being written
form.addEventListener("input", onChange);
form.addEventListener("submit", (event) => event.preventDefault());
find("copy").addEventListener("click", copyLine);
find("reset").addEventListener("click", () => {
  form.reset();
  checkPrivacy();
  onChange();
});

const server = new URL(script.src);
for (const place of document.querySelectorAll("[data-origin]")) place.textContent = server.origin;
find("line-note").hidden = server.protocol === "https:" && !OWN_MACHINE.test(server.hostname);
form.elements.integrity.disabled = !form.elements.integrity.value;
for (const id of ["actions", "asking", "options", "result"]) find(id).hidden = false;
startWidget();
onChange();
