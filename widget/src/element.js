// <backspasm-chat>: the launcher, the panel, and where the focus goes.

import { ask } from "./ask.js";
import { Chat } from "./chat.js";
import { DEFAULT_COLOR, hexColor, palette } from "./contrast.js";
import { make, makeButton, makeCall, makeIcon, unseen } from "./draw/nodes.js";
import { numberPattern } from "./draw/text.js";
import { drawNotice, drawPrivacyLink } from "./notice.js";
import { openStore } from "./store.js";
import style from "./style.css";
import { Talk } from "./talk.js";
import { fill, wordsFor } from "./words.js";

const FULL_SCREEN = "(max-width: 30em), (max-height: 30em)"; // the same in style.css
const TEXT_LIMIT = 4000; // characters, where the server names none

/** A sheet made by script, which a page's policy against inline styles lets pass. */
function addStyle(shadow) {
  if ("adoptedStyleSheets" in shadow && "replaceSync" in CSSStyleSheet.prototype) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    shadow.adoptedStyleSheets = [sheet];
  } else {
    shadow.append(make("style", "", style)); // older iPhones, which know no other way
  }
}

export class BackspasmChat extends HTMLElement {
  static observedAttributes = ["data-color", "data-position", "data-title", "data-lang", "data-privacy-url"];

  #wire = null;
  #config;
  #words;
  #store;
  #talk = null;
  #chat;
  #root;
  #panel;
  #launcher;
  #menu;
  #isOpen = false;
  #fullScreen = matchMedia(FULL_SCREEN);

  /**
   * Gives the element its server; it is drawn when it is put into the page.
   *
   * @param {import("./wire.js").Wire} wire
   * @param {object} config what the server says about itself
   */
  async connect(wire, config) {
    this.#wire = wire;
    this.#config = config;
    await this.#readWords();
    this.#store = openStore(`backspasm ${wire.base}`, this.dataset.remember !== undefined);
  }

  connectedCallback() {
    if (!this.#wire) return;
    if (!this.shadowRoot) addStyle(this.attachShadow({ mode: "open" }));
    this.#fullScreen.addEventListener("change", this.#refit);
    window.visualViewport?.addEventListener("resize", this.#measure);
    window.visualViewport?.addEventListener("scroll", this.#measure);
    this.#build();
    const wanted = this.#store.get("open") ?? this.dataset.open !== undefined;
    if (wanted) this.#setOpen(true);
  }

  disconnectedCallback() {
    this.#fullScreen.removeEventListener("change", this.#refit);
    window.visualViewport?.removeEventListener("resize", this.#measure);
    window.visualViewport?.removeEventListener("scroll", this.#measure);
    this.#talk?.stop();
  }

  async attributeChangedCallback(name) {
    if (!this.#root) return;
    if (name === "data-color" || name === "data-position") return this.#dress();
    if (name === "data-lang") await this.#readWords();
    const wasOpen = this.#isOpen;
    this.#build();
    if (wasOpen) this.#setOpen(true);
  }

  // ---- What a page may call

  /** Opens the panel and moves the focus into it. */
  open() {
    this.#setOpen(true);
    this.#focusInside();
  }

  /** Closes the panel and moves the focus back to the launcher. */
  close() {
    const hadFocus = this.shadowRoot.activeElement;
    this.#setOpen(false);
    if (hadFocus) this.#launcher.focus();
  }

  /**
   * Says something in the person's name. Before they have agreed to the notice it is only put into the box.
   *
   * @param {string} text
   */
  send(text) {
    this.open();
    if (this.#talk.begun) this.#talk.say({ text });
    else this.#talk.draft = this.#chat.box.value = text;
  }

  // ---- Drawing

  async #readWords() {
    this.#words = await wordsFor(this.#wire.base, this.dataset.lang, document.documentElement.lang);
  }

  #build() {
    const { clinic = "", phone = "", emergency = "", lang = "en", text_limit: textLimit = TEXT_LIMIT } = this.#config;
    const words = this.#words;
    this.#talk?.stop();
    this.#talk = new Talk(this.#wire, this.#store);
    const frame = {
      words,
      lang,
      emergency,
      numbers: numberPattern([emergency, phone]),
      pictures: new URL("../../pictures/", this.#wire.base).href,
      rate: (card, good, title) => this.#talk.rate(card, good, title),
    };
    const onTold = (message, byItself) => this.#onTold(message, byItself);
    this.#chat = new Chat(this.#talk, frame, { textLimit, onTold });
    this.#launcher = this.#drawLauncher();
    this.#panel = this.#drawPanel(frame, { clinic, phone, emergency });
    this.#root?.remove();
    this.#root = make("div", "root", this.#launcher, this.#panel);
    this.#root.lang = words.lang;
    this.#root.dir = words.dir;
    this.#dress();
    this.#isOpen = false;
    this.shadowRoot.append(this.#root);
    this.#showChat(this.#talk.begun);
    if (this.#talk.begun) this.#talk.restore();
  }

  #drawLauncher() {
    const name = make("span", "launcher-name", this.dataset.title || this.#words.title);
    const launcher = makeButton("launcher", [makeIcon("chat"), name], () => this.open());
    launcher.setAttribute("aria-haspopup", "dialog");
    return launcher;
  }

  #drawPanel(frame, { clinic, phone, emergency }) {
    const words = this.#words;
    const title = make("h2", "", this.dataset.title || words.title);
    title.id = "title";
    title.tabIndex = -1;
    const names = make("div", "names", title, make("p", "", clinic));
    const close = makeButton("icon-button", [makeIcon("close"), unseen(words.close)], () => this.close());
    this.#menu = this.#drawMenu(clinic, phone);
    const calls = emergency ? [this.#drawEmergency(emergency)] : [];
    const head = make("div", "head", names, ...calls, this.#menu, close);

    this.notice = drawNotice(frame, this.#config, {
      privacyUrl: this.dataset.privacyUrl || null,
      onStart: () => this.#begin(),
    });
    const panel = make("dialog", "panel", head, this.notice, this.#chat.node);
    panel.setAttribute("aria-labelledby", "title");
    panel.addEventListener("keydown", (event) => this.#onKey(event));
    // The page's own keyboard shortcuts are not for what is typed here.
    for (const type of ["keydown", "keypress", "keyup"]) panel.addEventListener(type, (event) => event.stopPropagation());
    panel.addEventListener("close", () => {
      if (this.#isOpen && panel === this.#panel && !panel.open) this.close(); // closed by a gesture of the phone
    });
    panel.addEventListener("pointerdown", ({ target }) => {
      if (!this.#menu.contains(target)) this.#menu.open = false;
    });
    return panel;
  }

  #drawEmergency(emergency) {
    const words = this.#words;
    const call = makeCall(emergency, makeIcon("phone"), make("span", "", fill(words.call, { number: emergency })));
    call.className = call.part = "call";
    call.setAttribute("aria-label", fill(words.inEmergency, { number: emergency }));
    return call;
  }

  #drawMenu(clinic, phone) {
    const words = this.#words;
    const say = (title, payload) => makeButton("", [title], () => this.#talk.say({ payload, title }));
    const { privacyUrl } = this.dataset;
    const items = [
      say(words.person, "/talk_to_person"),
      ...(phone ? [makeCall(phone, `${fill(words.callClinic, { clinic })}: ${phone}`)] : []),
      say(words.again, "/start_again"),
      makeButton("", [words.download], () => this.#download()),
      makeButton("", [words.remove], () => this.#remove()),
      ...(privacyUrl ? [drawPrivacyLink(words, privacyUrl)] : []),
    ];
    const list = make("ul", "menu-list", ...items.map((item) => make("li", "", item)));
    const menu = make("details", "menu", make("summary", "icon-button", makeIcon("menu"), unseen(words.menu)), list);
    list.addEventListener("click", () => (menu.open = false));
    return menu;
  }

  /** The clinic's colour and the side it stands on; both may change while it is shown. */
  #dress() {
    const { color, position } = this.dataset;
    const wanted = hexColor(color);
    if (color && !wanted) console.warn(`Backspasm: data-color="${color}" is not like #0b6259.`);
    for (const [name, value] of Object.entries(palette(wanted ?? DEFAULT_COLOR))) {
      this.#root.style.setProperty(name, value);
    }
    this.#root.classList.toggle("left", position === "left");
  }

  #showChat(shown) {
    this.notice.hidden = shown;
    this.#chat.node.hidden = !shown;
    this.#menu.hidden = !shown;
  }

  // ---- Opening and closing

  #setOpen(open) {
    if (open !== this.#isOpen) {
      this.#isOpen = open;
      this.#store.set("open", open);
      this.#launcher.hidden = open;
      if (open) this.#showUnread(false);
      this.#emit(open ? "open" : "close");
    }
    this.#refit();
  }

  /**
   * A window beside the page, or in front of all of it where there is no room beside: then the browser keeps the focus
   * from going behind it. Neither is a trap: Escape closes both.
   */
  #refit = () => {
    const focused = this.shadowRoot.activeElement;
    if (this.#panel.open) this.#panel.close();
    if (!this.#isOpen) return;
    this.#measure();
    if (this.#fullScreen.matches) this.#panel.showModal();
    else this.#panel.setAttribute("open", ""); // not show(), which takes the focus from the page
    focused?.focus();
    this.#chat.fitBox();
    if (!this.#chat.node.hidden) this.#chat.toEnd();
  };

  /** On an iPhone the keyboard covers the page without making it shorter: CSS cannot know, the viewport does. */
  #measure = () => {
    const view = window.visualViewport;
    if (!view || !this.#isOpen) return;
    const pinched = view.scale > 1.01;
    this.#root.style.setProperty("--view-height", `${Math.round(view.height * view.scale)}px`);
    this.#root.style.setProperty("--view-top", `${pinched ? 0 : Math.round(view.offsetTop)}px`);
  };

  #focusInside() {
    const start = this.#panel.querySelector("#title");
    // Under a thumb the box would bring up the keyboard over what is to be read.
    const toBox = this.#talk.begun && !matchMedia("(pointer: coarse)").matches;
    (toBox ? this.#chat.box : start).focus({ preventScroll: true });
  }

  #onKey(event) {
    if (event.key !== "Escape" || event.isComposing || event.target.closest(".ask")) return;
    event.preventDefault();
    if (!this.#menu.open) return this.close();
    this.#menu.open = false;
    this.#menu.firstElementChild.focus();
  }

  #begin() {
    this.#showChat(true);
    this.#talk.begin();
    this.#focusInside();
    this.#emit("start");
  }

  // ---- What happens

  #onTold({ custom = {} }, byItself) {
    if (byItself && !this.#isOpen) this.#showUnread(true);
    // No words and no level: what a person says about their health is not for the page's own scripts.
    this.#emit("message", { kind: custom.kind ?? null });
  }

  #showUnread(shown) {
    this.#launcher.classList.toggle("unread", shown);
    this.#launcher.querySelector(".unseen")?.remove();
    if (shown) this.#launcher.append(unseen(` (${this.#words.unread})`));
  }

  #download() {
    const { youSaid: user, guideSaid: bot, fileName } = this.#words;
    const names = { user, bot };
    const lines = this.#chat.transcript.map(({ from, text }) => `${names[from]}${text}\n`);
    const link = make("a");
    link.href = URL.createObjectURL(new Blob([lines.join("\n")], { type: "text/plain;charset=utf-8" }));
    link.download = fileName;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  async #remove() {
    const { removeTitle: title, removeWords, removeYes: yes, removeNo: no } = this.#words;
    const sure = await ask(this.#panel, { title, words: removeWords, yes, no });
    this.#focusInside();
    if (!sure) return;
    try {
      await this.#talk.remove();
      this.#emit("deleted");
    } catch {
      this.#chat.drawNote("notRemoved");
    }
  }

  #emit(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(`backspasm-${name}`, { detail }));
  }
}
