"""The link to a channel, carrying what the article knows, within a length budget.

Templates hold `{title}`, `{url}`, `{level}`, `{product}` and `{language}`; their values are
percent-encoded (RFC 3986, everything but unreserved characters). A `mailto:` address without a
query gets a subject and a body (RFC 6068, lines end in %0D%0A); `tel:` (RFC 3966) carries nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from urllib.parse import quote

from kb_plugins.model import Channel

URL_LENGTH = 1800
"""Encoded characters. Some servers and mail programs cut longer addresses off at 2,000."""

DROPPED_FIRST = ("language", "product", "level")
"""What goes when a link is too long, in this order; then the title is shortened, then the URL."""

PLACEHOLDERS = frozenset({"title", "url", "level", "product", "language"})

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a link may carry. All values are plain text; `url` is the address of the article."""

    title: str = ""
    url: str = ""
    level: str = ""
    product: str = ""
    language: str = ""


def channel_link(
    channel: Channel, context: Context, labels: Mapping[str, str], limit: int = URL_LENGTH
) -> str:
    """Return the address that opens a channel with the context filled in.

    `labels` are the words for the lines of a mail (`url`, `level`, `product`, `language`). The
    result has at most `limit` characters unless the bare template is longer by itself.
    """
    template = _mail_template(channel, labels)
    for smaller in _ever_smaller(context):
        link = _fill(template(smaller), smaller)
        if len(link) <= limit:
            return link
    return _with_short_title(template, context, limit)


def unknown_placeholders(url: str) -> list[str]:
    """Return the placeholders of a template that nobody fills, in order."""
    return [name for name in _PLACEHOLDER.findall(url) if name not in PLACEHOLDERS]


def _ever_smaller(context: Context) -> list[Context]:
    """The whole context, then without the parts of DROPPED_FIRST one after the other."""
    steps = [context]
    for name in DROPPED_FIRST:
        steps.append(replace(steps[-1], **{name: ""}))
    return steps


def _with_short_title(template: _Template, context: Context, limit: int) -> str:
    """Shorten the title as far as needed, and drop the URL when even that is not enough."""
    bare = _ever_smaller(context)[-1]
    for rest in (bare, replace(bare, url="")):
        whole = _fill(template(rest), rest)
        if len(whole) <= limit:
            return whole
        low, high = 0, len(rest.title) - 1
        best = ""
        while low <= high:  # the length grows with the title, so halving finds the longest fit
            middle = (low + high) // 2
            cut = rest.title[:middle].rstrip()
            shorter = replace(rest, title=cut + _ELLIPSIS if cut else "")
            link = _fill(template(shorter), shorter)
            if len(link) <= limit:
                best, low = link, middle + 1
            else:
                high = middle - 1
        if best:
            return best
    nothing = Context()
    return _fill(template(nothing), nothing)


class _Template:
    """Makes the template of a channel for a context: mails have lines only for what is known."""

    def __init__(self, url: str, labels: Mapping[str, str] | None) -> None:
        self.url = url
        self.labels = labels

    def __call__(self, context: Context) -> str:
        if self.labels is None:
            return self.url
        known = asdict(context)
        lines = [
            f"{quote(label, safe='')}%3A%20{{{name}}}"
            for name, label in self.labels.items()
            if known[name]
        ]
        body = "%0D%0A".join(["", "", "--%20", *lines]) if lines else ""
        fields = ["subject={title}"] if context.title else []
        fields += [f"body={body}"] if body else []
        return self.url + ("?" + "&".join(fields) if fields else "")


def _mail_template(channel: Channel, labels: Mapping[str, str]) -> _Template:
    plain_mail = channel.scheme == "mailto" and "?" not in channel.url
    return _Template(channel.url, labels if plain_mail else None)


def _fill(template: str, context: Context) -> str:
    values = asdict(context)
    return _PLACEHOLDER.sub(lambda match: quote(values.get(match[1], ""), safe=""), template)
