"""The text of a page as readers get it, and what the rest of a build asks of it.

Both follow from the rendered Markdown alone, so they are kept with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from sys import intern
from typing import Any
from urllib.parse import urlsplit

from mkdocs.structure.pages import Page

from kb_plugins.adapter.bundle import text_needs_bundle
from kb_plugins.adapter.html import without_frame, without_waivers
from kb_plugins.publish.markup import anchors, tidy
from kb_plugins.styles import html_words

_FIRST_HEADING = re.compile(r"\s*<h1\b([^>]*)>.*?</h1>", re.DOTALL)
_HEADING_ID = re.compile(r'\bid="([^"]*)"')
_TARGET = re.compile(
    r"""<(?:a|img)\b[^>]*?\b(?:href|src)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.I
)


@dataclass(frozen=True, slots=True)
class Text:
    """The HTML of a text; `heading_id` is that of the title, which templates print.

    `words` are classes and ids, `ids` the anchors, `targets` the addresses of links and pictures
    that may be a part of this site.
    """

    html: str
    heading_id: str
    words: tuple[str, ...]
    ids: tuple[str, ...]
    targets: tuple[str, ...]
    bundle: bool

    def row(self, content: str) -> list[Any]:
        """What the cache keeps beside the rendered `content`."""
        html = len(content) - len(self.html) if content.endswith(self.html) else self.html
        return [html, self.heading_id, self.words, self.ids, self.targets, self.bundle]

    @classmethod
    def of(cls, row: list[Any], content: str) -> Text:
        """Make of a row what it was made of. Raises ValueError or TypeError for another row."""
        html, heading_id, words, ids, targets, bundle = row
        if isinstance(html, int):
            html = content[html:]
        # Every text has the same words, and a row of the cache has them as new strings.
        return cls(html, heading_id, tuple(map(intern, words)), tuple(ids), tuple(targets), bundle)


def finish_text(content: str, titled: bool) -> Text:
    """Return the text of a page from its rendered Markdown, as valid HTML.

    `titled` says that a template prints the title, so that the first heading is taken out.
    """
    html, heading_id = without_waivers(without_frame(content)), ""
    if not titled:
        return facts(tidy(html))
    if heading := _FIRST_HEADING.match(html):
        if anchor := _HEADING_ID.search(heading[1]):
            heading_id = anchor[1]
        html = html[heading.end() :]
    return facts(tidy(html, below=1), heading_id)


def text_from(page: Page, content: str, titled: bool) -> Text:
    """Return the text of a page, which is known if it was rendered through the cache."""
    rendered = getattr(page, "kb_rendered", None)
    if titled and rendered is not None and rendered.content == content:
        return rendered.text  # type: ignore[no-any-return]
    return finish_text(content, titled)


def facts(html: str, heading_id: str = "") -> Text:
    """Return a text that is finished already, with what is asked of it."""
    return Text(
        html,
        heading_id,
        tuple(sorted(html_words(html))),
        tuple(sorted(anchors(html))),
        tuple(sorted(set(_own_targets(html)))),
        text_needs_bundle(html),
    )


def text_of(page: Page) -> Text:
    """Return the text of a page as it stands now, whichever plugin changed it last.

    Its dead links are in it: what is dead may be there after the next save of a preview.
    """
    known = getattr(page, "kb_text", None)
    html = page.content or ""
    if isinstance(known, Text) and html in (known.html, getattr(page, "kb_mended", None)):
        return known
    page.kb_text = facts(html, known.heading_id if known else "")  # type: ignore[attr-defined]
    return page.kb_text  # type: ignore[attr-defined, no-any-return]


def _own_targets(html: str) -> list[str]:
    found = (double or single for double, single in _TARGET.findall(html))
    return [address for address in found if _is_own(unescape(address).strip())]


def _is_own(address: str) -> bool:
    return bool(address) and not address.startswith("//") and not urlsplit(address).scheme
