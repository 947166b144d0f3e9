// The engine: a partial lunr.Index of just the terms of a query, scored by lunr as it ships.

import { Analyzer } from "./analysis.js";
import { Planner } from "./query.js";
import { Store } from "./store.js";

const NO_METADATA = Object.freeze(Object.create(null));

export class Engine {
  constructor(manifest, read) {
    this.manifest = manifest;
    this.analyzer = new Analyzer(manifest);
    this.store = new Store(manifest, read);
    this.planner = new Planner(manifest, this.analyzer, this.store);
    this.inverted = Object.create(null);
    this.vectors = Object.create(null);
    this.terms = [];
  }

  // Query text -> {words, hits: [{doc, score, matched}]}, best first, all of them.
  async search(text) {
    const [articles, entries] = await Promise.all([this.store.articles(), this.planner.plan(text)]);
    const clauses = entries.flatMap((entry) => entry.clauses);
    const scored = this.score(clauses, articles);
    return { words: entries, hits: this.rank(scored, entries), articles };
  }

  // What lunr makes of clauses ({term, boost, list}): its own results, scores untouched.
  score(clauses, articles) {
    if (!clauses.length) return [];
    for (const { term, list } of clauses) this.addTerm(term, list, articles);
    const index = this.partialIndex();
    const { NONE } = globalThis.lunr.Query.wildcard;
    return index.query((query) => {
      for (const { term, boost } of clauses) {
        query.term(term, { boost, usePipeline: false, wildcard: NONE });
      }
    });
  }

  partialIndex() {
    const lunr = globalThis.lunr;
    return new lunr.Index({
      invertedIndex: this.inverted,
      fieldVectors: this.vectors,
      tokenSet: lunr.TokenSet.fromArray(this.terms),
      fields: this.manifest.fields,
      pipeline: new lunr.Pipeline(),
    });
  }

  // Put a term into the partial index, which only grows: what an earlier key press brought stays,
  // and terms a query does not name do not change its scores.
  addTerm(term, list, articles) {
    if (term in this.inverted) return;
    const { fields } = this.manifest;
    const postings = { _index: this.terms.length };
    for (const field of fields) postings[field] = Object.create(null);
    const weigh = this.weigher(list, articles);
    for (const { doc, times } of list) {
      for (let f = 0; f < fields.length; f++) {
        if (!times[f]) continue;
        postings[fields[f]][doc] = NO_METADATA;
        const ref = `${fields[f]}/${doc}`;
        const vector = (this.vectors[ref] ??= new globalThis.lunr.Vector());
        vector.elements.push(postings._index, weigh(f, doc, times[f]));
      }
    }
    this.inverted[term] = postings;
    this.terms.push(term);
    this.terms.sort();
  }

  // The weight lunr.Builder would have stored for a term in a field of an article.
  weigher(list, articles) {
    const { averages, boosts, recipe, articles: count } = this.manifest;
    const { k1, b } = recipe;
    let pairs = 0;
    for (const { times } of list) for (const n of times) if (n) pairs++;
    const idf = Math.log(1 + Math.abs((count - pairs + 0.5) / (pairs + 0.5)));
    return (f, doc, tf) => {
      const norm = 1 - b + b * (articles.lengths[f][doc] / averages[f]);
      return Math.round(((idf * ((k1 + 1) * tf)) / (k1 * norm + tf)) * boosts[f] * 1000) / 1000;
    };
  }

  // lunr's score times the share of the query's words that an article has, rare words counting
  // more, a synonym or repaired word less than the word itself.
  rank(results, entries) {
    const count = this.manifest.articles;
    const alternative = this.manifest.recipe.query.alternative;
    const rarity = entries.map(({ clauses }) => {
      const own = clauses.find((clause) => clause.exact) ?? clauses[0];
      const size = own ? own.list.length : 0;
      return Math.log(1 + (count - size + 0.5) / (size + 0.5));
    });
    const total = rarity.reduce((sum, value) => sum + value, 0);
    const hits = results.map(({ ref, score, matchData }) => {
      const matched = matchData.metadata;
      let share = 0;
      entries.forEach(({ clauses }, i) => {
        let best = 0;
        for (const { term, exact } of clauses) {
          if (term in matched) best = Math.max(best, exact ? 1 : alternative);
        }
        share += best * rarity[i];
      });
      return { doc: Number(ref), score: (score * share) / total, terms: Object.keys(matched) };
    });
    return hits.sort((a, b) => b.score - a.score || a.doc - b.doc);
  }
}
