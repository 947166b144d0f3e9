"""Two articles with one title."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from kb_plugins.content.frontmatter import Document
from kb_plugins.model import Severity
from kb_plugins.quality.rule import Finding, Rule, Sources, title_line
from kb_plugins.quality.words import plain


def _check(sources: Sources) -> Iterator[Finding]:
    namesakes: dict[tuple[str, str], list[tuple[Document, int]]] = defaultdict(list)
    for document, digest in sources.article_texts:
        article = sources.kb.by_source[document.path]
        if article.listed:
            # Versions are what tells the articles of two releases apart in a list.
            key = (plain(article.title), " ".join(article.versions))
            namesakes[key].append((document, title_line(document, digest)))
    for found in namesakes.values():
        first = found[0][0]
        for document, line in found[1:]:
            title = sources.kb.by_source[first.path].title
            yield Finding(
                document,
                line,
                f'{first.shown} has the title "{title}", too',
                "Say in each title what the other one is not about, or merge the two",
            )


RULE = Rule(
    id="title-duplicate",
    title="No two articles have one title",
    why="In search results, customers cannot tell two articles with one title apart, and writers "
    "no longer know which one to keep up to date.",
    example="title: Reset my password   # in two files",
    how="Merge the two, or say in each title what the other one is not about. Deprecated articles, "
    "and articles for different `versions`, do not count.",
    severity=Severity.WARNING,
    check=_check,
)
