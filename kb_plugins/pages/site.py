"""The whole site as views: which page is of which kind, and the view of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kb_plugins.content.own_pages import (
    ACCESSIBILITY_PAGE,
    HELP_PAGE,
    LISTING_PAGE,
    OVERVIEW_PAGE,
    SEARCH_PAGE,
    TOPICS_PAGE,
)
from kb_plugins.escalation.link import build_link
from kb_plugins.i18n import Language
from kb_plugins.model import KnowledgeBase, Topic
from kb_plugins.pages.accessibility import Statement, StatementView, statement_view
from kb_plugins.pages.article import ArticlePages
from kb_plugins.pages.context import Pages
from kb_plugins.pages.get_help import HelpPage
from kb_plugins.pages.heads import Head, distinct
from kb_plugins.pages.landing import LandingPages
from kb_plugins.pages.listing import ListingPages, listing_title, part_title
from kb_plugins.pages.parts import Lists
from kb_plugins.pages.views import Link, SiteView, WayOutView
from kb_plugins.pages.ways import Ways

_PLAIN = Head()


@dataclass(frozen=True, slots=True)
class PageKind:
    """What a page is: its template, its title and description unless a team wrote them.

    `bare` pages do without the side menu.
    """

    template: str
    title: str
    description: str = ""
    bare: bool = True


@dataclass(frozen=True, slots=True)
class Visits:
    """What the site does with a visit.

    `remember` says whether searches and pages are kept for this visit, in the browser alone.
    `endpoint` is where answers on articles are sent, `channel` the channel offered after a "No".
    """

    remember: bool = True
    endpoint: str = ""
    channel: str = ""


def page_kinds(
    kb: KnowledgeBase, own: Mapping[str, str], speaker: Language, lists: Lists
) -> dict[str, PageKind]:
    """Return the kind of every page of ours by path. `own` maps our pages to their paths."""
    _ = speaker.gettext
    kinds = {topic.source: PageKind("topic", _full_title(topic, kb)) for topic in kb.topics}
    kinds |= {level.source: PageKind("level", level.name, level.purpose) for level in kb.levels}
    kinds |= {
        own["index.md"]: PageKind("home", _("Home")),
        own[OVERVIEW_PAGE]: PageKind("overview", _("Support levels")),
        own[TOPICS_PAGE]: PageKind("topic", _("Topics")),
        own[LISTING_PAGE]: PageKind("listing", _("All articles, A to Z")),
        own[SEARCH_PAGE]: PageKind("search", _("Search")),
        own[HELP_PAGE]: PageKind("get_help", _("Get help")),
        own[ACCESSIBILITY_PAGE]: PageKind("accessibility", _("Accessibility")),
    }
    for path, (division, index) in lists.pages.items():
        if division in lists.letters:
            kinds[path] = PageKind("listing", listing_title(division, index, speaker))
        else:
            topic = kinds[division.parts[0].path]
            kinds[path] = PageKind("topic", part_title(topic.title, speaker, division, index))
    return kinds | {
        article.source: PageKind("article", article.title, article.description)
        for article in kb.articles
    }


def _full_title(topic: Topic, kb: KnowledgeBase) -> str:
    """Return a title that no other topic has: with that of the topic above, if need be."""
    titles = {other.path: other.title for other in kb.topics}
    above = titles.get(topic.parent)
    twins = sum(title == topic.title for title in titles.values()) > 1
    return f"{topic.title} ({above})" if twins and above and topic.parent else topic.title


class Site:
    """Makes the view of any page of ours."""

    def __init__(
        self,
        pages: Pages,
        own: Mapping[str, str],
        kinds: Mapping[str, PageKind],
        visits: Visits | None = None,
        name: str = "",
        statement: Statement | None = None,
        lists: Lists | None = None,
    ) -> None:
        self.pages = pages
        self.lists = lists or Lists()
        self.name = name
        self.statement = statement or Statement()
        self.visits = visits or Visits()
        self.own = own
        self.kinds = kinds
        self.ways = Ways(pages, pages.address(own[HELP_PAGE]))
        self.articles = ArticlePages(pages, self.ways)
        self.help = HelpPage(pages, self.ways)
        self.listings = ListingPages(pages, self.lists, own)
        self.landing = LandingPages(pages, self.articles, self.listings)
        self._levels = {level.source: level for level in pages.kb.levels}
        self._topics = {topic.source: topic for topic in pages.kb.topics}
        self._parts = self.lists.pages

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
        if source in self._parts:
            division, index = self._parts[source]
            if kind.template == "listing":
                return self.listings.letter(division, index)
            return self.listings.topic(kb.topic_by_path[division.name], index)
        if kind.template == "overview":
            return self.landing.overview(written)
        if kind.template == "listing":
            return self.listings.listing(written)
        if kind.template == "home":
            return self.landing.home()
        if kind.template == "get_help":
            return self.help.view(written)
        if kind.template == "accessibility":
            return self._statement(written)
        return Link(self.pages._("Search"), self.pages.address(source))

    def _statement(self, title: str) -> StatementView:
        """The accessibility statement; barriers are reported to its channel, or as all else is."""
        channel = self.pages.kb.channel_by_name.get(self.statement.channel)
        contact = self.shared.get_help
        if channel:
            items = {"title": self.pages._("Accessibility"), "language": self.pages.language.code}
            if url := build_link(self.ways.plan(channel), items).url:
                contact = Link(self.ways.label(channel), url)
        return statement_view(self.pages, self.statement, self.name, contact, title)

    def stuck(self, source: str) -> WayOutView | None:
        """Return the way out at the foot of a page. `source` is empty for 404, which is no page."""
        kb = self.pages.kb
        if article := kb.by_source.get(source):
            return self.ways.of_article(article)
        if level := self._levels.get(source):
            return self.ways.of_level(level)
        return self.ways.of_page(source)

    def script(self, source: str, title: str) -> dict[str, Any]:
        """Return what the scripts of the way out need to know on a page, as plain data."""
        way = self.stuck(source)
        return {
            "way": way.script if way else {},
            "title": title,
            "locale": str(self.pages.language.locale).replace("_", "-"),
            "remember": self.visits.remember,
            "feedback": self._feedback(source),
            "texts": self._texts,
        }

    @cached_property
    def _texts(self) -> dict[str, str]:
        """The words of the scripts of the way out."""
        _ = self.pages._
        return {
            "open": _("Open now"),
            "answers": _("Open now. Response target: {response}"),
            "opens": _("Opens {day} {time}"),
            "yours": _("(your time {time})"),
            "carries": _("The link takes along what you searched for: “{query}”"),
            "thanks": _("Thank you."),
            "tell": _("Tell the writers"),
        }

    def _feedback(self, source: str) -> dict[str, Any]:
        """Where the answers to "Was this article helpful?" go."""
        channel = self.pages.kb.channel_by_name.get(self.visits.channel)
        article = self.pages.kb.by_source.get(source)
        if article is None:
            return {}
        context = self.ways.article_items(article)
        plan = self.ways.plan(channel).data() if channel else {}
        return {"endpoint": self.visits.endpoint, "plan": plan, "items": context if plan else {}}

    def head(self, source: str) -> Head:
        """Return what the head of a page says that its template does not know."""
        return self._heads.get(source, _PLAIN)

    @cached_property
    def _heads(self) -> dict[str, Head]:
        pages = self.pages
        topics = ", ".join(card.title for card in self.listings.topic_cards(""))
        home = f"{pages._('How can we help?')} {topics}".rstrip()
        return {**distinct(pages.kb), self.own["index.md"]: Head(description=home)}

    @cached_property
    def shared(self) -> SiteView:
        """What every page shares."""
        pages, own, _ = self.pages, self.own, self.pages._
        return SiteView(
            home=pages.address(own["index.md"]),
            levels=Link(_("Levels"), pages.address(own[OVERVIEW_PAGE])),
            topics=Link(_("Topics"), pages.address(own[TOPICS_PAGE])),
            listing=Link(_("All articles, A to Z"), pages.address(own[LISTING_PAGE])),
            search=Link(_("Search"), pages.address(own[SEARCH_PAGE])),
            get_help=Link(_("Get help"), pages.address(own[HELP_PAGE])),
            accessibility=Link(_("Accessibility"), pages.address(own[ACCESSIBILITY_PAGE])),
            badges=tuple(pages.badges.values()),
        )
