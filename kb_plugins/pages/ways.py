"""Ways out: the channel a page leads to, what its link carries, and when people are there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from kb_plugins.escalation.channels import channel_kind
from kb_plugins.escalation.ladder import WayOut, climb, way_out
from kb_plugins.escalation.link import Context, Plan, build_link, channel_target, make_plan
from kb_plugins.model import Article, Audience, Channel, Level
from kb_plugins.pages.context import Pages
from kb_plugins.pages.views import WayOutView


class Ways:
    """Makes the views of ways out. `help_page` is the address of the get-help page, or empty."""

    def __init__(self, pages: Pages, help_page: str = "") -> None:
        self.pages = pages
        self.help_page = help_page
        # The head, the text and the foot of a page each want it.
        self._known: dict[str, WayOutView | None] = {}
        self._frames: dict[tuple[int, str], tuple[Plan, dict[str, Any], WayOutView]] = {}

    def of_article(self, article: Article) -> WayOutView | None:
        """Return where an article leads, or None if it is a dead end."""
        if article.source not in self._known:
            found = way_out(self.pages.kb, article)
            self._known[article.source] = (
                self.view(found, self._article_context(article)) if found else None
            )
        return self._known[article.source]

    def of_level(self, level: Level) -> WayOutView | None:
        """Return the way to the people of a level, or to the next ones above it."""
        found = climb(self.pages.kb, level)
        if found is None:
            return None
        context = Context(
            url=self._absolute(level.source),
            language=self.pages.language.code,
            level=f"{level.number} {level.name}",
        )
        return self.view(found, context)

    def of_page(self, source: str) -> WayOutView | None:
        """Return the way out of any other page: the first of the ladder."""
        found = next(
            filter(None, (climb(self.pages.kb, one) for one in self.pages.kb.levels)), None
        )
        url = self._absolute(source) if source else ""
        return (
            self.view(found, Context(url=url, language=self.pages.language.code)) if found else None
        )

    def view(self, found: WayOut, context: Context) -> WayOutView:
        """Return a way out with a link that carries a context."""
        plan, data, frame = self._frame(found)
        help_link = self._help_link(context, found.level)
        if (
            plan.target.post or frame.consent
        ):  # a form to fill in, or words to agree to, comes first
            form = f"{help_link}#kb-level-{found.level.number}"
            return replace(frame, href=form, help=help_link)
        items = context.given()
        script = {"plan": data, "items": items}
        return replace(frame, href=build_link(plan, items).url, help=help_link, script=script)

    def _frame(self, found: WayOut) -> tuple[Plan, dict[str, Any], WayOutView]:
        """Return what all pages with the same way out share; it is made once."""
        key = (found.level.number, found.channel.name)
        if key not in self._frames:
            plan = self.plan(found.channel)
            self._frames[key] = (plan, plan.data(), self._make_frame(found))
        return self._frames[key]

    def _make_frame(self, found: WayOut) -> WayOutView:
        pages, level, channel = self.pages, found.level, found.channel
        return WayOutView(
            sentence=pages._("If this did not help, your next step is “%(level)s”.")
            % {"level": level.name},
            purpose=level.purpose,
            label=self.label(channel),
            href="",
            badge=pages.badges[level.number],
            entitlement=level.entitlement,
            response=level.response,
            hours=pages.hours(level, channel),
            clock=self.clock(level, channel),
            consent=self.consent(level),
            page=pages.address(level.source),
            internal=Audience.INTERNAL in (channel.audience, level.audience),
        )

    def consent(self, level: Level) -> str:
        """Return what a reader must agree to before a level is asked, or nothing."""
        _ = self.pages._
        words = _(
            "I agree that my problem and my contact details are passed on to the vendor concerned."
        )
        return level.consent or (words if level.external else "")

    def plan(self, channel: Channel) -> Plan:
        """Return what a link to a channel is made from."""
        return make_plan(channel_target(channel), self.pages.item_labels, self.pages.url_length)

    def label(self, channel: Channel) -> str:
        """Return the words on the button of a channel."""
        _ = self.pages._
        by_kind = {
            "mail": _("Write an e-mail"),
            "phone": _("Call us"),
            "callback": _("Request a callback"),
        }
        by_name = {
            "ticket": _("Open a ticket"),
            "callback": _("Request a callback"),
            "expert": _("Ask an expert"),
            "external": _("Ask us to forward it"),
        }
        kind = channel_kind(channel)
        return channel.label or by_kind.get(kind) or by_name.get(channel.name) or _("Get help")

    def clock(self, level: Level, channel: Channel) -> dict[str, Any]:
        """Return opening hours as a script reads them, or nothing if no time zone is known."""
        hours, zone = channel.hours or level.hours, channel.timezone or level.timezone
        if not hours or not zone:
            return {}
        return {
            "hours": [[line.days, f"{line.opens:%H:%M}", f"{line.closes:%H:%M}"] for line in hours],
            "zone": zone,
            "holidays": [
                f"{day.year or ''}-{day.month:02}-{day.day:02}".lstrip("-")
                for day in channel.holidays
            ],
            "response": level.response,
        }

    def article_items(self, article: Article) -> dict[str, str]:
        """Return what a link knows about an article."""
        return self._article_context(article).given()

    def _article_context(self, article: Article) -> Context:
        level = self.pages.kb.level_by_number[article.level]
        return Context(
            title=article.title,
            url=self._absolute(article.source),
            level=f"{level.number} {level.name}",
            product=", ".join(article.product),
            version=", ".join(article.versions),
            language=self.pages.language.code,
        )

    def _absolute(self, source: str) -> str:
        pages, address = self.pages, self.pages.address(source)
        site = pages.site_url.rstrip("/")
        return f"{site}/{address.lstrip('/')}" if site else address

    def _help_link(self, context: Context, level: Level) -> str:
        """The get-help page, told where the reader comes from."""
        if not self.help_page:
            return ""
        known = {
            "from": context.url,
            "title": context.title,
            "product": context.product,
            "version": context.version,
            "level": str(level.number),
        }
        return f"{self.help_page}?{urlencode({k: v for k, v in known.items() if v})}"
