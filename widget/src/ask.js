import { make, makeButton } from "./draw/nodes.js";

/**
 * Asks before something that cannot be taken back. What lies behind rests meanwhile.
 *
 * @param {HTMLElement} panel that it covers
 * @param {{title: string, words: string, yes: string, no: string}} question
 * @returns {Promise<boolean>} Escape means no
 */
export function ask(panel, { title, words, yes, no }) {
  return new Promise((resolve) => {
    const behind = [...panel.children];
    const heading = make("h3", "", title);
    heading.id = "ask-title";
    const text = make("p", "", words);
    text.id = "ask-words";
    const keep = makeButton("choice", [no], () => answer(false));
    const go = makeButton("primary danger", [yes], () => answer(true));
    const sheet = make("div", "ask", make("div", "ask-sheet", heading, text, make("div", "ask-row", keep, go)));
    sheet.setAttribute("role", "alertdialog");
    sheet.setAttribute("aria-labelledby", heading.id);
    sheet.setAttribute("aria-describedby", text.id);
    sheet.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      answer(false);
    });

    function answer(is) {
      for (const node of behind) node.inert = false;
      sheet.remove();
      resolve(is);
    }

    for (const node of behind) node.inert = true;
    panel.append(sheet);
    keep.focus();
  });
}
