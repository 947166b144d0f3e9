"""Success@3, MRR@10 and queries without result, by kind, of the search on the judged sets.

Run from the root of the project: `python bench/search_quality.py [--split tune|report|all]
[--corpus adobe-it|magento] [--no-synonyms] [--fails]`. The sets are looked for at ../shared or in
FIRSTLINE_SHARED. Odd queries were used for tuning (`tune`), even ones were kept for reporting
(`report`).
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "search")]

from search_corpora import corpus_records, judged_queries  # noqa: E402

from kb_plugins.search.engine import Engine, engine_from_files  # noqa: E402
from kb_plugins.search.evaluation import Judged, by_kind  # noqa: E402
from kb_plugins.search.index import SearchBuilder  # noqa: E402

FOLDERS = {"magento": ("magento-en", "en"), "adobe-it": ("adobe-it", "it")}
KINDS = {"kw": "keywords", "q": "questions", "typo": "typos", "err": "errors", "all": "all"}


def shared_folder() -> Path:
    folder = Path(os.environ.get("FIRSTLINE_SHARED", ROOT.parent / "shared"))
    if not (folder / "search").is_dir():
        sys.exit(f"no test sets in {folder}: name their folder in FIRSTLINE_SHARED")
    return folder


def engines(shared: Path, synonyms: bool) -> dict[str, Engine]:
    found = {}
    for name, (folder, language) in FOLDERS.items():
        records = corpus_records(shared / "corpora" / folder)
        files = SearchBuilder(language, shipped=synonyms).build(records)
        found[name] = engine_from_files(files, language)
    return found


def split_of(identifier: str) -> str:
    return "tune" if int(identifier.rpartition("-")[2]) % 2 else "report"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--split", choices=("tune", "report", "all"), default="")
    parser.add_argument("--no-synonyms", action="store_true")
    parser.add_argument("--corpus", choices=sorted(FOLDERS), help="one corpus, and so one language")
    parser.add_argument("--fails", action="store_true", help="show queries that miss the first 3")
    arguments = parser.parse_args()
    shared = shared_folder()
    searching = engines(shared, not arguments.no_synonyms)
    judged: dict[str, list[Judged]] = {"tune": [], "report": []}
    for query in judged_queries(shared):
        if arguments.corpus not in (None, query["corpus"]):
            continue
        ranks = searching[query["corpus"]].ranks(query["query"])
        one = Judged(query["kind"], frozenset(query["relevant"]), tuple(ranks))
        judged[split_of(query["id"])].append(one)
        if arguments.fails and (one.rank or 99) > 3:
            print(f"{query['id']} {query['kind']} rank {one.rank}: {query['query'][:80]}")
    judged["all"] = judged["tune"] + judged["report"]
    for split in [arguments.split] if arguments.split else ["tune", "report", "all"]:
        print(f"\n{split:8} {'queries':>10} {'S@1':>6} {'S@3':>6} {'MRR':>6} {'zero':>6}")
        for kind, quality in by_kind(judged[split]).items():
            print(
                f"{KINDS[kind]:8} {quality.queries:10} {quality.success_1:6.2f}"
                f" {quality.success_3:6.2f} {quality.mrr:6.2f} {quality.zero:6.2f}"
            )


if __name__ == "__main__":
    main()
