"""What the browser needs of articles: columns for scoring and filters, records for results."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from kb_plugins.search.packing import varints
from kb_plugins.search.records import Record

# A block is fetched for one result shown; about this much JSON packs into a kilobyte and a half.
BLOCK_BYTES = 3500
_SUMMARY, _LEAD, _MOST_SECTIONS = 180, 200, 12


def pack_articles(
    records: Sequence[Record], lengths: Sequence[Sequence[int]]
) -> tuple[bytes, dict[str, Any]]:
    """Field lengths and facets of every article as columns, and the labels the facets stand for."""
    levels = sorted({(record.level, record.level_name) for record in records})
    types = sorted({(record.type, record.type_label) for record in records})
    products = sorted({name for record in records for name in record.product})
    sets = sorted({record.product for record in records})
    topics = sorted({record.topic for record in records})
    columns: list[Sequence[int]] = [
        *lengths,
        [levels.index((record.level, record.level_name)) for record in records],
        [types.index((record.type, record.type_label)) for record in records],
        [sets.index(record.product) for record in records],
        [topics.index(record.topic) for record in records],
    ]
    labels = {
        "levels": levels,
        "types": types,
        "products": products,
        "productSets": [[products.index(name) for name in names] for names in sets],
        "topics": topics,
    }
    return b"".join(varints(column) for column in columns), labels


def pack_records(rows: Sequence[str]) -> tuple[list[bytes], int]:
    """What results show, in blocks of equal count -> the blocks, and how many rows a block has."""
    average = sum(len(row) for row in rows) / max(len(rows), 1)
    per_block = min(max(round(BLOCK_BYTES / max(average, 1)), 1), 32)
    blocks = [
        f"[{','.join(rows[start : start + per_block])}]".encode()
        for start in range(0, len(rows), per_block)
    ]
    return blocks, per_block


def record_row(record: Record) -> str:
    """One record as JSON: URL, title, summary, and its sections as anchor, heading, first words."""
    lead = record.sections[0].text if record.sections else ""
    summary = shorten(record.description or lead, _SUMMARY)
    sections = [
        (section.anchor, section.heading, shorten(section.text, _LEAD))
        for section in record.sections
        if section.anchor
    ]
    return json.dumps(
        [record.url, record.title, summary, sections[:_MOST_SECTIONS]],
        ensure_ascii=False,
        separators=(",", ":"),
    )


def shorten(text: str, most: int) -> str:
    """A text cut after a word so that at most `most` characters stay, with an ellipsis if cut."""
    if len(text) <= most:
        return text
    return text[:most].rpartition(" ")[0].rstrip(" ,;:.-") + "…"
