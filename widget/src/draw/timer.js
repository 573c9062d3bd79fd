// A timer drawn beside the words that name its times: it starts by hand, counts down phase by phase, and speaks
// sparingly: when a phase begins, when a range may end, and at the end.

import { fill } from "../words.js";
import { make, makeButton, unseen } from "./nodes.js";

const TICK = 250; // milliseconds; the time left is worked out from the clock, so that a sleeping tab loses none
const SPOKEN = 15; // seconds; shorter phases follow the eye: announcing each would never fall silent

const two = (number) => String(number).padStart(2, "0");

/**
 * @param {number} seconds
 * @returns {string} as people read them on a kitchen timer: 1:30:00, 20:00, 0:05
 */
export function clock(seconds) {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/**
 * @typedef {{phases: {label: string, seconds: number, least?: number}[], repeats: boolean}} Timer
 *
 * @param {Timer} timer
 * @param {number} elapsed seconds
 * @returns {{index: number, left: number, enough: boolean, over: boolean}} the phase, the seconds left of it, whether
 *   the least that was asked for is done, and whether all is over
 */
export function stateAt({ phases, repeats }, elapsed) {
  const round = phases.reduce((sum, phase) => sum + phase.seconds, 0);
  if (!repeats && elapsed >= round) return { index: phases.length - 1, left: 0, enough: true, over: true };
  let rest = elapsed % round;
  const index = phases.findIndex((phase) => (rest < phase.seconds ? true : ((rest -= phase.seconds), false)));
  const { seconds, least = seconds } = phases[index];
  return { index, left: Math.ceil(seconds - rest), enough: least < seconds && rest >= least, over: false };
}

/**
 * @param {Timer} timer
 * @param {import("../words.js").Words} words
 * @param {string} lang of the words on the phases
 * @returns {HTMLElement} what to do, the time left, a button to start and pause, and one to set it back
 */
export function drawTimer(timer, words, lang) {
  const first = timer.phases[0];
  const label = make("span", "timer-label", first.label);
  label.lang = lang;
  const left = make("span", "timer-left", clock(first.seconds));
  left.setAttribute("aria-hidden", "true"); // a screen reader hears the phases, not every second
  const spoken = unseen("");
  spoken.setAttribute("role", "status");
  let started = 0; // when the running stretch began, in milliseconds; 0 while it is paused
  let before = 0; // seconds counted before the last pause
  let ticking = 0;
  let told = "";

  const elapsed = () => before + (started ? (Date.now() - started) / 1000 : 0);
  const speak = (sentence) => {
    if (sentence !== told) spoken.textContent = told = sentence;
  };

  function show() {
    const { index, left: seconds, enough, over } = stateAt(timer, elapsed());
    const phase = timer.phases[index];
    label.textContent = over ? words.timerDone : phase.label;
    left.textContent = clock(seconds);
    if (over) halt(words.timerStart);
    if (over) speak(words.timerUp);
    else if (enough) speak(words.timerEnough);
    else if (started && phase.seconds >= SPOKEN) speak(`${phase.label}: ${clock(phase.seconds)}`);
  }

  function halt(title) {
    before = stateAt(timer, elapsed()).over ? 0 : elapsed();
    started = 0;
    clearInterval(ticking);
    toggle.textContent = title;
  }

  function run() {
    started = Date.now();
    ticking = setInterval(show, TICK);
    toggle.textContent = words.timerPause;
    show();
  }

  const toggle = makeButton("choice", [words.timerStart], () => (started ? halt(words.timerGoOn) : run()));
  const reset = makeButton("plain", [words.timerReset], () => {
    halt(words.timerStart);
    before = 0;
    show();
  });
  const group = make("div", "timer", make("p", "timer-time", label, left), toggle, reset, spoken);
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", fill(words.timer, { phases: timer.phases.map((phase) => phase.label).join(", ") }));
  return group;
}
