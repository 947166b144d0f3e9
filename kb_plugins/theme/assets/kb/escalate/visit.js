// What a reader searched and read in this visit. It stays in sessionStorage and is gone with the tab.
// Nothing is written before the reader follows a link; from then on every article notes itself.

const KEY = "kb:visit";
const ANSWERED = "kb:answered";
const MOST = 10;

export class Visit {
  constructor(remember) {
    this.remember = remember;
  }

  get data() {
    return { searched: [], read: [], ...(this.remember && load(KEY)) };
  }

  // Note a page, and the searches that lead away from it. `page` is null where nobody reads.
  watch(page) {
    if (!this.remember) return;
    if (page && load(KEY)) this.read(page);
    let last = "";
    document.addEventListener("kb:search", ({ detail }) => (last = detail.query));
    document.addEventListener("kb:search-choice", ({ detail }) => {
      this.searched(detail.query, new URL(detail.url, location.href).pathname);
    });
    const leave = ({ target }) => {
      if (!target.closest("a[href]")) return;
      save(KEY, this.data);
      if (page) this.read(page);
      if (last) this.searched(last, "");
    };
    addEventListener("click", leave, true);
  }

  read(page) {
    const { read } = this.data;
    if (!read.some(({ url }) => url === page.url)) this.add("read", page);
  }

  searched(query, url) {
    const { searched } = this.data;
    if (url || !searched.some((other) => other.query === query)) this.add("searched", { query, url });
  }

  // The search that led to a page, or nothing.
  searchFor(path) {
    return this.data.searched.findLast(({ url }) => url === path)?.query ?? "";
  }

  add(list, value) {
    const data = this.data;
    if (this.remember) save(KEY, { ...data, [list]: [...data[list], value].slice(-MOST) });
  }

  clear() {
    try {
      sessionStorage.removeItem(KEY);
    } catch {
      // Nothing was kept.
    }
  }

  // One answer an article and visit, whether the rest of the visit is remembered or not.
  answered(path) {
    return (load(ANSWERED) ?? []).includes(path);
  }

  answer(path) {
    save(ANSWERED, [...(load(ANSWERED) ?? []), path]);
  }
}

function load(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key));
  } catch {
    return null; // nothing kept, or storage is forbidden
  }
}

function save(key, value) {
  try {
    sessionStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Without storage a visit is one page long.
  }
}
