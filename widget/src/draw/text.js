// The words of a message as nodes: paragraphs, lists, and telephone numbers to tap.

import { make, makeCall } from "./nodes.js";

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const STEP = /^\s*(\d{1,2})[.)]\s+(.*)$/;
const POINT = /^\s*[-•]\s+(.*)$/;

/**
 * What stands before a number, and the number: one of this clinic's, or any that the text says to call: a short one
 * such as 111, or a long one. Without look-behind, which older iPhones do not know and would stop at.
 *
 * @param {string[]} known the clinic's numbers
 * @returns {RegExp}
 */
export function numberPattern(known) {
  const own = known.filter(Boolean).map(escaped).join("|") || "(?!)";
  return new RegExp(
    `(^|[^\\d+])(${own})(?!\\d)|(\\b(?:call|dial|phone|ring)\\s(?:[a-z]+\\s)?)(\\+?\\d[\\d ]{5,}\\d|\\d{3}(?!\\d))`,
    "gi",
  );
}

/**
 * @param {string} text
 * @param {RegExp} numbers
 * @returns {(Node|string)[]} the text in pieces, with the telephone numbers in it as links
 */
export function withCalls(text, numbers) {
  const pieces = [];
  let end = 0;
  for (const match of text.matchAll(numbers)) {
    const number = match[2] ?? match[4];
    const start = match.index + (match[1] ?? match[3]).length;
    pieces.push(text.slice(end, start), makeCall(number));
    end = start + number.length;
  }
  return [...pieces, text.slice(end)].filter(Boolean);
}

/**
 * @param {string} text
 * @returns {(Node|string)[]} the text as it was typed, with its line breaks
 */
export function lines(text) {
  return text.split(/\r?\n/).flatMap((line, index) => (index ? [make("br"), line] : [line]));
}

/**
 * Lines to paragraphs, numbered steps and lists; a "From:" line becomes a small footnote.
 *
 * @param {string} text
 * @param {RegExp} numbers
 * @returns {HTMLElement[]}
 */
export function blocks(text, numbers) {
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
    if (tag === "p") last.append(...(goesOn ? [make("br")] : []), ...withCalls(line, numbers));
    else last.append(make("li", "", ...withCalls(step ? step[2] : point[1], numbers)));
  }
  return nodes;
}
