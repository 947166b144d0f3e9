"""Gzip bytes from opening the search to the first results, and CPU seconds of indexing, by size.

`python bench/search_bytes.py [--articles 1000 10000]`. Beyond the English corpus articles are
made of its titles' words and its sections, shuffled. Counted are the scripts, the style sheet, the
manifest, and every file that the engine asks for until six results show.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from search_quality import ROOT, corpus_records, judged_queries, shared_folder

from kb_plugins.search.engine import Engine
from kb_plugins.search.index import build_index
from kb_plugins.search.parts import manifest_name, sources_name
from kb_plugins.search.records import Record
from kb_plugins.search.script import interface_script, loader_script, worker_script

RESULTS = 6


def grown(records: Sequence[Record], count: int) -> list[Record]:
    """As many records as wanted: beyond the real ones, titles and sections shuffled anew."""
    chance = random.Random(1)
    titles = [word for record in records for word in record.title.split()]
    sections = [section for record in records for section in record.sections]
    out = list(records[:count])
    while len(out) < count:
        pattern = chance.choice(records)
        words = chance.sample(titles, len(pattern.title.split()))
        chosen = tuple(chance.choice(sections) for _ in pattern.sections)
        source = f"made/{len(out):05}.md"
        out.append(replace(pattern, source=source, title=" ".join(words), sections=chosen))
    return out


def fixed_bytes() -> int:
    """The scripts and the style sheet."""
    parts = [item.content for item in (loader_script(), interface_script(), worker_script("en"))]
    parts.append((ROOT / "kb_plugins/theme/assets/kb/search.css").read_bytes())
    return sum(len(gzip.compress(part, 9)) for part in parts)


def query_bytes(files: dict[str, bytes], query: str) -> int:
    """What one query fetches in a browser that has nothing yet."""
    name = manifest_name("en")
    read: dict[str, int] = {name: len(gzip.compress(files[name], 9))}

    def fetch(part: str) -> bytes:
        content = files[f"en/{part}"]
        read[part] = len(content)
        return content

    sources = json.loads(files[sources_name("en")])
    Engine("en", files[name], fetch, sources).search(query, RESULTS)
    return sum(read.values())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, nargs="*", default=[1000, 10_000])
    sizes = parser.parse_args().articles
    shared = shared_folder()
    records = corpus_records(shared / "corpora" / "magento-en")
    english = [query for query in judged_queries(shared) if query["lang"] == "en"]
    queries = [query["query"] for query in english if query["kind"] == "kw"]
    fixed = fixed_bytes()
    print(f"scripts and style: {fixed / 1000:.1f} KB")
    for size in sizes:
        many = grown(records, size)
        start = time.process_time()
        files = build_index(many, "en")
        spent = time.process_time() - start
        asked = [query_bytes(files, query) + fixed for query in queries]
        print(
            f"{size:6} articles: {statistics.median(asked) / 1000:.1f} KB median,"
            f" {max(asked) / 1000:.1f} KB worst of {len(asked)} queries;"
            f" index {sum(map(len, files.values())) / 1e6:.1f} MB in {spent:.2f} CPU s"
        )


if __name__ == "__main__":
    main()
