import { beforeEach, expect, test, vi } from "vitest";
import { closeChoices, drawBot, drawChoices, drawUser } from "../src/draw/reply.js";
import { numberPattern } from "../src/draw/text.js";
import { clock, drawTimer, stateAt } from "../src/draw/timer.js";
import en from "../src/words/en.json";
import es from "../src/words/es.json";

let rated;
const frame = {
  words: en,
  lang: "en",
  emergency: "999",
  numbers: numberPattern(["999", "020 7946 0123"]),
  pictures: "https://bot.example/pictures/",
  rate: (...what) => rated(...what),
};
const told = (text, custom = {}) => drawBot({ text, custom }, frame);
const EMERGENCY = { kind: "escalation", level: "emergency", call: [{ label: "Emergency", number: "999" }] };

beforeEach(() => {
  rated = vi.fn(async () => "Thank you, that's good to hear.");
});

test.each(["<img src=x onerror=alert(1)>", "<script>alert(1)</script>", "&lt;b&gt;"])("words stay words: %s", (text) => {
  expect(told(text).querySelector("img, script, b")).toBeNull();
  expect(told(text).textContent).toContain(text);
  expect(drawUser(text, frame).textContent).toBe(`You said: ${text}`);
});

test.each([
  ["Call 999, or go to A&E.", ["tel:999"]],
  ["Phone: 020 7946 0123.", ["tel:02079460123"]],
  ["Outside those hours call NHS 111.", ["tel:111"]],
  ["Ice for 20 to 30 minutes, 999000 times.", []],
])("numbers to call are links, other numbers are not: %s", (text, links) => {
  expect([...told(text).querySelectorAll("a")].map((link) => link.getAttribute("href"))).toEqual(links);
});

test("an emergency sounds an alert, names its level, and has a large number to tap", () => {
  const bubble = told("This needs help now. Call 999.\n\nTell them: back pain.", EMERGENCY);
  expect(bubble.getAttribute("role")).toBe("alert");
  expect(bubble.querySelector(".card-label").textContent).toBe("Emergency");
  expect(bubble.querySelector(".card-label svg")).not.toBeNull();
  expect(bubble.querySelector(".call-now").getAttribute("href")).toBe("tel:999");
});

test("a restored emergency is shown and not sounded again", () => {
  const bubble = drawBot({ text: "Call 999.", custom: EMERGENCY }, frame, { restored: true });
  expect(bubble.hasAttribute("role")).toBe(false);
  expect(bubble.querySelector(".call-now")).not.toBeNull();
});

test("a question that checks for a sign is no alarm", () => {
  expect(told("Is it numb?", { kind: "check", level: "emergency" }).querySelector(".card-label")).toBeNull();
});

test("steps keep their numbers, and a footnote its place", () => {
  const bubble = told("3. Lie down.\n\n4. Breathe.\n\nFrom: “Back Spasms” (a short page)");
  expect(bubble.querySelector("ol").start).toBe(3);
  expect(bubble.querySelectorAll("li")).toHaveLength(2);
  expect(bubble.querySelector(".from").textContent).toMatch(/^From: /);
});

test.each(["../secret.svg", "https://evil.example/x.svg", "a.png"])("a picture is a drawing of the server: %s", (picture) => {
  expect(told("Look", { picture }).querySelector("img")).toBeNull();
});

test("a pressed choice stays readable as the chosen one, and all are closed", () => {
  const chosen = vi.fn();
  const group = drawChoices([{ title: "Yes", payload: "/affirm" }, { title: "No", payload: "/deny" }], frame, chosen);
  const [yes, no] = group.querySelectorAll("button");
  yes.click();
  closeChoices(group);
  expect(chosen).toHaveBeenCalledWith({ title: "Yes", payload: "/affirm" });
  expect(yes.getAttribute("aria-pressed")).toBe("true");
  expect(no.hasAttribute("aria-pressed")).toBe(false);
  expect([yes.disabled, no.disabled]).toEqual([true, true]);
});

test("thumbs rate the card once and show the guide's word in their place", async () => {
  const bubble = told("Ice first.", { kind: "answer", card: "ice" });
  const [up, down] = bubble.querySelectorAll(".thumb");
  up.click();
  down.click();
  await vi.waitFor(() => expect(bubble.textContent).toContain("good to hear"));
  expect(rated.mock.calls).toEqual([["ice", true, "Yes, this helped"]]);
  expect(up.getAttribute("aria-pressed")).toBe("true");
});

test("a rating that is not sent can be given again", async () => {
  rated = vi.fn().mockRejectedValueOnce(new Error("offline")).mockResolvedValueOnce("Thank you.");
  const bubble = told("Ice first.", { kind: "answer", card: "ice" });
  const [up] = bubble.querySelectorAll(".thumb");
  up.click();
  await vi.waitFor(() => expect(bubble.textContent).toContain("Not sent."));
  up.click();
  await vi.waitFor(() => expect(bubble.textContent).toContain("Thank you."));
});

const ICE = { repeats: false, phases: [{ label: "Ice on", seconds: 1200, least: 900 }, { label: "Ice off", seconds: 5400 }] };

test.each([
  [0, { index: 0, left: 1200, enough: false, over: false }],
  [900, { index: 0, left: 300, enough: true, over: false }],
  [1200, { index: 1, left: 5400, enough: false, over: false }],
  [6600, { index: 1, left: 0, enough: true, over: true }],
])("after %s seconds the timer knows where it is", (elapsed, state) => {
  expect(stateAt(ICE, elapsed)).toEqual(state);
});

test.each([[5, "0:05"], [1200, "20:00"], [5400, "1:30:00"]])("%s seconds are read as %s", (seconds, text) => {
  expect(clock(seconds)).toBe(text);
});

test("a running timer counts every second and speaks once", () => {
  vi.useFakeTimers();
  const timer = drawTimer(ICE, en, "en");
  timer.querySelector("button").click();
  const spoken = timer.querySelector("[role=status]");
  expect(spoken.textContent).toBe("Ice on: 20:00");
  const before = spoken.firstChild;
  vi.advanceTimersByTime(3000);
  expect(timer.querySelector(".timer-left").textContent).toBe("19:57");
  expect(spoken.firstChild).toBe(before);
  vi.useRealTimers();
});

test("every text of the interface has its Spanish, with the same names in braces", () => {
  expect(Object.keys(es).sort()).toEqual(Object.keys(en).sort());
  const names = (text) => JSON.stringify(text).match(/\{\w+\}/g) ?? [];
  for (const key of Object.keys(en)) expect([key, names(es[key])]).toEqual([key, names(en[key])]);
});
