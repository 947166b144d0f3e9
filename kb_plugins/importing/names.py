"""File names: short, stable, and possible on every system."""

from __future__ import annotations

import re
import unicodedata

_RESERVED = re.compile(r"^(?:con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)
_ASCII = str.maketrans({"ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "ł": "l", "đ": "d", "ð": "d"})


def slug(text: str, fallback: str = "page") -> str:
    """Return a name for an address: lower case, Latin letters without accents, hyphens."""
    text = unicodedata.normalize("NFKD", text.casefold().translate(_ASCII))
    text = "".join(sign for sign in text if not unicodedata.combining(sign))
    text = unicodedata.normalize("NFC", text)
    text = re.sub(r"['’]", "", text)
    name = re.sub(r"[^\w]+|_+", "-", text).strip("-")[:80].strip("-")
    return f"{name}-page" if _RESERVED.match(name) else name or fallback


def safe_path(path: str) -> str:
    """Return a path with the same names, where each is possible everywhere; no way up, no dots."""
    parts = [_part(part) for part in path.replace("\\", "/").split("/")]
    return "/".join(part for part in parts if part)


def _part(name: str) -> str:
    name = unicodedata.normalize("NFC", name)
    name = re.sub(r'[\x00-\x1f\x7f<>:"|?*#%{}\[\]^`]+|\s+', "-", name).strip()
    name = name.lstrip(".-_ ").rstrip(". ")
    stem, dot, ending = name.rpartition(".")
    stem = stem.strip("-") if dot else name.strip("-")
    name = f"{stem}{dot}{ending}" if dot else stem
    if _RESERVED.match(name.partition(".")[0]):
        name = f"page-{name}"
    if len(name.encode()) > 180:
        stem, dot, ending = name.rpartition(".")
        short = (stem or name).encode()[:160].decode(errors="ignore")
        name = f"{short}{dot}{ending[:16]}" if dot else short
    return name


def unique(wanted: str, taken: set[str]) -> str:
    """Return the path, or with a number if it is taken; case counts for nothing."""
    stem, dot, ending = wanted.rpartition(".")
    if not dot or "/" in ending:
        stem, ending, dot = wanted, "", ""
    path, number = wanted, 2
    while path.casefold() in taken:
        path = f"{stem}-{number}{dot}{ending}"
        number += 1
    taken.add(path.casefold())
    return path
