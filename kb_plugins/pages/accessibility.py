"""The accessibility statement: what the law asks a public body to say, in its order.

The frame follows the model of the European Union (Implementing Decision (EU) 2018/1523): status,
content that is not accessible, how the statement was prepared, feedback, enforcement.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kb_plugins.pages.context import Pages
from kb_plugins.pages.views import Day, Link

STATUSES = ("unknown", "full", "partial", "none")


@dataclass(frozen=True, slots=True)
class Statement:
    """What a team says about its site; see `accessibility` in the configuration."""

    organisation: str = ""
    status: str = "unknown"
    limits: tuple[str, ...] = ()
    assessed: date | None = None
    channel: str = ""
    enforcement: str = ""
    enforcement_url: str = ""


@dataclass(frozen=True, slots=True)
class StatementView:
    """The statement for its template."""

    title: str
    crumbs: tuple[Link, ...]
    intro: str
    status: str
    limits: tuple[str, ...]
    assessed: Day
    contact: Link
    enforcement: str
    enforcement_url: str


def statement_view(
    pages: Pages, said: Statement, site: str, contact: Link, title: str = ""
) -> StatementView:
    """Return the view. `contact` is where barriers are reported; `title` is the team's own."""
    _ = pages._
    who = {"organisation": said.organisation or site, "site": site}
    states = {
        "full": _("This site is fully conformant with EN 301 549 and WCAG 2.2, level AA."),
        "partial": _(
            "This site is partially conformant with EN 301 549 and WCAG 2.2, level AA, "
            "because of what is listed below."
        ),
        "none": _(
            "This site is not conformant with EN 301 549 and WCAG 2.2, level AA, "
            "because of what is listed below."
        ),
        "unknown": _(
            "The pages are made by software that is tested against WCAG 2.2, level AA. "
            "The texts and pictures themselves have not been assessed yet."
        ),
    }
    intro = _(
        "%(organisation)s wants everybody to be able to use %(site)s, whatever device, sight, "
        "hearing, hands or way of thinking they have."
    )
    return StatementView(
        title=title or _("Accessibility"),
        crumbs=pages.crumbs(),
        intro=intro % who,
        status=states[said.status],
        limits=said.limits,
        assessed=pages.day(said.assessed),
        contact=contact,
        enforcement=said.enforcement,
        enforcement_url=said.enforcement_url,
    )
