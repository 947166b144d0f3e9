"""Lines by which somebody means a block for colleagues, in the signs of any other system.

`/// internal` is the only form that is obeyed; what is found here keeps a page back. A line is
looked at for its structure: a sign that opens a block there (`:::`, `> [!...]`, `!!!`, a comment, a
tag, an attribute list, a shortcode ...) beside words that say secrecy and nothing else. The same
words in a heading, a tab, a list or a sentence are prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from kb_plugins.content.lookalike import plain

Phrase = tuple[str, bool]
"""Words, and whether they are a name in a sign, which may say less than a title must."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SECRET = re.compile(
    r"internal|intern(?:[ao]s?|e[rsn]?)?|privat[eao]?|prive|privad[oa]|confidential|confidenti?el"
    r"|confidencial|riservat[oa]|vertraulich"
)
_GROUP = re.compile(
    r"staff|colleagues?|employees?|agents?|personnel|mitarbeiter|kollegen|colleghi|collegues"
    r"|empleados"
)
_ONLY = _words("only nur solo seulement uniquement solamente")
_WITH_TITLE = _ONLY | _words(
    "for to a the den by per para pour fur fuer use usage uso gebrauch note notes nota hinweis "
    "eyes our team support"
)
_WITH_NAME = _WITH_TITLE | _words(
    "and of is eq not if unless else endif begin start end stop open close block section part box "
    "area zone comment content contents text info information audience access visibility level "
    "data show publish page user mode role kb div span class id type name true"
)
_GLUED = re.compile(r"(internal|private|confidential|staff|agents?|colleagues?)(only|notes?|use)")
_END = _words("end stop close endif")

_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_SLASHES = str.maketrans({"∕": "/", "⁄": "/", "⧸": "/", "╱": "/", "⟋": "/", "⫽": "//", "⫻": "///"})
_AROUND = re.compile(
    r"(?P<quote>>)|(?P<list>(?:[-*+]|\d+[.)])(?=\s)|\[\^[^\]]+\]:|:(?=\s{2,}))|\s+"
)
_TAB = re.compile(r"={3,}[!+]*\s*[\"']|/{3,}\s*tab\b")
_HEADING = re.compile(r"#{1,6}\s")
# What opens a block at the beginning of a line: its name, and its title.
_OPENING = tuple(
    map(
        re.compile,
        (
            r"(?:!{3,}|\?{3,}\+?)\s*(?P<name>[^\"']*)(?:[\"'](?P<title>.*?)[\"'])?\s*$",
            r"\[\s*!\s*(?P<name>[^\]\[|]+)(?:\|[^\]]*)?\][+-]?(?P<title>.*)$",
            r":{3,}\s*(?P<name>\{[^}]*\}|[\w.-]*)(?P<title>.*)$",
            r"/{3,}\s*(?P<name>[\w-]+)\s*\|(?P<title>.*)$",
            r"(?:`{3,}|~{3,})(?P<name>)(?P<title>.*)$",
            r"\\begin\s*\{(?P<name>[^{}]*)\}(?P<title>)",
        ),
    )
)
_BOLD = re.compile(r"(?:\*\*|__)([^*_]+)(?:\*\*|__)\s*:?\s*$")
# What names a block wherever it stands in a line.
_ANYWHERE = tuple(
    map(
        re.compile,
        (
            r"<!-*([^<>]*?)(?:-*>|$)",
            r"\{(?:%|\{[<%])-?([^{}]*?)(?:-?%\}|[>%]\}\})",
            r"\[/([^\]]+)\]",
            r"(?:^|[^\w/:])/{3,}\s*(\w+)",
            r"^\[[^\]]*\]:\s*(?:#|<>)\s*[(\"'](.*)[)\"']\s*$",
        ),
    )
)
_SUMMARY = re.compile(r"<summary[^<>]*>([^<>]*)")
_TAG = re.compile(r"<[a-z][\w:-]*(?:\"[^\"]*\"|'[^']*'|[^'\"<>])*>")
_CLASSES = re.compile(r"\{:?\s*([^{}%]*)\}\s*$")
_BLOCKS = _words("div section aside article details p blockquote main figure template")
_SAYING = _words("class id role audience visibility access data-audience data-visibility")
# Signs before words in prose: emphasis, quotation marks, brackets, options, paths, punctuation.
_PROSE = re.compile(r"[*_~'\"“”‘’„«»(]*|--?\s?|[.,;:!?&$|]\s?|=+\s?|#{2,}|(?:[.~]{1,2}/)+|/")
_REFERENCE = re.compile(r"\[.*\]\s*[\[(:]")
# Letters of which one stands in each such line, unless others stand in for them.
_LETTERS = re.compile(
    r"intern|priv|confid|riserv|vertrau|staff|colle|employ|emple|agent|personn|mitarb|kolleg",
    re.IGNORECASE,
)


def is_sign(line: str) -> bool:
    """Whether a line, which is no code, is meant to begin or to end a block for colleagues."""
    if line.isascii() and not _LETTERS.search(line):
        return False
    text = as_read(_CODE_SPAN.sub("x", line))
    return _LETTERS.search(text) is not None and any(
        says_secrecy(words, name) for words, name in _phrases(text)
    )


def may_hold_sign(text: str) -> bool:
    """Whether a text might have such a line; quick, and on the safe side."""
    return not text.isascii() or _LETTERS.search(text) is not None


def as_read(line: str) -> str:
    """Return a line as a reader sees it: plain, and with slashes for all that look like them."""
    return plain(line).translate(_SLASHES)


def is_end(line: str) -> bool:
    """Whether such a line ends a block."""
    text = plain(line)
    return bool(re.search(r"[\[<{%#!-]\s*/", text)) or not _END.isdisjoint(re.findall(r"\w+", text))


def says_secrecy(phrase: str, name: bool) -> bool:
    """Whether words say that something is for colleagues, and nothing else.

    The phrase is plain. For the `name` in a sign, "staff" is enough; a title says "staff only".
    """
    words = re.findall(r"[^\W\d_]+", phrase)
    beside = _WITH_NAME if name else _WITH_TITLE
    secret = group = False
    for word in words:
        if _SECRET.fullmatch(word) or _GLUED.fullmatch(word):
            secret = True
        elif _GROUP.fullmatch(word):
            group = True
        elif word not in beside:
            return False
    return secret or (group and (name or not _ONLY.isdisjoint(words)))


def _phrases(text: str) -> Iterator[Phrase]:
    """Yield all that might name a block in a line."""
    quoted = listed = False
    at = 0
    while found := _AROUND.match(text, at):
        quoted |= found["quote"] is not None
        listed |= found["list"] is not None
        at = found.end()
    text = text[at:].rstrip()
    if _TAB.match(text):
        return
    yield from _anywhere(text)
    if text.startswith("|"):
        for cell in text.split("|"):
            yield from _opening(cell.strip())
    elif _HEADING.match(text):
        yield from _classes(text)
    else:
        yield from _opening(text)
        if quoted and (bold := _BOLD.match(text)):  # as the first alerts of GitHub were written
            yield bold[1], False
        if not listed:
            yield from _alone(text)


def _opening(text: str) -> Iterator[Phrase]:
    """Yield the names and the title of a block that begins with a line."""
    for pattern in _OPENING:
        if found := pattern.match(text):
            # `::: agents` is how mkdocstrings is asked for a module.
            yield found["name"], not text.startswith(":::")
            for one in found["name"].split():
                yield one, not text.startswith(":::")
            yield found["title"] or "", False
            yield from _classes(text)
    if text.startswith("{"):
        yield from _classes(text)


def _anywhere(text: str) -> Iterator[Phrase]:
    for pattern in _ANYWHERE:
        for found in pattern.finditer(text):
            yield found[1], True
    for found in _SUMMARY.finditer(text):
        yield found[1], False
    for found in _TAG.finditer(text):
        yield from _tag(found[0])


def _tag(text: str) -> Iterator[Phrase]:
    """Yield the name of a tag, and what the attributes of a block say about it."""
    tag = _Tag()
    tag.feed(text)
    yield tag.name, False
    if tag.name in _BLOCKS or "-" in tag.name:
        for name, value in tag.attributes:
            if name in _SAYING:
                yield from ((word, False) for word in (value or "").split())


class _Tag(HTMLParser):
    name = ""
    attributes: tuple[tuple[str, str | None], ...] = ()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.name, self.attributes = tag, tuple(attrs)


def _classes(text: str) -> Iterator[Phrase]:
    """Yield the classes in an attribute list at the end of a line."""
    if found := _CLASSES.search(text):
        yield from ((word, False) for word in found[1].split() if word[0] in ".#")


def _alone(text: str) -> Iterator[Phrase]:
    """Yield a line that is signs and words alone, unless its first signs are those of prose."""
    word = re.search(r"\w", text)
    if word and not _PROSE.fullmatch(text[: word.start()]) and not _REFERENCE.match(text):
        yield text, False
