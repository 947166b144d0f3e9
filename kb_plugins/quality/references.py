"""Rules about what points at what: related articles, successors, examples, resources, channels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from posixpath import basename, splitext

from kb_plugins.content.fields import nearest, suggest
from kb_plugins.content.frontmatter import Document
from kb_plugins.content.levels import find_level
from kb_plugins.content.paths import MARKDOWN
from kb_plugins.escalation.ladder import climb, way_out
from kb_plugins.model import Article, KnowledgeBase, Level, Problem, Severity


def check_references(
    kb: KnowledgeBase, documents: Mapping[str, Document], channels_at: tuple[str, int]
) -> list[Problem]:
    """Return the problems of everything that points at something else.

    `documents` are the sources by path; `channels_at` is file and line of the configuration of
    the plugin, for problems that no article can mend.
    """
    problems: list[Problem] = []
    for article in kb.articles:
        if document := documents.get(article.source):
            problems += _related(kb, article, document)
            problems += _replaced_by(kb, article, document)
            problems += _escalate(kb, article, document)
    for level in kb.levels:
        if document := documents.get(level.source):
            problems += _examples(kb, level, document)
            problems += _resources(kb, level, document)
            problems += _channel(kb, level, document)
    problems += _dead_ends(kb, documents, channels_at)
    return sorted(problems)


def _related(kb: KnowledgeBase, article: Article, document: Document) -> Iterator[Problem]:
    for target in article.related:
        if target == article.source:
            yield _problem(
                document,
                "related",
                "related-unknown",
                "The article names itself as related",
                "Remove it",
            )
        elif not kb.knows(target):
            yield _problem(
                document,
                "related",
                "related-unknown",
                f'There is no article "{target}"',
                _near(target, kb.by_source),
            )


def _replaced_by(kb: KnowledgeBase, article: Article, document: Document) -> Iterator[Problem]:
    target = article.replaced_by
    if not target:
        return
    if target == article.source:
        yield _problem(
            document,
            "replaced_by",
            "replaced-by-unknown",
            "The article says that it is replaced by itself",
            "Name its successor",
        )
    elif not kb.knows(target):
        yield _problem(
            document,
            "replaced_by",
            "replaced-by-unknown",
            f'There is no article "{target}"',
            _near(target, kb.by_source),
        )


def _escalate(kb: KnowledgeBase, article: Article, document: Document) -> Iterator[Problem]:
    name = article.escalate
    if name.casefold() in kb.hidden or name in kb.broken:
        return  # for colleagues, or with a problem of its own
    if name and name not in kb.channel_by_name and find_level(kb.levels, name) is None:
        choices = list(dict.fromkeys([*kb.channel_by_name, *(rung.slug for rung in kb.levels)]))
        yield _problem(
            document,
            "escalate",
            "escalate-unknown",
            f'There is no channel or level "{name}"',
            suggest(name, choices) or f"Use one of {', '.join(choices)}",
        )


def _examples(kb: KnowledgeBase, level: Level, document: Document) -> Iterator[Problem]:
    for example in level.examples:
        if example.article and not kb.knows(example.article):
            yield _problem(
                document,
                "examples",
                "example-unknown",
                f'There is no article "{example.article}" to answer "{example.question}"',
                _near(example.article, kb.by_source),
            )


def _resources(kb: KnowledgeBase, level: Level, document: Document) -> Iterator[Problem]:
    topics = {topic.source for topic in kb.topics}
    for resource in level.resources:
        is_page = ":" not in resource.url.split("/")[0]
        known = kb.knows(resource.url) or resource.url in kb.pages or resource.url in topics
        if is_page and not known:
            yield _problem(
                document,
                "resources",
                "resource-unknown",
                f'There is no page "{resource.url}"',
                _near(resource.url, [*kb.by_source, *kb.pages, *topics]),
            )


def _channel(kb: KnowledgeBase, level: Level, document: Document) -> Iterator[Problem]:
    known = level.channel in kb.channel_by_name or level.channel in kb.broken
    known = known or level.channel.casefold() in kb.hidden
    if level.channel and not known:
        names = list(kb.channel_by_name)
        yield _problem(
            document,
            "channel",
            "channel-unknown",
            f'There is no channel "{level.channel}"',
            suggest(level.channel, names) or "Add it to `channels` of the kb plugin in mkdocs.yml",
        )


def _dead_ends(
    kb: KnowledgeBase, documents: Mapping[str, Document], channels_at: tuple[str, int]
) -> Iterator[Problem]:
    if any(not name.endswith(MARKDOWN) for name in kb.broken):
        return  # a channel that is wrong says so itself
    if kb.articles and not kb.channels:
        path, line = channels_at
        yield Problem(
            path=path,
            line=line,
            rule="dead-end",
            severity=Severity.WARNING,
            message="No channel is configured, so no article leads anywhere",
            fix="Add `channels` to the kb plugin, for instance `ticket: {url: mailto:support@...}`",
        )
        return
    stuck = {level.number for level in kb.levels if climb(kb, level) is None}
    for article in kb.articles:
        if article.level in stuck and way_out(kb, article) is None:
            document = documents[article.source]
            yield _problem(
                document,
                "level",
                "dead-end",
                f"The article leads nowhere: neither level {article.level} nor any "
                "level above it has a channel",
                "Give one of these levels a channel, or set `escalate`",
            )


def _problem(document: Document, key: str, rule: str, message: str, fix: str) -> Problem:
    return Problem(
        path=document.shown,
        line=document.line(key),
        rule=rule,
        message=message,
        fix=fix or "Correct the path",
        severity=Severity.WARNING,
    )


def _near(target: str, paths: Iterable[str]) -> str:
    """Suggest a path: a file of the same name elsewhere, else the most similar path."""
    paths = list(paths)
    namesakes = [path for path in paths if basename(path) == basename(target)]
    if namesakes and basename(target) != "index.md":
        return f'Did you mean "{namesakes[0]}"?'
    # Comparing with thousands of paths is slow, and neighbours are the likely ones.
    folder = target.rpartition("/")[0]
    near = [path for path in paths if path.rpartition("/")[0] == folder][:500]
    names = {splitext(basename(path))[0]: path for path in near}
    name = nearest(splitext(basename(target))[0], names)
    return f'Did you mean "{names[name]}"?' if name else "Correct the path, or remove it"
