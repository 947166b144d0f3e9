// Why an article is where it is among the results. Not shipped: `kb search --explain` runs it.

// Engine, query text -> {left, hits: [{doc, score, words: [{word, how, said, fields, share}],
// missing}]}: for each of the best articles the words that decided, weightiest first, with their
// share of the article's weight (0 to 1). `left` are the words that were not looked for.
export async function explain(engine, text, most) {
  const { words: entries, hits, articles } = await engine.search(text);
  const all = engine.analyzer.words(text);
  const left = all.filter((word) => word.stop).map((word) => word.text);
  const explained = hits.slice(0, most).map(({ doc, score }) => {
    const found = entries.map((entry) => deciding(engine, entry, doc, articles));
    const words = found.filter((one) => one.weight > 0).sort((a, b) => b.weight - a.weight);
    const total = words.reduce((sum, one) => sum + one.weight, 0);
    const missing = entries.filter((_, i) => !found[i].weight).map(({ word }) => word.text);
    return {
      doc,
      score,
      words: words.map(({ weight, ...word }) => ({ ...word, share: weight / total })),
      missing,
    };
  });
  return { left, hits: explained };
}

// The best of the terms that may stand for a word, in one article.
function deciding(engine, { word, clauses }, doc, articles) {
  const { fields } = engine.manifest;
  const best = { word: word.text, how: "", said: "", fields: [], weight: 0 };
  for (const { term, boost, list } of clauses) {
    const posting = list.find((one) => one.doc === doc);
    if (!posting) continue;
    const weigh = engine.weigher(list, articles);
    const inside = fields.map((_, f) => (posting.times[f] ? weigh(f, doc, posting.times[f]) : 0));
    const weight = boost * inside.reduce((sum, value) => sum + value, 0);
    if (weight <= best.weight) continue;
    const names = fields.filter((_, f) => inside[f] > 0);
    Object.assign(best, { ...manner(engine, word, term), fields: names, weight });
  }
  return best;
}

// How a term stands for a word, and what it says: of a synonym all (stemmed) words that call for it.
function manner(engine, word, term) {
  if (term === word.term) return { how: "word", said: term };
  const concept = engine.manifest.concepts.find(([name]) => `~${name}` === term);
  if (concept) return { how: "synonym", said: concept[1].join(", ") };
  return { how: term.startsWith(word.text) ? "beginning" : "spelling", said: term };
}
