"""What templates read: plain values, every text and address present, nothing left to decide.

Addresses (`url`) are relative to the root of the site or absolute; templates pass them through
`|url|e`. Empty strings and tuples mean that there is nothing to show. `language` is the code of
the language of a text that is not in the language of the site.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads somewhere, or nowhere if `url` is empty."""

    title: str
    url: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """A page in one language. `name` is what speakers call the language.

    `translated` is false where the page is shown in another language, or leads to the front page.
    """

    code: str
    name: str
    url: str
    current: bool
    translated: bool


@dataclass(frozen=True, slots=True)
class Translation:
    """How a page stands to its original.

    `notice` is one sentence in the language of the reader. `language` and `direction` (`ltr`,
    `rtl`) are those of the text, if the site's are others.
    """

    notice: str
    original: Link | None = None
    language: str = ""
    direction: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """A date for people and for machines (ISO 8601)."""

    text: str = ""
    iso: str = ""


@dataclass(frozen=True, slots=True)
class Badge:
    """A level in short. `tone` (0 to 5) picks its colour, so that any number of levels has one."""

    number: int
    name: str
    url: str
    tone: int
    language: str = ""
    internal: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """An article in a list. `spoken` is what readers call its language, if it is another."""

    title: str
    url: str
    description: str
    badge: Badge
    type: str
    topic: str
    date: Day
    language: str = ""
    spoken: str = ""
    internal: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Some articles under a heading. `anchor` is the id of the heading.

    `more` leads to the page at `url`, which has others that this one does not.
    """

    title: str
    anchor: str
    url: str
    cards: tuple[Card, ...]
    count: str
    language: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One of the parts that a long list is in: a letter or a number."""

    title: str
    url: str
    current: bool = False
    anchor: str = ""
    count: str = ""


@dataclass(frozen=True, slots=True)
class Pager:
    """The numbered pages of a list; the neighbours of this one have an empty `url` at its ends."""

    pages: tuple[Step, ...]
    previous: str
    next: str


@dataclass(frozen=True, slots=True)
class TopicCard:
    """A topic in a list; `count` says in words how many articles it and its subtopics hold."""

    title: str
    url: str
    count: str
    children: tuple[Link, ...] = ()
    language: str = ""


@dataclass(frozen=True, slots=True)
class WayOutView:
    """The way to a human: one sentence, one button, and what to expect.

    `help` is the get-help page told of this one. `clock` holds the opening hours and `script` what
    the link is made from, both plain data for scripts or empty.
    """

    sentence: str
    purpose: str
    label: str
    href: str
    badge: Badge
    entitlement: str = ""
    response: str = ""
    hours: tuple[str, ...] = ()
    consent: str = ""
    page: str = ""
    help: str = ""
    internal: bool = False
    clock: dict[str, Any] = field(default_factory=dict)
    script: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article around its text. `kind` is the id of its type, `type` what readers call it.

    `checked` and `due` are the days of the last review and of the next one, empty where none is
    asked for; `overdue` is whether that day has passed when the site is built.
    """

    title: str
    description: str
    badge: Badge
    crumbs: tuple[Link, ...]
    kind: str
    type: str
    product: str
    versions: str
    author: str
    authors: tuple[str, ...]
    created: Day
    updated: Day
    related: tuple[Card, ...]
    way_out: WayOutView | None
    deprecated: bool
    replaced_by: Link | None
    internal: bool
    translation: Translation | None = None
    checked: Day = Day()
    due: Day = Day()
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class ResourceView:
    """A resource of a level; `kind` is the id of its kind, `word` what readers call it."""

    label: str
    url: str
    kind: str
    word: str


@dataclass(frozen=True, slots=True)
class LevelView:
    """The landing page of a level."""

    badge: Badge
    title: str
    purpose: str
    for_whom: str
    who: str
    how: str
    entitlement: str
    response: str
    hours: tuple[str, ...]
    consent: str
    way_out: WayOutView | None
    resources: tuple[ResourceView, ...]
    examples: tuple[Link, ...]
    groups: tuple[Group, ...]
    count: str
    below: Badge | None
    above: Badge | None
    crumbs: tuple[Link, ...]
    translation: Translation | None = None


@dataclass(frozen=True, slots=True)
class Rung:
    """A level in the overview of the ladder, or on a card of the home page."""

    badge: Badge
    purpose: str
    who: str
    how: str
    entitlement: str
    examples: tuple[Link, ...]
    count: str


@dataclass(frozen=True, slots=True)
class OverviewView:
    """The page of all levels."""

    title: str
    rungs: tuple[Rung, ...]
    crumbs: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class TopicView:
    """The landing page of a topic, or of all topics."""

    title: str
    count: str
    topics: tuple[TopicCard, ...]
    cards: tuple[Card, ...]
    crumbs: tuple[Link, ...]
    translation: Translation | None = None
    pager: Pager | None = None


@dataclass(frozen=True, slots=True)
class ListingView:
    """All articles by first letter: on one page in `groups`, or those of a letter in `cards`.

    `here` is how the breadcrumbs call the page. With neither groups nor cards it shows letters.
    """

    title: str
    here: str
    count: str
    letters: tuple[Step, ...]
    groups: tuple[Group, ...]
    cards: tuple[Card, ...]
    crumbs: tuple[Link, ...]
    pager: Pager | None = None


@dataclass(frozen=True, slots=True)
class HomeView:
    """The front page."""

    rungs: tuple[Rung, ...]
    topics: tuple[TopicCard, ...]
    recent: tuple[Card, ...]
    questions: tuple[tuple[Link, Badge], ...]
    count: str


@dataclass(frozen=True, slots=True)
class HelpLevel:
    """A level on the get-help page, for readers without script: a `link`, a `form` or both."""

    badge: Badge
    purpose: str
    for_whom: str
    way: WayOutView
    link: str
    form: HelpForm | None


@dataclass(frozen=True, slots=True)
class HelpForm:
    """A plain form. `method` is `get` or `post`."""

    action: str
    method: str
    fields: tuple[HelpField, ...]


@dataclass(frozen=True, slots=True)
class HelpField:
    """A field of a form: `kind` is `text`, `title`, `email`, `name` or `hidden`."""

    name: str
    kind: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class HelpView:
    """The get-help page. `script` is plain data for its script."""

    title: str
    levels: tuple[HelpLevel, ...]
    crumbs: tuple[Link, ...]
    script: dict[str, Any]


@dataclass(frozen=True, slots=True)
class SiteView:
    """What every page shares."""

    home: str
    levels: Link
    topics: Link
    listing: Link
    search: Link
    get_help: Link
    accessibility: Link
    badges: tuple[Badge, ...] = ()
