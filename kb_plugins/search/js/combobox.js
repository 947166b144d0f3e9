// Results as you type under a field: the ARIA combobox with a listbox popup.

import { element, sentence } from "./dom.js";
import { announce, countText, elsewhere, failure, latestOnly, numberText, resultLink, wayOut } from "./results.js";

// Milliseconds without a key before an answer is looked up: shorter than anybody reads, long enough
// that nothing is fetched for letters that are typed in one go.
const PAUSE = 80;

export class Combobox {
  constructor(form, session) {
    this.form = form;
    this.session = session;
    this.config = session.config;
    this.input = form.querySelector("input[type=search]");
    this.options = [];
    this.active = -1;
    this.dismissed = false; // whether the reader closed the list since the last letter
    this.search = latestOnly((text) => this.show(text));
    this.build();
    this.listen();
    if (this.input.value.trim()) this.search(this.input.value);
  }

  build() {
    const id = `${this.input.id}-results`;
    this.list = element("div", { id, role: "listbox", "aria-label": this.config.texts.results });
    this.foot = element("div", { class: "kb-search-panel__foot" });
    this.panel = element("div", { class: "kb-search-panel", hidden: true }, this.list, this.foot);
    this.status = element("div", { class: "kb-search-status", role: "status", "aria-live": "polite" });
    this.form.append(this.panel, this.status);
    for (const [name, value] of Object.entries({
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": id,
    })) {
      this.input.setAttribute(name, value);
    }
  }

  listen() {
    this.input.addEventListener("input", () => {
      this.dismissed = false;
      clearTimeout(this.pause);
      this.pause = setTimeout(() => this.search(this.input.value), PAUSE);
    });
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("focus", () => this.options.length && this.open());
    this.form.addEventListener("focusout", (event) => {
      if (!this.form.contains(event.relatedTarget)) this.close();
    });
    this.panel.addEventListener("pointerdown", (event) => {
      if (!event.target.closest("a")) event.preventDefault();
    });
  }

  get filters() {
    return { level: this.form.dataset.level ?? "" };
  }

  async show(text) {
    if (!text.trim()) return this.clear();
    let answer;
    try {
      answer = await this.session.find(text, this.filters, this.config.most);
    } catch {
      return this.fail();
    }
    if (this.input.value !== text && !this.input.value.trim()) return this.clear();
    this.render(text, answer);
    announce(this.form, "kb:search", { query: text.trim(), results: answer.total });
  }

  render(text, answer) {
    const { texts } = this.config;
    const query = text.trim();
    const selected = this.options[this.active]?.href;
    this.options = answer.hits.map((hit, i) => this.option(hit, i, query));
    this.list.replaceChildren(...this.options);
    this.active = -1;
    this.move(this.options.findIndex((option) => option.href === selected));
    const none = sentence(texts.none, { query });
    const message = answer.total ? countText(this.config, answer.total) : none;
    this.status.textContent = answer.relaxed ? `${none} ${texts.nearest}` : message;
    this.foot.replaceChildren(
      ...[
        answer.total ? this.allLink(query, answer.total) : element("p", { class: "kb-search-message" }, none),
        answer.relaxed ? element("p", { class: "kb-search-message" }, texts.nearest) : null,
        wayOut(this.config, query, this.filters.level),
        answer.total ? null : this.listLink(),
        answer.total ? null : elsewhere(this.config, query),
      ].filter(Boolean),
    );
    this.panel.classList.toggle("kb-search-panel--none", !answer.total);
    if (!this.dismissed) this.open(); // results may come after Escape
  }

  option(hit, i, query) {
    return resultLink(hit, this.config, {
      id: `${this.list.id}-${i}`,
      role: "option",
      "aria-selected": "false",
      tabindex: "-1",
      onclick: () =>
        announce(this.form, "kb:search-choice", { query, url: hit.href, title: hit.plainTitle, position: i + 1 }),
    });
  }

  allLink(query, total) {
    const url = new URL(this.config.page, location.href);
    url.searchParams.set("q", query);
    if (this.filters.level) url.searchParams.set("level", this.filters.level);
    const text = `${this.config.texts.all} (${numberText(this.config.language, total)})`;
    return element("a", { class: "kb-search-panel__all", href: url.href }, text);
  }

  listLink() {
    return element("p", {}, element("a", { href: this.config.list }, this.config.texts.list));
  }

  fail() {
    this.options = [];
    this.list.replaceChildren();
    this.foot.replaceChildren(failure(this.config));
    if (!this.dismissed) this.open();
  }

  clear() {
    this.options = [];
    this.list.replaceChildren();
    this.status.textContent = "";
    this.close();
  }

  open() {
    this.panel.hidden = false;
    this.input.setAttribute("aria-expanded", String(this.options.length > 0));
  }

  close() {
    this.dismissed = true;
    this.panel.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.move(-1);
  }

  move(to) {
    this.options[this.active]?.setAttribute("aria-selected", "false");
    this.active = to;
    const option = this.options[to];
    if (!option) return this.input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  key(event) {
    if (event.isComposing) return;
    const last = this.options.length - 1;
    const shown = !this.panel.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (last < 0) return;
      event.preventDefault();
      if (!shown) this.open();
      const step = event.key === "ArrowDown" ? 1 : -1;
      const next = this.active + step;
      this.move(next > last ? -1 : next < -1 ? last : next);
    } else if (event.key === "Enter" && shown && this.active >= 0) {
      event.preventDefault();
      this.options[this.active].click();
    } else if (event.key === "Escape") {
      this.escape(event, shown);
    }
  }

  // Escape closes the list; whoever opened the search by a key gets the focus back at once, and
  // an Escape with nothing left to close empties the field.
  escape(event, shown) {
    event.preventDefault();
    const opener = this.input.kbOpener;
    this.close();
    if (opener?.isConnected) {
      this.input.kbOpener = null;
      if (opener === document.body) this.input.blur();
      else opener.focus();
    } else if (!shown) {
      this.input.value = "";
      this.clear();
    }
  }
}
