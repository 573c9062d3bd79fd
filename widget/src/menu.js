import { make, makeButton, makeIcon, unseen } from "./draw/nodes.js";

/**
 * A button that shows and hides a short list.
 *
 * @param {string} title
 * @param {HTMLElement[]} items buttons and links; each closes the list when it is pressed
 * @returns {{node: HTMLElement, close: () => boolean}} `close` says whether it was open
 */
export function makeMenu(title, items) {
  const list = make("ul", "menu-list", ...items.map((item) => make("li", "", item)));
  list.id = "menu";
  list.hidden = true;
  const toggle = makeButton("icon-button", [makeIcon("menu"), unseen(title)], () => show(list.hidden));
  toggle.setAttribute("aria-controls", "menu");
  toggle.setAttribute("aria-expanded", "false");
  const node = make("div", "menu", toggle, list);

  function show(shown) {
    list.hidden = !shown;
    toggle.setAttribute("aria-expanded", String(shown));
  }

  function close() {
    if (list.hidden) return false;
    if (list.contains(node.getRootNode().activeElement)) toggle.focus();
    show(false);
    return true;
  }

  list.addEventListener("click", close);
  node.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !node.contains(relatedTarget)) show(false);
  });
  return { node, close };
}
