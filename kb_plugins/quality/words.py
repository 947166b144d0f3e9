"""Words that rules need in each language: empty titles, link texts, headings of causes."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files


@cache
def words(subject: str) -> frozenset[str]:
    """Return the words of a subject in every language we ship: articles mix languages, too."""
    data = json.loads(files(__package__).joinpath("data/words.json").read_text(encoding="utf-8"))
    return frozenset(word for entries in data[subject].values() for word in entries)


def plain(text: str) -> str:
    """Return a text for comparison: lower case, single spaces, no signs around it."""
    return re.sub(r"\s+", " ", re.sub(r"[^\w\s]+", " ", text.casefold())).strip()
