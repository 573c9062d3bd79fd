// The requests to the server of the guide, and to nobody else.

import { readEvents } from "./events.js";

const TIMEOUT = 30_000; // milliseconds until a request counts as failed
const SILENCE = 50_000; // milliseconds; the server sends a sign of life every 20 s
const FIRST_WAIT = 1_000; // milliseconds before the stream is opened again; doubled each time
const LONGEST_WAIT = 30_000;

/** What the server said no with; any other error means that it was not reached. */
export class Refusal extends Error {
  /**
   * @param {number} status of the answer
   * @param {string} words of the server
   */
  constructor(status, words) {
    super(words);
    this.status = status;
  }
}

const request = (body, signal) => ({
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(body),
  credentials: "omit", // no cookie in either direction
  referrerPolicy: "no-referrer",
  cache: "no-store",
  signal,
});

export class Wire {
  /** @param {string} base URL of the directory of the script, with a slash at its end */
  constructor(base) {
    this.base = base;
  }

  /** @returns {Promise<object>} who runs the guide, and whether this site may use it */
  async config() {
    const response = await fetch(`${this.base}config`, { credentials: "omit", referrerPolicy: "no-referrer" });
    if (!response.ok) throw new Refusal(response.status, "");
    return response.json();
  }

  /**
   * @param {string} route
   * @param {object} body
   * @returns {Promise<any>} the answer
   * @throws {Refusal} where the server said no
   */
  async post(route, body) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), TIMEOUT);
    try {
      const response = await fetch(this.base + route, request(body, stop.signal));
      const answer = await response.json().catch(() => ({}));
      if (!response.ok) throw new Refusal(response.status, String(answer.error ?? ""));
      return answer;
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * Listens to what others add to the conversation, and goes on listening after a lost connection. A hidden page lets
   * go: a browser grants one server few connections, and a phone little battery.
   *
   * @param {string} token
   * @param {number} after the last message that is known
   * @param {{message(message: object): void, deleted(): void}} hear
   * @returns {() => void} ends it
   */
  listen(token, after, hear) {
    let last = after;
    let wait = FIRST_WAIT;
    let stop = null; // of the open stream
    let timer = 0;
    let over = false;

    const hearEvent = ({ id, event, data }) => {
      wait = FIRST_WAIT;
      if (id) last = Number(id);
      if (event === "message") hear.message(JSON.parse(data));
      if (event === "deleted") hear.deleted();
    };

    const open = async () => {
      clearTimeout(timer);
      if (over || stop || document.hidden) return;
      const mine = (stop = new AbortController());
      try {
        const response = await fetch(`${this.base}events`, request({ token, after: last }, mine.signal));
        // A conversation that is not known, or a server without a stream: asking again would not help.
        if (response.status >= 400 && response.status < 500 && response.status !== 429) return close();
        if (response.ok) await readEvents(response.body, hearEvent, { silence: SILENCE, signal: mine.signal });
      } catch {
        // Lost; opened again below.
      }
      if (stop !== mine) return; // let go on purpose
      stop = null;
      timer = setTimeout(open, wait * (0.75 + Math.random() / 2));
      wait = Math.min(wait * 2, LONGEST_WAIT);
    };

    const letGo = () => {
      clearTimeout(timer);
      stop?.abort();
      stop = null;
    };
    const wake = () => (document.hidden ? letGo() : open());
    const close = () => {
      over = true;
      letGo();
      document.removeEventListener("visibilitychange", wake);
      removeEventListener("online", wake);
    };

    document.addEventListener("visibilitychange", wake);
    addEventListener("online", wake);
    open();
    return close;
  }
}
