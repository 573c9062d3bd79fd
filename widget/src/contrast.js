// The colours made of a clinic's one colour. Whatever it is, the words on it and in it can be read (WCAG: 4.5 to 1).

export const DEFAULT_COLOR = "#0b6259";

/** What the accent lies on in each scheme; style.css names the same. */
export const SURFACES = {
  light: { surface: "#ffffff", ground: "#f6f7f6", text: "#1b2625" },
  dark: { surface: "#1a2221", ground: "#121817", text: "#e8edec" },
};

const ENOUGH = 4.5;
const WHITE = "#ffffff";
const INK = "#0d1716";

const channels = (color) => [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16));

function luminance(color) {
  const [red, green, blue] = channels(color)
    .map((channel) => channel / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/**
 * @param {string} one a colour as #rrggbb
 * @param {string} other a colour as #rrggbb
 * @returns {number} their contrast as WCAG counts it, 1 to 21
 */
export function contrast(one, other) {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** `share` (0 to 1) of the second colour in the first. */
function mix(color, other, share) {
  const second = channels(other);
  const mixed = channels(color).map((channel, at) => Math.round(channel + (second[at] - channel) * share));
  return `#${mixed.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
}

/** The colour, moved towards another only as far as it needs to be read on every one of the grounds. */
function readable(color, towards, grounds) {
  for (let share = 0; share < 1; share += 0.04) {
    const moved = mix(color, towards, share);
    if (grounds.every((ground) => contrast(moved, ground) >= ENOUGH)) return moved;
  }
  return towards;
}

/**
 * @param {string|undefined} color what a clinic wrote
 * @returns {string|null} it as #rrggbb, or null where it is no such colour
 */
export function hexColor(color) {
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(String(color ?? "").trim())?.[1].toLowerCase();
  if (!hex) return null;
  return `#${hex.length === 3 ? [...hex].map((digit) => digit + digit).join("") : hex}`;
}

/**
 * @param {string} color a colour as #rrggbb
 * @returns {Record<string, string>} custom properties by name, for the light and the dark scheme
 */
export function palette(color) {
  const onBrand = contrast(color, WHITE) >= ENOUGH ? WHITE : INK;
  const brand = readable(color, onBrand === WHITE ? INK : WHITE, [onBrand]);
  const made = { "--brand": brand, "--on-brand": onBrand };
  for (const [scheme, { surface, ground, text }] of Object.entries(SURFACES)) {
    const tint = mix(surface, color, scheme === "light" ? 0.09 : 0.16);
    const said = readable(mix(surface, color, scheme === "light" ? 0.18 : 0.34), surface, [text]);
    const far = scheme === "light" ? INK : WHITE;
    made[`--tint-${scheme}`] = tint;
    made[`--said-${scheme}`] = said;
    made[`--accent-${scheme}`] = readable(color, far, [surface, ground, tint]);
  }
  return made;
}
