"""What an importer hands over, and what is said about what could not be kept.

A source reads its export into an `ImportedSite` and knows nothing of Markdown files on our side;
everything behind it (paths, links, front matter, writing, reporting) is the same for all sources.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any


class SourceError(Exception):
    """The source cannot be read at all; the text says why and what to do, in one line."""


class Form(StrEnum):
    """How the body of a page is written."""

    HTML = "html"
    MARKDOWN = "markdown"


class Weight(StrEnum):
    """What a loss means for the team.

    `note` is a change without loss, `lost` something that is gone, `hand` something that a person
    must look at before the article is published.
    """

    NOTE = "note"
    LOST = "lost"
    HAND = "hand"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Loss:
    """One thing that is not as it was. `where` is the place in the source, `page` ours.

    `kind` is a stable id; `what` a sentence without a final full stop.
    """

    where: str
    kind: str
    what: str
    weight: Weight = Weight.LOST
    page: str = ""


@dataclass(kw_only=True)
class Page:
    """One text of the source, in one language.

    `key` is its identity in the source and never changes there. `path` is the wished path below
    the docs folder, with `.md`; the plan makes it unique. `addresses` are all ways in which other
    pages name it: absolute URLs, or paths from the root of the source that begin with `/`; those
    in `redirects` were public. `bases` are the addresses that relative links start at.
    `group` is shared by the translations of a page; `language` is empty for the default one.
    """

    key: str
    path: str
    title: str
    body: str
    form: Form
    shown: str
    meta: dict[str, Any] = field(default_factory=dict)
    addresses: tuple[str, ...] = ()
    redirects: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    language: str = ""
    group: str = ""
    is_index: bool = False
    article: bool = True
    losses: list[Loss] = field(default_factory=list)

    def lose(self, kind: str, what: str, weight: Weight = Weight.LOST) -> None:
        """Remember a loss of this page."""
        self.losses.append(Loss(where=self.shown, kind=kind, what=what, weight=weight))


@dataclass(frozen=True, kw_only=True)
class Asset:
    """A picture or another file of the source. `path` is the wished path below the docs folder."""

    path: str
    file: Path
    addresses: tuple[str, ...]


@dataclass(kw_only=True)
class ImportedSite:
    """Everything that was read of a source.

    `hosts` are the hosts whose absolute links are links into this site. `canonical` turns an
    address into the one under which pages are known, for systems with many addresses for one page.
    """

    kind: str
    name: str = ""
    pages: list[Page] = field(default_factory=list)
    assets: list[Asset] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    hosts: frozenset[str] = frozenset()
    language: str = ""
    base_path: str = ""
    canonical: Callable[[str], str] = str

    def lose(self, where: str, kind: str, what: str, weight: Weight = Weight.LOST) -> None:
        """Remember a loss that belongs to no single page."""
        self.losses.append(Loss(where=where, kind=kind, what=what, weight=weight))


@dataclass(frozen=True, kw_only=True)
class Options:
    """What the person who imports asked for. Importers read what concerns them.

    `old_url` is where the site was published, `languages` limits what is imported, `default` is
    the language without a suffix. `drafts` includes drafts.
    """

    old_url: str = ""
    languages: tuple[str, ...] = ()
    default: str = ""


@dataclass(frozen=True, kw_only=True)
class Importer:
    """One source system. The entry point of the group `firstline.importers` is such a value.

    `detect` says whether a path looks like an export of the system, from 0 (no) to 100 (nothing
    else looks like this). `read` reads it and raises SourceError if it cannot be read at all;
    anything less is a loss.
    """

    name: str
    title: str
    detect: Callable[[Path], int]
    read: Callable[[Path, Options], ImportedSite]
