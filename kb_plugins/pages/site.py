"""The whole site as views: which page is of which kind, and the view of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from kb_plugins.content.loader import LISTING_PAGE, OVERVIEW_PAGE, SEARCH_PAGE, TOPICS_PAGE
from kb_plugins.i18n import Language
from kb_plugins.model import KnowledgeBase
from kb_plugins.pages.article import ArticlePages
from kb_plugins.pages.context import Pages
from kb_plugins.pages.landing import LandingPages
from kb_plugins.pages.listing import ListingPages
from kb_plugins.pages.views import Link, SiteView


@dataclass(frozen=True, slots=True)
class PageKind:
    """What a page is: its template, its title and description unless a team wrote them.

    `bare` pages do without the side menu.
    """

    template: str
    title: str
    description: str = ""
    bare: bool = True


def page_kinds(kb: KnowledgeBase, own: Mapping[str, str], speaker: Language) -> dict[str, PageKind]:
    """Return the kind of every page of ours by path. `own` maps our pages to their paths."""
    _ = speaker.gettext
    kinds = {topic.source: PageKind("topic", topic.title) for topic in kb.topics}
    kinds |= {level.source: PageKind("level", level.name, level.purpose) for level in kb.levels}
    kinds |= {
        own["index.md"]: PageKind("home", _("Home")),
        own[OVERVIEW_PAGE]: PageKind("overview", _("Support levels")),
        own[TOPICS_PAGE]: PageKind("topic", _("Topics")),
        own[LISTING_PAGE]: PageKind("listing", _("All articles, A to Z")),
        own[SEARCH_PAGE]: PageKind("search", _("Search")),
    }
    return kinds | {
        article.source: PageKind("article", article.title, article.description)
        for article in kb.articles
    }


class Site:
    """Makes the view of any page of ours."""

    def __init__(self, pages: Pages, own: Mapping[str, str], kinds: Mapping[str, PageKind]) -> None:
        self.pages = pages
        self.own = own
        self.kinds = kinds
        self.articles = ArticlePages(pages)
        self.listings = ListingPages(pages)
        self.landing = LandingPages(pages, self.articles, self.listings)
        self._levels = {level.source: level for level in pages.kb.levels}
        self._topics = {topic.source: topic for topic in pages.kb.topics}

    def view(self, source: str, title: str) -> object:
        """Return the view of a page, or an empty string for a page that is not ours.

        `title` is what the page itself is called, for pages whose text a team wrote.
        """
        kb = self.pages.kb
        if article := kb.by_source.get(source):
            return self.articles.view(article)
        kind = self.kinds.get(source)
        written = title if source in kb.pages else ""
        if level := self._levels.get(source):
            return self.landing.level(level, written)
        if topic := self._topics.get(source):
            return self.listings.topic(topic)
        if kind is None:
            return ""
        if kind.template == "overview":
            return self.landing.overview(written)
        if kind.template == "listing":
            return self.listings.listing(written)
        if kind.template == "home":
            return self.landing.home()
        return Link(self.pages._("Search"), self.pages.address(source))

    @cached_property
    def shared(self) -> SiteView:
        """What every page shares."""
        pages, own, _ = self.pages, self.own, self.pages._
        ways = (self.articles.level_way_out(level) for level in pages.kb.levels)
        return SiteView(
            home=pages.address(own["index.md"]),
            levels=Link(_("Levels"), pages.address(own[OVERVIEW_PAGE])),
            topics=Link(_("Topics"), pages.address(own[TOPICS_PAGE])),
            listing=Link(_("All articles, A to Z"), pages.address(own[LISTING_PAGE])),
            search=Link(_("Search"), pages.address(own[SEARCH_PAGE])),
            badges=tuple(pages.badges.values()),
            ladder=tuple(way for way in ways if way),
        )
