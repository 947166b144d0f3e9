"""The parts of an index as files, each named by a hash of what is in it. `js/store.js` finds them.

A manifest with a hash for each part of 10,000 articles would be four times as large, and phones
load it first. So neighbours share a hash, if there are many.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping

from kb_plugins.search.packing import gzip

MOST = 64
"""Hashes of one kind in a manifest."""
SOURCES = "sources/"
"""Where the lists of articles by their numbers lie, which no browser needs."""
_DIGITS = 10


def manifest_name(language: str) -> str:
    """The name of the manifest of a language."""
    return f"{language}.json"


def sources_name(language: str) -> str:
    """The name of the list of the articles of a language, by their numbers."""
    return f"{SOURCES}{language}.json"


def part_files(
    stem: str, parts: Mapping[str, bytes], packed: Mapping[str, bytes]
) -> tuple[dict[str, bytes], tuple[int, str]]:
    """Return the files of one kind, by name, and what the manifest says of their names.

    The names begin with `stem`; `parts` are bytes by number (or letter). The manifest has how many
    neighbours share a hash, and all hashes as one text. `packed` are files of an earlier index.
    """
    together = max(-(-len(parts) // MOST), 1)
    items = list(parts.items())
    files: dict[str, bytes] = {}
    hashes = ""
    for start in range(0, len(items), together):
        group = items[start : start + together]
        known = hashlib.sha256(b"".join(b"%d\0%b" % (len(part), part) for _, part in group))
        digest = known.hexdigest()[:_DIGITS]
        hashes += digest
        for label, part in group:
            name = f"{stem}{label}-{digest}.bin"
            files[name] = packed.get(name) or gzip(part)
    return files, (together, hashes)


def numbered_parts(
    stem: str, names: tuple[int, str], files: Mapping[str, bytes]
) -> list[bytes]:
    """Return the parts of one kind as they were before, in order. KeyError if one is missing."""
    together, hashes = names
    found: list[bytes] = []
    while digest := hashes[len(found) // together * _DIGITS :][:_DIGITS]:
        name = f"{stem}{len(found)}-{digest}.bin"
        if name not in files and len(found) // together == len(hashes) // _DIGITS - 1:
            break  # the last group may be smaller
        found.append(zlib.decompress(files[name], 31))
    return found
