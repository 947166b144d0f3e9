// The engine: a partial lunr.Index of just the terms of a query, scored by lunr as it ships.

import { Analyzer } from "./analysis.js";
import { Planner } from "./query.js";
import { Store } from "./store.js";

export class Engine {
  constructor(manifest, read) {
    this.manifest = manifest;
    this.analyzer = new Analyzer(manifest);
    this.store = new Store(manifest, read);
    this.planner = new Planner(manifest, this.analyzer, this.store);
    this.weights = new Map();
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
    const index = this.partialIndex(clauses, articles);
    const { NONE } = globalThis.lunr.Query.wildcard;
    return index.query((query) => {
      for (const { term, boost } of clauses) {
        query.term(term, { boost, usePipeline: false, wildcard: NONE });
      }
    });
  }

  partialIndex(clauses, articles) {
    const lunr = globalThis.lunr;
    const { fields } = this.manifest;
    const inverted = Object.create(null);
    const vectors = Object.create(null);
    const lists = new Map(clauses.map(({ term, list }) => [term, list]));
    const terms = [...lists.keys()].sort();
    terms.forEach((term, number) => {
      const postings = { _index: number };
      for (const field of fields) postings[field] = Object.create(null);
      const weights = this.termWeights(term, lists.get(term), articles);
      lists.get(term).forEach(({ doc, times }, i) => {
        fields.forEach((field, f) => {
          if (!times[f]) return;
          postings[field][doc] = Object.create(null);
          const ref = `${field}/${doc}`;
          (vectors[ref] ??= new lunr.Vector()).elements.push(number, weights[i][f]);
        });
      });
      inverted[term] = postings;
    });
    return new lunr.Index({
      invertedIndex: inverted,
      fieldVectors: vectors,
      tokenSet: lunr.TokenSet.fromArray(terms),
      fields,
      pipeline: new lunr.Pipeline(),
    });
  }

  // The weights lunr.Builder would have stored for a term, by posting and field.
  termWeights(term, list, articles) {
    if (this.weights.has(term)) return this.weights.get(term);
    const { averages, boosts, recipe, articles: count } = this.manifest;
    const { k1, b } = recipe;
    let pairs = 0;
    for (const { times } of list) for (const n of times) if (n) pairs++;
    const idf = Math.log(1 + Math.abs((count - pairs + 0.5) / (pairs + 0.5)));
    const weights = list.map(({ doc, times }) =>
      times.map((tf, f) => {
        if (!tf) return 0;
        const norm = 1 - b + b * (articles.lengths[f][doc] / averages[f]);
        return Math.round(((idf * ((k1 + 1) * tf)) / (k1 * norm + tf)) * boosts[f] * 1000) / 1000;
      }),
    );
    this.weights.set(term, weights);
    return weights;
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
