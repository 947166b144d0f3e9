"""Some articles read again in a knowledge base that is there, as a preview does after a save."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from kb_plugins.content.defaults import FolderDefaults
from kb_plugins.content.frontmatter import Document, read_document, seal
from kb_plugins.content.loader import Loaded
from kb_plugins.content.paths import level_file
from kb_plugins.content.settings import Settings
from kb_plugins.content.verdict import Judge
from kb_plugins.model import Audience, Problem


def read_again(
    docs: Path, settings: Settings, old: Loaded, paths: Collection[str]
) -> Loaded | None:
    """Return what `load` would, if nothing but the files of some articles changed since `old`.

    Returns None where more than those articles may differ now: topics, what is left out, anything
    on a site with secrets or translations.
    """
    if old.originals or old.secretive:
        return None
    levels = old.kb.levels
    judge = Judge(levels, levels, FolderDefaults(docs, settings.label), settings)
    documents, articles = dict(old.documents), dict(old.kb.by_source)
    shown: set[str] = set()
    found: list[Problem] = []
    for path in paths:
        known = articles.get(path)
        if known is None or level_file(path):
            return None
        document = _read(docs, settings, old.documents[path])
        then, now = judge.of(old.documents[path]), judge.of(document)
        if then.article is None or now.article is None or not now.shown or document.notes:
            return None
        if now.article.topic != then.article.topic:  # topics may come and go
            return None
        documents[path] = document
        articles[path] = replace(now.article, topic=known.topic)
        shown.add(document.shown)
        found += now.problems
    problems = [problem for problem in old.problems if problem.path not in shown]
    return replace(
        old,
        kb=replace(old.kb, articles=tuple(articles.values())),
        documents=documents,
        problems=tuple(sorted({*problems, *found})),
    )


def _read(docs: Path, settings: Settings, old: Document) -> Document:
    document = read_document(docs / (old.file or old.path), old.path, old.shown)
    document = replace(document, file=old.file, language=old.language)
    return seal(document, settings.audience is Audience.PUBLIC)
