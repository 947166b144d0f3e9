// The draft ticket: what is taken along, and the link or form made from it. What the page shows is
// read back from the link, so that the two cannot differ.

import { buildLink, formFields, ticketText } from "./link.js";

// {url, fields, title, text, beside, whole, left, cut} for a plan and some items. `beside` are the
// items that have a field of their own instead of a line in the text, `whole` is the text that a
// reader copies, `left` what did not fit, `cut` whether title or text were shortened.
export function makeDraft(plan, labels, items) {
  const shown = { ...plan, newline: "\n" };
  const whole = ticketText(shown, items);
  if (plan.post) {
    const { url } = buildLink({ ...plan, parameters: [] }, items); // the address of the form
    return { ...draft(plan, labels, items, whole), url, fields: formFields(plan, items), whole };
  }
  const { url, items: kept } = buildLink(plan, items);
  if (plan.copy) return { ...draft(plan, labels, kept, whole), url, whole };
  const left = plan.lines.filter(([name]) => items[name] && !kept[name]).map(([, label]) => label);
  const cut = ["title", "text"].some((name) => (items[name] ?? "") !== (kept[name] ?? ""));
  return { ...draft(plan, labels, kept, ticketText(shown, kept)), url, whole, left, cut };
}

function draft(plan, labels, items, text) {
  const lines = new Set(plan.lines.map(([name]) => name));
  const own = Object.keys(labels).filter((name) => items[name] && !lines.has(name));
  const beside = own.map((name) => `${labels[name]}: ${items[name]}`);
  return { title: items.title ?? "", text, beside, fields: [], left: [], cut: false };
}
