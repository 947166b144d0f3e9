"""Long lists in parts: the pages they need, so that none weighs too much on a phone.

A site of many articles has a page a letter; a letter or a topic with many has numbered pages.
Which pages there are follows from the articles alone, before the first of them is rendered.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from posixpath import basename, dirname
from urllib.parse import unquote

from kb_plugins.content.own_pages import LISTING_PAGE
from kb_plugins.content.paths import address, is_index, stem
from kb_plugins.i18n import Language
from kb_plugins.model import Article, KnowledgeBase
from kb_plugins.pages.collation import DIGITS, OTHER, letter, sort_key
from kb_plugins.pages.context import group_by, in_order

LINES = 150
"""How many titles a page of all articles lists: 6 KB on top of the 36 of any page."""
CARDS = 100
"""How many articles with their descriptions a page lists: 8 KB. LCP on a phone stays at 1.2 s."""

_NUMBERED = re.compile(r"page-\d+")


@dataclass(frozen=True, slots=True)
class Part:
    """A page of a list, and the paths of the articles on it."""

    path: str
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Division:
    """A list in parts. `name` is its letter or the path of its topic."""

    name: str
    parts: tuple[Part, ...]

    @property
    def size(self) -> int:
        """How many articles it lists."""
        return sum(len(part.articles) for part in self.parts)


@dataclass(frozen=True)
class Lists:
    """The lists of a site that are in parts. Without `letters` all articles are on one page."""

    letters: tuple[Division, ...] = ()
    topics: Mapping[str, Division] = field(default_factory=dict)

    @cached_property
    def pages(self) -> dict[str, tuple[Division, int]]:
        """The pages that these lists add, by path: the list, and which of its parts.

        The first page of a topic is there anyway.
        """
        letters = [(one, index) for one in self.letters for index in range(len(one.parts))]
        topics = [(one, i) for one in self.topics.values() for i in range(1, len(one.parts))]
        return {one.parts[index].path: (one, index) for one, index in letters + topics}


def divide(
    kb: KnowledgeBase, own: Mapping[str, str], speaker: Language, taken: Collection[str] = ()
) -> Lists:
    """Return the lists of a knowledge base that are too long for one page.

    `own` maps our pages to their paths. `taken` are the addresses (`paths.address`) of other pages:
    a list that would need one of them stays whole.
    """
    listed = in_order((article for article in kb.articles if article.listed), speaker)
    topics = {}
    for path, members in group_by(listed, lambda article: article.topic).items():
        if len(members) > CARDS:
            topics[path] = _division(path, kb.topic_by_path[path].source, members, CARDS)
    letters = []
    if len(listed) > LINES:
        found = group_by(listed, lambda article: letter(article.title, speaker.code))
        for name in sorted(found, key=lambda name: letter_order(name, speaker)):
            first = f"{_folder(own[LISTING_PAGE])}/{name}.md"
            letters.append(_division(name, first, found[name], LINES))

    def fits(division: Division, start: int) -> bool:
        return not any(address(part.path) in taken for part in division.parts[start:])

    return Lists(
        tuple(letters) if all(fits(one, 0) for one in letters) else (),
        {path: one for path, one in topics.items() if fits(one, 1)},
    )


def letter_order(name: str, speaker: Language) -> tuple[int, str]:
    """Return what sorts letters: digits first, signs last."""
    return (name == OTHER) - (name == DIGITS), sort_key(name, speaker.code)


def retired(published: Iterable[str], pages: Mapping[str, str], prefix: str) -> dict[str, str]:
    """Return where addresses lead now whose part of a list is gone: to the list.

    `published` are the addresses that were promised, `pages` maps addresses as `paths.address`
    gives them to those of pages, `prefix` is the folder of the language. A site that shrinks, or a
    letter that loses its last article, breaks no promise.
    """
    listing = address(LISTING_PAGE)
    found = {}
    for old in published:
        if "#" in old or not old.startswith(prefix):
            continue
        name = address(unquote(old).removeprefix(prefix).strip("/").removesuffix(".html") + ".md")
        above, last = dirname(name), basename(name)
        if name in pages or not (above == listing or _NUMBERED.fullmatch(last)):
            continue
        target = pages.get(above) or (pages.get(listing) if dirname(above) == listing else None)
        if target:
            found[old] = target
    return found


def _division(name: str, first: str, members: Sequence[Article], size: int) -> Division:
    """Divide a list into pages that are about as long as each other."""
    count = -(-len(members) // size)
    cuts = [round(len(members) * index / count) for index in range(count + 1)]
    paths = [first, *(f"{_folder(first)}/page-{number}.md" for number in range(2, count + 1))]
    return Division(
        name,
        tuple(
            Part(path, tuple(article.source for article in members[start:end]))
            for path, start, end in zip(paths, cuts, cuts[1:], strict=False)
        ),
    )


def _folder(path: str) -> str:
    return dirname(path) if is_index(path) else stem(path)

