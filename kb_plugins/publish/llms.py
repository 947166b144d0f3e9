"""`llms.txt` and `llms-full.txt`: the help centre for language models (https://llmstxt.org)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kb_plugins.publish.shelf import Shelf

_MARKS = re.compile(r"([\\\[\]`*_<])")


def llms_txt(shelf: Shelf, copies: bool, help_page: str, more: Mapping[str, str]) -> str:
    """Return `llms.txt`: what the site is, its levels, and a link to every listed article.

    With `copies` the links lead to the Markdown of the articles, else to their pages. `help_page`
    is the address of the page that leads to people, `more` are other files: address to words.
    """
    _, pages = shelf.pages._, shelf.pages
    lines = [*_head(shelf), f"## {_('Support levels')}", ""]
    for level in pages.kb.levels:
        about = " ".join(part for part in (level.purpose, level.response) if part)
        lines.append(_entry(f"{level.number} {level.name}", shelf.page(level.source), about))
    lines.append(_entry(_("Get help"), shelf.url(help_page), ""))
    for title, articles in shelf.groups():
        lines += ["", f"## {title}", ""]
        for article in articles:
            copy = shelf.url(shelf.copy(article.source))
            address = copy if copies else shelf.page(article.source)
            lines.append(_entry(article.title, address, article.description))
    if more:
        # The name is a word of the format: readers with little room skip this section.
        lines += ["", "## Optional", ""]
        lines += [_entry(words, shelf.url(address), "") for address, words in more.items()]
    return "\n".join(lines) + "\n"


def llms_full_txt(shelf: Shelf, copies: Mapping[str, bytes]) -> Iterator[bytes]:
    """Yield `llms-full.txt` piece by piece: the text of every listed article.

    `copies` are texts by path, each with one line end after it.
    """
    yield "\n".join(_head(shelf)).rstrip().encode() + b"\n"
    for _, group in shelf.groups():
        for article in group:
            yield b"\n\n" + copies[article.source]


def _head(shelf: Shelf) -> list[str]:
    pages = shelf.pages
    lines = [f"# {_plain(shelf.name)}", ""]
    if shelf.description:
        lines += [f"> {_plain(shelf.description)}", ""]
    return [*lines, f"{pages.count(len(pages.listed))}.", ""]


def _entry(title: str, address: str, about: str) -> str:
    entry = f"- [{_escaped(title)}]({address})"
    return f"{entry}: {_plain(about)}" if about else entry


def _escaped(text: str) -> str:
    return _MARKS.sub(r"\\\1", _plain(text))


def _plain(text: str) -> str:
    return " ".join(text.split())
