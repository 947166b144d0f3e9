"""Lists: a landing page per topic, all topics, and all articles from A to Z."""

from __future__ import annotations

from collections import Counter
from functools import cached_property

from kb_plugins.model import Article, Topic
from kb_plugins.pages.context import Pages, collate, group_by
from kb_plugins.pages.views import Group, Link, ListingView, TopicCard, TopicView

CHILDREN = 4
"""How many subtopics a card names."""


class ListingPages:
    """Makes the views of lists."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages

    def topic(self, topic: Topic) -> TopicView:
        """Return the view of a topic's page; the root topic is the page of all topics."""
        pages = self.pages
        title = topic.title or pages._("Topics")
        return TopicView(
            title,
            pages.count(self._totals[topic.path]),
            self.topic_cards(topic.path),
            tuple(map(pages.card, pages.by_topic.get(topic.path, ()))),
            pages.topic_crumbs(topic, whole=False) if topic.path else pages.crumbs(),
            pages.translation(topic.source, topic.language),
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
        """Return the view of all articles from A to Z."""
        pages = self.pages
        letters = group_by(pages.listed, lambda article: self._letter(article))
        groups = tuple(
            Group(
                letter,
                f"letter-{'0-9' if letter == '0–9' else letter.lower()}",
                "",
                tuple(map(pages.card, letters[letter])),
                pages.count(len(letters[letter])),
            )
            for letter in sorted(letters, key=lambda letter: (letter != "0–9", letter))
        )
        return ListingView(
            title or pages._("All articles, A to Z"),
            pages.count(len(pages.listed)),
            groups,
            pages.crumbs(),
        )

    @staticmethod
    def _letter(article: Article) -> str:
        first = collate(article.title).strip()[:1].upper()
        if not first or first.isdigit():
            return "0–9"
        return first

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
            parent: tuple(sorted(topics, key=lambda topic: collate(topic.title)))
            for parent, topics in children.items()
        }
