"""The sitemap: every page that search engines may show, with the day it last changed.

The days are those of the articles: of its own for an article, of the newest one it lists for a
level, a topic and the lists of everything. The day of the build says nothing, so it is never used.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from kb_plugins.model import Article, Audience
from kb_plugins.pages.site import Site


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """A page: its whole address, and the day of its last change (ISO 8601) or nothing.

    `alternates` are pairs of language and address, of the page itself and its translations.
    """

    url: str
    day: str = ""
    alternates: tuple[tuple[str, str], ...] = ()


class Index:
    """What search engines may show of a site."""

    def __init__(self, site: Site, audience: Audience) -> None:
        self.site = site
        self.audience = audience

    def shows(self, source: str, robots: str = "") -> bool:
        """Whether a page belongs in search engines. `robots` is what its front matter says.

        Not the page of results, which has none without a question, not what is out of date, and
        nothing of a site for colleagues.
        """
        kind = self.site.kinds.get(source)
        article = self.site.pages.kb.by_source.get(source)
        if self.audience is Audience.INTERNAL or "noindex" in robots.lower():
            return False
        if kind and kind.template == "search":
            return False
        return article is None or article.listed

    def day(self, source: str, own: date | None = None) -> str:
        """Return the day a page last changed, or nothing. `own` is what git says of its text."""
        article = self.site.pages.kb.by_source.get(source)
        if article:
            found = article.updated or article.created
            return found.isoformat() if found else ""
        days = [day for day in (own, self._days.get(source)) if day]
        return max(days).isoformat() if days else ""

    @cached_property
    def _days(self) -> dict[str, date]:
        """The days of pages that list articles."""
        pages, own = self.site.pages, self.site.own
        found = {
            level.source: _newest(pages.by_level.get(level.number, ())) for level in pages.kb.levels
        }
        for topic in pages.kb.topics:
            below = [
                article
                for path, articles in pages.by_topic.items()
                if path == topic.path or not topic.path or path.startswith(f"{topic.path}/")
                for article in articles
            ]
            found[topic.source] = _newest(below)
        for path, (division, index) in self.site.lists.pages.items():
            found[path] = _newest(pages.kb.by_source[one] for one in division.parts[index].articles)
        whole = _newest(pages.listed)
        for page in ("index.md", "a-z.md", "topics.md"):
            found[own[page]] = whole
        return {source: day for source, day in found.items() if day}


def _newest(articles: Iterable[Article]) -> date | None:
    days = [article.updated or article.created for article in articles]
    return max((day for day in days if day), default=None)
