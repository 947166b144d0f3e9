"""The knowledge base as frozen values. This module imports nothing of ours and knows no MkDocs.

Paths of articles and pages are POSIX paths relative to the docs folder (`billing/refund.md`);
they are the identity of a page everywhere in Firstline. Dates are calendar dates without a time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from enum import StrEnum
from functools import cached_property


class Severity(StrEnum):
    """How bad a problem is.

    An error keeps the page out of the site, a warning costs one field; a note is advice about
    style, and never fails anything.
    """

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Problem:
    """One mistake of a writer, with where it is and how to mend it.

    `path` is what a terminal can open (relative to the folder of `mkdocs.yml`), `line` counts
    from 1, `message` says what is wrong and `fix` how to mend it, both without a final full stop
    (a question keeps its mark).
    """

    path: str
    line: int
    rule: str
    message: str
    fix: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        end = "" if self.fix.endswith("?") else "."
        return f"{self.path}:{self.line}: {self.rule}: {self.message}. {self.fix}{end}"


class Audience(StrEnum):
    """Who may read an article. Internal ones are absent from a public build."""

    PUBLIC = "public"
    INTERNAL = "internal"


class Status(StrEnum):
    """Where an article is in its life. Drafts stay in the preview, deprecated ones point on."""

    DRAFT = "draft"
    PUBLISHED = "published"
    DEPRECATED = "deprecated"


class ResourceKind(StrEnum):
    """What a resource of a level is, so that a page can show the right icon and word."""

    ARTICLES = "articles"
    VIDEO = "video"
    BLOG = "blog"
    FORUM = "forum"
    MANUAL = "manual"
    PHONE = "phone"
    EMAIL = "email"
    CHAT = "chat"
    REMOTE_SUPPORT = "remote-support"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A place where a level helps: `url` is absolute, `mailto:`, `tel:` or the path of a page."""

    label: str
    url: str
    kind: ResourceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A question that a level answers; `article` is the path of the answer, or empty."""

    question: str
    article: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningHours:
    """One line of opening hours. `days` are ISO weekdays (1 is Monday); times are local."""

    days: tuple[int, ...]
    opens: time
    closes: time


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One rung of the ladder: who solves a problem, how a reader reaches them, what it takes.

    `channel` names a configured channel, `escalates_to` the number of another level; both may be
    empty (None for the level). `source` is the path of the landing page. `language` is that of its
    texts, if it is not the site's.
    """

    number: int
    slug: str
    name: str
    source: str
    purpose: str = ""
    for_whom: str = ""
    who: str = ""
    how: str = ""
    entitlement: str = ""
    response: str = ""
    hours: tuple[OpeningHours, ...] = ()
    timezone: str = ""
    channel: str = ""
    escalates_to: int | None = None
    external: bool = False
    audience: Audience = Audience.PUBLIC
    consent: str = ""
    resources: tuple[Resource, ...] = ()
    examples: tuple[Example, ...] = ()
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter of a link: `template` is text with {names} of context items.

    `escapes` are pairs of texts to replace in the values, for systems with a syntax of their own;
    upper and lower case of their letters are the same.
    """

    name: str
    template: str
    escapes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a channel leads, as plain data: browser and build make the same link from it.

    `base` is a URL whose {names} are filled too; then come the parameters, then the `fragment`.
    `post` means a form that is sent, not a link that is opened. `newline` ends a line of the text.
    """

    base: str
    parameters: tuple[Parameter, ...] = ()
    fragment: str = ""
    post: bool = False
    newline: str = "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday:
    """A day on which a channel is closed; without a year it comes every year."""

    month: int
    day: int
    year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A way to reach people, checked when loaded.

    `provider` names the ticket system, or is empty for what the scheme of `url` says; then there
    is no `target` and `url` is the whole template. Hours, time zone and holidays that are set
    here win over those of the level.
    """

    name: str
    url: str
    label: str = ""
    provider: str = ""
    target: Target | None = None
    hours: tuple[OpeningHours, ...] = ()
    timezone: str = ""
    holidays: tuple[Holiday, ...] = ()
    audience: Audience = Audience.PUBLIC

    @property
    def scheme(self) -> str:
        """The URL scheme in lower case: `https`, `http`, `mailto` or `tel`."""
        return self.url.partition(":")[0].lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One problem and its answer. Empty strings and tuples mean that nothing was said.

    `language` is that of the text, if it is not the site's: the article is not translated yet.
    """

    source: str
    title: str
    level: int
    type: str = ""
    topic: str = ""
    description: str = ""
    questions: tuple[str, ...] = ()
    expect_not: tuple[str, ...] = ()
    product: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    owner: str = ""
    created: date | None = None
    updated: date | None = None
    review_every: int | None = None
    audience: Audience = Audience.PUBLIC
    status: Status = Status.PUBLISHED
    replaced_by: str = ""
    escalate: str = ""
    redirect_from: tuple[str, ...] = ()
    language: str = ""

    @property
    def due(self) -> date | None:
        """The day by which it must be checked again, or None if nobody asked for that."""
        last = self.updated or self.created
        if last is None or not self.review_every or not self.listed:
            return None
        return last + timedelta(days=self.review_every)

    @property
    def listed(self) -> bool:
        """Whether lists show it: a deprecated article keeps its page but leaves the lists."""
        return self.status is Status.PUBLISHED


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A subject of articles, named by its path of folders (`billing/refunds`; empty is the root).

    `source` is the path of its landing page, written by the team or generated. `language` is that
    of the title, if it is not the site's.
    """

    path: str
    title: str
    source: str
    language: str = ""

    @property
    def parent(self) -> str:
        """The path of the topic above; the root's parent is the root."""
        return self.path.rpartition("/")[0]


@dataclass(frozen=True, kw_only=True)
class KnowledgeBase:
    """Everything that was understood of a docs folder, in a stable order.

    `articles` are sorted by path, `levels` by number, `topics` by path. `types` are pairs of id
    and label. `pages` are the paths of Markdown pages that are not articles: home, level and topic
    texts, what the team excluded. `hidden` are names of channels and levels that this build does
    not show, because they are for colleagues only; `broken` are the paths of articles, and
    the names of channels, that are there and could not be understood: they have their own problems.
    """

    levels: tuple[Level, ...]
    articles: tuple[Article, ...] = ()
    topics: tuple[Topic, ...] = ()
    channels: tuple[Channel, ...] = ()
    types: tuple[tuple[str, str], ...] = ()
    pages: frozenset[str] = field(default_factory=frozenset)
    hidden: frozenset[str] = frozenset()
    broken: frozenset[str] = frozenset()

    @cached_property
    def by_source(self) -> dict[str, Article]:
        """Articles by their path."""
        return {article.source: article for article in self.articles}

    def knows(self, path: str) -> bool:
        """Whether there is an article of this path, be it a broken one."""
        return path in self.by_source or path in self.broken

    @cached_property
    def level_by_number(self) -> dict[int, Level]:
        """Levels by their number."""
        return {level.number: level for level in self.levels}

    @cached_property
    def channel_by_name(self) -> dict[str, Channel]:
        """Channels by the name they have in the configuration."""
        return {channel.name: channel for channel in self.channels}

    @cached_property
    def topic_by_path(self) -> dict[str, Topic]:
        """Topics by their path."""
        return {topic.path: topic for topic in self.topics}
