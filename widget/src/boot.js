// The one line in a clinic's page: reads its options, asks the server, and puts the chat into the page.

import { BackspasmChat } from "./element.js";
import { Wire } from "./wire.js";

const NAME = "backspasm-chat";
const FIRST_WAIT = 2_000; // milliseconds before the server is asked again; doubled each time
const LONGEST_WAIT = 60_000;

/** Who runs the guide. A server that is not reached is asked again: the page may be on a train. */
async function askConfig(wire) {
  for (let wait = FIRST_WAIT; ; wait = Math.min(wait * 2, LONGEST_WAIT)) {
    try {
      return await wire.config();
    } catch (error) {
      console.warn(`Backspasm: no answer from ${wire.base}config (${error.status ?? error.message}); trying again.`);
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}

const bodyReady = () =>
  document.body ??
  new Promise((resolve) => document.addEventListener("DOMContentLoaded", resolve, { once: true }));

async function boot(script, chat) {
  const wire = new Wire(new URL(".", script.src).href);
  Object.assign(chat.dataset, script.dataset);
  const config = await askConfig(wire);
  if (!config.allowed) {
    console.error(
      `Backspasm: ${location.origin} may not use this chat. Add it to website.origins in clinic.yml.`,
    );
    return new Promise(() => {}); // whatever the page calls later comes to nothing
  }
  await Promise.all([chat.connect(wire, config), bodyReady()]);
  document.body.append(chat);
  chat.dispatchEvent(new CustomEvent("backspasm-ready"));
}

/** The JS API; what is called before the chat is there waits for it. */
function makeApi(chat, ready) {
  return {
    open: () => ready.then(() => chat.open()),
    close: () => ready.then(() => chat.close()),
    send: (text) => ready.then(() => chat.send(String(text))),
    on(name, listener) {
      const hear = ({ detail }) => listener(detail ?? {});
      chat.addEventListener(`backspasm-${name}`, hear);
      return () => chat.removeEventListener(`backspasm-${name}`, hear);
    },
  };
}

const script = document.currentScript ?? document.querySelector('script[src$="/widget.js"]'); // a module has no currentScript
if (!customElements.get(NAME)) {
  customElements.define(NAME, BackspasmChat);
  const chat = document.createElement(NAME);
  window.Backspasm = makeApi(chat, boot(script, chat));
}
