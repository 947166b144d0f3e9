"""Text -> index terms. `js/analysis.js` does the same to what a reader types.

Text is cut at white space into chunks, and each distinct chunk is analysed once: that, and not
a faster stemmer, is what makes indexing cheap. A chunk yields

- `words`: every word in it, stemmed, stop words included (phrases are matched on these), and
- `terms`: what is indexed: words without stop words, and identifiers whole beside their parts
  (`max_allowed_packet` -> `maxallowedpacket`, `max`, `allow`, `packet`; a version only whole).

Scripts without spaces between words (Chinese, Japanese, Thai, and Korean with its endings) are cut
into overlapping pairs of signs, `密码重置` -> `密码`, `码重`, `重置`. Segmenters would have to
agree in Python and in every browser; pairs always do. Whatever the language of the site.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from kb_plugins.search.recipe import load_recipe, stop_words
from kb_plugins.search.stemming import stemmer_for

_RULES = load_recipe().analysis


def _marks() -> str:
    """The marks that belong to words, as a class of characters; Python's `\\w` has none."""
    codes = {n for n in range(0x300, 0x10000) if unicodedata.category(chr(n))[0] == "M"}
    starts = sorted(n for n in codes if n - 1 not in codes)
    ends = sorted(n for n in codes if n + 1 not in codes)
    return "".join(rf"\u{a:04x}-\u{b:04x}" for a, b in zip(starts, ends, strict=True))


_ONLY_ASCII = r"[^\W_]+"
_ASCII_RUN = re.compile(rf"{_ONLY_ASCII}(?:(?:{_RULES['joiners']}){_ONLY_ASCII})*")
_DROPPED = re.compile(f"({_RULES['kept']})|[{_RULES['dropped']}]")
_JOINER = re.compile(_RULES["joiners"])
_VERSION = re.compile(_RULES["version"])
_CONTRACTIONS = frozenset(_RULES["contractions"])
_LETTERS = str.maketrans(_RULES["letters"])
_LONGEST = int(_RULES["longest"])
_MOST_PARTS = int(_RULES["most_parts"])


class _Signs(NamedTuple):
    """The patterns of signs beyond ASCII."""

    run: re.Pattern[str]
    mark: re.Pattern[str]
    gram: re.Pattern[str]
    single: re.Pattern[str]
    piece: re.Pattern[str]
    sign: re.Pattern[str]


@cache
def _signs() -> _Signs:
    """Return them, made when the first such text comes: they take as long as fifty articles."""
    marks, grams = _marks(), _RULES["grams"]
    word = rf"(?:[^\W_]|[{marks}])++"
    return _Signs(
        run=re.compile(rf"{word}(?:(?:{_RULES['joiners']}){word})*"),
        mark=re.compile(f"[{marks}]"),
        gram=re.compile(f"[{grams}]"),
        single=re.compile(f"[{_RULES['singles']}]"),
        piece=re.compile(f"[{grams}][{grams}{marks}]*|[^{grams}]+"),
        sign=re.compile(f"[^{marks}][{marks}]*|[{marks}]+"),
    )


class Chunk(NamedTuple):
    """What one run of text without white space says; see the module for the two columns."""

    terms: tuple[str, ...]
    words: tuple[str, ...]
    surface: tuple[str, ...]


def fold(text: str) -> str:
    """Lower case without accents and ligatures: `Città` -> `citta`, `Straße` -> `strasse`.

    Marks that are letters of their own stay: those of Indic scripts and Thai, kana, Russian `й`.
    """
    if text.isascii():
        return text.lower().translate(_LETTERS)
    lowered = text.lower().translate(_LETTERS)
    bare = _DROPPED.sub(lambda found: found[1] or "", unicodedata.normalize("NFKD", lowered))
    return unicodedata.normalize("NFC", bare).lower()


def is_word(text: str) -> bool:
    """Whether a folded word is made of letters, marks on them included."""
    return text.isalpha() or (not text.isascii() and _signs().mark.sub("", text).isalpha())


def is_gram(word: str) -> bool:
    """Whether a folded word is a piece of a text without spaces."""
    return not word.isascii() and _signs().gram.match(word) is not None


def folded_stop_words(language: str) -> frozenset[str]:
    """The stop words of a language as the analysis meets them."""
    return frozenset(map(fold, stop_words(language)))


class Analyzer:
    """The analysis of one language, with its memory of every chunk it has seen."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._stem = stemmer_for(language)
        self._stop = folded_stop_words(language)
        self._stems: dict[str, str] = {}
        self._chunks: dict[str, Chunk] = {}

    def stem(self, word: str) -> str:
        """The stem of one folded word; whatever holds a digit stays as it is."""
        known = self._stems.get(word)
        if known is None:
            known = self._stem(word) if is_word(word) and not is_gram(word) else word
            self._stems[word] = known
        return known

    def chunk(self, text: str) -> Chunk:
        """The analysis of one chunk, from memory when it was seen before."""
        known = self._chunks.get(text)
        if known is None:
            known = self._analyse(text)
            self._chunks[text] = known
        return known

    def words(self, text: str) -> tuple[str, ...]:
        """Every word of a text, stemmed, stop words included, in order."""
        return tuple(word for chunk in text.split() for word in self.chunk(chunk).words)

    def _analyse(self, text: str) -> Chunk:
        terms: list[str] = []
        words: list[str] = []
        surface: list[str] = []
        for whole, parts in split_chunk(text):
            for part in parts:
                words.append(self.stem(part))
                if part in self._stop or _is_letter(part):
                    continue
                if len(part) <= _LONGEST:
                    terms.append(self.stem(part))
                    surface.append(part)
            if whole:
                terms.append(self.stem(whole))
                surface.append(whole)
                if not parts:
                    words.append(self.stem(whole))
        if not text.isascii():
            singles = sorted(set(_signs().single.findall(fold(text))) - set(terms))
            terms += singles  # for queries of one sign
            surface += singles
        return Chunk(tuple(terms), tuple(words), tuple(surface))


def _is_letter(part: str) -> bool:
    """Whether a word is a single character that is no number (as Unicode, not Python, counts)."""
    if len(part) != 1 or unicodedata.category(part)[0] == "N":
        return False
    return part.isascii() or _signs().single.match(part) is None


def split_chunk(text: str) -> list[tuple[str, list[str]]]:
    """A chunk -> for each run of letters, digits and joiners (its form as a whole or "", parts)."""
    return [
        split_run(piece)
        for run in (_ASCII_RUN if text.isascii() else _signs().run).findall(fold(text))
        for piece in (_without_apostrophes(run) if "'" in run else (run,))
    ]


def split_run(run: str) -> tuple[str, list[str]]:
    """A folded run without apostrophes -> (its form as a whole or empty, its parts)."""
    if _VERSION.match(run):
        return run.lstrip("v"), []
    parts = _JOINER.split(run)
    if not run.isascii() and _signs().gram.search(run):
        return "", [piece for part in parts for piece in _pieces(part)]
    if 1 < len(parts) <= _MOST_PARTS:
        whole = "".join(parts)
        return (whole if len(whole) <= _LONGEST else ""), parts
    return "", parts


def _pieces(part: str) -> list[str]:
    """Cut a part with signs of a script without spaces into pairs of signs, and other words."""
    found: list[str] = []
    for piece in _signs().piece.findall(part):
        if _signs().gram.match(piece) is None:
            found.append(piece)
            continue
        signs = _signs().sign.findall(piece)
        found += [a + b for a, b in pairwise(signs)] if len(signs) > 1 else [piece]
    return found


def _without_apostrophes(run: str) -> list[str]:
    """English contractions close up (`don't` -> `dont`); elsewhere an apostrophe parts words."""
    pieces = run.split("'")
    if pieces[-1] == "t":
        pieces[-2:] = [pieces[-2] + "t"]
    elif pieces[-1] in _CONTRACTIONS:
        pieces.pop()
    return pieces
