"""Looks through a finished public site for anything that only internal content says.

Files are read as bytes and reduced to words, with and without tags, so that neither mark-up nor
comments, attributes, escapes of JSON and URLs, compression or base64 hide anything. Whoever wrote
a file, it is looked at: other plugins, hooks and templates, too.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import html
import re
import zlib
from collections.abc import Iterator, Set
from pathlib import Path
from urllib.parse import unquote_plus

from kb_plugins.content.internal import part
from kb_plugins.model import Problem
from kb_plugins.publish.fingerprints import (
    FEWEST,
    TAG,
    Fingerprints,
    Origin,
    runs_of,
    search_words,
    words_of,
)
from kb_plugins.search.analysis import Analyzer
from kb_plugins.search.packing import unpack_words

RULE = "internal-leak"

_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_BREAK = re.compile(r"\\[nrt]")
_VOCABULARY = re.compile(r"assets/kb/search/[^/]+/[sw]\w*\.bin(?:\.js)?$")
_STEMS = re.compile(r"/s\d+\.bin(?:\.js)?$")
_OFFLINE = re.compile(rb'^kbSearchFile\("[^"]*","([A-Za-z0-9+/=]*)"\);')
# Pictures hold no sentences; a path in their name is found all the same.
_BINARY = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".ico", ".woff", ".woff2", ".mp4")
_RENDERED = (".html", ".htm", ".js", ".mjs", ".css", ".json", ".xml")
"""Where `/// internal` is no source: pages that explain it, scripts, data."""


def leak_problems(site: Path, prints: Fingerprints) -> list[Problem]:
    """Return a problem for each file of a public site that gives something internal away."""
    return [
        Problem(
            path=origin[0],
            line=origin[1],
            rule=RULE,
            message=f"The public site gives {what} away in {name}",
            fix="Take out what repeats it there, or make it public",
        )
        for name, what, origin in find_leaks(site, prints)
    ]


def find_leaks(site: Path, prints: Fingerprints) -> Iterator[tuple[str, str, Origin]]:
    """Yield the files of a site that give something away, what it is, and where it comes from."""
    public = set(prints.public_words)
    vocabularies: list[tuple[str, set[str]]] = []
    for file in sorted(site.rglob("*")):
        if not file.is_file():
            continue
        name = file.relative_to(site).as_posix()
        raw = file.read_bytes()
        if origin := prints.hashes.get(hashlib.sha256(raw).hexdigest()):
            yield name, "this file", origin
            continue
        data = _unpacked(raw)
        if _VOCABULARY.search(name):
            vocabularies.append((name, set(unpack_words(data))))
            continue
        text = "" if name.endswith(_BINARY) else data.decode("utf-8", "replace")
        if name.endswith((".html", ".htm")) and prints.words:
            public |= search_words(html.unescape(TAG.sub(" ", text)))
        if found := _leak(name, text, prints):
            yield name, *found
    for name, words in vocabularies:
        if word := _only_internal(name, words, public, prints.words.keys()):
            yield name, f'the word "{word}", which only this text has,', prints.words[word]


def _only_internal(name: str, words: set[str], public: set[str], internal: Set[str]) -> str:
    """Return an internal word that a file of the search holds, written or as a stem, or nothing."""
    if not _STEMS.search(name):
        return min(words & internal - public, default="")
    stem = Analyzer(name.rsplit("/", 2)[1].rpartition("-")[0]).stem
    stems = words - {stem(word) for word in public}
    return next((word for word in sorted(internal) if stem(word) in stems), "")


def _leak(name: str, text: str, prints: Fingerprints) -> tuple[str, Origin] | None:
    """Return what a file gives away."""
    for path, origin in prints.paths.items():
        if _names(path, name) or _names(path, text):
            return "its address" if path.rpartition(".")[1] == "" else "this file", origin
    for sample, origin in prints.texts.items():
        if sample in text or sample == name:
            return "what is internal here", origin
    if not text:
        return None
    if not name.endswith(_RENDERED) and part(text).notes:
        return "a block `/// internal` as it was written", (name, 1)
    text = _BREAK.sub(" ", _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text))
    shapes = [html.unescape(text), html.unescape(TAG.sub(" ", text))]
    if "%" in text:
        shapes.append(unquote_plus(shapes[0], errors="replace"))
    for shape in shapes:
        if source := _words(words_of(shape), prints):
            return "this text", source
    return None


def _words(words: list[str], prints: Fingerprints) -> Origin | None:
    """Return where the words of a file come from, if from an internal text."""
    shared = {run for run in runs_of(words) if run in prints.runs}
    if len(shared) >= FEWEST:
        return prints.runs[min(shared)]
    for word in prints.marks.keys() & words:
        return prints.marks[word]
    if prints.phrases:
        joined = f" {' '.join(words)} "
        for phrase, origin in prints.phrases.items():
            if f" {phrase} " in joined:
                return origin
    return None


def _names(path: str, text: str) -> bool:
    """Whether a text holds a path as such, and not as the beginning of another one."""
    if path not in text:
        return False
    return bool(re.search(rf"(?<![\w-]){re.escape(path)}(?![\w-])", text))


def _unpacked(data: bytes) -> bytes:
    """Take compression off, and the wrapping of the search for sites opened from a folder."""
    if found := _OFFLINE.match(data):
        try:
            data = base64.b64decode(found[1], validate=True)
        except binascii.Error:
            return data
    if data[:2] != b"\x1f\x8b":
        return data
    try:
        return zlib.decompress(data, 31)
    except zlib.error:
        return data
