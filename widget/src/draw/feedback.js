import { make, makeButton, makeIcon, unseen } from "./nodes.js";

/**
 * Thumbs below an answer. What the guide says to them stands in their place; the buttons of the answer stay open.
 *
 * @param {import("../words.js").Words} words
 * @param {string} lang of what the guide says
 * @param {(good: boolean, title: string) => Promise<string>} rate
 * @returns {HTMLElement}
 */
export function drawFeedback(words, lang, rate) {
  const said = make("span", "feedback-said", words.helpful);
  const thumbs = [
    [true, "good", words.yesHelpful],
    [false, "bad", words.notHelpful],
  ].map(([good, icon, title]) => {
    const thumb = makeButton("thumb", [makeIcon(icon), unseen(title)], () => press(thumb, good, title));
    thumb.setAttribute("aria-pressed", "false");
    return thumb;
  });

  async function press(thumb, good, title) {
    if (thumb.getAttribute("aria-disabled")) return;
    mark(thumb, true);
    try {
      const answer = await rate(good, title);
      if (answer) said.lang = lang;
      said.textContent = answer || words.thanks;
    } catch {
      mark(thumb, false);
      said.textContent = `${words.notSent} ${words.offline}`;
    }
  }

  function mark(pressed, done) {
    pressed.setAttribute("aria-pressed", String(done));
    // Not `disabled`, which would drop the focus of whoever pressed it.
    for (const thumb of thumbs) done ? thumb.setAttribute("aria-disabled", "true") : thumb.removeAttribute("aria-disabled");
  }

  const group = make("div", "feedback", said, ...thumbs);
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", words.helpful);
  return group;
}
