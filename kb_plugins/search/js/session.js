// One search session a page: the engine, filters, and what the interface shows of an answer.

import { Engine } from "./engine.js";
import { Excerpts } from "./excerpt.js";

export class Session {
  constructor(config, files) {
    this.config = config;
    this.files = files;
    this.ready = null;
  }

  // The engine, loaded once; a failure is forgotten so that the next try starts afresh.
  engine() {
    this.ready ??= this.files.readManifest().then((manifest) => {
      const engine = new Engine(manifest, (name) => this.files.read(name));
      this.excerpts = new Excerpts(engine);
      return engine;
    });
    this.ready.catch(() => (this.ready = null));
    return this.ready;
  }

  // Fetch what every query needs before the first one comes.
  warm() {
    this.engine()
      .then((engine) => engine.store.articles())
      .catch(() => {});
  }

  // A query with filters -> {hits, total, relaxed, facets}. `relaxed` says that the filters left
  // nothing, so that the hits are those without them; `facets` (when counted) has for each filter
  // its [value, label, count].
  async find(text, filters, most, counted) {
    try {
      return await this.answer(text, filters, most, counted);
    } catch (error) {
      if (!error.gone) throw error;
      this.ready = null; // the site was published anew: begin with the manifest it has now
      return this.answer(text, filters, most, counted);
    }
  }

  // Texts -> the comparable words of each, without stop words: stems, as the index has them.
  async terms(texts) {
    const { analyzer } = await this.engine();
    const telling = (text) => analyzer.words(text).filter(({ stop, whole }) => !stop && !whole);
    return texts.map((text) => telling(text).map(({ term }) => term));
  }

  async answer(text, filters, most, counted) {
    const engine = await this.engine();
    const { hits, articles } = await engine.search(text);
    const facets = facetsOf(engine.manifest, articles);
    const filtered = Object.values(filters).some(Boolean);
    const fits = filtered ? hits.filter(({ doc }) => matches(facets, doc, filters)) : hits;
    const relaxed = !fits.length && hits.length > 0;
    const shown = (relaxed ? hits : fits).slice(0, most);
    const records = await Promise.all(shown.map(({ doc }) => engine.store.record(doc)));
    return {
      hits: shown.map((hit, i) => this.view(hit, records[i], facets, engine.manifest)),
      total: fits.length,
      relaxed,
      facets: counted ? listFacets(engine.manifest, countFacets(facets, hits, filters)) : null,
    };
  }

  view(hit, record, facets, manifest) {
    const section = this.excerpts.section(record, hit.terms);
    const root = new URL(this.config.root, location.href);
    const [number, name] = manifest.levels[facets.level[hit.doc]];
    const page = this.config.folder ? record.url.replace(/(^|\/)$/, "$1index.html") : record.url;
    return {
      href: new URL(page + (section ? `#${section.anchor}` : ""), root).href,
      title: this.excerpts.segments(record.title, hit.terms),
      plainTitle: record.title,
      section: section ? this.excerpts.segments(section.heading, hit.terms) : null,
      text: this.excerpts.segments(this.excerpts.lead(record, section, hit.terms), hit.terms),
      level: { number, name },
      topic: manifest.topics[facets.topic[hit.doc]],
    };
  }
}

// Facet columns with the values that filters and URLs use.
function facetsOf(manifest, articles) {
  return {
    level: articles.level,
    topic: articles.topic,
    of: {
      level: (doc) => [String(manifest.levels[articles.level[doc]][0])],
      type: (doc) => [manifest.types[articles.type[doc]][0]],
      product: (doc) => manifest.productSets[articles.products[doc]].map((i) => manifest.products[i]),
    },
  };
}

function matches(facets, doc, filters, except = "") {
  return Object.entries(facets.of).every(
    ([name, values]) => name === except || !filters[name] || values(doc).includes(filters[name]),
  );
}

// How many hits each value of a facet has, the other filters applied.
function countFacets(facets, hits, filters) {
  const counts = {};
  for (const [name, values] of Object.entries(facets.of)) {
    counts[name] = new Map();
    for (const { doc } of hits) {
      if (!matches(facets, doc, filters, name)) continue;
      for (const value of values(doc)) counts[name].set(value, (counts[name].get(value) ?? 0) + 1);
    }
  }
  return counts;
}

// Every value of every facet as [value, label, count], in the order of the manifest.
function listFacets({ levels, types, products }, counts) {
  const rows = (name, values) =>
    values.map(([value, label]) => [value, label, counts[name].get(value) ?? 0]);
  return {
    level: rows("level", levels.map(([number, label]) => [String(number), label])),
    type: rows("type", types.map(([value, label]) => [value, label || value])),
    product: rows("product", products.map((value) => [value, value])),
  };
}
