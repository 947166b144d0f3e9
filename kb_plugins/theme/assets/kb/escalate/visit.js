// What a reader searched and read in this visit. It stays in sessionStorage, is written only once
// the reader does something on a page, and is gone with the tab.

const KEY = "kb:visit";
const MOST = 10;

export class Visit {
  constructor(remember) {
    this.remember = remember;
    if (!remember) this.clear();
  }

  get data() {
    const empty = { searched: [], read: [], answered: [] };
    try {
      return { ...empty, ...JSON.parse(sessionStorage.getItem(KEY)) };
    } catch {
      return empty; // nothing kept, or storage is forbidden
    }
  }

  // Note the page and the searches that lead away from it, at the reader's first act.
  watch(page) {
    const note = (event) => {
      if (event.type === "keydown" && event.key === "Tab") return;
      for (const type of ["click", "keydown"]) removeEventListener(type, note, true);
      if (page.title && document.querySelector("[data-kb-helpful]")) this.read(page);
    };
    for (const type of ["click", "keydown"]) addEventListener(type, note, true);
    document.addEventListener("kb:search-choice", ({ detail }) => {
      this.add("searched", { query: detail.query, url: new URL(detail.url, location.href).pathname });
    });
  }

  read(page) {
    if (!this.data.read.some(({ url }) => url === page.url)) this.add("read", page);
  }

  // The search that led to a page, or nothing.
  searchFor(path) {
    return this.data.searched.findLast(({ url }) => url === path)?.query ?? "";
  }

  answered(path) {
    return this.data.answered.includes(path);
  }

  answer(path) {
    this.add("answered", path, true);
  }

  add(list, value, always = false) {
    if (!this.remember && !always) return;
    const data = this.data;
    data[list] = [...data[list], value].slice(-MOST);
    try {
      sessionStorage.setItem(KEY, JSON.stringify(data));
    } catch {
      // Without storage a visit is one page long.
    }
  }

  clear() {
    try {
      sessionStorage.removeItem(KEY);
    } catch {
      // Nothing was kept.
    }
  }
}
