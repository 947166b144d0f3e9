// Files of the index in a browser: fetched, or as scripts when the site is opened from a folder.

export class Files {
  constructor(config, early) {
    this.config = config;
    this.early = early;
    this.use(this.config.manifest);
    if (this.config.folder) {
      this.waiting = new Map();
      globalThis.kbSearchFile = (name, text) => {
        this.waiting.get(name)?.(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)));
      };
    }
  }

  use(manifest) {
    this.manifest = manifest;
    this.folder = manifest.replace(/\.json$/, "/");
  }

  async readManifest() {
    return JSON.parse(new TextDecoder().decode(await this.bytes(this.manifest)));
  }

  // The page is older than the site: ask which index is current, and use that one from now on.
  async renew() {
    const pointer = new URL(this.config.pointer, location.href);
    const { manifest } = await (await fetch(pointer, { cache: "no-store" })).json();
    this.use(new URL(manifest, pointer).href);
  }

  read(name) {
    return this.bytes(this.folder + name);
  }

  async bytes(url) {
    const bytes = await (this.config.folder ? this.script(url) : this.fetched(url));
    if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  }

  async fetched(url) {
    const early = this.early[url];
    delete this.early[url];
    if (early) return new Uint8Array(early);
    const response = await fetch(url);
    if (!response.ok) {
      throw Object.assign(new Error(`${url}: ${response.status}`), { gone: response.status === 404 });
    }
    return new Uint8Array(await response.arrayBuffer());
  }

  // A file wrapped in a script that calls kbSearchFile, for pages opened from a folder.
  script(url) {
    const name = url.slice(url.lastIndexOf("assets/kb/search/") + "assets/kb/search/".length);
    return new Promise((resolve, reject) => {
      const element = document.createElement("script");
      const done = (act) => (value) => {
        this.waiting.delete(name);
        element.remove();
        act(value);
      };
      this.waiting.set(name, done(resolve));
      element.onerror = done(() => reject(new Error(url)));
      element.src = `${url}.js`;
      document.head.append(element);
    });
  }
}
