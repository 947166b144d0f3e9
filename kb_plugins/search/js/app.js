// Brings every search form of a page to life once its script has been wanted.

import { Combobox } from "./combobox.js";
import { SearchPage } from "./page.js";
import { Remote } from "./remote.js";

export function start() {
  const remote = new Remote(globalThis.kbSearchHost);
  for (const form of document.querySelectorAll("form[data-kb-search]")) {
    const page = form.closest("[data-kb-search-page]");
    if (page) new SearchPage(page, remote);
    else new Combobox(form, remote);
  }
  // Other scripts of the page may search too; `kb:search-want` asks for it.
  globalThis.kbSearchHost.session = remote;
  document.dispatchEvent(new CustomEvent("kb:search-ready", { detail: remote }));
}
