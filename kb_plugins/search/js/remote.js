// The page's end of the engine: asks the worker, or loads the engine here when there is none.

export class Remote {
  constructor({ config, worker, first }) {
    this.config = config;
    this.worker = worker;
    this.waiting = new Map();
    this.count = 0;
    if (!worker) return;
    worker.addEventListener("message", ({ data }) => this.settle(data));
    worker.addEventListener("error", () => this.giveUp());
    this.ready = first.then((bytes) => worker.postMessage({ config, first: bytes }));
  }

  // A query with filters -> what Session.find gives; `counted` asks for counts and labels as well.
  find(text, filters, most, counted = false) {
    return this.ask("find", text, filters, most, counted);
  }

  // Texts -> what Session.terms gives.
  terms(texts) {
    return this.ask("terms", texts);
  }

  // Call a method of the session, in the worker or here.
  async ask(method, ...values) {
    await this.ready;
    if (!this.worker) return this.here().then((session) => session[method](...values));
    const id = ++this.count;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.worker.postMessage({ id, method, values });
    });
  }

  settle({ id, answer, error }) {
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    if (answer) waiting?.resolve(answer);
    else waiting?.reject(new Error(error));
  }

  giveUp() {
    this.worker.terminate();
    this.worker = null;
    for (const { reject } of this.waiting.values()) reject(new Error("no worker"));
    this.waiting.clear();
  }

  // The engine in this page; a script that does not load is asked for again the next time.
  here() {
    this.local ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = this.config.engine;
      script.onload = () => resolve(globalThis.kbSearchOpen({ config: this.config }));
      script.onerror = () => {
        this.local = null;
        script.remove();
        reject(new Error(script.src));
      };
      document.head.append(script);
    });
    return this.local;
  }
}
