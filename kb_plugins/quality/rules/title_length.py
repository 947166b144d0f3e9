"""Titles that lists and search engines would cut, and titles that say too little."""

from __future__ import annotations

from collections.abc import Iterator

from kb_plugins.model import Severity
from kb_plugins.quality.rule import Finding, Rule, Sources, title_line

SHORTEST = 8
LONGEST = 80
"""Characters. Search engines show about 60; our lists show two lines of a phone, about 80."""


def _check(sources: Sources) -> Iterator[Finding]:
    for document, digest in sources.article_texts:
        title = sources.kb.by_source[document.path].title
        line = title_line(document, digest)
        if len(title) > LONGEST:
            yield Finding(
                document,
                line,
                f"The title has {len(title)} characters, and more than {LONGEST} are cut off",
                "Put the words that customers look for first, and leave out the rest",
            )
        elif len(title) < SHORTEST:
            yield Finding(
                document,
                line,
                f'The title "{title}" is too short to tell what the article answers',
                "Write it as a customer would ask",
            )


RULE = Rule(
    id="title-length",
    title="A title has 8 to 80 characters",
    why="Lists, search results and browser tabs cut long titles off, and the end is often what "
    "tells two articles apart. A very short title says nothing in a list.",
    example="title: Error",
    how='Write what a customer would ask: "Why does the export stop with error 1045?"',
    severity=Severity.INFO,
    check=_check,
)
