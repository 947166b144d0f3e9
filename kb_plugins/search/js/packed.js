// Packed files -> numbers and words. Reads what kb_plugins/search/packing.py writes.

class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  number() {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = this.bytes[this.at++];
      value += (byte & 127) * shift;
      if (byte < 128) return value;
    }
  }

  column(count) {
    const out = new Array(count);
    for (let i = 0; i < count; i++) out[i] = this.number();
    return out;
  }

  words() {
    const count = this.number();
    const length = this.number();
    const rest = new TextDecoder().decode(this.bytes.subarray(this.at, this.at + length)).split("\n");
    this.at += length;
    let before = "";
    return this.column(count).map((same, i) => (before = before.slice(0, same) + rest[i]));
  }
}

// A shard as a map: term -> where its postings are. `postings` reads one list on demand.
export class Shard {
  constructor(bytes, fields) {
    const reader = new Reader(bytes);
    this.fields = fields;
    this.terms = reader.words();
    this.sizes = reader.column(this.terms.length);
    const total = this.sizes.reduce((sum, size) => sum + size, 0);
    this.gaps = reader.column(total);
    this.reader = reader;
    this.codesAt = reader.at;
    this.number = new Map(this.terms.map((term, i) => [term, i]));
  }

  // The posting list of a term: [{doc, times: [by field]}], or null when the term is not here.
  postings(term) {
    const number = this.number.get(term);
    if (number === undefined) return null;
    let skip = 0;
    for (let i = 0; i < number; i++) skip += this.sizes[i];
    const reader = this.reader;
    reader.at = this.codesAt;
    for (let i = 0; i < skip; i++) readTimes(reader, this.fields);
    const out = [];
    let doc = -1;
    for (let i = 0; i < this.sizes[number]; i++) {
      doc += this.gaps[skip + i] + 1;
      out.push({ doc, times: readTimes(reader, this.fields) });
    }
    return out;
  }
}

function readTimes(reader, fields) {
  const times = new Array(fields).fill(0);
  const code = reader.number();
  if (!(code & 1)) times[fields - 1] = code >> 1;
  else for (let f = 0; f < fields; f++) if ((code >> (f + 1)) & 1) times[f] = reader.number();
  return times;
}

// The written words of one first letter: {words, common}, `common` a logarithm of frequency.
export function readWords(bytes) {
  const reader = new Reader(bytes);
  const words = reader.words();
  return { words, common: reader.column(words.length) };
}

// The columns of all articles: lengths by field, then level, type, product set and topic.
export function readArticles(bytes, articles, fields) {
  const reader = new Reader(bytes);
  const columns = Array.from({ length: fields + 4 }, () => reader.column(articles));
  const [level, type, products, topic] = columns.slice(fields);
  return { lengths: columns.slice(0, fields), level, type, products, topic };
}
