"""Looks through a finished public site for anything that only internal articles say.

The fingerprints of an internal article are its path, its title and every run of five words that no
public source has. Files are read as bytes and reduced to words, with and without tags, so that
neither mark-up nor comments, attributes, JSON escapes or compression hide anything.
"""

from __future__ import annotations

import html
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kb_plugins.content.frontmatter import Document
from kb_plugins.content.loader import Loaded
from kb_plugins.content.paths import stem
from kb_plugins.model import Problem

RULE = "internal-leak"
RUN = 5
FEWEST = 3
"""Runs that a file must share with an internal article: seven words, for five may be a phrase."""
SHORTEST_TITLE = 3
"""Words. A title of fewer may stand anywhere."""

_WORD = re.compile(r"\w+")
_TAG = re.compile(r"<(?!!)[^>]*>")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_TARGET = re.compile(r"(?<=\])\([^)\s]*\)")
_EMPHASIS = re.compile(r"[*`\[\]\\]|(?<!\w)_|_(?!\w)")
_BREAK = re.compile(r"\\[nrt]")
# Vocabulary and pictures hold no sentences; a path in their name is found all the same.
_BINARY = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".ico", ".woff", ".woff2", ".mp4", ".zip")


@dataclass(frozen=True)
class Fingerprints:
    """What gives internal articles away. `runs` and `titles` map words to the article's source."""

    runs: dict[str, str]
    titles: dict[str, str]
    paths: dict[str, str]


def leak_problems(loaded: Loaded, site: Path) -> list[Problem]:
    """Return a problem for each file of a public site that gives an internal article away."""
    if not loaded.internal:
        return []
    prints = fingerprints(
        (loaded.documents[path] for path in sorted(loaded.internal)),
        (document for path, document in loaded.documents.items() if path not in loaded.left_out),
    )
    return [
        Problem(
            path=source,
            line=1,
            rule=RULE,
            message=f"The public site gives this article away in {name}",
            fix="Take out what repeats it there, or make the article public",
        )
        for name, source in find_leaks(site, prints)
    ]


def fingerprints(internal: Iterable[Document], public: Iterable[Document]) -> Fingerprints:
    """Return what only the internal documents say."""
    known_runs: set[str] = set()
    known_text: list[str] = []
    addresses: set[str] = set()
    for document in public:
        words = _words(_rendered(_whole(document)))
        known_runs.update(_runs(words))
        known_runs.update(_runs(_words(_whole(document))))
        known_text.append(" ".join(words))
        addresses.add(stem(document.path))
    everything = "\n".join(known_text)
    runs: dict[str, str] = {}
    titles: dict[str, str] = {}
    paths: dict[str, str] = {}
    for document in internal:
        # Line by line: where two lines meet is chance, as in a list of other articles' titles.
        for line in _rendered(_whole(document)).split("\n"):
            for run in _runs(_words(line)):
                if run not in known_runs:
                    runs.setdefault(run, document.shown)
        title = _words(str(document.meta.get("title") or ""))
        joined = " ".join(title)
        if len(title) >= SHORTEST_TITLE and joined not in everything:
            titles[joined] = document.shown
        if "/" in document.path and stem(document.path) not in addresses:
            paths[stem(document.path)] = document.shown
    return Fingerprints(runs, titles, paths)


def find_leaks(site: Path, prints: Fingerprints) -> Iterator[tuple[str, str]]:
    """Yield the files of a site that give something away, with the article it comes from."""
    for file in sorted(site.rglob("*")):
        if file.is_file() and (source := _leak(file, file.relative_to(site).as_posix(), prints)):
            yield file.relative_to(site).as_posix(), source


def _leak(file: Path, name: str, prints: Fingerprints) -> str:
    """Return the source that a file gives away, or nothing."""
    data = _unpacked(file.read_bytes())
    text = data.decode("utf-8", "replace") if not name.endswith(_BINARY) else ""
    for path, source in prints.paths.items():
        if _names(path, name) or _names(path, text):
            return source
    if not text:
        return ""
    text = _BREAK.sub(" ", _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text))
    for shown in (html.unescape(text), html.unescape(_TAG.sub(" ", text))):
        words = _words(shown)
        shared = {run for run in _runs(words) if run in prints.runs}
        if len(shared) >= FEWEST:
            return prints.runs[min(shared)]
        joined = f" {' '.join(words)} "
        for title, source in prints.titles.items():
            if f" {title} " in joined:
                return source
    return ""


def _names(path: str, text: str) -> bool:
    """Whether a text holds a path as such, and not as the beginning of another one."""
    if path not in text:
        return False
    return bool(re.search(rf"(?<![\w-]){re.escape(path)}(?![\w-])", text))


def _unpacked(data: bytes) -> bytes:
    if data[:2] != b"\x1f\x8b":
        return data
    try:
        return zlib.decompress(data, 31)
    except zlib.error:
        return data


def _whole(document: Document) -> str:
    meta = document.meta
    texts = [str(meta.get(key) or "") for key in ("title", "description", "questions")]
    return "\n".join((*texts, _TAG.sub(" ", document.body)))


def _rendered(markdown: str) -> str:
    """Return about what readers see of a text: links without targets, no signs of emphasis."""
    return _EMPHASIS.sub("", _TARGET.sub("", html.unescape(markdown)))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _runs(words: list[str]) -> Iterator[str]:
    return (" ".join(words[start : start + RUN]) for start in range(len(words) - RUN + 1))
