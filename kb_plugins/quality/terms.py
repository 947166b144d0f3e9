"""The team's own list of words: say X, not Y (`terms.yml` in the docs folder)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from kb_plugins.content.frontmatter import parse_mapping
from kb_plugins.model import Problem

TERMS = "terms.yml"


@dataclass(frozen=True)
class Term:
    """A word to use, and those that it replaces."""

    say: str
    instead_of: tuple[str, ...]
    pattern: re.Pattern[str]


def read_terms(docs: Path, label: str, name: str = TERMS) -> tuple[tuple[Term, ...], list[Problem]]:
    """Read `terms.yml`: `sign in: [log in, log on]`. Returns the terms and what is wrong."""
    file = docs / name
    shown = f"{label}/{name}"
    try:
        text = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return (), []
    except (OSError, UnicodeDecodeError):
        return (), [_wrong(shown, 1, "The file cannot be read as UTF-8", "Save it as UTF-8")]
    document = parse_mapping(text, name, shown)
    problems = list(document.problems)
    terms = []
    for say, value in document.meta.items():
        words = value if isinstance(value, list) else [value]
        words = [word.strip() for word in words if isinstance(word, str) and word.strip()]
        if not words:
            problems.append(
                _wrong(
                    shown,
                    document.line(say),
                    f'"{say}" names no word that it replaces',
                    f"Write `{say}: [one word, another]`",
                )
            )
            continue
        options = "|".join(
            r"\s+".join(map(re.escape, word.split()))
            for word in sorted(words, key=len, reverse=True)
        )
        pattern = re.compile(rf"(?<![\w.@/-])(?:{options})(?![\w@/-]|\.\w)", re.IGNORECASE)
        terms.append(Term(str(say), tuple(words), pattern))
    return tuple(terms), problems


def _wrong(path: str, line: int, message: str, fix: str) -> Problem:
    return Problem(path=path, line=line, rule="terms-file", message=message, fix=fix)
