"""Stemmers that agree letter for letter with the ones lunr.js and lunr-languages run in a browser.

Agreement is what makes an index built in Python findable from JavaScript, so the versions are
pinned by it: Snowball 2.2 is the algorithm lunr-languages ships (3.x changed German, French and
Spanish), and English is Porter with the one step that lunr.js departs from (`tests/search`
compares both sides word by word).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from lunr.stemmer import PorterStemmer

from kb_plugins.search.lunr_languages import script_stemmer

Stemmer = Callable[[str], str]

# The one short word on which the regular expressions of lunr.js and Porter in Python part ways.
_SHORT = {"ies": "ie"}

SNOWBALL = {
    "da": "danish",
    "de": "german",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "it": "italian",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
    "tr": "turkish",
}
BY_SCRIPT = frozenset({"ar", "el"})
"""Languages whose stemmer in lunr-languages has no twin in Python: the script itself is asked."""
STEMMED = BY_SCRIPT | SNOWBALL.keys()
"""Languages for which browsers need a script; English is part of lunr.js."""
LUNR = Path(__file__).parent / "js" / "vendor" / "lunr.min.js"


class _LunrJsPorter(PorterStemmer):  # type: ignore[misc]
    """Porter as lunr.js has it: `y` becomes `i` after a consonant that is not the first letter."""

    b: Any
    k: int

    def step1c(self) -> None:
        if self.b[self.k] == "y" and self.k > 1 and self.b[self.k - 1] not in "aeiou":
            self.b = self.b[: self.k] + "i" + self.b[self.k + 1 :]


def stemmer_for(language: str) -> Stemmer:
    """The stemmer of a language (`it`, `pt-BR`); words of a language without one stay as they are.

    It takes one folded lower-case word and gives its stem.
    """
    code = language.replace("_", "-").split("-")[0].lower()
    if code == "en":
        porter = _LunrJsPorter()
        return lambda word: _SHORT.get(word) or str(porter.stem(word))
    if code in SNOWBALL:
        import snowballstemmer  # here, because it loads thirty languages

        stem = snowballstemmer.stemmer(SNOWBALL[code]).stemWord
        return lambda word: str(stem(word))
    if code in BY_SCRIPT:
        return script_stemmer(code, LUNR.read_text(encoding="utf-8"))
    return lambda word: word
