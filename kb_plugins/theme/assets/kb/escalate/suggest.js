// Articles that may already answer: the site's own search, loaded when the reader begins to write.

const READY = "kb:search-ready";

// The search of this page. It loads on demand; rejects when it cannot be loaded.
export function searchSession() {
  const ready = globalThis.kbSearchHost?.session;
  if (ready) return Promise.resolve(ready);
  return new Promise((resolve, reject) => {
    document.addEventListener(READY, ({ detail }) => resolve(detail), { once: true });
    document.addEventListener("kb:search-failed", () => reject(new Error("search")), { once: true });
    document.dispatchEvent(new CustomEvent("kb:search-want"));
  });
}

// One suggestion as an element: title, excerpt, level. `open` gets the address and the title.
export function suggestion(hit, open) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = hit.href;
  link.textContent = hit.plainTitle;
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    open(hit, link);
  });
  const text = document.createElement("p");
  text.textContent = hit.text.map(({ text: part }) => part).join("");
  const level = document.createElement("p");
  level.className = "kb-count";
  level.textContent = `${hit.level.number} ${hit.level.name}`;
  item.append(link, text, level);
  return item;
}

// A function that gives the set of comparable words of any of some texts.
export async function comparable(session, texts) {
  const lists = await session.terms(texts);
  const sets = new Map(texts.map((text, i) => [text, new Set(lists[i])]));
  return (text) => sets.get(text) ?? new Set();
}
