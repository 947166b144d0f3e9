// Answers queries with other engines. Reads {articles, queries, lang, material} as JSON from standard
// input, prints {engine: {id: [sources]}}. Packages are looked for in the folder it is started in.
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import vm from "node:vm";

const require = createRequire(path.join(process.cwd(), "x.js"));
const { articles, queries, lang, material } = JSON.parse(fs.readFileSync(0, "utf8"));
const parts = articles.flatMap(({ source, title, sections }) =>
  sections.map(([anchor, heading, text], i) => ({ id: `${source}#${i}`, title: i ? heading : title, page: title, text, source })),
);

// Sections -> articles, the best section of each counting.
const unique = (ids) => [...new Set(ids.map((id) => id.split("#")[0]))].slice(0, 10);
const answer = (search) => Object.fromEntries(queries.map(({ id, query }) => [id, unique(search(query))]));
const out = {};

function stockLunr() {
  const lunr = require("lunr");
  if (lang !== "en") {
    for (const name of ["stemmer.support", lang]) {
      const file = path.join(material, "lunr", "min", `lunr.${name}.min.js`);
      const run = new Function("module", "exports", "define", fs.readFileSync(file, "utf8"));
      run.call({ lunr });
    }
  }
  const index = lunr(function () {
    if (lang !== "en" && lunr[lang]) this.use(lunr[lang]);
    this.field("title", { boost: 10 });
    this.field("text");
    parts.forEach((part) => this.add(part));
  });
  const plain = (query) => query.replace(/[:*^~+\-]/g, " ").trim();
  return answer((query) => index.search(plain(query)).map(({ ref }) => ref));
}

function miniSearch() {
  const MiniSearch = require("minisearch");
  const index = new (MiniSearch.default ?? MiniSearch)({
    fields: ["title", "page", "text"],
    searchOptions: { prefix: true, fuzzy: 0.2, boost: { title: 4, page: 2 } },
  });
  index.addAll(parts);
  return answer((query) => index.search(query).map(({ id }) => id));
}

// Material's own worker, with the messages that its page sends.
async function materialWorker() {
  const folder = path.join(material, "workers");
  const file = fs.readdirSync(folder).find((name) => /^search\..*\.js$/.test(name));
  let handler;
  const waiting = [];
  const scope = {
    addEventListener: (name, listener) => (handler = listener),
    postMessage: (message) => waiting.shift()?.(message),
    importScripts: (...urls) => urls.forEach((url) => vm.runInContext(fs.readFileSync(path.join(material, url.replace(/^.*?lunr\//, "lunr/")), "utf8"), scope)),
    location: { href: "http://site/assets/javascripts/workers/search.js" },
    console, URL, setTimeout, clearTimeout, Intl, parent: undefined, performance,
  };
  scope.self = scope;
  scope.window = scope;
  vm.createContext(scope);
  scope.self = vm.runInContext("globalThis", scope);
  vm.runInContext(fs.readFileSync(path.join(folder, file), "utf8"), scope);
  const ask = (type, data) =>
    new Promise((resolve) => {
      waiting.push(resolve);
      handler({ data: { type, data } });
    });
  const escape = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
  const docs = articles.flatMap(({ source, title, sections }) =>
    sections.map(([, heading, text], i) => ({
      location: i ? `${source}#${i}` : source,
      title: escape(i ? heading : title),
      text: `<p>${escape(text)}</p>`,
    })),
  );
  const separator = "[\\s\\-]+";
  const pipeline = ["stopWordFilter"];
  await ask(0, { config: { lang: [lang], separator, pipeline, fields: { title: { boost: 1000 }, text: { boost: 1 }, tags: { boost: 1e6 } } }, docs, options: { suggest: false } });
  const found = {};
  for (const { id, query } of queries) {
    const { data } = await ask(2, query);
    found[id] = unique((data?.items ?? []).flat().map(({ location }) => location));
  }
  return found;
}

const engines = { "lunr as shipped": stockLunr, MiniSearch: miniSearch, Material: materialWorker };
for (const [name, run] of Object.entries(engines)) {
  try {
    out[name] = await run();
  } catch (error) {
    console.error(`${name}: ${error.message}`);
  }
}
process.stdout.write(JSON.stringify(out), () => process.exit(0));
