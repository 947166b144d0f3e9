"""Makes foreign HTML harmless, and says what had to go (nh3, the Rust library ammonia).

What may stay is a closed list of elements and attributes, so that anything unknown goes. The
same list judges what our Markdown renders to: see `danger`.
"""

from __future__ import annotations

import re
from collections import Counter

import nh3
from selectolax.lexbor import LexborHTMLParser

SCHEMES = frozenset({"http", "https", "mailto", "tel"})
"""URL schemes that survive, besides addresses without one."""

BOX = "kb-box"
"""Our own element for what HTML has none: admonitions and tabs, between reading and writing."""

_BLOCKS = (
    "address article aside blockquote caption col colgroup dd details div dl dt figcaption figure"
    " footer h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot"
    " th thead tr ul"
)
_INLINE = (
    "a abbr acronym b big br center cite code del dfn em font i img ins kbd mark q s samp small"
    " span strike strong sub sup tt u var wbr"
)
_MEDIA = "audio iframe source track video"
TAGS = frozenset(f"{_BLOCKS} {_INLINE} {_MEDIA} {BOX}".split())
"""Elements that may stay."""

ATTRIBUTES: dict[str, set[str]] = {
    "*": {"id", "class", "title", "lang", "dir"},
    "a": {"href", "name"},
    "audio": {"src", "controls"},
    "blockquote": {"cite"},
    "col": {"span"},
    "iframe": {"src", "title"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start", "type"},
    "pre": {"data-language"},
    "q": {"cite"},
    "source": {"src", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "track": {"src", "kind", "srclang", "label"},
    "video": {"src", "poster", "controls", "width", "height"},
    BOX: {"kind", "heading", "closed"},
}
"""Attributes that may stay, by element; `*` is for all."""

_SHELL = frozenset({"html", "head", "body", "meta", "title", "link", "-undef"})
_STYLING = frozenset({"o:p", "style"})
_RUNS = frozenset(
    [
        "script",
        "style",
        "iframe",
        "frame",
        "frameset",
        "object",
        "embed",
        "applet",
        "form",
        "base",
        "meta",
        "link",
        "svg",
        "math",
        "template",
        "noscript",
        "textarea",
        "select",
        "button",
        "portal",
    ]
)
_ADDRESSES = frozenset({"href", "src", "poster", "cite", "action", "data", "xlink:href"})
_SCHEME = re.compile(r"^[\x00-\x20]*([a-z][a-z0-9+.-]*)[\x00-\x20]*:", re.IGNORECASE)
_UNSEEN = re.compile(r"[\x00-\x20\x7f-\xa0\xad\u200b-\u200f\u2028-\u202f\u2060\ufeff]")


def clean(html: str) -> str:
    """Return HTML with nothing in it that could run, whatever went in."""
    return nh3.clean(
        html,
        tags=set(TAGS),
        attributes=ATTRIBUTES,
        url_schemes=set(SCHEMES),
        link_rel=None,
        strip_comments=True,
        clean_content_tags={"script", "style", "title", "template", "noscript"},
    )


def removed(html: str) -> Counter[str]:
    """Count the elements that `clean` takes out of a piece of HTML, by name; styling is none."""
    if "<" not in html:
        return Counter()
    found: Counter[str] = Counter()
    for node in LexborHTMLParser(html).css("*"):
        tag = node.tag or ""
        if tag not in TAGS and tag not in _SHELL and tag not in _STYLING:
            found[tag] += 1
    return found


def safe_address(address: str) -> bool:
    """Say whether an address may stand in a link: its scheme is allowed, or it has none."""
    bare = _UNSEEN.sub("", address)
    match = _SCHEME.match(bare)
    return match is None or match[1].lower() in SCHEMES


def danger(html: str) -> str:
    """Name what is dangerous in HTML that is to be published, or return an empty string."""
    for node in LexborHTMLParser(html).css("*"):
        tag = node.tag or ""
        if tag in _SHELL or tag == "-undef":
            if tag in ("meta", "link", "title"):
                return f"<{tag}>"
            continue
        if tag in _RUNS:
            return f"<{tag}>"
        for name, value in node.attributes.items():
            if name.startswith("on") or name in ("style", "srcdoc", "formaction", "background"):
                return f"{name}= in <{tag}>"
            if name in _ADDRESSES and not safe_address(value or ""):
                return f"{name}= in <{tag}>"
    return ""
