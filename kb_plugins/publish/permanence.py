"""What was published keeps leading somewhere: addresses of pages, their anchors, downloads.

The list is a text file, one address a line, sorted: `billing/refund/` and, for an anchor,
`billing/refund/#steps`. Each build writes the list of its site; the next one compares.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from fnmatch import fnmatchcase
from pathlib import Path

from kb_plugins.content.fields import nearest
from kb_plugins.content.redirects import KEY
from kb_plugins.model import Problem, Severity

LIST = "published.txt"
"""The list: beside `mkdocs.yml` the one to compare with, in the site the new one."""
URL_GONE = "url-gone"
ANCHOR_GONE = "anchor-gone"

_HEAD = """\
# Addresses that this site has published. They are promises: each must keep leading somewhere.
# Every build writes this list into the site. Kept beside mkdocs.yml, the next build compares.
"""
_MADE = re.compile(r"^(?:_|fn:|fnref|admonition-)|_\d+$")
"""Anchors that extensions number by their position; nobody can promise those."""
_LIKELY = 0.5


@dataclass(frozen=True, slots=True)
class PublishedPage:
    """A page as it is now. `source` is how problems call its file, empty if it has none.

    `own` is then the file that a team may write in its place, if there may be one.
    """

    url: str
    source: str = ""
    anchors: frozenset[str] = frozenset()
    own: str = ""


@dataclass(frozen=True)
class Now:
    """What a build publishes.

    `pages` by address; `redirects` from old addresses to addresses or other sites; `files` tells
    whether another file is there; `let_go` whether the team gave an address up on purpose.
    `heading` finds the line and text of a heading by source and anchor; `attributes` is whether
    Markdown may give headings an id (extension `attr_list`).
    """

    pages: Mapping[str, PublishedPage]
    redirects: Mapping[str, str] = field(default_factory=dict)
    files: Container[str] = ()
    let_go: Callable[[str], bool] = lambda address: False
    heading: Callable[[str, str], tuple[int, str] | None] = lambda source, anchor: None
    attributes: bool = True


def lasting(anchors: Iterable[str]) -> frozenset[str]:
    """Return those anchors of a text, as they stand in its HTML, that links from elsewhere use."""
    found = map(html.unescape, anchors)
    return frozenset(name for name in found if not _MADE.search(name) and " " not in name)


def read_list(file: Path) -> dict[str, int]:
    """Return the lines of a list by address; nothing if there is no list.

    Raises OSError or UnicodeDecodeError if it cannot be read.
    """
    if not file.exists():
        return {}
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    return {
        line.strip(): number
        for number, line in enumerate(lines, start=1)
        if line.strip() and not line.startswith("#")
    }


def switched(published: Iterable[str], targets: Mapping[str, str]) -> dict[str, str]:
    """Return where addresses lead now whose form changed with `use_directory_urls`.

    `published` are the addresses that were promised, `targets` maps those of now to where they
    lead. `pay/` becomes `pay.html` then, or the other way round; no writer has to mend that.
    """
    others = {_other_form(url): target for url, target in targets.items()}
    return {old: others[old] for old in published if old in others and old not in targets}


def _other_form(url: str) -> str:
    return f"{url.removesuffix('.html')}/" if url.endswith(".html") else f"{url.rstrip('/')}.html"


def is_given_up(patterns: Iterable[str], address: str) -> bool:
    """Whether a team gave an address up on purpose; with a page go its anchors."""
    page = address.partition("#")[0]
    return any(fnmatchcase(address, wish) or fnmatchcase(page, wish) for wish in patterns)


def new_list(before: Iterable[str], now: Now, downloads: Iterable[str] = ()) -> str:
    """Return the list of a site: what was promised before and what is new."""
    addresses = {address for address in before if not now.let_go(address)}
    addresses.update(now.pages, now.redirects, downloads)
    for page in now.pages.values():
        addresses.update(f"{page.url}#{anchor}" for anchor in page.anchors)
    return _HEAD + "".join(f"{address}\n" for address in sorted(addresses))


def broken_promises(listed: Mapping[str, int], now: Now, path: str = LIST) -> list[Problem]:
    """Return a problem for every listed address that leads nowhere now.

    `listed` are addresses with their lines in the list, `path` is how problems call it.
    """
    fresh = [
        page for url, page in now.pages.items() if url not in listed and (page.source or page.own)
    ]
    problems = []
    for address, line in listed.items():
        url, sign, anchor = address.partition("#")
        if now.let_go(address):
            continue
        target = now.redirects.get(url, url)
        if not sign:
            known = url in now.pages or url in now.redirects or url in now.files
            if not known:
                problems.append(_url_gone(address, listed, fresh, path, line))
        elif (page := now.pages.get(target)) and anchor not in page.anchors:
            problems.append(_anchor_gone(page, anchor, listed, now, path, line))
    return sorted(problems)


def _url_gone(
    url: str, listed: Mapping[str, int], fresh: list[PublishedPage], path: str, line: int
) -> Problem:
    page = _successor(url, listed, fresh)
    what = f'"{url}" was published, and there is nothing at this address now'
    let_go = f"or, if nothing takes its place, `gone: [{url}]` to the settings of kb"
    if page is None:
        fix = f"Add `{KEY}: [{url}]` to the article that answers this now, {let_go}"
    elif not page.source:
        lines = f"`---`, `{KEY}: [{url}]`, `---`"
        fix = f"Write a file {page.own} with three lines: {lines}, {let_go}"
    else:
        fix = f"Add `{KEY}: [{url}]` to {page.source}, {let_go}"
    if page is not None and page.source:
        path, line = page.source, 1
    return Problem(path=path, line=line, rule=URL_GONE, message=what, fix=fix,
                   severity=Severity.WARNING)  # fmt: skip


def _successor(
    url: str, listed: Mapping[str, int], fresh: list[PublishedPage]
) -> PublishedPage | None:
    """Return the new page that is most like a lost one: by its name, its anchors, pages below."""
    lost = {address.partition("#")[2] for address in listed if address.startswith(f"{url}#")}
    lost |= _below(url, listed)
    now = [page.url for page in fresh]

    def likeness(page: PublishedPage) -> float:
        has = page.anchors | _below(page.url, now)
        both = len(lost) + len(has)
        common = 2 * len(lost & has) / both if both else 0.0
        if _name(url) == _name(page.url):
            return 1 + common
        name = SequenceMatcher(None, _name(url), _name(page.url)).ratio()
        return max(name, common, (name + common) / 1.5)

    best = max(fresh, key=lambda page: (likeness(page), page.url), default=None)
    return best if best is not None and likeness(best) >= _LIKELY else None


def _below(url: str, addresses: Iterable[str]) -> set[str]:
    """Return the names of the pages in a folder, with a slash, which no anchor has."""
    pages = (address for address in addresses if "#" not in address and address != url)
    return {f"{_name(page)}/" for page in pages if url.endswith("/") and page.startswith(url)}


def _name(url: str) -> str:
    return url.rstrip("/").removesuffix(".html").rpartition("/")[2]


def _anchor_gone(
    page: PublishedPage, anchor: str, listed: Mapping[str, int], now: Now, path: str, line: int
) -> Problem:
    fresh = sorted(name for name in page.anchors if f"{page.url}#{name}" not in listed)
    near = nearest(anchor, fresh) or (fresh[0] if len(fresh) == 1 else "")
    heading = now.heading(page.source, near) if near and page.source else None
    alias = f'<a id="{html.escape(anchor)}"></a>'
    if heading is None:
        fix = f"Write `{alias}` where the answer stands now"
    elif now.attributes:
        fix = f"Let the heading keep its name: `{heading[1]} {{#{anchor}}}`"
    else:
        fix = f"Write `{alias}` in a line of its own above `{heading[1]}`"
    return Problem(
        path=page.source or path,
        line=heading[0] if heading else (1 if page.source else line),
        rule=ANCHOR_GONE,
        message=f'"{page.url}#{anchor}" was published, and the page has no such heading now',
        fix=fix,
        severity=Severity.WARNING,
    )
