// Files of the index in a browser: fetched, or as scripts when the site is opened from a folder.

export class Files {
  constructor(config, early) {
    this.config = config;
    this.early = early;
    this.use(this.config.manifest);
    if (this.config.folder) {
      this.scripts = new Map();
      this.handed = new Map();
      globalThis.kbSearchFile = (name, text) => this.handed.set(name, text);
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

  // A file that a script hands over by kbSearchFile, for pages opened from a folder.
  async script(url) {
    const folder = "assets/kb/search/";
    const start = url.lastIndexOf(folder) + folder.length;
    const name = url.slice(start);
    const source = url.slice(0, start) + this.scriptOf(name);
    if (!this.scripts.has(source)) this.scripts.set(source, this.run(source));
    await this.scripts.get(source);
    if (!this.handed.has(name)) throw new Error(url);
    return Uint8Array.from(atob(this.handed.get(name)), (letter) => letter.charCodeAt(0));
  }

  // Numbered files of one kind share a script, as `offline.py` lays them.
  scriptOf(name) {
    const [, kind, number] = /^(.*\/[a-z])(\d+)\.bin$/.exec(name) ?? [];
    if (!kind) return `${name}.js`;
    return `${kind}-${Math.floor(number / this.config.together)}.bin.js`;
  }

  // Load a script once; a failed one is forgotten, so that the next key press tries again.
  run(source) {
    return new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.onload = resolve;
      element.onerror = () => {
        this.scripts.delete(source);
        reject(new Error(source));
      };
      element.src = source;
      document.head.append(element);
    });
  }
}
