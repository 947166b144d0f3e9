// Brings every search form of a page to life once its script has been wanted.

import { Combobox } from "./combobox.js";
import { Files } from "./files.js";
import { SearchPage } from "./page.js";
import { Session } from "./session.js";

export function start() {
  const host = globalThis.kbSearchHost;
  const session = new Session(host.config, new Files(host));
  session.engine().then((engine) => engine.store.articles()).catch(() => {});
  for (const form of document.querySelectorAll("form[data-kb-search]")) {
    const page = form.closest("[data-kb-search-page]");
    if (page) new SearchPage(page, session);
    else new Combobox(form, session);
  }
  // Other scripts of the page may search too; `kb:search-want` asks for it.
  host.session = session;
  document.dispatchEvent(new CustomEvent("kb:search-ready", { detail: session }));
}
