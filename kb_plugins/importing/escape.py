r"""Puts a backslash where text would be taken for Markdown, and nowhere else.

The syntax is that of Python-Markdown with the extensions of `render.py`.
"""

from __future__ import annotations

import re

_INLINE = re.compile(r"\\(?=[\\`*_{}\[\]()>#+\-.!~|])|[`*]|(?<!\w)_|_(?!\w)|~~")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_BRACKET = re.compile(r"\[(?=[^\[\]]*\](?:[(\[:]|\s\[))|\[(?=\^)|(?<=\])\[|(?<=\])\(|!(?=\[)")
_ATTRIBUTES = re.compile(r"\{(?=:?[ ]*[^}\s][^}]*\})")
_START = re.compile(
    r"(?P<indent>\s*)(?:(?P<mark>[-+*](?=\s|$)|[-=*_]{2,}\s*$|#{1,6}|>|:(?=\s)|!!!|\?\?\?"
    r"|===|\||~~~|///|--8<--)|(?P<number>\d{1,9})[.)](?=\s|$)|(?P<toc>\[TOC\]))"
)


def escape_inline(text: str) -> str:
    """Escape what means something anywhere in a line."""
    text = _INLINE.sub(lambda match: "\\" + match[0], text)
    text = _ENTITY.sub("&amp;", text)
    text = _TAG.sub("&lt;", text)
    text = _BRACKET.sub(lambda match: "\\" + match[0], text)
    return _ATTRIBUTES.sub(r"\\{", text)


def escape_start(text: str) -> str:
    """Escape what means something at the start of a line only."""
    match = _START.match(text)
    if match is None:
        return text
    at = match.end("number") if match["number"] else match.end("indent")
    if text[at : at + 1] == "\\":
        return text
    if text[at] in "=?:/~":  # no backslash escape exists for these
        return f"{text[:at]}&#{ord(text[at])};{text[at + 1 :]}"
    return f"{text[:at]}\\{text[at:]}"


def escape_html(text: str) -> str:
    """Escape text inside raw HTML so that neither HTML nor Markdown sees anything in it."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"[\\`*_\[\]{}~!|:$]", lambda match: f"&#{ord(match[0])};", text)


def escape_attribute(text: str) -> str:
    """Escape the value of an attribute in raw HTML."""
    return escape_html(" ".join(text.split())).replace('"', "&quot;").replace("'", "&#39;")
