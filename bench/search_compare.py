"""Firstline beside other engines on the same articles and queries, in one run.

`python bench/search_compare.py --packages FOLDER`: the folder is one in which
`npm install minisearch lunr@2.3.9 pagefind` was run. Material's search is the worker that ships
with the theme. An engine that cannot be had is left out of the table and named.
"""

from __future__ import annotations

import argparse
import functools
import html
import http.server
import importlib.util
import json
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from search_quality import FOLDERS, corpus_records, judged_queries, shared_folder, split_of

from kb_plugins.search.engine import engine_from_files
from kb_plugins.search.evaluation import Judged, by_kind
from kb_plugins.search.index import SearchBuilder
from kb_plugins.search.records import Record

HERE = Path(__file__).parent
Answers = dict[str, list[str]]


def material_folder() -> str:
    spec = importlib.util.find_spec("material")
    assert spec and spec.submodule_search_locations
    return str(Path(next(iter(spec.submodule_search_locations))) / "templates/assets/javascripts")


def by_node(records: Sequence[Record], queries: list[dict], lang: str, packages: Path) -> dict:
    articles = [
        {
            "source": record.source,
            "title": record.title,
            "sections": [
                ["", "", record.description],
                *((s.anchor, s.heading, s.text) for s in record.sections),
            ],
        }
        for record in records
    ]
    job = {"articles": articles, "queries": queries, "lang": lang, "material": material_folder()}
    done = subprocess.run(
        ["node", str(HERE / "search_compare.mjs")],
        input=json.dumps(job),
        cwd=packages,
        capture_output=True,
        text=True,
        check=False,
    )
    print(done.stderr, end="", file=sys.stderr)
    done.check_returncode()
    return dict(json.loads(done.stdout))


def by_pagefind(
    records: Sequence[Record], queries: list[dict], lang: str, packages: Path
) -> Answers:
    """Pagefind indexes files and searches in a browser; titles are its `h1`."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder:
        for record in records:
            page = Path(folder, record.source).with_suffix(".html")
            page.parent.mkdir(parents=True, exist_ok=True)
            body = "".join(
                f"<h2 id='{html.escape(s.anchor)}'>{html.escape(s.heading)}</h2>"
                f"<p>{html.escape(s.text)}</p>"
                for s in record.sections
            )
            page.write_text(
                f"<html lang={lang}><body><main data-pagefind-body><h1>"
                f"{html.escape(record.title)}</h1><p>{html.escape(record.description)}</p>{body}"
                "</main></body></html>"
            )
        subprocess.run(
            ["node_modules/.bin/pagefind", "--site", folder],
            cwd=packages,
            check=True,
            capture_output=True,
        )
        handler = functools.partial(Quiet, directory=folder)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with sync_playwright() as playwright:
            chromium = next(filter(None, map(shutil.which, ("chromium", "google-chrome"))))
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            tab = browser.new_page()
            tab.goto(f"http://127.0.0.1:{server.server_port}/pagefind/pagefind-entry.json")
            found = tab.evaluate(
                """async (queries) => {
                  const pagefind = await import("/pagefind/pagefind.js");
                  const out = {};
                  for (const { id, query } of queries) {
                    const { results } = await pagefind.search(query);
                    const data = await Promise.all(results.slice(0, 10).map((r) => r.data()));
                    out[id] = data.map(({ url }) => url);
                  }
                  return out;
                }""",
                queries,
            )
            browser.close()
        server.shutdown()
    return {
        id: [url.lstrip("/").removesuffix(".html") + ".md" for url in urls]
        for id, urls in found.items()
    }


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--packages", type=Path, required=True)
    packages = parser.parse_args().packages
    shared = shared_folder()
    judged: dict[str, list[tuple[str, Judged]]] = {}
    for corpus, (folder, lang) in FOLDERS.items():
        records = corpus_records(shared / "corpora" / folder)
        queries = [query for query in judged_queries(shared) if query["corpus"] == corpus]
        for name, synonyms in (("Firstline", True), ("Firstline, no synonyms", False)):
            engine = engine_from_files(SearchBuilder(lang, shipped=synonyms).build(records), lang)
            answers = {query["id"]: engine.ranks(query["query"]) for query in queries}
            note(judged, name, queries, answers)
        for name, answers in by_node(records, queries, lang, packages).items():
            note(judged, name, queries, answers)
        try:
            note(judged, "Pagefind", queries, by_pagefind(records, queries, lang, packages))
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"Pagefind: {error}", file=sys.stderr)
    for split in ("report", "all"):
        print(f"\n{split:24} {'S@3':>5} {'MRR':>5} {'zero':>5}   S@3 by kind")
        for name, rows in judged.items():
            table = by_kind(one for where, one in rows if split in (where, "all"))
            kinds = "  ".join(f"{k} {q.success_3:.2f}" for k, q in table.items() if k != "all")
            total = table["all"]
            print(f"{name:24} {total.success_3:5.2f} {total.mrr:5.2f} {total.zero:5.2f}   {kinds}")


def note(judged: dict, name: str, queries: list[dict], answers: Answers) -> None:
    for query in queries:
        results = tuple(answers.get(query["id"], ()))
        one = Judged(query["kind"], frozenset(query["relevant"]), results)
        judged.setdefault(name, []).append((split_of(query["id"]), one))


if __name__ == "__main__":
    main()
