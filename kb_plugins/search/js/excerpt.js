// Which section of an article answers best, and which words of a text to mark.

const WORDS = /[\p{L}\p{N}\p{M}]+(?:[._:'’-]+[\p{L}\p{N}\p{M}]+)*/gu;

export class Excerpts {
  constructor(engine) {
    this.engine = engine;
    this.known = new Map();
    this.texts = new Map();
  }

  // Text -> [{text, mark}] with every word marked that one of `terms` found.
  segments(text, terms) {
    const wanted = new Set(terms);
    const out = [];
    let at = 0;
    for (const match of text.matchAll(WORDS)) {
      for (const [from, to] of this.found(match[0], wanted)) {
        const start = match.index + from;
        if (start > at) out.push({ text: text.slice(at, start), mark: false });
        out.push({ text: text.slice(start, match.index + to), mark: true });
        at = match.index + to;
      }
    }
    if (at < text.length) out.push({ text: text.slice(at), mark: false });
    return out;
  }

  // Where in a written word the wanted terms are: all of it, or some of the signs of a script
  // without spaces, neighbours joined.
  found(written, wanted) {
    if (!this.engine.analyzer.gram.test(written)) {
      return this.termsOf(written).some((term) => wanted.has(term)) ? [[0, written.length]] : [];
    }
    const out = [];
    for (const [from, to, terms] of this.engine.analyzer.spans(written)) {
      if (!terms.some((term) => wanted.has(term))) continue;
      const last = out.at(-1);
      if (last && from <= last[1]) last[1] = Math.max(to, last[1]);
      else out.push([from, to]);
    }
    return out;
  }

  // The section of a record that holds the most of `terms`, its heading counting more; or null.
  section(record, terms) {
    let best = null;
    let most = 0;
    for (const [anchor, heading, lead] of record.sections) {
      const inHeading = this.count(heading, terms);
      const score = 2.5 * inHeading + this.count(lead, terms);
      if (score > most) {
        most = score;
        best = { anchor, heading, lead };
      }
    }
    return best;
  }

  // The text to show: from the best section, else the summary; the one with more words of the query.
  lead(record, section, terms) {
    if (!section?.lead) return record.summary;
    return this.count(section.lead, terms) >= this.count(record.summary, terms)
      ? section.lead
      : record.summary;
  }

  count(text, terms) {
    let found = this.texts.get(text);
    if (!found) {
      found = new Set([...text.matchAll(WORDS)].flatMap(([word]) => this.termsOf(word)));
      this.texts.set(text, found);
    }
    return terms.filter((term) => found.has(term)).length;
  }

  // The terms a written word is indexed under, concepts of single words included.
  termsOf(written) {
    let terms = this.known.get(written);
    if (!terms) {
      const words = this.engine.analyzer.words(written).filter((word) => !word.stop);
      const concepts = this.engine.planner.concepts;
      terms = words.flatMap(({ term }) => [
        term,
        ...(concepts.get(term) ?? []).filter((c) => c.words.length === 1).map((c) => c.term),
      ]);
      this.known.set(written, terms);
    }
    return terms;
  }
}
