// Query text -> words. The mirror of kb_plugins/search/analysis.py, steered by the same recipe.

const WORD = "[\\p{L}\\p{N}\\p{M}]+";
const LETTERS = /^\p{M}*\p{L}[\p{L}\p{M}]*$/u;
const SIGN = /\P{M}\p{M}*|\p{M}+/gu;

export class Analyzer {
  constructor(manifest) {
    const rules = manifest.recipe.analysis;
    this.run = new RegExp(`${WORD}(?:(?:${rules.joiners})${WORD})*`, "gu");
    this.joiner = new RegExp(rules.joiners);
    this.version = new RegExp(rules.version);
    this.rules = rules;
    this.dropped = new RegExp(`(${rules.kept})|[${rules.dropped}]`, "gu");
    this.gram = new RegExp(`[${rules.grams}]`, "u");
    this.single = new RegExp(`^[${rules.singles}]$`, "u");
    this.piece = new RegExp(`[${rules.grams}][${rules.grams}\\p{M}]*|[^${rules.grams}]+`, "gu");
    this.stop = new Set(manifest.stop);
    this.stems = new Map();
    const code = manifest.language.split(/[-_]/)[0].toLowerCase();
    const lunr = globalThis.lunr;
    const language = code === "en" ? lunr : lunr[code];
    this.stemmer = (language && language.stemmer) || null;
  }

  stem(word) {
    if (!this.stemmer || !LETTERS.test(word) || this.gram.test(word[0])) return word;
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
    const bare = lowered.normalize("NFKD").replace(this.dropped, (all, kept) => kept ?? "");
    return bare.normalize("NFC").toLowerCase();
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
    const spaceless = this.gram.test(run);
    for (const text of spaceless ? parts.flatMap((part) => this.pieces(part)) : parts) {
      const term = this.stem(text);
      const letter = /^[^\p{N}]$/u.test(text) && !this.single.test(text);
      const stop = this.stop.has(text) || letter || text.length > longest;
      found.push({ text, term, stop, whole: false, phrase: term });
    }
    if (spaceless) return;
    const whole = parts.join("");
    if (parts.length > 1 && parts.length <= mostParts && whole.length <= longest) {
      found.push({ text: whole, term: this.stem(whole), stop: false, whole: true, phrase: null });
    }
  }

  // A part with signs of a script without spaces -> pairs of signs, and other words as they are.
  pieces(part) {
    return part.match(this.piece).flatMap((piece) => {
      const signs = this.gram.test(piece[0]) ? piece.match(SIGN) : [piece];
      return signs.length > 1 ? signs.slice(1).map((sign, i) => signs[i] + sign) : [piece];
    });
  }

  // A written word -> [[from, to, terms]]: the whole of it, or each pair of signs in it.
  spans(written) {
    const terms = (text) => this.words(text).filter(({ stop }) => !stop).map(({ term }) => term);
    if (!this.gram.test(written)) return [[0, written.length, terms(written)]];
    const signs = [...written.matchAll(SIGN)];
    return signs.map(({ 0: sign, index }, i) => {
      const pair = sign + (signs[i + 1]?.[0] ?? "");
      return [index, index + pair.length, [...terms(pair), ...terms(sign)]];
    });
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
