"""The Content-Security-Policy of a site: strict, and as wide as what its pages embed.

Nothing of ours needs more than the site itself. What a team embeds on purpose, such as a video of
another host, would be stopped by that, so its origin is added to the one directive that it needs.
Format: https://www.w3.org/TR/CSP3/
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

STRICT = {
    "default-src": ["'none'"],
    "base-uri": ["'none'"],
    "connect-src": ["'self'"],
    "font-src": ["'self'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'self'"],
    "img-src": ["'self'", "data:"],
    "manifest-src": ["'self'"],
    "media-src": ["'self'"],
    "object-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "worker-src": ["'self'"],
}
_SOURCES = {
    "img": "img-src",
    "script": "script-src",
    "iframe": "frame-src",
    "video": "media-src",
    "audio": "media-src",
    "source": "media-src",
    "track": "media-src",
    "embed": "object-src",
    "object": "object-src",
}
_TAG = re.compile(
    r"<(img|script|iframe|video|audio|source|track|embed|object|link)\b([^>]*)>", re.I
)
_ATTRIBUTE = re.compile(r"""\b(src|data|href|poster|rel|srcset)=(?:"([^"]*)"|'([^']*)')""", re.I)
_INLINE = re.compile(r"<(script|style)\b([^>]*)>(.*?)</\1>", re.I | re.S)
_DATA = re.compile(r"""type=["']?(?:application|text)/(?:ld\+)?(?!javascript)[\w+-]*json""", re.I)
_HOST = re.compile(r"[a-z0-9._-]+(:\d+)?|\[[0-9a-f:.]+\](:\d+)?")
_STYLED = re.compile(r"<[a-z][^>]*\sstyle=", re.I)


def content_policy(
    pages: Iterable[str],
    connect: Iterable[str] = (),
    forms: Iterable[str] = (),
    more: Mapping[str, str] | None = None,
) -> str:
    """Return the policy for some pages (HTML).

    `connect` are addresses that scripts send to, `forms` those that forms send to. `more` adds
    sources to directives.
    """
    wanted: dict[str, set[str]] = defaultdict(set)
    for page in pages:
        for directive, source in _needs(page):
            wanted[directive].add(source)
    wanted["connect-src"].update(filter(None, map(origin, connect)))
    wanted["form-action"].update(filter(None, map(origin, forms)))
    for directive, sources in (more or {}).items():
        wanted[directive].update(sources.split())
    policy = []
    for directive in sorted({*STRICT, *wanted}, key=lambda name: (name != "default-src", name)):
        strict = STRICT.get(directive, ["'self'"] if directive.endswith("-src") else [])
        extra = sorted(wanted.get(directive, set()) - set(strict))
        kept = [source for source in strict if not (extra and source == "'none'")]
        policy.append(" ".join((directive, *kept, *extra)))
    return "; ".join(policy)


def origin(address: str) -> str:
    """Return scheme and host of an address as a policy names them; nothing for our own."""
    try:
        parts = urlsplit(html.unescape(address).strip())
    except ValueError:
        return ""
    if parts.scheme in ("data", "blob", "mailto"):
        return f"{parts.scheme}:"
    host = parts.netloc.rpartition("@")[2].lower()
    return f"{parts.scheme or 'https'}://{host}" if _HOST.fullmatch(host) else ""


def _needs(page: str) -> Iterable[tuple[str, str]]:
    """Yield directives with the sources that a page needs beyond its own site."""
    for tag, text in _TAG.findall(page):
        values = {name.lower(): one or other for name, one, other in _ATTRIBUTE.findall(text)}
        tag = tag.lower()
        if tag == "link":
            rel = values.get("rel", "").lower()
            directive = "style-src" if "stylesheet" in rel else "img-src" if "icon" in rel else ""
            addresses = [values.get("href", "")] if directive else []
        else:
            directive = _SOURCES[tag]
            addresses = [values.get("src", ""), values.get("data", "")]
        for address in addresses:
            if found := origin(address):
                yield directive, found
        if found := origin(values.get("poster", "")):
            yield "img-src", found
        for part in values.get("srcset", "").split(","):
            if found := origin(part.strip().split(" ")[0]):
                yield "img-src", found
    for tag, attributes, text in _INLINE.findall(page):
        if text.strip() and not _DATA.search(attributes) and "src=" not in attributes:
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            yield f"{tag.lower()}-src", f"'sha256-{digest}'"
    if _STYLED.search(page):
        yield "style-src-attr", "'unsafe-inline'"
