"""Landing pages: one for every level, the overview of the ladder, and the front page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from kb_plugins.content.paths import slugify
from kb_plugins.model import Example, Level, Resource
from kb_plugins.pages.article import ArticlePages
from kb_plugins.pages.collation import collate
from kb_plugins.pages.context import Pages, group_by
from kb_plugins.pages.listing import ListingPages
from kb_plugins.pages.parts import CARDS
from kb_plugins.pages.views import (
    Badge,
    Group,
    HomeView,
    LevelView,
    Link,
    OverviewView,
    ResourceView,
    Rung,
)

RECENT = 6
QUESTIONS = 6
TOPICS = 12


class LandingPages:
    """Makes the views of landing pages."""

    def __init__(self, pages: Pages, articles: ArticlePages, listings: ListingPages) -> None:
        self.pages = pages
        self.articles = articles
        self.listings = listings

    def level(self, level: Level, title: str = "") -> LevelView:
        """Return the view of a level's page."""
        pages = self.pages
        members = pages.by_level.get(level.number, ())
        below, above = self._neighbours(level)
        return LevelView(
            badge=pages.badges[level.number],
            title=title or level.name,
            purpose=level.purpose,
            for_whom=level.for_whom,
            who=level.who,
            how=level.how,
            entitlement=level.entitlement,
            response=level.response,
            hours=pages.hours(level, pages.kb.channel_by_name.get(level.channel)),
            consent=self.articles.ways.consent(level),
            way_out=self.articles.level_way_out(level) if level.channel else None,
            resources=tuple(map(self._resource, level.resources)),
            examples=self._examples(level.examples, level.language),
            groups=self._groups(level),
            count=pages.count(len(members)),
            below=below,
            above=above,
            crumbs=pages.crumbs(Link(pages._("Levels"), pages.address("levels/index.md"))),
            translation=pages.translation(level.source, level.language),
        )

    def overview(self, title: str = "") -> OverviewView:
        """Return the view of the page of all levels."""
        return OverviewView(
            title or self.pages._("Support levels"), self.rungs, self.pages.crumbs()
        )

    def home(self) -> HomeView:
        """Return the view of the front page."""
        pages = self.pages
        dated = [article for article in pages.listed if article.updated or article.created]
        dated.sort(key=lambda a: (a.updated or a.created, pages.sort_key(a.title)), reverse=True)
        topics = self.listings.topic_cards("")
        return HomeView(
            rungs=self.rungs,
            topics=topics[:TOPICS],
            recent=tuple(pages.card(article) for article in dated[:RECENT]),
            questions=tuple(self._best_questions()),
            count=pages.count(len(pages.listed)),
        )

    @cached_property
    def rungs(self) -> tuple[Rung, ...]:
        """Every level in short."""
        pages = self.pages
        return tuple(
            Rung(
                pages.badges[level.number],
                level.purpose,
                level.who,
                level.how,
                level.entitlement,
                self._examples(level.examples, level.language),
                pages.count(len(pages.by_level.get(level.number, ()))),
            )
            for level in pages.kb.levels
        )

    @cached_property
    def _answers(self) -> dict[str, str]:
        """Articles by title and by the questions their writers gave them."""
        found: dict[str, str] = {}
        for article in self.pages.listed:
            for question in (article.title, *article.questions):
                found.setdefault(collate(question), article.source)
        return found

    def _examples(self, examples: Iterable[Example], language: str) -> tuple[Link, ...]:
        """Link questions to the article that was named, or that asks the same."""
        links = []
        for example in examples:
            source = example.article or self._answers.get(collate(example.question), "")
            known = source in self.pages.kb.by_source
            address = self.pages.address(source) if known else ""
            links.append(Link(example.question, address, language))
        return tuple(links)

    def _best_questions(self) -> list[tuple[Link, Badge]]:
        """Take turns among the levels: the first answered question of each, then the second."""
        answered = [
            [(link, rung.badge) for link in rung.examples if link.url] for rung in self.rungs
        ]
        depth = max(map(len, answered), default=0)
        turns = [row[turn] for turn in range(depth) for row in answered if turn < len(row)]
        return turns[:QUESTIONS]

    def _groups(self, level: Level) -> tuple[Group, ...]:
        pages = self.pages
        members = group_by(pages.by_level.get(level.number, ()), lambda article: article.topic)
        topics = sorted(
            (pages.kb.topic_by_path[path] for path in members),
            key=lambda topic: (not topic.path, self._key(topic.path)),
        )
        shown = _share(list(map(len, members.values())))
        return tuple(
            Group(
                self.path_title(topic.path),
                slugify(topic.path) or "other",
                pages.address(topic.source),
                tuple(map(pages.card, members[topic.path][:shown])),
                pages.count(len(members[topic.path])),
                topic.language,
                pages._("Show all: %(topic)s") % {"topic": self.path_title(topic.path)}
                if len(members[topic.path]) > shown
                else "",
            )
            for topic in topics
        )

    def path_title(self, path: str) -> str:
        """Name a topic with those above it, so that two of one name can be told apart."""
        pages = self.pages
        if not path:
            return pages._("Other articles")
        parts = path.split("/")
        paths = ("/".join(parts[: index + 1]) for index in range(len(parts)))
        return " › ".join(pages.kb.topic_by_path[part].title for part in paths)

    def _key(self, path: str) -> str:
        return self.pages.sort_key(self.path_title(path))

    def _neighbours(self, level: Level) -> tuple[Badge | None, Badge | None]:
        numbers = [other.number for other in self.pages.kb.levels]
        index = numbers.index(level.number)
        below = self.pages.badges[numbers[index - 1]] if index else None
        up = level.escalates_to
        return below, self.pages.badges.get(up) if up is not None else None

    def _resource(self, resource: Resource) -> ResourceView:
        pages = self.pages
        is_page = ":" not in resource.url.split("/")[0]
        url = pages.address(resource.url) if is_page else resource.url
        return ResourceView(resource.label, url, resource.kind, self._word(resource.kind))

    def _word(self, kind: str) -> str:
        _ = self.pages._
        return {
            "articles": _("Articles"),
            "video": _("Videos"),
            "blog": _("Blog"),
            "forum": _("Forum"),
            "manual": _("Manual"),
            "phone": _("Phone"),
            "email": _("E-mail"),
            "chat": _("Chat"),
            "remote-support": _("Remote support"),
        }[kind]


def _share(sizes: Sequence[int]) -> int:
    """Return how many articles each topic of a level shows, so that its page has at most CARDS."""
    if sum(sizes) <= CARDS:
        return max(sizes, default=0)
    shares = (share for share in range(CARDS, 0, -1) if sum(min(share, n) for n in sizes) <= CARDS)
    return next(shares, 0)
