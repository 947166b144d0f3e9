"""Titles that could stand above any article."""

from __future__ import annotations

from collections.abc import Iterator

from kb_plugins.model import Severity
from kb_plugins.quality.rule import Finding, Rule, Sources, title_line
from kb_plugins.quality.words import plain, words


def _check(sources: Sources) -> Iterator[Finding]:
    empty = words("empty-title")
    for document, digest in sources.article_texts:
        title = sources.kb.by_source[document.path].title
        if plain(title) in empty:
            yield Finding(
                document,
                title_line(document, digest),
                f'The title "{title}" could stand above any article',
                "Write it as a customer would ask",
            )


RULE = Rule(
    id="title-generic",
    title="A title says what the article is about",
    why="In a list of search results a customer sees the title without the folder around it. "
    '"Overview" or "Problem" gives no reason to open it.',
    example="title: Overview",
    how='Name the subject and the question: "Which databases are supported?"',
    severity=Severity.WARNING,
    check=_check,
)
