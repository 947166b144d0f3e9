// Results, ways out and messages as elements, shared by the list under a field and the page.

import { element, marked, sentence } from "./dom.js";

export function resultLink(hit, attributes = {}) {
  const meta = element(
    "span",
    { class: "kb-search-result__meta" },
    hit.level.name && element("span", { class: `kb-badge kb-level-${hit.level.number}` }, hit.level.name),
    hit.topic && element("span", { class: "kb-search-result__topic" }, hit.topic),
  );
  return element(
    "a",
    { class: "kb-search-result", href: hit.href, ...attributes },
    element("span", { class: "kb-search-result__title" }, ...marked(hit.title)),
    hit.section && element("span", { class: "kb-search-result__section" }, ...marked(hit.section)),
    element("span", { class: "kb-search-result__text" }, ...marked(hit.text)),
    meta.childNodes.length ? meta : null,
  );
}

// How many there are, as a sentence for eyes and for screen readers.
export function countText(texts, total) {
  return total === 1 ? texts.one : sentence(texts.many, { count: total });
}

// The channel to people: the way out of a search that does not help, the words going along.
export function wayOut(config, query, level) {
  const data = document.getElementById("kb-ladder");
  const ladder = data ? JSON.parse(data.textContent) : [];
  const rung = ladder.find(({ number }) => String(number) === level) ?? ladder[0];
  if (!rung?.href) return null;
  const link = element("a", { class: "kb-search-out__link", href: withQuery(rung.href, query) }, rung.label || rung.name);
  return element("p", { class: "kb-search-out" }, `${config.texts.help} `, link);
}

function withQuery(href, query) {
  if (href.includes("{query}")) return href.replaceAll("{query}", encodeURIComponent(query));
  const url = new URL(href, location.href);
  if (url.origin === location.origin && /^https?:$/.test(url.protocol)) url.searchParams.set("q", query);
  return url.href;
}

// The search itself failed: say so and offer the list that needs no script.
export function failure(config) {
  return element(
    "p",
    { class: "kb-search-message", role: "alert" },
    `${config.texts.failed} `,
    element("a", { href: config.list }, config.texts.list),
  );
}

export function announce(form, type, detail) {
  form.dispatchEvent(new CustomEvent(type, { bubbles: true, detail }));
}

// Runs one search at a time and only the latest of those that waited.
export function latestOnly(work) {
  let running = false;
  let next = null;
  return async function run(...values) {
    if (running) {
      next = values;
      return;
    }
    running = true;
    try {
      await work(...values);
    } finally {
      running = false;
      if (next) {
        const waiting = next;
        next = null;
        run(...waiting);
      }
    }
  };
}
