"""What plugins before us took out of the pages."""

from __future__ import annotations

from dataclasses import replace

from kb_plugins.content.loader import Loaded
from kb_plugins.model import KnowledgeBase


def only(kb: KnowledgeBase, paths: frozenset[str]) -> KnowledgeBase:
    """Return a knowledge base without the articles that another plugin took out."""
    articles = tuple(article for article in kb.articles if article.source in paths)
    if len(articles) == len(kb.articles):
        return kb
    used = {article.topic for article in articles}
    used |= {parent for topic in tuple(used) for parent in _above(topic)}
    topics = tuple(topic for topic in kb.topics if topic.path in used or topic.source in paths)
    return replace(kb, articles=articles, topics=topics)


def same_but_texts(old: Loaded, new: Loaded, changed: set[str]) -> bool:
    """Whether nothing but texts and data of articles differs, and all articles are still there."""
    articles = old.kb.by_source
    return (
        changed <= articles.keys()
        and articles.keys() == new.kb.by_source.keys()
        and (old.kb.levels, old.kb.topics, old.kb.channels, old.kb.types, old.kb.pages)
        == (new.kb.levels, new.kb.topics, new.kb.channels, new.kb.types, new.kb.pages)
        and old.left_out == new.left_out
        and not new.secretive
    )


def _above(topic: str) -> list[str]:
    parts = topic.split("/")
    return ["/".join(parts[:count]) for count in range(len(parts))]
