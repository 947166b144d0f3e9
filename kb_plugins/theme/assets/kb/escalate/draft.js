// The draft ticket: what is taken along, and the link or form made from it. What the page shows is
// read back from the link, so that the two cannot differ.

import { buildLink, formFields, ticketText } from "./link.js";

// {url, fields, title, text, whole, left, cut} for a plan and some items. `whole` is the text that
// a reader copies, `left` what did not fit, `cut` whether title or text were shortened.
export function makeDraft(plan, items) {
  const unlimited = { ...plan, newline: "\n" };
  const whole = ticketText({ ...unlimited, lines: plan.lines }, items);
  if (plan.post) {
    return {
      url: "",
      fields: formFields(plan, items),
      title: items.title ?? "",
      text: whole,
      whole,
      left: [],
      cut: false,
    };
  }
  const link = buildLink(plan, items);
  const kept = link.items;
  const gone = Object.keys(items).filter((name) => items[name] && !kept[name]);
  const names = new Map(plan.lines);
  return {
    url: link.url,
    fields: [],
    title: kept.title ?? "",
    text: ticketText(unlimited, plan.copy ? items : kept),
    whole,
    left: plan.copy ? [] : gone.filter((name) => names.has(name)).map((name) => names.get(name)),
    cut: !plan.copy && ["title", "text"].some((name) => (items[name] ?? "") !== (kept[name] ?? "")),
  };
}
