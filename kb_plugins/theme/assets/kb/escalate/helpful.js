// "Was this article helpful?": one answer an article and visit, to the sinks of the site alone.

import { buildLink } from "./link.js";

export class Helpful {
  constructor(root, config, visit, stuck) {
    this.root = root;
    this.config = config;
    this.visit = visit;
    this.stuck = stuck;
    this.answers = root.querySelector("[data-kb-answers]");
    this.why = root.querySelector("[data-kb-why]");
    this.thanks = root.querySelector("[data-kb-thanks]");
    if (visit.answered(location.pathname)) return;
    root.hidden = false;
    this.answers.addEventListener("click", ({ target }) => this.answer(target.closest("button")?.value));
    this.why.addEventListener("submit", (event) => {
      event.preventDefault();
      this.explain();
    });
  }

  answer(value) {
    if (!value) return;
    this.answers.hidden = true;
    if (value === "yes") {
      this.send({ helpful: true });
      this.thank();
    } else {
      this.why.hidden = false;
      this.why.querySelector("input").focus();
    }
  }

  explain() {
    const chosen = this.why.querySelector("input:checked");
    const words = this.why.elements.words.value.trim();
    const reason = [chosen?.parentElement.textContent.trim(), words].filter(Boolean).join(": ");
    this.why.hidden = true;
    if (reason) this.stuck.take("reason", reason);
    this.send({ helpful: false, reason: chosen?.value ?? "", words });
    this.thank();
    this.offer(reason);
    this.stuck.root?.scrollIntoView({ block: "nearest" });
  }

  thank() {
    this.visit.answer(location.pathname);
    this.thanks.textContent = this.config.texts.thanks;
    this.thanks.focus(); // the button that had the focus is gone
  }

  // An event for scripts of the site, and the endpoint if there is one.
  send(answer) {
    const detail = { page: location.pathname, title: this.config.title, ...answer };
    this.root.dispatchEvent(new CustomEvent("kb:feedback", { bubbles: true, detail }));
    const { endpoint } = this.config.feedback;
    if (endpoint) navigator.sendBeacon(endpoint, JSON.stringify(detail));
  }

  // A link to the writers, which carries the reason.
  offer(reason) {
    const { plan, items } = this.config.feedback;
    if (!plan?.base) return;
    const link = document.createElement("a");
    link.href = buildLink(plan, { ...items, reason }).url;
    link.rel = "nofollow noreferrer";
    link.textContent = this.config.texts.tell;
    this.thanks.append(" ", link);
  }
}
