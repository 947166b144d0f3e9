"""The order of titles, and the letter that each stands under, as readers of a language expect.

Case and accents do not matter, unless the language counts the letter as one of its own: `ñ` has a
place after `n` in Spanish, `å` one after `z` in Swedish (CLDR, "standard" collation).
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

DIGITS, OTHER = "0-9", "other"
"""What titles stand under that begin with a digit, and those that no alphabet orders."""

_NORDIC = {"da": "zæøå", "nb": "zæøå", "nn": "zæøå", "no": "zæøå", "sv": "zåäö", "fi": "zåäö"}
_LETTERS = _NORDIC | {
    "bs": "cčć dđ sš zž",
    "cs": "cč rř sš zž",
    "es": "nñ",
    "hr": "cčć dđ sš zž",
    "hu": "oö uü",
    "is": "aá dð eé ií oó uú yý zþæö",
    "lt": "cč sš zž",
    "lv": "cč gģ kķ lļ nņ sš zž",
    "pl": "aą cć eę lł nń oó sś zźż",
    "ro": "aăâ iî sș tț",
    "ru": "ий",
    "sk": "aä cč oô sš zž",
    "sl": "cčć dđ sš zž",
    "tr": "cç gğ hı oö sş uü",
    "uk": "ий",
}
"""Letters of their own: each word is a letter and those that come right after it."""
_APART = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th"})
"""Letters that Unicode does not take apart, for languages that do not have them."""
_LAST = "\U0010ffff"


def collate(text: str) -> str:
    """Return a text without case, accents and signs: what is equal then reads the same."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in folded if c.isalnum() or c.isspace())


@lru_cache(maxsize=40_000)
def sort_key(text: str, language: str) -> str:
    """Return what sorts a title in a language (`es`, `pt-BR`)."""
    own = _places(language)
    folded = unicodedata.normalize("NFC", text.casefold())
    return "".join(own[c] if c in own else collate(c.translate(_APART)) for c in folded)


def letter(text: str, language: str) -> str:
    """Return the small letter that a title stands under, or DIGITS or OTHER."""
    own = _places(language)
    for sign in unicodedata.normalize("NFC", text.casefold()):
        first = sign if sign in own else collate(sign.translate(_APART)).strip()[:1]
        if first:
            break
    else:
        return OTHER
    if first.isdigit():
        return DIGITS
    # Thousands of signs that stand for words are no letters to look under.
    return OTHER if unicodedata.name(first, "").startswith("CJK") else first


@lru_cache
def _places(language: str) -> dict[str, str]:
    """Return where a language sorts its own letters: right behind all that begins with another."""
    words = _LETTERS.get(language.replace("_", "-").partition("-")[0], "").split()
    return {
        sign: f"{word[0]}{_LAST}{place}" for word in words for place, sign in enumerate(word[1:])
    }
