import { expect, test } from "vitest";
import { contrast, hexColor, palette, SURFACES } from "../src/contrast.js";

const COLORS = ["#0b6259", "#ffcc00", "#ffffff", "#000000", "#777777", "#e30613", "#00ff00", "#123456", "#ff66cc", "#7a2f8f"];

test.each(COLORS)("whatever the clinic's colour (%s), words on it and in it can be read", (color) => {
  const made = palette(color);
  expect(contrast(made["--on-brand"], made["--brand"])).toBeGreaterThanOrEqual(4.5);
  for (const [scheme, { surface, ground, text }] of Object.entries(SURFACES)) {
    for (const below of [surface, ground, made[`--tint-${scheme}`]]) {
      expect(contrast(made[`--accent-${scheme}`], below)).toBeGreaterThanOrEqual(4.5);
    }
    expect(contrast(text, made[`--said-${scheme}`])).toBeGreaterThanOrEqual(4.5);
    expect(contrast(text, made[`--tint-${scheme}`])).toBeGreaterThanOrEqual(4.5);
  }
});

test.each([
  ["#ABC", "#aabbcc"],
  [" #0b6259 ", "#0b6259"],
  ["red", null],
  ["#12345", null],
  ["url(x)", null],
  [undefined, null],
])("a colour is read as hex: %s", (written, expected) => {
  expect(hexColor(written)).toBe(expected);
});
