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
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote_plus

from kb_plugins.content.internal import part
from kb_plugins.model import Problem
from kb_plugins.publish.fingerprints import (
    FEWEST,
    RUN,
    TAG,
    Fingerprints,
    Origin,
    search_words,
    words_of,
)
from kb_plugins.search.analysis import Analyzer
from kb_plugins.search.unpacking import unpack_words

RULE = "internal-leak"

_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_BREAK = re.compile(r"\\[nrt]")
_SEARCH = "assets/kb/search/"
_VOCABULARY = re.compile(_SEARCH + r"[^/]+/[sw]\w+-\w+\.bin$")
_STEMS = re.compile(r"/s\d+-\w+\.bin$")
_OFFLINE = re.compile(rb'^kbSearchFile\("([^"]*)","([A-Za-z0-9+/=]*)"\);$', re.MULTILINE)
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
    firsts = {run.partition(" ")[0] for run in prints.runs}
    vocabularies: list[tuple[str, str, set[str]]] = []
    for file in sorted(site.rglob("*")):
        if not file.is_file():
            continue
        name = file.relative_to(site).as_posix()
        raw = file.read_bytes()
        if origin := prints.hashes.get(hashlib.sha256(raw).hexdigest()):
            yield name, "this file", origin
            continue
        for part_name, data in _parts(name, raw):
            if _VOCABULARY.search(part_name):
                vocabularies.append((name, part_name, set(unpack_words(data))))
                continue
            text = "" if name.endswith(_BINARY) else data.decode("utf-8", "replace")
            if found := _leak(name, text, prints, firsts):
                yield name, *found
                break
    yield from _in_vocabularies(site, vocabularies, prints)


def _in_vocabularies(
    site: Path, vocabularies: list[tuple[str, str, set[str]]], prints: Fingerprints
) -> Iterator[tuple[str, str, Origin]]:
    """Yield files of the search with words that neither sources nor pages of the public have."""
    known = _PublicWords(prints.public_words, prints)
    suspects = [one for one in vocabularies if known.betrayed(*one[1:])]
    if suspects:  # perhaps a plugin or a snippet put the word on a page, for everybody to read
        pages = (file.read_text("utf-8", "replace") for file in sorted(site.rglob("*.html")))
        shown = (search_words(html.unescape(TAG.sub(" ", page))) for page in pages)
        known = _PublicWords(prints.public_words.union(*shown), prints)
    for name, part_name, words in suspects:
        if word := known.betrayed(part_name, words):
            yield name, f'the word "{word}", which only this text has,', prints.words[word]


class _PublicWords:
    """What everybody may find, as it is written and as stems."""

    def __init__(self, words: set[str], prints: Fingerprints) -> None:
        self._words = words
        self._internal = prints.words.keys()
        self._stems: dict[str, dict[str, str]] = {}

    def betrayed(self, name: str, words: set[str]) -> str:
        """Return an internal word that a file of the search holds, or nothing."""
        if not _STEMS.search(name):
            return min(words & self._internal - self._words, default="")
        stems = self._only_internal(name.rsplit("/", 2)[1])
        return min((stems[stem] for stem in words & stems.keys()), default="")

    def _only_internal(self, language: str) -> dict[str, str]:
        """Return the stems that no public word has, with an internal word for each."""
        if language not in self._stems:
            stem = Analyzer(language).stem
            public = {stem(word) for word in self._words}
            stems = {stem(word): word for word in sorted(self._internal)}
            self._stems[language] = {k: word for k, word in stems.items() if k not in public}
        return self._stems[language]


def _leak(
    name: str, text: str, prints: Fingerprints, firsts: Set[str]
) -> tuple[str, Origin] | None:
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
    if "\\" in text:
        text = _BREAK.sub(" ", _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text))
    shapes = [html.unescape(text), html.unescape(TAG.sub(" ", text))]
    if "%20" in text:
        shapes.append(unquote_plus(shapes[0], errors="replace"))
    for shape in shapes:
        if source := _words(words_of(shape), prints, firsts):
            return "this text", source
    return None


def _words(words: list[str], prints: Fingerprints, firsts: Set[str]) -> Origin | None:
    """Return where the words of a file come from, if from an internal text.

    `firsts` are the words with which runs begin: most places of most files need no second look.
    """
    begins = (place for place, word in enumerate(words) if word in firsts)
    runs = (" ".join(words[place : place + RUN]) for place in begins)
    shared = {run for run in runs if run in prints.runs}
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


def _parts(name: str, raw: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield what a file holds: the files of a script of the search, else itself, uncompressed."""
    held = _OFFLINE.findall(raw) if raw.startswith(b"kbSearchFile(") else []
    for inner, text in held:
        with suppress(binascii.Error):
            yield _SEARCH + inner.decode("utf-8", "replace"), _unpacked(base64.b64decode(text))
    if not held:
        yield name, _unpacked(raw)


def _unpacked(data: bytes) -> bytes:
    """Take compression off."""
    if data[:2] != b"\x1f\x8b":
        return data
    try:
        return zlib.decompress(data, 31)
    except zlib.error:
        return data
