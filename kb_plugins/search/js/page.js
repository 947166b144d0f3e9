// The search page: results, filters with counts, and all of it in the address.

import { element, sentence } from "./dom.js";
import { announce, countText, elsewhere, failure, latestOnly, numberText, resultLink, wayOut } from "./results.js";

const FILTERS = ["level", "type", "product"];

export class SearchPage {
  constructor(root, session) {
    this.root = root;
    this.session = session;
    this.config = session.config;
    this.form = root.querySelector("form");
    this.input = this.form.querySelector("input[type=search]");
    this.filters = root.querySelector("[data-kb-search-filters]");
    this.status = root.querySelector("[data-kb-search-status]");
    this.list = root.querySelector("[data-kb-search-list]");
    this.foot = root.querySelector("[data-kb-search-foot]");
    this.more = 1;
    this.search = latestOnly(() => this.show());
    this.listen();
    this.start();
  }

  // Who typed while the search was still coming has said what the address does not know yet.
  start() {
    const typed = this.input.value;
    this.read();
    if (this.input.value || !typed) return this.search();
    this.input.value = typed;
    this.change("replaceState");
  }

  listen() {
    this.input.addEventListener("input", () => this.change("replaceState"));
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.change("pushState");
    });
    globalThis.addEventListener("popstate", () => {
      this.read();
      this.search();
    });
  }

  // The state is the address: read on arrival and on Back, written on every change.
  read() {
    const values = new URLSearchParams(location.search);
    this.input.value = values.get("q") ?? "";
    this.chosen = Object.fromEntries(FILTERS.map((name) => [name, values.get(name) ?? ""]));
  }

  change(how) {
    const url = new URL(location.href);
    const values = { q: this.input.value.trim(), ...this.chosen };
    for (const [name, value] of Object.entries(values)) {
      if (value) url.searchParams.set(name, value);
      else url.searchParams.delete(name);
    }
    if (url.href !== location.href) history[how](null, "", url);
    this.more = 1;
    this.search();
  }

  async show() {
    const query = this.input.value;
    if (!query.trim()) return this.clear();
    let answer;
    try {
      answer = await this.session.find(query, this.chosen, this.more * this.config.mostOnPage, true);
    } catch {
      this.list.replaceChildren();
      this.filters.replaceChildren();
      this.foot.replaceChildren(failure(this.config));
      return;
    }
    this.renderResults(query.trim(), answer);
    this.renderFilters(answer.facets);
    announce(this.form, "kb:search", { query: query.trim(), results: answer.total });
  }

  clear() {
    this.status.textContent = "";
    for (const part of [this.list, this.filters, this.foot]) part.replaceChildren();
  }

  renderResults(query, answer) {
    const { texts } = this.config;
    const none = sentence(texts.none, { query });
    const text = answer.total ? countText(this.config, answer.total) : none;
    this.status.textContent = answer.relaxed ? `${none} ${texts.nearest}` : text;
    document.title = `${query} – ${this.config.title}`;
    this.list.replaceChildren(...answer.hits.map((hit, i) => this.item(hit, i, query)));
    const out = wayOut(this.config, query, this.chosen.level);
    const list = element("p", {}, element("a", { href: this.config.list }, texts.list));
    const others = answer.total ? [] : [list, elsewhere(this.config, query)];
    this.foot.replaceChildren(...[this.moreButton(answer), out, ...others].filter(Boolean));
  }

  item(hit, i, query) {
    const onclick = () =>
      announce(this.form, "kb:search-choice", { query, url: hit.href, title: hit.plainTitle, position: i + 1 });
    return element("li", {}, resultLink(hit, this.config, { onclick }));
  }

  moreButton(answer) {
    if (answer.relaxed || answer.total <= answer.hits.length) return null;
    const shown = answer.hits.length;
    const onclick = async () => {
      this.more += 1;
      await this.show();
      this.list.children[shown]?.querySelector("a").focus();
    };
    return element("button", { type: "button", class: "kb-search-more", onclick }, this.config.texts.more);
  }

  renderFilters(facets) {
    const focused = document.activeElement?.id;
    this.filters.replaceChildren(
      ...FILTERS.map((name) => this.group(name, facets[name])).filter(Boolean),
    );
    if (focused) document.getElementById(focused)?.focus();
  }

  // A facet as radio buttons; one with a single value says nothing and is left out.
  group(name, rows) {
    const values = rows.filter(([value, , count]) => count || this.chosen[name] === value);
    if (values.length < 2 && !this.chosen[name]) return null;
    const all = rows.reduce((sum, [, , count]) => sum + count, 0);
    return element(
      "fieldset",
      { class: "kb-search-filter" },
      element("legend", {}, this.config.texts[name]),
      this.radio(name, "", this.config.texts.any, name === "product" ? null : all),
      ...values.map(([value, label, count]) => this.radio(name, value, label, count)),
    );
  }

  radio(name, value, label, count) {
    const id = `kb-filter-${name}-${value || "any"}`.replace(/\s+/g, "-");
    const input = element("input", { type: "radio", name, value, id });
    input.checked = this.chosen[name] === value;
    input.addEventListener("change", () => {
      this.chosen = { ...this.chosen, [name]: value };
      this.change("pushState");
    });
    const number = count === null ? null : element("span", { class: "kb-search-filter__count" }, numberText(this.config.language, count));
    return element("label", { class: "kb-search-filter__choice" }, input, element("span", {}, label), number);
  }
}
