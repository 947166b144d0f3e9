"""Lists: a landing page per topic, all topics, and all articles from A to Z.

What is too long for one page is in parts, which `parts.py` finds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cached_property

from kb_plugins.content.own_pages import LISTING_PAGE
from kb_plugins.i18n import Language
from kb_plugins.model import Topic
from kb_plugins.pages.collation import DIGITS, OTHER, letter
from kb_plugins.pages.context import Pages, group_by
from kb_plugins.pages.parts import Division, Lists, letter_order
from kb_plugins.pages.views import (
    Card,
    Group,
    Link,
    ListingView,
    Pager,
    Step,
    TopicCard,
    TopicView,
)

CHILDREN = 4
"""How many subtopics a card names."""


class ListingPages:
    """Makes the views of lists."""

    def __init__(self, pages: Pages, lists: Lists, own: Mapping[str, str]) -> None:
        self.pages = pages
        self.lists = lists
        self._listing = own[LISTING_PAGE]

    def topic(self, topic: Topic, index: int = 0) -> TopicView:
        """Return the view of a topic's page; the root topic is the page of all topics.

        `index` is which of its pages it is, from 0.
        """
        pages, division = self.pages, self.lists.topics.get(topic.path)
        title = topic.title or pages._("Topics")
        crumbs = pages.topic_crumbs(topic, whole=False) if topic.path else pages.crumbs()
        if index:
            crumbs = (*crumbs, Link(title, pages.address(topic.source), topic.language))
        return TopicView(
            part_title(title, pages.language, division, index),
            pages.count(self._totals[topic.path]),
            () if index else self.topic_cards(topic.path),
            self._cards(division, index)
            if division
            else tuple(map(pages.card, pages.by_topic.get(topic.path, ()))),
            crumbs,
            pages.translation(topic.source, topic.language),
            self._pager(division, index),
        )

    def topic_cards(self, parent: str) -> tuple[TopicCard, ...]:
        """Return the topics right below a topic that have articles."""
        pages = self.pages
        return tuple(
            TopicCard(
                topic.title,
                pages.address(topic.source),
                pages.count(self._totals[topic.path]),
                tuple(
                    Link(child.title, pages.address(child.source), child.language)
                    for child in self._children.get(topic.path, ())[:CHILDREN]
                ),
                topic.language,
            )
            for topic in self._children.get(parent, ())
            if self._totals[topic.path]
        )

    def listing(self, title: str = "") -> ListingView:
        """Return the view of the page of all articles: themselves, or letters that lead to them."""
        pages, divided = self.pages, self.lists.letters
        title = title or pages._("All articles, A to Z")
        return ListingView(
            title,
            title,
            pages.count(len(pages.listed)),
            self._letters("") if divided else tuple(
                Step(group.title, f"#{group.anchor}") for group in self._groups
            ),
            () if divided else self._groups,
            (),
            pages.crumbs(),
        )

    def letter(self, division: Division, index: int) -> ListingView:
        """Return the view of a page of a letter; `index` is which of them, from 0."""
        pages = self.pages
        name = letter_title(division.name, pages.language)
        crumbs = [Link(pages._("All articles, A to Z"), pages.address(self._listing))]
        if index:
            crumbs.append(Link(name, pages.address(division.parts[0].path)))
        return ListingView(
            listing_title(division, index, pages.language),
            self._number(index) if index else name,
            pages.count(division.size),
            self._letters(division.name),
            (),
            self._cards(division, index),
            pages.crumbs(*crumbs),
            self._pager(division, index),
        )

    def _letters(self, current: str) -> tuple[Step, ...]:
        """Return the letters of a divided list."""
        pages = self.pages
        return tuple(
            Step(
                letter_title(one.name, pages.language),
                pages.address(one.parts[0].path),
                one.name == current,
                f"letter-{one.name}",
                pages.count(one.size),
            )
            for one in self.lists.letters
        )

    @cached_property
    def _groups(self) -> tuple[Group, ...]:
        """All articles by letter."""
        pages, code = self.pages, self.pages.language.code
        found = group_by(pages.listed, lambda article: letter(article.title, code))
        return tuple(
            Group(
                letter_title(name, pages.language),
                f"letter-{name}",
                "",
                tuple(map(pages.card, found[name])),
                pages.count(len(found[name])),
            )
            for name in sorted(found, key=lambda name: letter_order(name, pages.language))
        )

    def _cards(self, division: Division, index: int) -> tuple[Card, ...]:
        found = self.pages.kb.by_source
        return tuple(self.pages.card(found[path]) for path in division.parts[index].articles)

    def _pager(self, division: Division | None, index: int) -> Pager | None:
        if division is None or len(division.parts) < 2:
            return None
        urls = [self.pages.address(part.path) for part in division.parts]
        steps = [Step(self._number(i), url, i == index) for i, url in enumerate(urls)]
        return Pager(
            tuple(steps),
            urls[index - 1] if index else "",
            urls[index + 1] if index + 1 < len(urls) else "",
        )

    def _number(self, index: int) -> str:
        pages = self.pages
        return pages._("Page %(num)s") % {"num": pages.language.number(index + 1)}

    @cached_property
    def _totals(self) -> Counter[str]:
        """How many listed articles a topic and its subtopics have."""
        totals: Counter[str] = Counter()
        for path, articles in self.pages.by_topic.items():
            while path:
                totals[path] += len(articles)
                path = path.rpartition("/")[0]
        totals[""] = len(self.pages.listed)
        return totals

    @cached_property
    def _children(self) -> dict[str, tuple[Topic, ...]]:
        children: dict[str, list[Topic]] = {}
        for topic in self.pages.kb.topics:
            if topic.path:
                children.setdefault(topic.parent, []).append(topic)
        return {
            parent: tuple(sorted(topics, key=lambda topic: self.pages.sort_key(topic.title)))
            for parent, topics in children.items()
        }


def letter_title(name: str, speaker: Language) -> str:
    """Return how readers call a letter of the list of all articles."""
    if name == OTHER:
        return speaker.gettext("Other")
    return "0–9" if name == DIGITS else name.title()


def listing_title(division: Division, index: int, speaker: Language) -> str:
    """Return the title of a page of a letter."""
    title = speaker.gettext("All articles: %(letter)s")
    return part_title(
        title % {"letter": letter_title(division.name, speaker)}, speaker, division, index
    )


def part_title(title: str, speaker: Language, division: Division | None, index: int) -> str:
    """Return the title of a page of a list, with its number unless it is the first."""
    if division is None or not index:
        return title
    return speaker.gettext("%(title)s (page %(num)s of %(last)s)") % {
        "title": title,
        "num": speaker.number(index + 1),
        "last": speaker.number(len(division.parts)),
    }
