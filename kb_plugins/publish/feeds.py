"""Atom feeds of new and updated articles (RFC 4287): the whole site, every level, every topic.

An entry needs a true date, so articles without one are in no feed, and a feed without entries is
not made. Dates have no time of day here; a feed says midnight UTC, as RFC 3339 needs one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from urllib.parse import urljoin
from xml.etree import ElementTree

from kb_plugins.model import Article
from kb_plugins.pages.context import in_order
from kb_plugins.publish.shelf import Shelf, beside

ATOM = "http://www.w3.org/2005/Atom"
MOST = 50
"""How many articles a feed holds, the newest ones."""

_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 has no way to write."""


@dataclass(frozen=True)
class Feed:
    """One feed: `path` is relative to the root of the site, `page` the page it belongs to."""

    path: str
    title: str
    page: str
    articles: tuple[Article, ...]


class Feeds:
    """All feeds of a site with a `site_url`; without one there are none."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf

    @cached_property
    def site(self) -> Feed | None:
        """The feed of everything."""
        return self._feed(self.shelf.home, self.shelf.name, self.shelf.pages.listed)

    @cached_property
    def of_page(self) -> dict[str, Feed]:
        """The feeds of levels and topics, by the path of their page."""
        kb, pages = self.shelf.pages.kb, self.shelf.pages
        wanted = [
            (level.source, level.name, pages.by_level.get(level.number, ())) for level in kb.levels
        ]
        for topic in kb.topics:
            below = [pages.by_topic.get(topic.path, ())]
            below += [
                articles
                for path, articles in pages.by_topic.items()
                if path.startswith(f"{topic.path}/")
            ]
            if topic.path:
                wanted.append((topic.source, topic.title, tuple(a for g in below for a in g)))
        found = {}
        for source, title, articles in wanted:
            whole = f"{title} - {self.shelf.name}"
            if feed := self._feed(pages.address(source), whole, articles):
                found[source] = feed
        return found

    def all(self) -> tuple[Feed, ...]:
        """Every feed."""
        return ((self.site,) if self.site else ()) + tuple(self.of_page.values())

    def xml(self, feed: Feed) -> str:
        """Return a feed as an Atom document, to be written as UTF-8."""
        shelf = self.shelf
        root = ElementTree.Element("feed", {"xmlns": ATOM, "xml:lang": shelf.pages.language.code})
        address = shelf.url(feed.path)
        _add(root, "id", address)
        _add(root, "title", feed.title)
        _add(root, "updated", _instant(_day(feed.articles[0])))
        _add(root, "link", rel="self", type="application/atom+xml", href=address)
        _add(root, "link", rel="alternate", type="text/html", href=shelf.url(feed.page))
        _add(_add(root, "author"), "name", shelf.name)
        for article in feed.articles:
            self._entry(root, article)
        ElementTree.indent(root)
        text = ElementTree.tostring(root, encoding="unicode")
        return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'

    def _entry(self, root: ElementTree.Element, article: Article) -> None:
        shelf = self.shelf
        level = shelf.pages.kb.level_by_number[article.level]
        entry = _add(root, "entry")
        _add(entry, "id", self._ids[article.source])
        _add(entry, "title", article.title)
        _add(entry, "updated", _instant(_day(article)))
        if article.created and article.created <= _day(article):
            _add(entry, "published", _instant(article.created))
        address = shelf.page(article.source)
        _add(entry, "link", rel="alternate", type="text/html", href=address)
        for name in article.author:
            _add(_add(entry, "author"), "name", name)
        if article.description:
            _add(entry, "summary", article.description)
        _add(entry, "category", term=level.slug, label=level.name)

    @cached_property
    def _ids(self) -> dict[str, str]:
        """What names an article for ever: its first address, before it moved, if that is known."""
        shelf, base = self.shelf, self.shelf.pages.site_url
        first = {
            article.source: urljoin(base, shelf.folder + article.redirect_from[0].lstrip("/"))
            for article in shelf.pages.listed
            if article.redirect_from
        }
        own = {article.source: shelf.page(article.source) for article in shelf.pages.listed}
        claims = Counter((*first.values(), *own.values()))
        return own | {source: url for source, url in first.items() if claims[url] == 1}

    def _feed(self, page: str, title: str, articles: Iterable[Article]) -> Feed | None:
        dated = [article for article in articles if article.updated or article.created]
        dated = list(in_order(dated, self.shelf.pages.language))
        if not dated or not self.shelf.pages.site_url:
            return None
        dated.sort(key=_day, reverse=True)
        return Feed(beside(page, "feed", "xml"), title, page, tuple(dated[:MOST]))


def _day(article: Article) -> date:
    """The day an article was last changed; only for articles that have one."""
    day = article.updated or article.created
    assert day is not None
    return day


def _instant(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _add(
    parent: ElementTree.Element, name: str, text: str = "", **attributes: str
) -> ElementTree.Element:
    clean = {key: _FORBIDDEN.sub("", value) for key, value in attributes.items()}
    child = ElementTree.SubElement(parent, name, clean)
    child.text = _FORBIDDEN.sub("", text) or None
    return child
