// The only search script a page loads: it fetches the rest when a reader reaches for the search.
(() => {
  const data = document.getElementById("kb-search-config");
  if (!data) return;
  const config = JSON.parse(data.textContent);
  const root = new URL(`${data.dataset.root}/`.replace(/\/\/$/, "/"), location.href);
  config.root = root.href;
  config.folder = location.protocol === "file:"; // opened from a folder: nothing can be fetched
  for (const name of ["index", "script", "engine", "page", "list"]) {
    config[name] = new URL(config[name], root).href;
    if (config.folder) config[name] = config[name].replace(/\/$/, "/index.html");
  }
  const forms = [...document.querySelectorAll("form[data-kb-search]")];
  let loading = null;

  // Start the engine in a worker and load the interface, once. The manifest of the index travels at
  // the same time and is handed to the worker.
  const load = () => {
    loading ??= new Promise((resolve, reject) => {
      const worker = config.folder ? null : startWorker();
      globalThis.kbSearchHost = { config, worker, first: worker && fetchManifest() };
      const script = document.createElement("script");
      script.src = config.script;
      script.onload = resolve;
      script.onerror = () => {
        script.remove();
        loading = null;
        reject(new Error("search"));
      };
      document.head.append(script);
    });
    loading.then(
      () => forms.forEach((form) => form.classList.remove("kb-search--failed")),
      () => forms.forEach((form) => form.classList.add("kb-search--failed")),
    );
    return loading;
  };

  const startWorker = () => {
    try {
      return new Worker(config.engine);
    } catch {
      return null;
    }
  };

  // The bytes of the manifest, whose name stays when it changes. What fails is left to the engine.
  const fetchManifest = async () => {
    try {
      const response = await fetch(config.index, { cache: "no-cache" });
      return response.ok ? await response.arrayBuffer() : null;
    } catch {
      return null;
    }
  };

  for (const form of forms) {
    form.action = config.page;
    const input = form.querySelector("input[type=search]");
    const want = () => load().catch(() => {});
    form.addEventListener("pointerenter", want, { once: true });
    input.addEventListener("focus", want);
    if (document.activeElement === input) want();
  }
  const asked = new URLSearchParams(location.search).get("q")?.trim();
  if (asked && document.querySelector("[data-kb-search-page]")) load().catch(() => {});
  // Other scripts of the page may want the search; `kb:search-ready` hands it to them.
  document.addEventListener("kb:search-want", () =>
    load().catch(() => document.dispatchEvent(new CustomEvent("kb:search-failed"))),
  );

  // `/` and Ctrl+K or Cmd+K open the first field in view; Escape there gives the focus back.
  document.addEventListener("keydown", (event) => {
    const command = (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k";
    const alone = !event.ctrlKey && !event.metaKey && !event.altKey;
    const slash = event.key === "/" && alone && (globalThis.__md_get?.("__keys") ?? true);
    if (!command && !(slash && !isTyping(event.target))) return;
    if (document.querySelector("dialog[open]")) return;
    const input = forms
      .map((form) => form.querySelector("input[type=search]"))
      .find((one) => one.getClientRects().length);
    if (!input) return;
    event.preventDefault();
    if (document.activeElement !== input) input.kbOpener = document.activeElement;
    input.focus();
    input.select();
  });

  const isTyping = (target) =>
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
})();
