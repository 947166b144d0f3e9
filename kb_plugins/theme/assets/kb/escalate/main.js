// The way out of a page: opening hours, "Was this article helpful?", "Still stuck?", get help.

import { showHours } from "./hours.js";
import { Helpful } from "./helpful.js";
import { Stuck } from "./stuck.js";
import { Visit } from "./visit.js";

const data = document.getElementById("kb-escalate");
if (data) {
  const config = JSON.parse(data.textContent);
  const visit = new Visit(config.remember);
  const helpful = document.querySelector("[data-kb-helpful]");
  visit.watch(helpful && { url: location.pathname, title: config.title });
  showHours(document, config);
  const stuck = new Stuck(document.querySelector("[data-kb-stuck]"), config, visit);
  if (helpful) new Helpful(helpful, config, visit, stuck);
  const form = document.querySelector("form[data-kb-help]");
  // Its own file, on its own page. It is there before the document says that it is ready.
  const help = () => new globalThis.kbHelp(form, visit);
  if (form && globalThis.kbHelp) help();
  else if (form) document.addEventListener("DOMContentLoaded", help);
}
