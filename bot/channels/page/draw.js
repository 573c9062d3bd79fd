// Replies and messages as nodes of the page. Words become text nodes only: nothing here parses them as HTML.

import { drawTimer } from "./timer.js";

const CARDS = {
  emergency: { label: "Emergency", icon: "icon-alert" },
  urgent: { label: "Urgent", icon: "icon-clock" },
  routine: { label: "Worth having checked", icon: "icon-note" },
};

export const log = document.getElementById("log");
const typing = document.getElementById("typing");
const emergencyNumber = document.body.dataset.emergency.trim();
const clinicPhone = document.body.dataset.phone.trim();

// ---- Making nodes

function make(tag, className = "", ...children) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.append(...children);
  return node;
}

function makeIcon(id) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("aria-hidden", "true");
  svg.append(document.createElementNS(svg.namespaceURI, "use"));
  svg.firstChild.setAttribute("href", `#${id}`);
  return svg;
}

export function makeButton(className, title, onClick) {
  const button = make("button", className, title);
  button.type = "button";
  button.addEventListener("click", onClick);
  return button;
}

export const telephone = (number) => `tel:${number.replace(/[^\d+*#]/g, "")}`;

function makeCall(number, words = number) {
  const link = make("a", "", words);
  link.href = telephone(number);
  return link;
}

// ---- Text to nodes

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const known = [emergencyNumber, clinicPhone].filter(Boolean).map(escaped).join("|") || "(?!)";
// What stands before a number, and the number: one of this clinic's, or any that the text says to call: a short one
// such as 111, or a long one. Without look-behind, which older iPhones do not know and would stop at.
const NUMBERS = new RegExp(
  `(^|[^\\d+])(${known})(?!\\d)|(\\b(?:call|dial|phone|ring)\\s(?:[a-z]+\\s)?)(\\+?\\d[\\d ]{5,}\\d|\\d{3}(?!\\d))`,
  "gi",
);

/** The text in pieces, with the telephone numbers in it as links. */
function withCalls(text) {
  const pieces = [];
  let end = 0;
  for (const match of text.matchAll(NUMBERS)) {
    const number = match[2] ?? match[4];
    const start = match.index + (match[1] ?? match[3]).length;
    pieces.push(text.slice(end, start), makeCall(number));
    end = start + number.length;
  }
  return [...pieces, text.slice(end)];
}

const STEP = /^\s*(\d{1,2})[.)]\s+(.*)$/;
const POINT = /^\s*[-•]\s+(.*)$/;

/** Lines to paragraphs, numbered steps and lists; a "From:" line becomes a small footnote. */
function blocks(text) {
  const nodes = [];
  let last = null;
  for (const line of text.split(/\r?\n/)) {
    const step = STEP.exec(line);
    const point = POINT.exec(line);
    const tag = step ? "ol" : point ? "ul" : "p";
    if (!line.trim()) {
      if (last?.localName === "p") last = null; // a gap between two steps does not start a new list
      continue;
    }
    const isFrom = /^From: /.test(line);
    const goesOn = last?.localName === tag && !isFrom && !last.className;
    if (!goesOn) nodes.push((last = make(tag, isFrom ? "from" : "")));
    if (!goesOn && step) last.start = Number(step[1]);
    if (tag === "p") last.append(...(goesOn ? [make("br")] : []), ...withCalls(line));
    else last.append(make("li", "", ...withCalls(step ? step[2] : point[1])));
  }
  return nodes;
}

// ---- Messages

function append(node) {
  log.insertBefore(node, typing);
  return node;
}

export function clear() {
  log.replaceChildren(typing);
}

const speaker = (name) => make("span", "unseen", `${name}: `);

export function drawUser(text) {
  const lines = text.split(/\r?\n/).flatMap((line, index) => (index ? [make("br"), line] : [line]));
  const bubble = append(make("div", "message user", make("p", "", speaker("You"), ...lines)));
  bubble.tabIndex = -1;
  return bubble;
}

/**
 * Draws one reply. `onChoice` gets the button that was pressed, `{title, payload}`, and answers with the node that
 * shows it. `replayed` replies were read before the page was loaded again and must not sound an alert.
 */
export function drawBot(reply, onChoice, { replayed = false } = {}) {
  const { kind, level, sources, picture, timer, call: numbers = [] } = reply.custom ?? {};
  const bubble = make("div", "message bot", speaker("Guide"));
  // A question that only checks for a sign is no alarm yet, whatever the sign would be.
  const card = kind === "check" || kind === "screen" ? null : CARDS[level];
  if (card) {
    bubble.classList.add("card", level);
    bubble.append(make("p", "card-label", makeIcon(card.icon), card.label));
  }
  const [first = "", ...rest] = blocks(reply.text ?? "");
  bubble.append(first, ...(picture ? drawPicture(picture) : []));
  if (card && level === "emergency") {
    if (!replayed) bubble.setAttribute("role", "alert");
    const call = makeCall(emergencyNumber, `Call ${emergencyNumber}`);
    call.prepend(makeIcon("icon-phone"));
    call.className = "call-now";
    bubble.append(call); // so high that it is in sight on a small phone
  }
  bubble.append(...rest);
  const others = numbers.filter(({ number }) => level !== "emergency" || number !== emergencyNumber);
  if (card && others.length) bubble.append(drawCalls(others));
  if (timer) bubble.append(drawTimer(timer, make, makeButton));
  if (sources?.length) bubble.append(drawSources(sources));
  append(bubble);
  if (reply.buttons?.length) drawChoices(reply.buttons, onChoice);
  return bubble;
}

/** The numbers of the advice to tap, beside the large one for an emergency. */
function drawCalls(numbers) {
  const links = numbers.map(({ label, number }) => makeCall(number, `${label}: ${number}`));
  return make("ul", "calls", ...links.map((link) => make("li", "", link)));
}

function drawSources(sources) {
  const list = make("ul");
  for (const { title, section } of sources) {
    const words = section && title ? [make("cite", "", section), `, in “${title}”`] : [title || section || ""];
    list.append(make("li", "", ...words));
  }
  return make("details", "sources", make("summary", "", `Sources (${sources.length})`), list);
}

/** The drawing is an <img>, in which an SVG can run nothing; its own title and description become the alt text. */
function drawPicture(name) {
  if (!/^[\w-]+\.svg$/.test(name)) return [];
  const image = make("img", "picture");
  image.alt = "Drawing of the steps";
  image.src = `pictures/${name}`;
  image.addEventListener("error", () => image.remove()); // the words say everything without it
  fetch(image.src)
    .then((response) => (response.ok ? response.text() : Promise.reject(response)))
    .then((text) => {
      const drawing = new DOMParser().parseFromString(text, "image/svg+xml");
      const words = ["title", "desc"].map((tag) => drawing.querySelector(tag)?.textContent.trim());
      image.alt = words.filter(Boolean).join(": ") || image.alt;
    })
    .catch(() => {}); // the plain alt text stays
  return [image];
}

function drawChoices(buttons, onChoice) {
  const group = make("div", "choices");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", "Answers to choose from");
  for (const choice of buttons) {
    const button = makeButton("choice", choice.title, () => {
      button.classList.add("chosen");
      button.prepend(makeIcon("icon-check"));
      // The pressed button closes and would lose the focus. From here the next Tab reaches the answer's buttons.
      onChoice(choice).focus({ preventScroll: true });
    });
    group.append(button);
  }
  append(group);
}

/** Old choices stay readable but closed: an old "Yes" must not answer a new question. */
export function closeChoices() {
  for (const button of log.querySelectorAll(".choices .choice")) button.disabled = true;
}

export function drawNote(words, ...more) {
  append(make("div", "note", make("p", "", words), ...more));
}

/** Says below a message that it was not sent, with a button that mends it. */
export function drawFailure(bubble, words, mendTitle, mend) {
  const advice = emergencyNumber ? withCalls(` If this cannot wait, call ${emergencyNumber}.`) : [];
  const failure = make("div", "failure", make("p", "", make("strong", "", "Not sent."), ` ${words}`, ...advice));
  failure.setAttribute("role", "alert");
  const button = makeButton("choice", mendTitle, () => {
    failure.remove();
    mend();
  });
  failure.append(button);
  bubble.after(failure);
  failure.scrollIntoView({ block: "nearest" });
}

export function showTyping(shown) {
  const words = shown ? "The guide is writing" : "";
  if (typing.textContent !== words) typing.textContent = words; // the same words again would be read out again
}
