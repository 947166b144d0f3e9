// Query text -> what to look for: words, each with the terms that may stand for it.

import { completions, repairs } from "./spelling.js";

const CONCEPT = "~";
const LINKS = ["", "s", "es", "n", "en", "er"];

export class Planner {
  constructor(manifest, analyzer, store) {
    this.query = manifest.recipe.query;
    this.analyzer = analyzer;
    this.store = store;
    this.german = /^de\b/i.test(manifest.language);
    this.concepts = new Map();
    for (const [name, triggers] of manifest.concepts) {
      for (const trigger of triggers) {
        const words = trigger.split(" ");
        const entry = { words, term: CONCEPT + name };
        this.concepts.set(words[0], [...(this.concepts.get(words[0]) ?? []), entry]);
      }
    }
  }

  // A query -> [{word, clauses: [{term, boost, exact}], list}]: one entry a word that counts.
  async plan(text) {
    const all = this.analyzer.words(text);
    const typing = /[\p{L}\p{N}\p{M}]$/u.test(text) ? all.length - 1 : -1;
    const wanted = new Map();
    all.forEach((word, i) => {
      if (word.stop) return;
      const last = i === typing || (i === typing - 1 && all[typing].whole);
      wanted.set(word.term, { word, last, clauses: [{ term: word.term, boost: 1, exact: true }] });
    });
    const entries = [...wanted.values()];
    this.addConcepts(all, wanted);
    this.fetchEarly([...wanted.values()]);
    await Promise.all(entries.map((entry) => this.addAlternatives(entry)));
    await Promise.all([...wanted.values()].map((entry) => this.load(entry)));
    return [...wanted.values()];
  }

  // Ask for every shard that is wanted for certain at once, not one round trip after the other.
  fetchEarly(entries) {
    for (const { term } of entries.flatMap((entry) => entry.clauses)) {
      this.store.postings(term).catch(() => {});
    }
  }

  async load(entry) {
    const lists = await Promise.all(entry.clauses.map(({ term }) => this.store.postings(term)));
    entry.clauses.forEach((clause, i) => (clause.list = lists[i]));
    entry.clauses = entry.clauses.filter((clause) => clause.list.length);
  }

  // A synonym counts for the words it was said in. Several words together say what they mean more
  // surely than one does: their synonym weighs more than that of a single word.
  addConcepts(all, wanted) {
    const words = all.filter((word) => word.phrase !== null);
    words.forEach((word, i) => {
      for (const { words: phrase, term } of this.concepts.get(word.phrase) ?? []) {
        if (!phrase.every((part, j) => words[i + j]?.phrase === part)) continue;
        const said = words.slice(i, i + phrase.length).filter((one) => !one.stop);
        const boost = phrase.length > 1 ? this.query.phrase : this.query.concept;
        const clause = { term, boost, exact: phrase.length > 1 };
        if (!said.length) wanted.set(term, { word, last: false, clauses: [clause] });
        for (const one of said) addClause(wanted.get(one.term), { ...clause });
      }
    });
    const boost = this.query.concept;
    for (const word of all) {
      if (!word.whole) continue;
      for (const { words: phrase, term } of this.concepts.get(word.term) ?? []) {
        if (phrase.length === 1) addClause(wanted.get(word.term), { term, boost });
      }
    }
  }

  async addAlternatives(entry) {
    const { text, term, whole } = entry.word;
    if (!/^\p{M}*\p{L}[\p{L}\p{M}]*$/u.test(text) || this.analyzer.gram.test(text[0])) return;
    const { query } = this;
    const [list, words] = await Promise.all([
      this.store.postings(term),
      entry.last && text.length >= query.prefix_least ? this.store.words(text) : null,
    ]);
    if (words) {
      // The fewer letters, the less a completion means and the more articles it drags along.
      const most = Math.min(query.prefix_most, 2 * text.length - 2);
      for (const { word } of completions(text, words, most)) {
        addClause(entry, { term: this.analyzer.stem(word), boost: query.prefix });
      }
    }
    if (list.length || whole || text.length < 3 || entry.clauses.length > 1) return;
    await this.addRepairs(entry);
  }

  // What an unknown word may have meant, the likeliest kind first: words a slip away, two known
  // words written as one, or at least words that begin alike.
  async addRepairs(entry) {
    const { query } = this;
    const { text } = entry.word;
    const words = await this.store.words(text);
    for (const { word, slips } of repairs(text, words, query.fuzzy_two_from)) {
      if (entry.clauses.length > query.fuzzy_most) break;
      addClause(entry, { term: this.analyzer.stem(word), boost: query.fuzzy / slips });
    }
    if (this.german) {
      const plain = text.replace(/([aou])e/g, "$1");
      if (plain !== text) addClause(entry, { term: this.analyzer.stem(plain), boost: 2 * query.fuzzy });
    }
    if (entry.clauses.length === 1) await this.addParts(entry, words.words);
    for (let length = text.length - 1; length >= 4 && entry.clauses.length === 1; length--) {
      for (const { word } of completions(text.slice(0, length), words, 3)) {
        addClause(entry, { term: this.analyzer.stem(word), boost: query.prefix });
      }
    }
  }

  // `Rechnungsadresse` -> `Rechnung` and `Adresse`, `newrelic` -> `new` and `relic`, if both are
  // words of the site; the longest first word that leaves a known second one wins.
  async addParts(entry, words) {
    const { text } = entry.word;
    const heads = words.filter((word) => word.length >= 3 && text.startsWith(word)).reverse();
    for (const head of heads) {
      for (const link of this.german ? LINKS : [""]) {
        const tail = text.slice(head.length + link.length);
        if (tail.length < 4 || !text.startsWith(head + link)) continue;
        const term = this.analyzer.stem(tail);
        if (!(await this.store.postings(term)).length) continue;
        addClause(entry, { term, boost: this.query.fuzzy });
        addClause(entry, { term: this.analyzer.stem(head), boost: this.query.fuzzy });
        return;
      }
    }
  }
}

function addClause(entry, clause) {
  if (!entry.clauses.some((other) => other.term === clause.term)) entry.clauses.push(clause);
}
