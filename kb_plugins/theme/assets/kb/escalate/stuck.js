// "Still stuck?": the link takes along the search that led here, and why the article did not help.

import { buildLink } from "./link.js";

export class Stuck {
  constructor(root, config, visit) {
    this.root = root;
    this.config = config;
    this.items = { ...config.way?.items };
    const query = visit.searchFor(location.pathname);
    if (query && root) this.take("query", query);
  }

  // Take an item along, in the link to the channel and in the one to the get-help page.
  take(name, value) {
    if (!this.root) return;
    this.items[name] = value;
    const { way, texts } = this.config;
    const link = this.root.querySelector("[data-kb-way]");
    if (way?.plan && link) link.href = buildLink(way.plan, this.items).url;
    const help = this.root.querySelector("[data-kb-help-link]");
    if (help) {
      const url = new URL(help.href);
      url.searchParams.set(name === "query" ? "q" : name, value);
      help.href = url.href;
    }
    const carries = this.root.querySelector("[data-kb-carries]");
    if (name === "query" && carries && way?.plan) {
      carries.textContent = texts.carries.replace("{query}", () => value);
      carries.hidden = false;
    }
  }
}
