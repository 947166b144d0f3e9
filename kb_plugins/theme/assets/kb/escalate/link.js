// The link to a channel from a plan, which is plain data. The twin of kb_plugins/escalation/link.py,
// which says what each step is for; a test holds the two equal.

const PLACEHOLDER = /\{(\w+)\}/;
const ALL_PLACEHOLDERS = /\{(\w+)\}/g;
const SEPARATOR = "-- ";
const ELLIPSIS = "…";

// The link for some items: {url, items}, the items being those it carries.
export function buildLink(plan, items) {
  let rest = {};
  for (const [name, value] of Object.entries(items)) if (value) rest[name] = clean(value);
  const fits = (candidate) => makeUrl(plan, candidate).length <= plan.limit;
  for (const name of ["", ...plan.dropped]) {
    rest = without(rest, name);
    if (fits(rest)) return { url: makeUrl(plan, rest), items: rest };
  }
  for (const smaller of [rest, without(rest, plan.last)]) {
    const found = cut(plan, smaller, fits);
    if (found) return { url: makeUrl(plan, found), items: found };
  }
  return { url: makeUrl(plan, {}), items: {} };
}

// Names and values of a form that is posted.
export function formFields(plan, items) {
  const kept = {};
  for (const [name, value] of Object.entries(items)) kept[name] = clean(value);
  return saying(plan, kept).map((one) => [one.name, fill(one, plan, kept, (text) => text)]);
}

// The whole text of a ticket: what the reader wrote, then a line for each item.
export function ticketText(plan, items) {
  const words = (items.text ?? "").replace(/\r\n?|\n/g, plan.newline);
  const lines = plan.lines.filter(([name]) => items[name]).map(([name, label]) => `${label}: ${items[name]}`);
  return lines.length ? words + ["", "", SEPARATOR, ...lines].join(plan.newline) : words;
}

function clean(value) {
  return value.replace(/\p{Surrogate}/gu, "\ufffd");
}

function without(items, name) {
  const { [name]: gone, ...rest } = items;
  return rest;
}

// Shorten the text, then the title, as little as needed; null if that is not enough.
function cut(plan, items, fits) {
  if (fits(items)) return items;
  for (const name of plan.shortened) {
    const letters = Array.from(items[name] ?? "");
    let low = 0;
    let high = letters.length - 1;
    let best = null;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const kept = letters.slice(0, middle).join("").replace(/[ \t\r\n]+$/, "");
      const shorter = kept ? { ...items, [name]: kept + ELLIPSIS } : without(items, name);
      if (fits(shorter)) {
        best = shorter;
        low = middle + 1;
      } else high = middle - 1;
    }
    if (best) return best;
    items = without(items, name);
  }
  return null;
}

// encodeURIComponent leaves five characters alone that RFC 3986 reserves.
function encode(text) {
  const hex = (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(text).replace(/[!'()*]/g, hex);
}

function makeUrl(plan, items) {
  const base = plan.base.replace(ALL_PLACEHOLDERS, (all, name) => encode(valueOf(name, plan, items)));
  const pairs = saying(plan, items).map((one) => `${encode(one.name)}=${fill(one, plan, items, encode)}`);
  const joint = pairs.length ? (base.includes("?") ? "&" : "?") : "";
  return base + joint + pairs.join("&") + (plan.fragment ? `#${plan.fragment}` : "");
}

// The parameters that have something to say.
function saying(plan, items) {
  return plan.parameters.filter(({ template }) => {
    const names = [...template.matchAll(ALL_PLACEHOLDERS)].map((match) => match[1]);
    return !names.length || names.some((name) => valueOf(name, plan, items));
  });
}

function fill({ template, escapes }, plan, items, encoder) {
  const value = (name) =>
    escapes.reduce(
      (text, [old, fresh]) => text.replace(new RegExp(old.replace(/\W/g, "\\$&"), "gi"), () => fresh),
      valueOf(name, plan, items),
    );
  return template
    .split(PLACEHOLDER)
    .map((part, index) => encoder(index % 2 ? value(part) : part))
    .join("");
}

function valueOf(name, plan, items) {
  return name === "text" ? ticketText(plan, items) : (items[name] ?? "");
}
