// Which level fits: the best matching articles, the example questions, and the page of origin vote.

const HALF = 0.5;
const EXAMPLE = 1.5;
const ORIGIN = 0.75;

// {number, why, what}: the level, and the strongest reason for it. `leads` maps the level of an
// article to the level that helps when it does not; `terms` turns words into comparable ones.
export function chooseLevel({ leads, examples, levels }, { hits, words, origin }, terms) {
  const votes = new Map(levels.map(({ number }) => [number, { weight: 0, best: 0 }]));
  const vote = (level, weight, why, what) => {
    const candidate = votes.get(leads[level]);
    if (!candidate) return;
    candidate.weight += weight;
    if (weight > candidate.best) Object.assign(candidate, { best: weight, why, what });
  };
  hits.forEach((hit, i) => vote(hit.level.number, 1 / (i + 1), "nearest", hit.plainTitle));
  const asked = terms(words);
  for (const { level, question } of examples) {
    const share = overlap(asked, terms(question));
    if (share >= HALF) vote(level, EXAMPLE * share, "like", question);
  }
  if (origin !== "") vote(origin, ORIGIN, "from", "");
  let chosen = null;
  for (const [number, { weight, why, what }] of votes) {
    if (weight > (chosen?.weight ?? 0)) chosen = { number, weight, why, what };
  }
  return chosen ?? { number: levels[0].number, why: "first", what: "" };
}

// Which part of an example's words was asked.
function overlap(asked, example) {
  if (!example.size) return 0;
  let shared = 0;
  for (const term of example) if (asked.has(term)) shared++;
  return shared / example.size;
}
