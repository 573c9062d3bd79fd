// The conversation on the screen: the log, what is being written, and the box. What to say to whom is talk.js's.

import { make, makeButton, makeIcon, unseen } from "./draw/nodes.js";
import { closeChoices, drawBot, drawChoices, drawUser } from "./draw/reply.js";
import { withCalls } from "./draw/text.js";
import { Refusal } from "./wire.js";
import { fill } from "./words.js";

const ROOM_SHOWN = 500; // characters left when the counter appears
const ROOM_STEP = 50; // characters; a screen reader must not speak at every key
const QUIET = 300; // milliseconds until what is drawn counts as new again

/** @implements {import("./talk.js").View} */
export class Chat {
  /** What was said so far, for the download. @type {{from: "user"|"bot", text: string}[]} */
  transcript = [];
  #talk;
  #frame;
  #words;
  #onTold;
  #entries = new Map(); // of what the person said, by the id of the send
  #choices = []; // groups that are still open

  /**
   * @param {import("./talk.js").Talk} talk
   * @param {import("./draw/reply.js").Frame} frame
   * @param {{textLimit: number, onTold: (message: object, byItself: boolean) => void}} options
   */
  constructor(talk, frame, { textLimit, onTold }) {
    this.#talk = talk;
    this.#frame = frame;
    this.#words = frame.words;
    this.#onTold = onTold;
    this.node = this.#build(textLimit);
    this.box.value = talk.draft;
    talk.view = this;
  }

  // ---- What talk.js asks for

  greet() {
    const { greeting, starters, lang } = this.#words;
    this.log.replaceChildren();
    this.transcript = [];
    this.#entries.clear();
    this.#choices = [];
    this.#appendTold({ text: greeting, buttons: starters }, { ...this.#frame, lang });
  }

  drawHistory(messages) {
    this.log.setAttribute("aria-live", "off"); // what was read before is not read out again
    for (const message of messages) {
      this.#closeChoices();
      if (message.from === "user") this.#appendSaid(message);
      else this.#appendTold(message, this.#frame, { restored: true });
    }
    this.toEnd();
    setTimeout(() => this.log.setAttribute("aria-live", "polite"), QUIET);
  }

  drawSaid(said) {
    this.#closeChoices();
    this.#show(this.#appendSaid(said));
  }

  drawTold(messages, said) {
    if (!messages.length) return;
    this.#closeChoices();
    const [answer] = messages.map((message) => this.#appendTold(message, this.#frame));
    // To the start of a long answer and to all of a short one; the question stays in sight unless it is long.
    const question = said && this.#entries.get(said.id);
    this.#show(question && question.offsetHeight < this.scroller.clientHeight / 4 ? question : answer);
    for (const message of messages) this.#onTold(message, !said);
  }

  clearFailure({ id }) {
    this.#entries.get(id)?.querySelector(".failure")?.remove();
  }

  drawFailure(said, error) {
    this.clearFailure(said);
    const entry = this.#entries.get(said.id);
    const tooLong = error.status === 413;
    const { notSent, cannotWait, tryAgain, change } = this.#words;
    const { emergency, numbers } = this.#frame;
    const advice = emergency ? withCalls(` ${fill(cannotWait, { number: emergency })}`, numbers) : [];
    const words = make("p", "", make("strong", "", notSent), ` ${this.#reason(error)}`, ...advice);
    const mend = makeButton("choice", [tooLong ? change : tryAgain], () => {
      if (tooLong) return this.#change(said);
      entry.querySelector(".message").focus({ preventScroll: true }); // the button goes away
      this.#talk.retry();
    });
    const failure = make("div", "failure", words, mend);
    failure.setAttribute("role", "alert");
    entry.append(failure);
    this.#show(entry);
  }

  drawNote(name, mendName, mend) {
    const button = mendName && makeButton("choice", [this.#words[mendName]], mend);
    this.log.append(make("div", "entry note", make("p", "", this.#words[name]), ...(button ? [button] : [])));
    this.toEnd();
  }

  showTyping(shown) {
    const words = shown ? this.#words.typing : "";
    if (this.typing.textContent !== words) this.typing.textContent = words; // the same again would be read again
    if (shown) this.toEnd();
  }

  // ---- The log

  #appendSaid(said) {
    const text = said.title ?? said.text ?? "";
    const entry = make("div", "entry", drawUser(text, this.#frame));
    if (said.id) this.#entries.set(said.id, entry);
    this.transcript.push({ from: "user", text });
    this.log.append(entry);
    return entry;
  }

  #appendTold(message, frame, how) {
    const entry = make("div", "entry", drawBot(message, frame, how));
    if (message.buttons?.length) {
      const group = drawChoices(message.buttons, frame, (choice) => this.#choose(choice));
      this.#choices.push(group);
      entry.append(group);
    }
    this.transcript.push({ from: "bot", text: message.text ?? "" });
    this.log.append(entry);
    return entry;
  }

  /** The starters have no payload: they are said as if typed. */
  #choose({ title, payload, text = title }) {
    this.#talk.say(payload ? { payload, title } : { text });
    // The pressed button closes and would lose the focus. From here the next Tab reaches the answer's buttons.
    this.log.lastElementChild.querySelector(".message").focus({ preventScroll: true });
  }

  #closeChoices() {
    for (const group of this.#choices.splice(0)) closeChoices(group);
  }

  #reason(error) {
    if (!(error instanceof Refusal)) return this.#words.offline;
    return error.message || this.#words.failed;
  }

  #change(said) {
    this.#entries.get(said.id).remove();
    this.#talk.withdraw(said);
    this.#setDraft(said.text ?? "");
    this.box.focus();
  }

  /** Scrolls the log, never the page around the widget. In a very low window the whole panel is what scrolls. */
  #show(node) {
    const whole = getComputedStyle(this.scroller).overflowY === "visible" ? this.node.parentElement : null;
    const top = whole ? whole.firstElementChild.getBoundingClientRect().bottom : this.scroller.getBoundingClientRect().top;
    (whole ?? this.scroller).scrollBy({ top: node.getBoundingClientRect().top - top });
  }

  /** Shows the last message, at once. */
  toEnd() {
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior: "instant" });
  }

  // ---- The box

  #build(textLimit) {
    const words = this.#words;
    this.log = make("div", "log");
    this.log.setAttribute("role", "log");
    this.log.setAttribute("aria-live", "polite");
    this.log.setAttribute("aria-relevant", "additions");
    this.log.setAttribute("aria-label", words.conversation);
    this.typing = make("p", "typing");
    this.typing.setAttribute("role", "status");
    this.scroller = make("div", "scroller", this.log, this.typing);
    this.scroller.setAttribute("role", "region");
    this.scroller.setAttribute("aria-label", words.conversation);
    this.scroller.tabIndex = 0;

    this.box = make("textarea");
    Object.assign(this.box, { id: "box", rows: 1, maxLength: textLimit, autocomplete: "off", enterKeyHint: "send" });
    this.box.setAttribute("aria-describedby", "room");
    const label = make("label", "", words.box);
    label.htmlFor = "box";
    this.room = make("span", "room");
    this.room.id = "room";
    this.room.setAttribute("aria-live", "polite");
    const send = make("button", "send", makeIcon("send"), unseen(words.send));
    const form = make("form", "composer", make("div", "composer-words", label, this.room), make("div", "composer-row", this.box, send));

    this.box.addEventListener("input", () => this.#setDraft(this.box.value));
    this.box.addEventListener("keydown", (event) => {
      // While a word is being composed (Japanese, Chinese …) Enter only ends the word; Safari says so by code 229.
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229) this.#submit(event);
    });
    form.addEventListener("submit", (event) => this.#submit(event));
    return make("section", "chat", this.scroller, form);
  }

  #submit(event) {
    event.preventDefault();
    const text = this.box.value.trim();
    if (!text) return this.box.focus();
    this.#setDraft("");
    this.#talk.say({ text });
  }

  #setDraft(text) {
    this.box.value = text;
    this.#talk.draft = text;
    this.fitBox();
    const left = this.box.maxLength - text.length;
    const rounded = Math.ceil(left / ROOM_STEP) * ROOM_STEP;
    const { room, noRoom } = this.#words;
    this.room.textContent = left > ROOM_SHOWN ? "" : left > 0 ? fill(room, { left: rounded }) : noRoom;
  }

  /** Makes the box as high as its words. */
  fitBox() {
    const { box } = this;
    box.style.height = "auto";
    if (box.scrollHeight) box.style.height = `${box.scrollHeight + box.offsetHeight - box.clientHeight}px`;
  }
}
