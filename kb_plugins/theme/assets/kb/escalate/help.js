// The get-help page: from the reader's words to a ticket that they have seen. Nothing leaves the
// page before one of the buttons at its end is pressed.

import { Beside } from "./beside.js";
import { makeDraft } from "./draft.js";
import { Items } from "./items.js";
import { chooseLevel } from "./level.js";
import { comparable, searchSession, suggestion } from "./suggest.js";

const PAUSE = 250;
const SUBJECT = 120;
const QUERY = 400;

export class Help {
  constructor(form, visit) {
    this.form = form;
    this.config = JSON.parse(document.getElementById("kb-help").textContent);
    if (!this.config.levels.length) return;
    this.part = (name) => form.querySelector(`[data-kb-${name}]`);
    this.origin = new URLSearchParams(location.search);
    this.beside = new Beside(this.part("beside"), this.config.texts);
    this.items = new Items(form, this.config, visit, this.origin, () => this.draft());
    this.words = this.part("words");
    this.subject = this.part("subject");
    this.hits = [];
    this.turn = 0;
    this.showLevels();
    this.listen();
    this.words.value = this.origin.get("q") || this.origin.get("title") || "";
    form.hidden = false;
    for (const plain of document.querySelectorAll("[data-kb-plain]")) plain.hidden = true;
    for (const link of document.querySelectorAll("[data-kb-pick]")) link.hidden = false;
    this.pickFromAddress();
    this.changed();
  }

  // `#kb-level-4` means the form of level 4, and this form does what that one does without script.
  pickFromAddress() {
    const wanted = this.config.levels.find(({ number }) => location.hash === `#kb-level-${number}`);
    if (!wanted) return;
    this.ownLevel = true;
    this.pick(wanted.number, this.config.texts.chosen);
    this.words.focus();
  }

  listen() {
    this.form.addEventListener("submit", (event) => event.preventDefault());
    // A browser that goes to a fragment takes the focus away, first when the page has loaded.
    for (const type of ["hashchange", "load"]) addEventListener(type, () => this.pickFromAddress());
    this.words.addEventListener("input", () => {
      this.draft();
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.changed(), PAUSE);
    });
    this.subject.addEventListener("input", () => {
      this.ownSubject = this.subject.value !== "";
      this.draft();
    });
    this.part("agree").addEventListener("change", () => this.draft());
    this.part("copy").addEventListener("click", () => this.copy());
    this.part("send").addEventListener("click", () => this.post());
    this.part("go").rel = "nofollow noreferrer"; // not in the HTML, where it may not stand alone
    this.part("go").addEventListener("click", (event) => {
      if (this.ready) return;
      event.preventDefault();
      this.part("done").textContent = this.config.texts.agree;
      this.part("agree").focus();
    });
  }

  // The reader's words have changed: look for answers and for the level that fits.
  async changed() {
    const turn = ++this.turn;
    const words = this.words.value.trim();
    let terms = () => new Set();
    if (!this.level) this.choose(words, terms); // a way out that does not wait for the search
    if (words) {
      try {
        const session = await searchSession();
        const found = await session.find(words.slice(0, QUERY), {}, this.config.most);
        const questions = this.config.examples.map(({ question }) => question);
        terms = await comparable(session, [words, ...questions]);
        if (turn !== this.turn) return;
        this.showAnswers(found.hits, this.config.texts.nothing);
      } catch {
        if (turn !== this.turn) return;
        this.showAnswers([], this.config.texts.failed);
      }
    } else this.showAnswers([], "");
    if (!this.ownLevel) this.choose(words, terms);
    this.draft();
  }

  showAnswers(hits, otherwise) {
    this.hits = hits;
    const open = (hit, link) => {
      this.items.visit.read({ url: new URL(hit.href).pathname, title: hit.plainTitle });
      this.items.show();
      this.beside.open(hit, link);
      this.draft();
    };
    this.part("answers-list").replaceChildren(...hits.map((hit) => suggestion(hit, open)));
    this.part("answers-status").textContent = hits.length ? "" : otherwise;
    this.part("answers-part").hidden = !hits.length && !otherwise;
  }

  showLevels() {
    const { levels, texts } = this.config;
    const choices = levels.map(({ number, name, purpose, entitlement, response }) => {
      const input = Object.assign(document.createElement("input"), {
        type: "radio",
        name: "level",
        value: String(number),
      });
      input.addEventListener("change", () => {
        this.ownLevel = true;
        this.pick(number, texts.chosen);
      });
      const label = document.createElement("label");
      const title = document.createElement("b");
      title.textContent = `${number} ${name}`;
      const takes = entitlement && texts.takes.replace("{what}", () => entitlement);
      const lines = [purpose, takes, response].filter(Boolean).map((text) => {
        const line = document.createElement("span");
        line.textContent = text;
        return line;
      });
      label.append(input, title, ...lines);
      return label;
    });
    this.part("levels").replaceChildren(...choices);
  }

  choose(words, terms) {
    const origin = this.origin.get("level") ?? "";
    const { number, why, what } = chooseLevel(this.config, { hits: this.hits, words, origin }, terms);
    const reason = this.config.texts[why].replace(/\{\w+\}/, () => what);
    this.pick(number, reason);
  }

  pick(number, reason) {
    this.level = this.config.levels.find((level) => level.number === number);
    for (const input of this.form.querySelectorAll("input[name=level]")) {
      input.checked = input.value === String(number);
    }
    this.part("reason").textContent = reason;
    const { consent } = this.level;
    if (this.consented !== this.level) this.part("agree").checked = false;
    this.consented = this.level;
    this.part("consent").hidden = !consent;
    this.part("consent-words").textContent = consent;
    this.draft();
  }

  // Show what would be sent, and let the button send exactly that.
  draft() {
    if (!this.level) return;
    const words = this.words.value.trim();
    if (!this.ownSubject) this.subject.value = firstLine(words);
    const agreed = this.part("agree").checked;
    const { consent, plan, label } = this.level;
    const items = {
      title: this.subject.value.trim(),
      text: words,
      ...this.items.values(),
      consent: consent && agreed ? consent : "",
    };
    this.ready = !consent || agreed;
    this.current = makeDraft(plan, this.config.labels, items);
    this.part("preview-title").textContent = this.current.title;
    this.part("preview-text").textContent = this.current.text;
    this.part("preview-beside").textContent = this.current.beside.join("\n");
    this.part("note").textContent = this.note(plan);
    this.part("done").textContent = "";
    const [go, send] = [this.part("go"), this.part("send")];
    for (const button of [go, send]) button.textContent = label;
    go.hidden = plan.post;
    send.hidden = !plan.post;
    send.disabled = !this.ready;
    if (this.ready) go.href = this.current.url;
    else go.removeAttribute("href");
    for (const [name, value] of [["role", "link"], ["aria-disabled", "true"], ["tabindex", "0"]]) {
      if (this.ready) go.removeAttribute(name);
      else go.setAttribute(name, value);
    }
  }

  note(plan) {
    const { texts } = this.config;
    const left = new Intl.ListFormat(this.config.language).format(this.current.left);
    return [
      plan.copy && texts.cannot,
      this.current.cut && texts.long,
      left && texts.left.replace("{items}", () => left),
    ]
      .filter(Boolean)
      .join(" ");
  }

  async copy() {
    const { title, whole } = this.current;
    const done = this.part("done");
    try {
      await navigator.clipboard.writeText(`${title}\n\n${whole}`);
      done.textContent = this.config.texts.copied;
    } catch {
      done.textContent = this.config.texts.copyFailed;
      getSelection().selectAllChildren(this.part("preview"));
    }
  }

  post() {
    if (!this.ready) return;
    const form = Object.assign(document.createElement("form"), {
      method: "post",
      action: this.current.url,
      acceptCharset: "utf-8",
      hidden: true,
    });
    for (const [name, value] of this.current.fields) {
      form.append(Object.assign(document.createElement("textarea"), { name, value }));
    }
    document.body.append(form);
    form.submit();
  }
}

function firstLine(words) {
  const line = words.split("\n")[0].trim();
  const letters = Array.from(line);
  return letters.length > SUBJECT ? `${letters.slice(0, SUBJECT).join("")}…` : line;
}
