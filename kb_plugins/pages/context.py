"""What all page builders share: the knowledge base, its language, and where pages are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TypeVar

from kb_plugins.escalation.link import URL_LENGTH
from kb_plugins.i18n import Language, direction
from kb_plugins.model import (
    Article,
    Audience,
    Channel,
    Holiday,
    KnowledgeBase,
    Level,
    OpeningHours,
    Topic,
)
from kb_plugins.pages.collation import sort_key
from kb_plugins.pages.views import Badge, Card, Day, Link, Translation

_K = TypeVar("_K")

_LEAP_YEAR = 2024
TONES = 6
"""How many colours of levels the theme has."""


@dataclass(frozen=True)
class Originals:
    """What translations stand to. `address` gives the address of an original by its path.

    `changed` are translations whose original changed since, and the day of that, if it is known.
    """

    address: Callable[[str], str] = lambda path: ""
    changed: Mapping[str, date | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Pages:
    """A knowledge base that is about to become pages.

    `address` gives the address of a page by its path, relative to the root of the site;
    `site_url` is what makes it absolute, or empty. `originals` knows what translations stand to.
    `today` is the day of the build, for what a page says without script.
    """

    kb: KnowledgeBase
    language: Language
    address: Callable[[str], str]
    site_url: str = ""
    url_length: int = URL_LENGTH
    originals: Originals = field(default_factory=lambda: Originals())
    today: date | None = None
    _cards: dict[str, Card] = field(default_factory=dict)

    def _(self, message: str) -> str:
        return self.language.gettext(message)

    def count(self, number: int) -> str:
        """Say how many articles there are."""
        return self.language.ngettext("%(num)s article", "%(num)s articles", number)

    def day(self, day: date | None) -> Day:
        """Write a date, or nothing."""
        return Day(self.language.date(day), day.isoformat()) if day else Day()

    @cached_property
    def badges(self) -> Mapping[int, Badge]:
        """The badge of every level."""
        return {
            level.number: Badge(
                level.number,
                level.name,
                self.address(level.source),
                index % TONES,
                level.language,
                level.audience is Audience.INTERNAL,
            )
            for index, level in enumerate(self.kb.levels)
        }

    @cached_property
    def types(self) -> Mapping[str, str]:
        """The words for types of articles."""
        return dict(self.kb.types)

    @cached_property
    def listed(self) -> tuple[Article, ...]:
        """The articles that lists show, sorted by title."""
        return in_order(filter(lambda article: article.listed, self.kb.articles), self.language)

    def sort_key(self, title: str) -> str:
        """Return what sorts titles in the language of the site."""
        return sort_key(title, self.language.code)

    @cached_property
    def by_topic(self) -> Mapping[str, tuple[Article, ...]]:
        """Listed articles of each topic, without those of its subtopics."""
        return group_by(self.listed, lambda article: article.topic)

    @cached_property
    def by_level(self) -> Mapping[int, tuple[Article, ...]]:
        """Listed articles of each level."""
        return group_by(self.listed, lambda article: article.level)

    def card(self, article: Article) -> Card:
        """Return an article as lists show it."""
        if article.source not in self._cards:
            topic = self.kb.topic_by_path[article.topic]
            self._cards[article.source] = Card(
                article.title,
                self.address(article.source),
                article.description,
                self.badges[article.level],
                self.types.get(article.type, ""),
                topic.title,
                self.day(article.updated or article.created),
                article.language,
                self.language.name_of(article.language),
                article.audience is Audience.INTERNAL,
            )
        return self._cards[article.source]

    def translation(self, path: str, language: str) -> Translation | None:
        """Return how the text of a page stands to its original; None if there is nothing to say.

        `language` is that of the text, if it is not the site's.
        """
        if language:
            name = self.language.name_of(language)
            notice = self._(
                "This page is not translated yet. You read it in this language: %(name)s."
            )
            return Translation(notice % {"name": name}, None, language, direction(language))
        if path not in self.originals.changed:
            return None
        day = self.originals.changed[path]
        notice = self._("The original of this translation was updated since.")
        if day:
            notice = self._("The original of this translation was updated on %(date)s.") % {
                "date": self.language.date(day)
            }
        original = Link(self._("Read the original"), self.originals.address(path))
        return Translation(notice, original)

    def crumbs(self, *links: Link) -> tuple[Link, ...]:
        """Return the way from the front page to a page."""
        return (Link(self._("Home"), self.address("index.md")), *links)

    def topic_crumbs(self, topic: Topic, whole: bool = True) -> tuple[Link, ...]:
        """Return the way to a topic; with `whole` the topic itself is part of it."""
        trail: list[Link] = []
        current = topic if whole else self.kb.topic_by_path.get(topic.parent)
        while current is not None and current.path:
            link = Link(current.title, self.address(current.source), current.language)
            trail.insert(0, link)
            current = self.kb.topic_by_path.get(current.parent)
        root = self.kb.topic_by_path.get("")
        top = [Link(self._("Topics"), self.address(root.source))] if root else []
        return self.crumbs(*top, *trail)

    def hours(self, level: Level, channel: Channel | None = None) -> tuple[str, ...]:
        """Write opening hours, a line each, the time zone on the last; then the holidays.

        Those of the channel win over those of the level.
        """
        hours = (channel.hours if channel else ()) or level.hours
        zone = (channel.timezone if channel else "") or level.timezone
        lines = [self._line(line) for line in hours]
        if lines and zone:
            lines[-1] += f" ({zone.replace('_', ' ')})"
        if lines and channel and channel.holidays:
            days = self.language.list([self._holiday(day) for day in channel.holidays])
            lines.append(self._("Closed on %(days)s") % {"days": days})
        return tuple(lines)

    def _holiday(self, day: Holiday) -> str:
        if day.year:
            return self.language.date(date(day.year, day.month, day.day))
        return self.language.day_of_year(date(_LEAP_YEAR, day.month, day.day))

    def _line(self, line: OpeningHours) -> str:
        opens, closes = self.language.time(line.opens), self.language.time(line.closes)
        days = self.language.days(line.days)
        return self._("%(days)s, %(hours)s") % {"days": days, "hours": f"{opens}–{closes}"}

    @cached_property
    def item_labels(self) -> Mapping[str, str]:
        """The words for the lines of a ticket's text, in their order."""
        return {
            "url": self._("Article"),
            "level": self._("Level"),
            "product": self._("Product"),
            "version": self._("Version"),
            "language": self._("Language"),
            "query": self._("Searched for"),
            "read": self._("Read before"),
            "browser": self._("Browser"),
            "reason": self._("Why the article did not help"),
            "consent": self._("Agreed to"),
            "name": self._("Name"),
            "email": self._("E-mail"),
        }


def group_by(
    articles: Iterable[Article], key: Callable[[Article], _K]
) -> dict[_K, tuple[Article, ...]]:
    """Group articles by a key, keeping their order."""
    groups: dict[_K, list[Article]] = {}
    for article in articles:
        groups.setdefault(key(article), []).append(article)
    return {name: tuple(members) for name, members in groups.items()}


def in_order(articles: Iterable[Article], speaker: Language) -> tuple[Article, ...]:
    """Return articles sorted by title."""
    return tuple(sorted(articles, key=lambda a: (sort_key(a.title, speaker.code), a.source)))
