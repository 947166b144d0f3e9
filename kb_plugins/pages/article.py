"""The page of an article: its facts, its relatives, and the way out."""

from __future__ import annotations

from functools import cached_property

from kb_plugins.escalation.ladder import WayOut, climb, way_out
from kb_plugins.escalation.link import Context
from kb_plugins.model import Article, Audience, Channel, Level, Status
from kb_plugins.pages.context import Pages
from kb_plugins.pages.related import Related
from kb_plugins.pages.views import ArticleView, Link, WayOutView


class ArticlePages:
    """Makes the views of articles and of ways out."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages

    @cached_property
    def related(self) -> Related:
        """The kinship of all listed articles."""
        return Related(self.pages.listed)

    def view(self, article: Article) -> ArticleView:
        """Return the view of one article."""
        pages = self.pages
        exit_ = way_out(pages.kb, article)
        successor = pages.kb.by_source.get(article.replaced_by)
        topic = pages.kb.topic_by_path[article.topic]
        return ArticleView(
            title=article.title,
            description=article.description,
            badge=pages.badges[article.level],
            crumbs=pages.topic_crumbs(topic),
            type=pages.types.get(article.type, ""),
            product=pages.language.list(list(article.product)),
            versions=", ".join(article.versions),
            author=pages.language.list(list(article.author)),
            authors=article.author,
            created=pages.day(article.created),
            updated=pages.day(article.updated),
            related=tuple(pages.card(other) for other in self.related.of(article)),
            way_out=self._way_out(exit_, self._context(article)) if exit_ else None,
            deprecated=article.status is Status.DEPRECATED,
            replaced_by=Link(successor.title, pages.address(successor.source))
            if successor
            else None,
            internal=article.audience is Audience.INTERNAL,
        )

    def level_way_out(self, level: Level) -> WayOutView | None:
        """Return the way to the people of a level, or to the next ones above it."""
        found = climb(self.pages.kb, level)
        if found is None:
            return None
        context = Context(
            url=self._absolute(level.source),
            language=self.pages.language.code,
            level=f"{level.number} {level.name}",
        )
        return self._way_out(found, context)

    def _context(self, article: Article) -> Context:
        level = self.pages.kb.level_by_number[article.level]
        return Context(
            title=article.title,
            url=self._absolute(article.source),
            level=f"{level.number} {level.name}",
            product=", ".join(article.product),
            language=self.pages.language.code,
        )

    def _absolute(self, source: str) -> str:
        address = self.pages.address(source)
        return (
            f"{self.pages.site_url.rstrip('/')}/{address.lstrip('/')}"
            if self.pages.site_url
            else address
        )

    def _way_out(self, found: WayOut, context: Context) -> WayOutView:
        pages, level, channel = self.pages, found.level, found.channel
        return WayOutView(
            sentence=pages._("If this did not help, your next step is “%(level)s”.")
            % {"level": level.name},
            purpose=level.purpose,
            label=channel.label or self._label(channel),
            href=pages.channel_href(channel.name, context),
            badge=pages.badges[level.number],
            entitlement=level.entitlement,
            response=level.response,
            hours=pages.hours(level),
            consent=level.consent,
            page=pages.address(level.source),
        )

    def _label(self, channel: Channel) -> str:
        """Words for a button that nobody labelled: by kind of address, else by the usual names."""
        _ = self.pages._
        by_scheme = {"mailto": _("Write an e-mail"), "tel": _("Call us")}
        by_name = {
            "ticket": _("Open a ticket"),
            "callback": _("Request a callback"),
            "expert": _("Ask an expert"),
            "external": _("Ask us to forward it"),
        }
        return by_scheme.get(channel.scheme) or by_name.get(channel.name) or _("Get help")
