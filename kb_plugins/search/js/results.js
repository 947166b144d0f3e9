// Results, ways out and messages as elements, shared by the list under a field and the page.

import { element, marked, sentence } from "./dom.js";

export function resultLink(hit, config, attributes = {}) {
  const meta = element(
    "span",
    { class: "kb-search-result__meta" },
    hit.level.name && badge(hit.level, config),
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

// The badge of a level as the templates write it.
function badge({ number, name }, config) {
  const word = element("span", { class: "kb-hidden" }, `${config.texts.level} `);
  return element(
    "span",
    { class: `kb-badge kb-level-${number} kb-tone-${config.tones[number] ?? 0}` },
    element("span", { class: "kb-badge__number" }, word, String(number)),
    ` ${name}`,
  );
}

// How many there are, as a sentence for eyes and for screen readers.
export function countText({ counts, language }, total) {
  const form = new Intl.PluralRules(language).select(total);
  return sentence(counts[form] ?? counts.other, { count: numberText(language, total) });
}

// A number as readers write it: 1.234 in Italian, ١٢٣ in some Arabic countries.
export function numberText(language, number) {
  return new Intl.NumberFormat(language).format(number);
}

// The channel to people: the way out of a search that does not help, the words going along.
export function wayOut(config, query, level) {
  const rung = config.ladder.find(({ number }) => String(number) === level) ?? config.ladder[0];
  if (!rung) return null;
  const attributes = { class: "kb-search-out__link", href: withQuery(rung.href, query, config) };
  const link = element("a", attributes, rung.label);
  return element("p", { class: "kb-search-out" }, `${config.texts.help} `, link);
}

// The same search in the other languages of the site, for a search that found nothing here.
export function elsewhere({ others, texts, root }, query) {
  if (!others.length) return null;
  const links = others.map(([code, name, page]) => {
    const url = new URL(page, root);
    url.searchParams.set("q", query);
    return element("a", { href: url.href, hreflang: code, lang: code }, name);
  });
  const apart = links.flatMap((link) => [" ", link]);
  return element("p", { class: "kb-search-elsewhere" }, texts.elsewhere, ...apart);
}

// The words where the address has a mark for them, else as `q` on a page of this site.
function withQuery(href, query, { words, root }) {
  if (href.includes(words)) return href.replaceAll(words, encodeURIComponent(query));
  const url = new URL(href, root);
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
