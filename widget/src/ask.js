import { make, makeButton } from "./draw/nodes.js";

/**
 * Asks before something that cannot be taken back. The browser lets all else rest meanwhile.
 *
 * @param {HTMLElement} panel
 * @param {{title: string, words: string, yes: string, no: string}} question
 * @returns {Promise<boolean>} Escape means no
 */
export function ask(panel, { title, words, yes, no }) {
  return new Promise((resolve) => {
    const sheet = make(
      "dialog",
      "ask",
      make("h3", "", title),
      make("p", "", words),
      makeButton("choice", [no], () => sheet.close()),
      makeButton("primary", [yes], () => sheet.close("yes")),
    );
    sheet.setAttribute("role", "alertdialog");
    sheet.setAttribute("aria-label", `${title} ${words}`);
    sheet.addEventListener("close", () => {
      sheet.remove();
      resolve(sheet.returnValue === "yes");
    });
    panel.append(sheet);
    sheet.showModal();
  });
}
