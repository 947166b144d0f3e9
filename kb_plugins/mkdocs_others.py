"""What plugins before us took out of the pages."""

from __future__ import annotations

from dataclasses import replace

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


def _above(topic: str) -> list[str]:
    parts = topic.split("/")
    return ["/".join(parts[:count]) for count in range(len(parts))]
