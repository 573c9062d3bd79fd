// One message as nodes.

import { fill } from "../words.js";
import { drawFeedback } from "./feedback.js";
import { make, makeButton, makeCall, makeIcon, unseen } from "./nodes.js";
import { drawPicture } from "./picture.js";
import { blocks, lines } from "./text.js";
import { drawTimer } from "./timer.js";

const LEVELS = ["emergency", "urgent", "routine"];

/**
 * @typedef {object} Frame what all messages of a chat have in common
 * @property {import("../words.js").Words} words of the interface
 * @property {string} lang that the guide writes
 * @property {string} emergency number
 * @property {RegExp} numbers to call in a text
 * @property {string} pictures URL of their folder
 * @property {(card: string, good: boolean, title: string) => Promise<string>} rate
 */

/**
 * @param {string} text what the person said
 * @param {Frame} frame
 * @returns {HTMLElement}
 */
export function drawUser(text, { words }) {
  const bubble = make("div", "message user", make("p", "", unseen(words.youSaid), ...lines(text)));
  bubble.tabIndex = -1;
  return bubble;
}

/**
 * @param {import("../talk.js").Told} reply
 * @param {Frame} frame
 * @param {{restored?: boolean}} [how] restored: it was read before and must not sound an alert
 * @returns {HTMLElement} the message, without its buttons
 */
export function drawBot(reply, frame, { restored = false } = {}) {
  const { words, lang, emergency } = frame;
  const { kind, level, card: topic, sources, picture, step, timer, call = [] } = reply.custom ?? {};
  // A question that only checks for a sign is no alarm yet, whatever the sign would be.
  const isCard = LEVELS.includes(level) && kind !== "check" && kind !== "screen";
  const isEmergency = isCard && level === "emergency";
  const bubble = make("div", `message bot${isCard ? ` card ${level}` : ""}`, unseen(words.guideSaid));
  bubble.tabIndex = -1;
  const [first, ...rest] = blocks(reply.text ?? "", frame.numbers);
  for (const block of [first, ...rest]) if (block) block.lang = lang;

  if (isCard) bubble.append(make("p", "card-label", makeIcon(level), words.levels[level]));
  if (isEmergency && !restored) bubble.setAttribute("role", "alert");
  if (step?.of > 1) bubble.append(drawMeter(step));
  if (first) bubble.append(first);
  if (picture) bubble.append(...drawPicture(picture, frame.pictures, words.picture));
  if (isEmergency && emergency) bubble.append(drawCallNow(emergency, words)); // so high that a small phone shows it
  bubble.append(...rest);
  const others = call.filter(({ number }) => !isEmergency || number !== emergency);
  if (isCard && others.length) bubble.append(drawCalls(others, lang));
  if (timer) bubble.append(drawTimer(timer, words, lang));
  if (sources?.length) bubble.append(drawSources(sources, frame));
  if (kind === "answer" && topic && !restored) {
    bubble.append(drawFeedback(words, lang, (good, title) => frame.rate(topic, good, title)));
  }
  return bubble;
}

/** How far the steps have come; the words of the step say the same. */
function drawMeter({ number, of }) {
  const meter = make("div", "meter");
  meter.setAttribute("aria-hidden", "true");
  for (let at = 1; at <= of; at += 1) meter.append(make("span", at <= number ? "done" : ""));
  return meter;
}

function drawCallNow(number, words) {
  const link = makeCall(number, makeIcon("phone"), fill(words.call, { number }));
  link.className = link.part = "call-now";
  return link;
}

/** The numbers of the advice to tap, beside the large one for an emergency. */
function drawCalls(numbers, lang) {
  const links = numbers.map(({ label, number }) => makeCall(number, makeIcon("phone"), `${label}: ${number}`));
  const list = make("ul", "calls", ...links.map((link) => make("li", "", link)));
  list.lang = lang;
  return list;
}

function drawSources(sources, { words, lang }) {
  const list = make("ul");
  list.lang = lang;
  for (const { title, section } of sources) {
    const content = section && title ? [make("cite", "", section), fill(words.inPage, { title })] : [title || section || ""];
    list.append(make("li", "", ...content));
  }
  return make("details", "sources", make("summary", "", fill(words.sources, { count: sources.length })), list);
}

/**
 * @param {{title: string, payload?: string}[]} buttons
 * @param {Frame} frame
 * @param {(choice: object) => void} onChoice
 * @returns {HTMLElement} a group of buttons; `closeChoices` closes it
 */
export function drawChoices(buttons, { words, lang }, onChoice) {
  const group = make("div", "choices");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", words.choices);
  for (const choice of buttons) {
    const title = make("span", "", choice.title);
    if (choice.payload) title.lang = lang;
    const button = makeButton("choice", [title], () => {
      button.classList.add("chosen");
      button.prepend(makeIcon("check"));
      button.setAttribute("aria-pressed", "true");
      onChoice(choice);
    });
    group.append(button);
  }
  return group;
}

/** Old choices stay readable but closed: an old "Yes" must not answer a new question. */
export function closeChoices(group) {
  for (const button of group.querySelectorAll("button")) button.disabled = true;
}
