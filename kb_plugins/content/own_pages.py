"""The pages that Firstline makes around the articles, and which documents are their texts."""

from __future__ import annotations

from collections.abc import Iterable

from kb_plugins.content.frontmatter import Document
from kb_plugins.content.paths import LEVELS, address, is_index, level_file

TOPICS_PAGE = "topics.md"
"""The page of all topics, and of the articles outside every folder."""
LISTING_PAGE = "a-z.md"
"""The page of all articles."""
HELP_PAGE = "get-help.md"
"""The page that leads to people."""
ACCESSIBILITY_PAGE = "accessibility.md"
"""The accessibility statement."""
SEARCH_PAGE = "search.md"
"""The page of search results."""
OVERVIEW_PAGE = f"{LEVELS}/index.md"
"""The page of all levels."""
OWN_PAGES = (
    "index.md",
    OVERVIEW_PAGE,
    TOPICS_PAGE,
    LISTING_PAGE,
    SEARCH_PAGE,
    HELP_PAGE,
    ACCESSIBILITY_PAGE,
)
"""Pages that Firstline generates where a team has not written them."""
OWN_ADDRESSES = frozenset(map(address, OWN_PAGES[1:]))
"""Addresses of pages that Firstline generates; a file that has one is the text above the list."""


def is_page(document: Document) -> bool:
    """Whether a document is a page around the articles: home, a level, a topic, our own pages.

    The index of a folder is the text of its topic, unless it says that it is an article by having
    a level of its own (`reset-password/index.md`, as other generators lay out articles).
    """
    path = document.path
    if level_file(path) or address(path) in OWN_ADDRESSES or address(path) == "":
        return True
    return is_index(path) and "level" not in document.meta


def own_page(page: str, paths: Iterable[str]) -> str:
    """Return which of some paths is one of our own pages: `topics.md` may be `topics/index.md`."""
    wanted = address(page)
    return next((path for path in sorted(paths) if address(path) == wanted), page)
