// Query text -> words. The mirror of kb_plugins/search/analysis.py, steered by the same recipe.

const WORD = "[\\p{L}\\p{N}]+";

export class Analyzer {
  constructor(manifest) {
    const rules = manifest.recipe.analysis;
    this.run = new RegExp(`${WORD}(?:(?:${rules.joiners})${WORD})*`, "gu");
    this.joiner = new RegExp(rules.joiners);
    this.version = new RegExp(rules.version);
    this.rules = rules;
    this.stop = new Set(manifest.stop);
    this.stems = new Map();
    const code = manifest.language.split(/[-_]/)[0].toLowerCase();
    const lunr = globalThis.lunr;
    const language = code === "en" ? lunr : lunr[code];
    this.stemmer = (language && language.stemmer) || null;
  }

  stem(word) {
    if (!this.stemmer || !/^\p{L}+$/u.test(word)) return word;
    let stem = this.stems.get(word);
    if (stem === undefined) {
      stem = this.stemmer(new globalThis.lunr.Token(word, {})).toString();
      this.stems.set(word, stem);
    }
    return stem;
  }

  fold(text) {
    if (/^[\x00-\x5f\x61-\x7f]*$/.test(text)) return text.toLowerCase();
    const letters = this.rules.letters;
    const lowered = Array.from(text.toLowerCase(), (letter) => letters[letter] ?? letter).join("");
    return lowered.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  }

  // The words of a query in order: {text, term, stop, whole}; `whole` is an identifier that stands
  // beside its parts, `phrase` the stem under which phrases know the word (null for a whole).
  words(text) {
    const found = [];
    for (const run of this.fold(text).match(this.run) ?? []) {
      for (const piece of this.openApostrophes(run)) this.addRun(piece, found);
    }
    return found;
  }

  addRun(run, found) {
    const { longest, most_parts: mostParts } = this.rules;
    if (this.version.test(run)) {
      const text = run.replace(/^v+/, "");
      found.push({ text, term: text, stop: false, whole: false, phrase: text });
      return;
    }
    const parts = run.split(this.joiner);
    for (const text of parts) {
      const term = this.stem(text);
      const stop = this.stop.has(text) || /^[^\p{N}]$/u.test(text) || text.length > longest;
      found.push({ text, term, stop, whole: false, phrase: term });
    }
    const whole = parts.join("");
    if (parts.length > 1 && parts.length <= mostParts && whole.length <= longest) {
      found.push({ text: whole, term: this.stem(whole), stop: false, whole: true, phrase: null });
    }
  }

  openApostrophes(run) {
    const pieces = run.split("'");
    if (pieces.length === 1) return pieces;
    const last = pieces[pieces.length - 1];
    if (last === "t") pieces.splice(-2, 2, pieces[pieces.length - 2] + "t");
    else if (this.rules.contractions.includes(last)) pieces.pop();
    return pieces;
  }
}
