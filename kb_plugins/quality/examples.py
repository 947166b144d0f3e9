"""Rule: each example question of a level is answered, and the search finds the answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from kb_plugins.content.frontmatter import Document
from kb_plugins.model import KnowledgeBase, Level, Problem, Severity

RULE = "examples-answered"
FIRST = 3
"""How far down a reader looks."""


def check_examples(
    kb: KnowledgeBase,
    documents: Mapping[str, Document],
    search: Callable[[str], Sequence[str]],
) -> list[Problem]:
    """Return the problems of example questions that name an article.

    `search` gives the paths of the best articles for a question, best first. A question without an
    article is no problem: it shows what people of the level answer themselves.
    """
    found = [
        problem
        for level in kb.levels
        if (document := documents.get(level.source))
        for problem in _level(level, document, kb, search)
    ]
    return sorted(found)


def _level(
    level: Level,
    document: Document,
    kb: KnowledgeBase,
    search: Callable[[str], Sequence[str]],
) -> Iterator[Problem]:
    for example in level.examples:
        if example.article not in kb.by_source:
            continue  # `example-unknown` reports a path that is wrong
        if example.article not in search(example.question)[:FIRST]:
            yield Problem(
                path=document.shown,
                line=document.line("examples"),
                rule=RULE,
                severity=Severity.WARNING,
                message=f'The search does not find "{example.article}" among the first {FIRST} '
                f'for "{example.question}"',
                fix="Add the question to `questions` of the article, or name a better article",
            )
