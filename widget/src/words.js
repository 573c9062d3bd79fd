// The texts of the interface: one file a language in words/. English comes with the script; another is fetched from the
// same server when it is wanted, so that nobody waits for a language they do not read.

import en from "./words/en.json";

/** Languages that there is a file for; a new one is a file like en.json and its name here. */
const LANGUAGES = ["en", "es"];

/**
 * @typedef {typeof en} Words
 *
 * @param {string} base URL of the directory of the script
 * @param {...(string|null|undefined)} tags language tags, the wanted one first ("es-MX" is read as "es")
 * @returns {Promise<Words>} English where no other is known or reached
 */
export async function wordsFor(base, ...tags) {
  const known = tags.map((tag) => String(tag ?? "").toLowerCase().split("-")[0]).find((tag) => LANGUAGES.includes(tag));
  if (!known || known === en.lang) return en;
  try {
    const response = await fetch(`${base}words/${known}.json`, { credentials: "omit", referrerPolicy: "no-referrer" });
    return { ...en, ...(await response.json()) };
  } catch {
    return en;
  }
}

/**
 * @param {string} text with names in braces
 * @param {Record<string, string|number>} values for them
 * @returns {string}
 */
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
