"""Articles to which no text leads."""

from __future__ import annotations

from collections.abc import Iterator

from kb_plugins.quality.rule import Finding, Rule, Sources
from kb_plugins.quality.targets import Targets, split


def _check(sources: Sources) -> Iterator[Finding]:
    if sources.kb.broken:
        return  # what these lead to is not known before they are mended
    linked = _linked(sources)
    for document, _digest in sources.article_texts:
        article = sources.kb.by_source[document.path]
        if article.listed and document.path not in linked:
            yield Finding(
                document,
                1,
                "No other article links to this one, only the lists do",
                "Link to it where the question comes up, or name it in `related` of another one",
            )


def _linked(sources: Sources) -> set[str]:
    kb = sources.kb
    linked = {example.article for level in kb.levels for example in level.examples}
    linked |= {resource.url for level in kb.levels for resource in level.resources}
    for article in kb.articles:
        linked |= {*article.related, article.replaced_by} - {article.source}
    targets = Targets(sources)
    for document, digest in sources.texts:
        for link in digest.links:
            path, _anchor = split(link.href)
            if path and (target := targets.find(path, document.path)) != document.path:
                linked.add(target or "")
    return linked


RULE = Rule(
    id="orphan-article",
    title="Another text leads to an article",
    why="Readers come from article to article. One that only lists lead to is found by those who "
    "already know its title.",
    example="docs/export.md, which no text and no `related` names",
    how="Link to it where the question comes up. Examples of levels count, too.",
    severity=None,
    check=_check,
)
