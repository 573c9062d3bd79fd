// A timer drawn beside the words that name its times: it starts by hand, counts down phase by phase, and speaks
// sparingly: when a phase begins, when a range may end, and at the end.

const TICK = 250; // milliseconds; the time left is worked out from the clock, so that a sleeping tab loses none

const two = (number) => String(number).padStart(2, "0");

/** Seconds as people read them on a kitchen timer: 1:30:00, 20:00, 0:05. */
export function clock(seconds) {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** The state of a timer after so many seconds: the phase, what is left of it, and whether all is over. */
export function stateAt({ phases, repeats }, elapsed) {
  const round = phases.reduce((sum, phase) => sum + phase.seconds, 0);
  if (!repeats && elapsed >= round) return { index: phases.length - 1, left: 0, over: true };
  let rest = elapsed % round;
  const index = phases.findIndex((phase) => (rest < phase.seconds ? true : ((rest -= phase.seconds), false)));
  const { seconds, least = seconds } = phases[index];
  return { index, left: Math.ceil(seconds - rest), enough: least < seconds && rest >= least, over: false };
}

/** Nodes for a timer: what to do, the time left, a button to start and pause, and one to set it back. */
export function drawTimer(timer, make, makeButton) {
  const first = timer.phases[0];
  const label = make("span", "timer-label", first.label);
  const left = make("span", "timer-left", clock(first.seconds));
  left.setAttribute("aria-hidden", "true"); // a screen reader hears the phases, not every second
  const spoken = make("span", "unseen");
  spoken.setAttribute("role", "status");
  let started = 0; // when the running stretch began, in milliseconds; 0 while it is paused
  let before = 0; // seconds counted before the last pause
  let ticking = null;
  let said = "";

  const elapsed = () => before + (started ? (Date.now() - started) / 1000 : 0);
  const speak = (words) => {
    if (words !== said) spoken.textContent = said = words;
  };

  function show() {
    const state = stateAt(timer, elapsed());
    label.textContent = state.over ? "Done" : timer.phases[state.index].label;
    left.textContent = clock(state.left);
    if (state.over) halt("Start");
    // Phases of a few seconds follow the eye, not the ear: announcing each would never fall silent.
    const long = timer.phases[state.index].seconds >= 15;
    if (state.over) speak("The time is up.");
    else if (state.enough) speak("That is long enough. You can stop, or go on to the end.");
    else if (started && long) speak(`${label.textContent}: ${clock(timer.phases[state.index].seconds)}`);
  }

  function halt(title) {
    before = stateAt(timer, elapsed()).over ? 0 : elapsed();
    started = 0;
    clearInterval(ticking);
    toggle.textContent = title;
  }

  const toggle = makeButton("choice", "Start", () => {
    if (started) return halt("Go on");
    started = Date.now();
    ticking = setInterval(show, TICK);
    toggle.textContent = "Pause";
    show();
  });
  const reset = makeButton("choice", "Set back", () => {
    halt("Start");
    before = 0;
    show();
  });
  const group = make("div", "timer", label, left, toggle, reset, spoken);
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", `Timer: ${timer.phases.map((phase) => phase.label).join(", then ")}`);
  return group;
}
