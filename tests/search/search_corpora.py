"""Records of the test corpora: Markdown as any MkDocs site would render it."""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import markdown
import yaml

from kb_plugins.search.records import Record, record_sections

_FRONT_MATTER = re.compile(r"---\n(.*?)\n---\n", re.DOTALL)
_EXTENSIONS = ["extra", "toc", "admonition", "pymdownx.superfences", "pymdownx.highlight"]


def corpus_records(folder: Path) -> Sequence[Record]:
    """The articles of a corpus sorted by path."""
    converter = markdown.Markdown(
        extensions=_EXTENSIONS, extension_configs={"toc": {"permalink": True}}
    )
    records = []
    for path in sorted(folder.rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        matter = _FRONT_MATTER.match(text)
        meta = yaml.safe_load(matter[1]) if matter else {}
        html = converter.reset().convert(text[matter.end() :] if matter else text)
        records.append(_record(path.relative_to(folder).as_posix(), meta, html))
    return sorted(records, key=lambda record: record.source)


def _record(source: str, meta: dict[str, Any], html: str) -> Record:
    labels = meta.get("labels") or meta.get("feature") or ""
    return Record(
        url=source.removesuffix(".md") + "/",
        source=source,
        title=str(meta.get("title") or source),
        level=0,
        tags=tuple(label.strip() for label in str(labels).split(",") if label.strip()),
        description=str(meta.get("description") or ""),
        sections=record_sections(html),
    )


def judged_queries(shared: Path) -> list[dict[str, Any]]:
    """All queries of the test sets, with the articles that answer them."""
    return [
        json.loads(line)
        for path in sorted((shared / "search").glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
