"""An article as Markdown for readers elsewhere: no front matter, no comments, links that hold.

The text is the writer's own, with every target made an address: a copy that stands in a chat or a
ticket has no folder around it that a relative path could start from.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import unquote, urljoin

from kb_plugins.content.paths import resolve
from kb_plugins.model import Article, Status
from kb_plugins.publish.shelf import Shelf

_FENCE = re.compile(r"\s*(`{3,}|~{3,})")
_HEADING = re.compile(r"\s*(?:#[ \t]+[^\n]*|[^\s#>*+`~|<-][^\n]*\n=+[ \t]*)(?:\n|\Z)")
_PIECE = re.compile(
    r"""
    `(?<!``)(?P<ticks>`*)(?!`).+?(?<!`)`(?P=ticks)(?!`)         # code: stays as it is
    | <!--(?P<comment>(?:(?!<!--|-->).)*-->[ \t]*\n?)
    | \](?P<before>\(\s*)(?:<(?P<angle>[^>\n]*)>|(?P<target>[^\s<>()]*(?:\([^\s()]*\)[^\s<>()]*)*))
    | \[(?:(?<=^\[)|(?<=^[ ]\[)|(?<=^[ ]{2}\[)|(?<=^[ ]{3}\[))
      (?P<label>[^\]\n]+\]:[ \t]+)(?P<definition>[^\s<>]+)
    | <(?P<tag>[a-zA-Z][^<>]*>)
    """,
    re.DOTALL | re.MULTILINE | re.VERBOSE,
)
"""Each part begins with a sign, and no group: Python skips to the next of these signs then."""
_ATTRIBUTE = re.compile(r"""(\s(?:href|src|poster)\s*=\s*)(["'])(.*?)\2""", re.DOTALL)
_GAP = re.compile(r"\n{3,}")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")

Files = Callable[[str], str]
"""Gives the address of a file of the site by its path, relative to the root, or nothing."""


def article_markdown(shelf: Shelf, article: Article, body: str, files: Files) -> str:
    """Return an article as Markdown: title, description, facts, text, and the way out.

    `body` is its text after everything internal was taken out of it.
    """
    _ = shelf.pages._
    way = shelf.ways.of_article(article)
    heading = _HEADING.match(body)  # the title stands above, as on the page
    body = body[heading.end() :] if heading else body
    text = absolute_links(body, article.source, shelf, files).strip("\n")
    parts = [f"# {article.title}"]
    if article.description:
        parts.append(f"> {article.description}")
    parts.append("\n".join(f"- {label}: {value}" for label, value in _facts(shelf, article)))
    if article.status is Status.DEPRECATED:
        parts.append(f"**{_('This article is out of date.')}**")
    parts.append(text)
    if way:
        contact = f"{way.sentence} [{way.label}](<{shelf.url(way.href)}>)"
        parts.append(f"---\n\n**{_('Still stuck?')}** {contact}")
    return "\n\n".join(part for part in parts if part) + "\n"


def _facts(shelf: Shelf, article: Article) -> list[tuple[str, str]]:
    _, pages = shelf.pages._, shelf.pages
    level = pages.kb.level_by_number[article.level]
    successor = pages.kb.by_source.get(article.replaced_by)
    facts = [
        (_("Article"), shelf.page(article.source)),
        (_("Level"), f"{level.number} {level.name}"),
        (_("Product"), ", ".join(article.product)),
        (_("Version"), ", ".join(article.versions)),
        (_("Created"), article.created.isoformat() if article.created else ""),
        (_("Updated"), article.updated.isoformat() if article.updated else ""),
    ]
    if successor:
        link = f"[{successor.title}]({shelf.page(successor.source)})"
        facts.append((_("Read this one instead:").rstrip(": "), link))
    return [(label, value) for label, value in facts if value]


def absolute_links(text: str, source: str, shelf: Shelf, files: Files) -> str:
    """Make every target of a Markdown text an address, and take out comments; code stays.

    Without a `site_url` addresses are relative to the folder of the front page.
    """
    at = shelf.page(source)

    def address(target: str) -> str:
        if not target or _SCHEME.match(target):
            return target
        path, mark, rest = _parted(target)
        known = files(resolve(unquote(path), source)) if path else ""
        return shelf.url(known) + mark + rest if known else urljoin(at, target)

    def piece(found: re.Match[str]) -> str:
        if found["ticks"] is not None:
            return found[0]
        if found["comment"]:
            return ""
        if found["tag"]:
            # A browser reads these, not MkDocs: they are relative to the address of the page.
            return _ATTRIBUTE.sub(
                lambda part: f"{part[1]}{part[2]}{_seen(part[3])}{part[2]}", found[0]
            )
        if found["label"]:
            return f"[{found['label']}{address(found['definition'])}"
        if found["angle"] is not None:
            return f"]{found['before']}<{address(found['angle'])}>"
        return f"]{found['before']}{address(found['target'])}"

    def _seen(target: str) -> str:
        return target if _SCHEME.match(target) else urljoin(at, target)

    return "".join(
        part if code else _GAP.sub("\n\n", _PIECE.sub(piece, part))
        for code, part in _code_and_text(text)
    )


def _parted(target: str) -> tuple[str, str, str]:
    """Part a target into path, `#` or `?`, and what follows."""
    found = re.search(r"[?#]", target)
    if not found:
        return target, "", ""
    return target[: found.start()], found[0], target[found.end() :]


def _code_and_text(text: str) -> list[tuple[bool, str]]:
    """Part a text into fenced code (True) and the rest, in order."""
    parts: list[tuple[bool, list[str]]] = [(False, [])]
    fence = ""
    for line in text.splitlines(keepends=True):
        mark = _FENCE.match(line)
        if mark and not fence:
            fence = mark[1]
            parts.append((True, [line]))
            continue
        parts[-1][1].append(line)
        if mark and mark[1].startswith(fence) and not line.strip().strip(fence[0]):
            fence = ""
            parts.append((False, []))
    return [(code, "".join(lines)) for code, lines in parts]
