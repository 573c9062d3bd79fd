// Making nodes. Words become text nodes only: nothing here or elsewhere parses them as HTML.

const SVG = "http://www.w3.org/2000/svg";

/** Icons on a square of 24, drawn as lines in the colour of the words beside them. */
const ICONS = {
  phone:
    "M6.6 3.5h2.6l1.6 4.3-2 1.6a12 12 0 0 0 5.8 5.8l1.6-2 4.3 1.6v2.6a2.6 2.6 0 0 1-2.8 2.6A15.4 15.4 0 0 1 4 6.3a2.6 2.6 0 0 1 2.6-2.8Z",
  chat: "M4 5.5h16v11h-9l-4.5 3.6v-3.6H4Z M8.5 9.7h7 M8.5 12.6h4.5",
  send: "M12 19.5v-15m-6 6 6-6 6 6",
  close: "m6 6 12 12 M18 6 6 18",
  menu: "M5 12h.01 M12 12h.01 M19 12h.01",
  check: "m5 12.5 4.5 4.5L19 7.5",
  good: "M7.5 20.5h-3v-9h3Z M7.5 11.5l3.6-8c1.6 0 2.7 1.1 2.4 2.7l-.7 3.3h5.2c1.3 0 2.2 1.1 1.9 2.4l-1.3 6.5c-.2 1.2-1.2 2.1-2.4 2.1H7.5",
  bad: "M16.5 3.5h3v9h-3Z M16.5 12.5l-3.6 8c-1.6 0-2.7-1.1-2.4-2.7l.7-3.3H6c-1.3 0-2.2-1.1-1.9-2.4l1.3-6.5c.2-1.2 1.2-2.1 2.4-2.1h8.7",
  emergency: "M12 3.5 22 20.5H2Z M12 10v5 M12 17.6v.4",
  urgent: "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18Zm0 4.5V12l3.2 2",
  routine: "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18Zm0 8v5.5 M12 7.5v.2",
};

/**
 * @param {string} tag
 * @param {string} [className] also the names by which a page may style it from outside, by `::part(name)`
 * @param {...(Node|string)} children
 * @returns {HTMLElement}
 */
export function make(tag, className = "", ...children) {
  const node = document.createElement(tag);
  if (className) {
    node.className = className;
    node.setAttribute("part", className);
  }
  node.append(...children);
  return node;
}

/**
 * @param {keyof typeof ICONS} name
 * @returns {SVGElement} hidden from screen readers: the words beside it say the same
 */
export function makeIcon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("focusable", "false");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/**
 * @param {string} className
 * @param {(Node|string)[]} content
 * @param {(event: Event) => void} onClick
 * @returns {HTMLButtonElement}
 */
export function makeButton(className, content, onClick) {
  const button = make("button", className, ...content);
  button.type = "button";
  button.addEventListener("click", onClick);
  return button;
}

/** @param {string} words read by screen readers only */
export const unseen = (words) => make("span", "unseen", words);

/**
 * @param {string} number
 * @param {...(Node|string)} content the number itself where nothing is given
 * @returns {HTMLAnchorElement} a link that calls it
 */
export function makeCall(number, ...content) {
  const link = make("a", "", ...(content.length ? content : [number]));
  link.href = `tel:${number.replace(/[^\d+*#]/g, "")}`;
  return link;
}
