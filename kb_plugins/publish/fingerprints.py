"""What gives internal content away: what only internal articles, blocks, channels and files say."""

from __future__ import annotations

import base64
import glob
import hashlib
import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import basename
from typing import Any

from kb_plugins.content.frontmatter import Document
from kb_plugins.content.loader import Loaded
from kb_plugins.content.paths import stem
from kb_plugins.search.analysis import split_chunk

RUN = 5
FEWEST = 3
"""Runs that a file must share with an internal text: seven words, for five may be a phrase."""
SHORTEST_TITLE = 3
"""Words. A title of fewer may stand anywhere."""
SHORTEST_LINE = 4
"""Words. The same for a line of an internal block, which need not be as telling as a title."""
SHORTEST_MARK = 7
"""Characters of a word with letters and digits, such as a customer number."""
SHORTEST_WORD = 4
"""Letters of a word that the vocabulary of the search must not hold."""
_LARGEST = 4 << 20
"""Bytes. Of larger files only name and hash count."""

TAG = re.compile(r"<(?!!)[^>]*>")
_WORD = re.compile(r"\w+")
_TARGET = re.compile(r"(?<=\])\([^)\s]*\)")
_EMPHASIS = re.compile(r"[*`\[\]\\]|(?<!\w)_|_(?!\w)")
_MARK = re.compile(r"(?=\w*\d)(?=\w*[^\W\d_])\w+|\d{8,}")

Origin = tuple[str, int]
"""File and line where a fingerprint comes from, as problems name them."""


@dataclass(frozen=True)
class Fingerprints:
    """What gives something away, each with where it comes from.

    `runs` are runs of words, `phrases` whole titles and lines, `marks` words with digits, `paths`
    of pages and files, `texts` that must not occur to the letter, `hashes` of files, and `words`
    that only internal texts have, as the search writes them, beside all `public_words`.
    """

    runs: dict[str, Origin] = field(default_factory=dict)
    phrases: dict[str, Origin] = field(default_factory=dict)
    marks: dict[str, Origin] = field(default_factory=dict)
    paths: dict[str, Origin] = field(default_factory=dict)
    texts: dict[str, Origin] = field(default_factory=dict)
    hashes: dict[str, Origin] = field(default_factory=dict)
    words: dict[str, Origin] = field(default_factory=dict)
    public_words: set[str] = field(default_factory=set)


def fingerprints(
    editions: Sequence[Loaded],
    docs: Path,
    private: Iterable[str] = (),
    notes: Iterable[tuple[str, str]] = (),
    config: str = "mkdocs.yml",
) -> Fingerprints:
    """Return what a public build of some sources, in one or more languages, must not contain.

    `private` are files that only internal texts use, relative to `docs`; `notes` are blocks that
    were found while rendering, with the page they would have been on. `config` is what problems
    call the configuration.
    """
    known = _Known(
        document
        for loaded in editions
        for path, document in loaded.documents.items()
        if path not in loaded.left_out
    )
    prints = Fingerprints(public_words=known.words)
    for loaded in editions:
        for path in sorted(loaded.internal | loaded.drafts):
            _article(loaded.documents[path], known, prints)
        for document in loaded.documents.values():
            for line, text in _lines_of(document.notes):
                origin = (document.shown, document.body_line + line - 1)
                _note(text, origin, known, prints)
    for source, text in notes:
        for _line, line_text in _lines_of(text):
            _note(line_text, (source, 1), known, prints)
    for channel in {channel for loaded in editions for channel in loaded.hidden_channels}:
        address = channel.url.partition("{")[0]
        if len(address) > len("https://a.b"):
            prints.texts[address] = (config, 1)
    for path in sorted(private):
        _file(docs, path, known, prints)
    return prints


class _Known:
    """What everybody may read anyway."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self.runs: set[str] = set()
        self.words: set[str] = set()
        self.paths: set[str] = set()
        self.names: set[str] = set()
        lines: list[str] = []
        for document in documents:
            whole = _whole(document)
            rendered = words_of(_rendered(whole))
            self.runs.update(runs_of(rendered))
            self.runs.update(runs_of(words_of(whole)))
            self.words.update(search_words(whole))
            self.paths.add(stem(document.path))
            lines.append(" ".join(rendered))
            self.names.update(re.findall(r"[\w.-]+\.\w+", document.body))
        self.text = "\n".join(lines)
        self.marks = set(_marks(self.text))


def _article(document: Document, known: _Known, prints: Fingerprints) -> None:
    whole = _whole(document)
    # Line by line: where two lines meet is chance, as in a list of other articles' titles.
    for line, text in enumerate(_rendered(document.body).split("\n"), document.body_line):
        _add_runs(text, (document.shown, line), known, prints)
    origin = (document.shown, 1)
    for text in _values(document.meta):
        _add_runs(text, origin, known, prints)
    _add_words(whole, origin, known, prints)
    title = document.meta.get("title")
    _add_phrase(title if isinstance(title, str) else "", SHORTEST_TITLE, origin, known, prints)
    if "/" in document.path and stem(document.path) not in known.paths:
        prints.paths[stem(document.path)] = origin


def _note(line: str, origin: Origin, known: _Known, prints: Fingerprints) -> None:
    text = _rendered(TAG.sub(" ", line))
    _add_runs(text, origin, known, prints)
    _add_phrase(text, SHORTEST_LINE, origin, known, prints)
    _add_words(text, origin, known, prints)


def _add_runs(text: str, origin: Origin, known: _Known, prints: Fingerprints) -> None:
    for run in runs_of(words_of(text)):
        if run not in known.runs:
            prints.runs.setdefault(run, origin)


def _add_phrase(
    text: str, shortest: int, origin: Origin, known: _Known, prints: Fingerprints
) -> None:
    words = words_of(text)
    phrase = " ".join(words)
    if shortest <= len(words) < RUN + FEWEST and phrase not in known.text:
        prints.phrases.setdefault(phrase, origin)


def _add_words(text: str, origin: Origin, known: _Known, prints: Fingerprints) -> None:
    for word in search_words(text) - known.words:
        if len(word) >= SHORTEST_WORD and word.isalpha():
            prints.words.setdefault(word, origin)
    for mark in _marks(" ".join(words_of(text))):
        if mark not in known.marks:
            prints.marks.setdefault(mark, origin)


def _file(docs: Path, path: str, known: _Known, prints: Fingerprints) -> None:
    origin = (path, 1)
    if "/" in path:
        prints.paths.setdefault(path, origin)
    elif path not in known.names:
        prints.texts.setdefault(path, origin)
    # On a site with a folder a language, the path is that below the folder.
    for file in (docs / path, *docs.glob(f"*/{glob.escape(path)}")):
        with suppress(OSError):
            _content(file.read_bytes(), path, origin, prints)


def _content(data: bytes, path: str, origin: Origin, prints: Fingerprints) -> None:
    prints.hashes[hashlib.sha256(data).hexdigest()] = origin
    if 64 <= len(data) <= _LARGEST:
        # In the page itself: as a data address, or as SVG.
        prints.texts[base64.b64encode(data[:48]).decode()] = origin
        if basename(path).endswith(".svg"):
            text = data.decode("utf-8", "replace").strip()
            prints.texts[text[text.find("<svg") :]] = origin


def _lines_of(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of a block that say something, without its first and its last one."""
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip(" \t>") and not re.match(r"[\s>]*/{3,}", line):
            yield number, line


def _whole(document: Document) -> str:
    return "\n".join((*_values(document.meta), TAG.sub(" ", document.body)))


def _values(value: Any) -> Iterator[str]:
    """Yield all texts of front matter, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _values(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _values(part)


def _rendered(markdown: str) -> str:
    """Return about what readers see of a text: links without targets, no signs of emphasis."""
    return _EMPHASIS.sub("", _TARGET.sub("", html.unescape(markdown)))


def _marks(text: str) -> Iterator[str]:
    return (mark for mark in _MARK.findall(text) if len(mark) >= SHORTEST_MARK)


def words_of(text: str) -> list[str]:
    """Return the words of a text, in lower case."""
    return _WORD.findall(text.casefold())


def runs_of(words: list[str]) -> Iterator[str]:
    """Yield all runs of words."""
    return (" ".join(words[start : start + RUN]) for start in range(len(words) - RUN + 1))


def search_words(text: str) -> set[str]:
    """Return the words of a text as the search writes them."""
    return {
        word
        for chunk in set(text.split())
        for whole, parts in split_chunk(chunk)
        for word in (whole, *parts)
        if word
    }
