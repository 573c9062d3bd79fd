// The conversation: what is said, sent, answered, kept and deleted. It draws nothing; a view does (chat.js).

import { Refusal } from "./wire.js";

const TYPING_DELAY = 350; // milliseconds; quick answers need no "writing" line

/** 128 random bits; `crypto.randomUUID` is missing on plain http, where a clinic may first try the widget. */
const newId = () => crypto.getRandomValues(new Uint32Array(4)).join("-");

/**
 * How far a send has come. The answer to a send arrives with its request; the stream of events tells it too, and is
 * heard only where the request will not: `STREAMED`.
 */
const FLYING = "flying";
const FAILED = "failed";
const TOO_LONG = "too long"; // the same again would fail again
const ANSWERED = "answered";
const STREAMED = "streamed";

/**
 * @typedef {{id: string, text?: string, payload?: string, title?: string}} Said what a person says: typed, or by button
 * @typedef {{text?: string, buttons?: {title: string, payload?: string}[], custom?: object, to?: string}} Told
 *
 * @typedef {object} View
 * @property {() => void} greet shows an empty conversation
 * @property {(messages: object[]) => void} drawHistory what was said before this page was loaded
 * @property {(said: Said) => void} drawSaid
 * @property {(messages: Told[], said?: Said) => void} drawTold the answer to what was said, or what came by itself
 * @property {(said: Said) => void} clearFailure
 * @property {(said: Said, error: Error) => void} drawFailure
 * @property {(name: string, mendName?: string, mend?: () => void) => void} drawNote
 * @property {(shown: boolean) => void} showTyping
 */
export class Talk {
  /** @type {View} */
  view;
  #wire;
  #store;
  #opening = null; // one request even when two messages leave at once
  #sends = new Map(); // by id
  #age = 0; // counts up with every new beginning, so that a late answer to the old talk is dropped
  #waiting = 0;
  #stopListening = () => {};

  /**
   * @param {import("./wire.js").Wire} wire
   * @param {ReturnType<typeof import("./store.js").openStore>} store
   */
  constructor(wire, store) {
    this.#wire = wire;
    this.#store = store;
  }

  /** Whether the person has read the notice and agreed. Nothing is sent before. */
  get begun() {
    return Boolean(this.#store.get("begun"));
  }

  get draft() {
    return this.#store.get("draft") ?? "";
  }

  set draft(text) {
    this.#store.set("draft", text || null);
  }

  begin() {
    this.#store.set("begun", new Date().toISOString());
    this.#openSession().catch(() => {}); // the first message tries again, and shows it when that fails too
    this.restore();
  }

  /**
   * Says something: `{text}`, or `{payload, title}` of a button.
   *
   * @param {{text: string} | {payload: string, title: string}} words
   */
  say(words) {
    const said = { id: newId(), ...words };
    this.#keepPending([...this.#pending, said]);
    this.view.drawSaid(said);
    this.retry();
  }

  /**
   * Sends all that is not answered and not on its way, in the order in which it was typed. Each request leaves at
   * once, even while an earlier one waits for its answer: a warning sign must not queue behind a slow answer, and the
   * server, which answers one conversation in the order of arrival, screens each message before its turn. What had
   * failed goes ahead of what is said later, with its old id, so that the server answers it once however often it
   * arrives.
   */
  retry() {
    for (const said of this.#pending) {
      if (![FLYING, TOO_LONG].includes(this.#sends.get(said.id))) this.#send(said);
    }
  }

  /** Takes back a message that cannot be sent as it is. */
  withdraw(said) {
    this.#keepPending(this.#pending.filter(({ id }) => id !== said.id));
  }

  /**
   * Tells whether an answer helped. It is no part of the conversation on the screen.
   *
   * @param {string} card of the answer
   * @param {boolean} good
   * @param {string} title the words on the button
   * @returns {Promise<string>} what the guide says to it
   */
  async rate(card, good, title) {
    const payload = `/feedback_${good ? "good" : "bad"}${JSON.stringify({ card })}`;
    const said = { id: newId(), payload, title };
    this.#sends.set(said.id, FLYING);
    const { messages = [] } = await this.#deliver(said);
    return messages.map(({ text }) => text ?? "").join(" ");
  }

  /** The talk as the server knows it, then what was never answered. */
  async restore() {
    const age = this.#beginAnew();
    const token = this.#token;
    if (!token) return this.#settlePending([]);
    const history = await this.#wire.post("history", { token }).catch((error) => error);
    if (age !== this.#age) return;
    if (history instanceof Error && history.status !== 401) {
      this.#settlePending([]);
      this.view.drawNote("notLoaded", "loadAgain", () => this.restore());
      return;
    }
    const messages = history.messages ?? [];
    this.view.drawHistory(messages);
    for (const { id } of messages) if (id) this.#sends.set(id, STREAMED);
    if (history.status === 401) {
      this.#forgetToken(token);
      this.view.drawNote("ended");
    } else {
      this.#listen(token, history.last ?? 0);
    }
    this.#settlePending(messages);
  }

  /** Deletes the conversation at the server, then here. @throws where the server could not be asked */
  async remove() {
    if (this.#token) {
      await this.#wire.post("delete", { token: this.#token }).catch((error) => {
        if (error.status !== 401) throw error; // not known there: deleted already
      });
    }
    this.#forgetAll();
  }

  /** Lets go of the server, for an element that leaves the page. */
  stop() {
    this.#age += 1;
    this.#stopListening();
  }

  get #pending() {
    return this.#store.get("pending") ?? []; // said, and not yet answered
  }

  #keepPending(list) {
    this.#store.set("pending", list.length ? list : null);
  }

  get #token() {
    return this.#store.get("token");
  }

  #forgetToken(token) {
    // Another tab, or a message that left beside this one, may already have opened a new one.
    if (this.#token === token) this.#store.set("token", null);
  }

  #openSession() {
    this.#opening ??= (this.#token ? Promise.resolve() : this.#newSession()).finally(() => (this.#opening = null));
    return this.#opening;
  }

  async #newSession() {
    const { token } = await this.#wire.post("session", {});
    this.#store.set("token", token);
    this.#listen(token, 0);
  }

  async #deliver(said) {
    await this.#openSession();
    const token = this.#token;
    try {
      return await this.#wire.post("message", { token, ...said });
    } catch (error) {
      if (error.status !== 401) throw error;
      this.#forgetToken(token);
      if (!this.#token) this.view.drawNote("ended");
      await this.#openSession();
      return this.#wire.post("message", { token: this.#token, ...said });
    }
  }

  async #send(said) {
    const age = this.#age;
    this.#sends.set(said.id, FLYING);
    this.view.clearFailure(said);
    let waits = 0;
    const timer = setTimeout(() => this.#wait((waits = 1)), TYPING_DELAY);
    try {
      const { messages = [] } = await this.#deliver(said);
      if (age !== this.#age) return;
      this.withdraw(said);
      // No answer yet: staff have the conversation, and theirs will come by the stream.
      this.#sends.set(said.id, messages.length ? ANSWERED : STREAMED);
      this.view.drawTold(messages, said);
    } catch (error) {
      if (age !== this.#age) return;
      this.#fail(said, error);
    } finally {
      clearTimeout(timer);
      if (waits && age === this.#age) this.#wait(-1);
    }
  }

  #fail(said, error) {
    this.#sends.set(said.id, error.status === 413 ? TOO_LONG : FAILED);
    this.view.drawFailure(said, error);
  }

  #wait(change) {
    this.#waiting += change;
    this.view.showTyping(this.#waiting > 0);
  }

  #listen(token, after) {
    this.#stopListening();
    this.#stopListening = this.#wire.listen(token, after, {
      message: (message) => this.#hear(message),
      deleted: () => this.#forgetAll(),
    });
  }

  /** What another tab, a member of staff or a late turn has added. */
  #hear(message) {
    if (message.from === "user") {
      if (this.#sends.has(message.id)) return;
      this.#sends.set(message.id, STREAMED);
      this.view.drawSaid(message);
      return;
    }
    const state = this.#sends.get(message.to);
    if (state === FLYING || state === ANSWERED) return;
    if (state === FAILED) {
      const said = { id: message.to };
      this.#sends.set(said.id, STREAMED);
      this.withdraw(said);
      this.view.clearFailure(said);
    }
    this.view.drawTold([message]);
  }

  #settlePending(messages) {
    const last = messages[messages.length - 1];
    const arrived = new Set(messages.map(({ id }) => id).filter(Boolean));
    // The last one that arrived may still be without its answer: asked for again by its id, and not shown again.
    this.#keepPending(this.#pending.filter(({ id }) => !arrived.has(id) || id === last.id));
    for (const said of this.#pending) {
      if (arrived.has(said.id)) {
        this.#send(said);
      } else {
        this.view.drawSaid(said);
        this.#fail(said, new Refusal(0, ""));
      }
    }
  }

  #beginAnew() {
    this.#stopListening();
    this.#sends.clear();
    this.#waiting = 0;
    this.view.showTyping(false);
    this.view.greet();
    return ++this.#age;
  }

  #forgetAll() {
    for (const key of ["token", "pending", "draft"]) this.#store.set(key, null);
    this.#beginAnew();
    this.view.drawNote("removed");
  }
}
