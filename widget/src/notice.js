import { make, makeButton, unseen } from "./draw/nodes.js";
import { withCalls } from "./draw/text.js";
import { fill } from "./words.js";

/**
 * What a person reads before anything is sent: what this is not, who runs it, what is kept.
 *
 * @param {import("./draw/reply.js").Frame} frame
 * @param {{clinic: string, privacy: string, emergency: string}} config
 * @param {{privacyUrl: string|null, onStart: () => void}} options
 * @returns {HTMLElement}
 */
export function drawNotice({ words, numbers }, config, { privacyUrl, onStart }) {
  const title = make("h3", "", words.noticeTitle);
  title.id = "notice-title";
  const values = { ...config, privacy: config.privacy || words.keeps };
  const items = words.notice.map((point) => {
    const [first, rest] = point.map((text) => fill(text, values));
    return make("li", "", make("strong", "", first), " ", ...withCalls(rest, numbers));
  });
  const start = makeButton("primary", [words.start], onStart);
  const end = make("div", "notice-end", start, ...(privacyUrl ? [drawPrivacyLink(words, privacyUrl)] : []));
  const notice = make("section", "notice", title, make("ul", "", ...items), end);
  notice.setAttribute("aria-labelledby", "notice-title");
  return notice;
}

/**
 * @param {import("./words.js").Words} words
 * @param {string} url
 * @returns {HTMLAnchorElement} in a tab of its own, so that the talk stays open
 */
export function drawPrivacyLink(words, url) {
  const link = make("a", "link", words.privacyLink, unseen(` (${words.newWindow})`));
  link.href = url;
  link.target = "_blank";
  link.rel = "noopener";
  return link;
}
