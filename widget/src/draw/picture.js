import { make } from "./nodes.js";

/**
 * A drawing as an <img>, in which an SVG can run nothing; its own title and description become the alt text.
 *
 * @param {string} name of a file; anything that is not one gives nothing
 * @param {string} folder URL of the pictures, with a slash at its end
 * @param {string} plainAlt until the drawing has told its own
 * @returns {HTMLElement[]}
 */
export function drawPicture(name, folder, plainAlt) {
  if (!/^[\w-]+\.svg$/.test(name)) return [];
  const image = make("img", "picture");
  image.alt = plainAlt;
  image.loading = "lazy";
  image.addEventListener("error", () => image.remove()); // the words say everything without it
  image.src = folder + name;
  readAlt(image);
  return [image];
}

function readAlt(image) {
  // An XMLHttpRequest parses the drawing itself: a page that demands Trusted Types forbids it to a DOMParser.
  const request = new XMLHttpRequest();
  request.open("GET", image.src);
  request.responseType = "document";
  request.overrideMimeType("image/svg+xml");
  request.addEventListener("load", () => {
    const words = ["title", "desc"].map((tag) => request.response?.querySelector(tag)?.textContent.trim());
    image.alt = words.filter(Boolean).join(": ") || image.alt;
  });
  request.send();
}
