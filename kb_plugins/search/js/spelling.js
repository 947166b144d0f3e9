// Completion and repair of words from the list of words the site uses.

// Written words that begin with `start`, the commonest first, at most `most`.
export function completions(start, { words, common }, most) {
  const found = [];
  let i = firstNotBefore(words, start);
  for (; i < words.length && words[i].startsWith(start); i++) {
    if (words[i] !== start) found.push({ word: words[i], common: common[i] });
  }
  found.sort((a, b) => b.common - a.common || (a.word < b.word ? -1 : 1));
  return found.slice(0, most);
}

// Written words within a few slips of `word`, the nearest and then the commonest first. The list
// holds words of one first letter, so the first letter is right by construction.
export function repairs(word, { words, common }, twoFrom) {
  const most = word.length >= twoFrom ? 2 : 1;
  const found = [];
  for (let i = 0; i < words.length; i++) {
    if (Math.abs(words[i].length - word.length) > most) continue;
    const slips = distance(word, words[i], most);
    if (slips <= most) found.push({ word: words[i], slips, common: common[i] });
  }
  found.sort((a, b) => a.slips - b.slips || b.common - a.common || (a.word < b.word ? -1 : 1));
  return found;
}

// Damerau-Levenshtein distance (neighbours may swap), or most + 1 as soon as it must exceed `most`.
export function distance(a, b, most) {
  let older = [];
  let old = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const now = [i];
    let best = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      now[j] = Math.min(old[j] + 1, now[j - 1] + 1, old[j - 1] + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        now[j] = Math.min(now[j], older[j - 2] + 1);
      }
      if (now[j] < best) best = now[j];
    }
    if (best > most) return most + 1;
    older = old;
    old = now;
  }
  return old[b.length];
}

function firstNotBefore(words, text) {
  let low = 0;
  let high = words.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (words[middle] < text) low = middle + 1;
    else high = middle;
  }
  return low;
}
