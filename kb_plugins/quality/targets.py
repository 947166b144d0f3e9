"""Where a link of a source leads: pages by path, files on disk, headings by their anchor."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from functools import cache, cached_property
from posixpath import basename, dirname, normpath, relpath
from urllib.parse import unquote, urlsplit

from kb_plugins.content.fields import suggest
from kb_plugins.content.own_pages import OWN_PAGES
from kb_plugins.content.paths import MARKDOWN, address
from kb_plugins.content.redirects import Redirect, read_redirects
from kb_plugins.quality.digest import Heading
from kb_plugins.quality.rule import Sources

_MADE = re.compile(r"[{}<>]|%7B", re.IGNORECASE)
_SIGNS = re.compile(r"[^\w\s-]")
_GAPS = re.compile(r"[-\s]+")
_OTHERS = ("__", "fn:", "fnref:")
"""How the anchors begin that extensions make: tabs, footnotes."""


@cache
def split(href: str) -> tuple[str, str]:
    """Return path and anchor of a link to a file of ours; both empty for every other link."""
    if _MADE.search(href) or "\\" in href:
        return "", ""  # a macro or a placeholder, which only the build can resolve
    try:
        parts = urlsplit(href)
    except ValueError:
        return "", ""
    if parts.scheme or parts.netloc or parts.path.startswith("/"):
        return "", ""
    return unquote(parts.path), unquote(parts.fragment)


def rooted(href: str, root: str) -> str:
    """Return what a link that begins with `/` means below `root`, the path of the site on its host.

    Empty for every other link, and for a file right at the root, which may be the build's or the
    host's (`robots.txt`, `feed.xml`).
    """
    if not root or not href.startswith(root) or href.startswith("//") or _MADE.search(href):
        return ""
    path = unquote(re.split(r"[?#]", href[len(root) :], maxsplit=1)[0])
    return "" if "/" not in path and "." in path else path


class Targets:
    """Everything that links of some sources may lead to; with `internal`, those for colleagues."""

    def __init__(self, sources: Sources, internal: bool = False) -> None:
        self._sources = sources
        self._internal = internal
        kb = sources.kb
        hidden = sources.left_out - kb.broken - (sources.internal if internal else frozenset())
        pages = {path for path in sources.documents if path not in hidden}
        pages |= set(OWN_PAGES)
        pages |= {level.source for level in kb.levels} | {topic.source for topic in kb.topics}
        self._pages = pages
        self._addresses = {address(path): path for path in sorted(pages)}
        self._names: dict[str, list[str]] = defaultdict(list)
        for path in sorted(pages):
            self._names[basename(path)].append(path)
        self._anchors: dict[str, frozenset[str]] = {}
        self._on_disk: dict[str, bool] = {}

    def find(self, path: str, source: str) -> str | None:
        """Return the file a link of `source` leads to, relative to the docs folder, or None."""
        target = normpath(f"{dirname(source)}/{path}".lstrip("/"))
        if target in self._pages:
            return target
        if target.endswith(MARKDOWN):
            return None
        if self._exists(target):
            return target
        # An address instead of a file: relative to the file, or to the folder that is its page.
        for base in (dirname(source), source.rsplit(".", 1)[0]):
            if found := self._page(f"{base}/{path}"):
                return found
        return None

    def leads(self, path: str) -> bool:
        """Whether there is something at an address of the site, as `rooted` gives it."""
        return (
            self._page(path) is not None
            or _key(path) in self._old
            or (not path.endswith(MARKDOWN) and self._exists(normpath(path)))
        )

    def _page(self, path: str) -> str | None:
        return self._addresses.get(_key(path))

    @cached_property
    def _old(self) -> frozenset[str]:
        """The addresses from which a page redirects."""
        found = read_redirects(self._sources.documents.values(), taken=())
        return frozenset(_key(unquote(one.old)) for one in found if isinstance(one, Redirect))

    def _exists(self, target: str) -> bool:
        if target.startswith("../"):
            return False
        if target not in self._on_disk:
            try:
                self._on_disk[target] = (self._sources.docs / target).exists()
            except (OSError, ValueError):
                self._on_disk[target] = False
        return self._on_disk[target]

    def near(self, path: str, source: str) -> str:
        """Return the path, relative to `source`, of the one page of the same name, or ''."""
        names = self._names.get(basename(path), [])
        if len(names) != 1 or basename(path) == "index.md":
            return ""
        return relpath(names[0], dirname(source) or ".")

    def has_anchor(self, target: str, anchor: str) -> bool:
        """Whether a page has an anchor, by a heading or by what the writer put there."""
        known = anchor.startswith(_OTHERS) or target in self._sources.kb.broken
        return known or anchor in self._of(target)

    def near_anchor(self, target: str, anchor: str) -> str:
        """Return `Did you mean "x"?`, or nothing."""
        return suggest(anchor, sorted(self._of(target))[:500])

    def _of(self, target: str) -> frozenset[str]:
        if target not in self._anchors:
            document = self._sources.documents[target]
            texts = (document.body, document.notes) if self._internal else (document.body,)
            digests = [self._sources.digests.of(text) for text in texts if text]
            self._anchors[target] = frozenset(
                anchor for digest in digests for anchor in (*digest.ids, *anchors(digest.headings))
            )
        return self._anchors[target]


def anchors(headings: tuple[Heading, ...]) -> frozenset[str]:
    """Return the anchors of headings as Python-Markdown's `toc` makes them, and its Unicode kind.

    A site may configure another way to make them; both common ones count, so that a link is
    reported only when neither has it.
    """
    found: set[str] = set()
    seen: Counter[str] = Counter()
    for heading in headings:
        if heading.anchor:
            found.add(heading.anchor)
            continue
        for slug in {_slug(heading.text, True), _slug(heading.text, False)}:
            number = seen[slug]
            seen[slug] += 1
            found.add(f"{slug}_{number}" if number else slug)
    return frozenset(found)


def _key(path: str) -> str:
    """Return what the address of a page and its source have in common."""
    return address(normpath(path.lstrip("/")).removesuffix(".html") + "/index.md")


def _slug(text: str, ascii_only: bool) -> str:
    if ascii_only:
        text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return _GAPS.sub("-", _SIGNS.sub("", text).strip().lower())
