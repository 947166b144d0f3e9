// Files of the index in a browser: fetched, or as scripts when the site is opened from a folder.

export class Files {
  // `first` are the bytes of the manifest, if the page has fetched them already.
  constructor(config, first) {
    this.config = config;
    this.first = first;
    this.folder = config.index.replace(/\.json$/, "/");
    if (this.config.folder) {
      this.scripts = new Map();
      this.handed = new Map();
      globalThis.kbSearchFile = (name, text) => this.handed.set(name, text);
    }
  }

  // The manifest keeps its name when it changes, so the server is asked each time.
  async readManifest() {
    const bytes = this.first ?? (await this.bytes(this.config.index, "no-cache"));
    this.first = null;
    return JSON.parse(new TextDecoder().decode(bytes));
  }

  read(name) {
    return this.bytes(this.folder + name);
  }

  async bytes(url, cache = "default") {
    const bytes = await (this.config.folder ? this.script(url) : this.fetched(url, cache));
    if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  }

  async fetched(url, cache) {
    const response = await fetch(url, { cache });
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

  // Numbered parts of one kind share a script, as `offline.py` lays them.
  scriptOf(name) {
    const [, kind, label] = /^(.*\/[a-z])(\w+)-[0-9a-f]+\.bin$/.exec(name) ?? [];
    if (!kind) return `file/${name}.js`;
    return `file/${kind}${label >= 0 ? Math.floor(label / this.config.together) : label}.js`;
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
