// The context that goes along with a ticket: each item with a tick box of its own. An e-mail
// address and a name go along only if the reader ticks them.

export class Items {
  constructor(form, { labels, personal, language }, visit, origin, changed) {
    this.form = form;
    this.labels = labels;
    this.personal = personal;
    this.visit = visit;
    this.origin = origin;
    this.language = language;
    this.changed = changed;
    this.off = new Set();
    this.list = form.querySelector("[data-kb-items]");
    for (const name of personal) this.askFor(name);
    form.querySelector("[data-kb-clear]").addEventListener("click", () => {
      visit.clear();
      this.show();
      changed();
    });
    this.show();
  }

  // What is known, whether ticked or not.
  known() {
    const { searched, read } = this.visit.data;
    const queries = [this.origin.get("q"), ...searched.map(({ query }) => query)];
    return {
      url: this.origin.get("from") ?? "",
      product: this.origin.get("product") ?? "",
      version: this.origin.get("version") ?? "",
      language: this.language,
      query: [...new Set(queries.filter(Boolean))].join(", "),
      read: read.map(({ title }) => title).join(", "),
      browser: navigator.userAgent,
      reason: this.origin.get("reason") ?? "",
    };
  }

  // What goes along.
  values() {
    const found = {};
    for (const [name, value] of Object.entries(this.known())) if (!this.off.has(name)) found[name] = value;
    for (const name of this.personal) {
      const ticked = this.form.querySelector(`[data-kb-tick="${name}"]`).checked;
      const field = this.form.querySelector(`[data-kb-value="${name}"]`);
      if (ticked) found[name] = field.value.trim();
    }
    return found;
  }

  show() {
    const rows = Object.entries(this.known()).filter(([, value]) => value);
    this.list.replaceChildren(...rows.map(([name, value]) => this.row(name, value)));
  }

  row(name, value) {
    const input = Object.assign(document.createElement("input"), {
      type: "checkbox",
      checked: !this.off.has(name),
    });
    input.dataset.kbItem = name;
    input.addEventListener("change", () => {
      if (input.checked) this.off.delete(name);
      else this.off.add(name);
      this.changed();
    });
    const label = document.createElement("label");
    const text = document.createElement("span");
    text.textContent = `${this.labels[name]}: ${value}`;
    label.append(input, text);
    return label;
  }

  askFor(name) {
    const tick = this.form.querySelector(`[data-kb-tick="${name}"]`);
    const field = this.form.querySelector(`[data-kb-value="${name}"]`);
    field.hidden = !tick.checked;
    tick.addEventListener("change", () => {
      field.hidden = !tick.checked;
      if (tick.checked) field.focus();
      this.changed();
    });
    field.addEventListener("input", this.changed);
  }
}
