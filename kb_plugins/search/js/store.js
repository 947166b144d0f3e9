// Which part holds what, each fetched once. `read(name)` is given by the host and promises bytes.

import { Shard, readArticles, readWords } from "./packed.js";

const DIGITS = 10;

export class Store {
  constructor(manifest, read) {
    this.manifest = manifest;
    this.read = read;
    this.kept = new Map();
    this.lists = new Map();
  }

  // A part in its decoded form; a failed one is forgotten, so that the next key press tries again.
  part(kind, number, decode, label = number) {
    const [together, hashes] = this.manifest.parts[kind];
    const at = DIGITS * Math.floor(number / together);
    const name = `${kind}${label}-${hashes.slice(at, at + DIGITS)}.bin`;
    if (!this.kept.has(name)) {
      const loading = this.read(name).then(decode);
      loading.catch(() => this.kept.delete(name));
      this.kept.set(name, loading);
    }
    return this.kept.get(name);
  }

  articles() {
    const { articles, fields } = this.manifest;
    return this.part("a", 0, (bytes) => readArticles(bytes, articles, fields.length));
  }

  // The posting list of a term; empty when no article has it.
  async postings(term) {
    if (this.lists.has(term)) return this.lists.get(term);
    const number = lastNotAfter(this.manifest.shards, term);
    if (number < 0) return [];
    const fields = this.manifest.fields.length;
    const shard = await this.part("s", number, (bytes) => new Shard(bytes, fields));
    const list = shard.postings(term) ?? [];
    this.lists.set(term, list);
    return list;
  }

  // All written words with the first letter of `word`.
  async words(word) {
    const letter = word[0] >= "a" && word[0] <= "z" ? word[0] : "_";
    const number = this.manifest.words.indexOf(letter);
    if (number < 0) return { words: [], common: [] };
    return this.part("w", number, readWords, letter);
  }

  // The record of an article: {url, title, summary, sections: [[anchor, heading, lead]]}.
  async record(doc) {
    const { perBlock } = this.manifest;
    const block = await this.part("d", Math.floor(doc / perBlock), (bytes) =>
      JSON.parse(new TextDecoder().decode(bytes)),
    );
    const [url, title, summary, sections] = block[doc % perBlock];
    return { url, title, summary, sections };
  }
}

function lastNotAfter(bounds, term) {
  let low = 0;
  let high = bounds.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (bounds[middle] <= term) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
