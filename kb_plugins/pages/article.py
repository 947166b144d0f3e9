"""The page of an article: its facts, its relatives, and the way out."""

from __future__ import annotations

from functools import cached_property

from kb_plugins.model import Article, Audience, Level, Status
from kb_plugins.pages.context import Pages
from kb_plugins.pages.related import Related
from kb_plugins.pages.views import ArticleView, Link, WayOutView
from kb_plugins.pages.ways import Ways


class ArticlePages:
    """Makes the views of articles and of ways out."""

    def __init__(self, pages: Pages, ways: Ways | None = None) -> None:
        self.pages = pages
        self.ways = ways or Ways(pages)

    @cached_property
    def related(self) -> Related:
        """The kinship of all listed articles."""
        return Related(self.pages.listed)

    def view(self, article: Article) -> ArticleView:
        """Return the view of one article."""
        pages = self.pages
        successor = pages.kb.by_source.get(article.replaced_by)
        topic = pages.kb.topic_by_path[article.topic]
        return ArticleView(
            title=article.title,
            description=article.description,
            badge=pages.badges[article.level],
            crumbs=pages.topic_crumbs(topic),
            kind=article.type,
            type=pages.types.get(article.type, ""),
            product=pages.language.list(list(article.product)),
            versions=", ".join(article.versions),
            author=pages.language.list(list(article.author)),
            authors=article.author,
            created=pages.day(article.created),
            updated=pages.day(article.updated),
            related=tuple(pages.card(other) for other in self.related.of(article)),
            way_out=self.ways.of_article(article),
            deprecated=article.status is Status.DEPRECATED,
            replaced_by=Link(successor.title, pages.address(successor.source), successor.language)
            if successor
            else None,
            internal=article.audience is Audience.INTERNAL,
            checked=pages.day(article.updated or article.created if article.due else None),
            due=pages.day(article.due),
            overdue=bool(article.due and pages.today and article.due < pages.today),
            translation=pages.translation(article.source, article.language),
        )

    def level_way_out(self, level: Level) -> WayOutView | None:
        """Return the way to the people of a level, or to the next ones above it."""
        return self.ways.of_level(level)
