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
    for (const link of this.root.querySelectorAll("[data-kb-way], [data-kb-help-link]")) {
      if (way?.plan && link.matches("[data-kb-way]")) {
        link.href = buildLink(way.plan, this.items).url;
        continue;
      }
      const url = new URL(link.href); // the get-help page
      url.searchParams.set(name === "query" ? "q" : name, value);
      link.href = url.href;
    }
    const carries = this.root.querySelector("[data-kb-carries]");
    if (name === "query" && carries) {
      carries.textContent = texts.carries.replace("{query}", () => value);
      carries.hidden = false;
    }
  }
}
