"""What plugins before us took out of the pages, and what they put into their texts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from mkdocs.structure.pages import Page

from kb_plugins.content.loader import Loaded
from kb_plugins.content.text import read_opening
from kb_plugins.model import Article, KnowledgeBase


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


def fill_in_macros(page: Page, markdown: str) -> None:
    """Take title and description with macros from the text in which a plugin filled them in."""
    opening = read_opening(markdown)
    for key, said in (("title", opening.heading), ("description", opening.sentence)):
        if _has_macro(page.meta.get(key)) and said and not _has_macro(said):
            page.meta[key] = said


def with_macros(kb: KnowledgeBase, page_of: Callable[[str], Page | None]) -> KnowledgeBase:
    """Return a knowledge base that names articles as their pages do, macros filled in."""
    return replace(kb, articles=tuple(_filled(article, page_of) for article in kb.articles))


def _filled(article: Article, page_of: Callable[[str], Page | None]) -> Article:
    page = page_of(article.source)
    if page is None or not (_has_macro(article.title) or _has_macro(article.description)):
        return article
    return replace(
        article,
        title=str(page.meta.get("title") or article.title),
        description=str(page.meta.get("description") or article.description),
    )


def _has_macro(text: object) -> bool:
    return isinstance(text, str) and ("{{" in text or "{%" in text)


def _above(topic: str) -> list[str]:
    parts = topic.split("/")
    return ["/".join(parts[:count]) for count in range(len(parts))]
