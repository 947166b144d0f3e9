"""The many addresses of one Zendesk article: with or without language, slug and API prefix."""

from __future__ import annotations

import re

_ADDRESS = re.compile(
    r"^(?P<host>//[^/]+)?/(?:api/v2/help_center|hc|api/v2/guide)(?:/(?P<locale>[a-z]{2}[\w-]*))?"
    r"/(?P<kind>articles|sections|categories|article_attachments)/(?P<number>\d+)",
    re.IGNORECASE,
)


def canonical(address: str) -> str:
    """Return the address by number, and any other address as it is.

    `/hc/de/articles/12-Titel` and `/hc/en-us/articles/12` are one article. Which translation a
    link means follows from the page it stands on.
    """
    match = _ADDRESS.match(address)
    if match is None:
        return address
    return f"{match['host'] or ''}/hc/{match['kind'].lower()}/{match['number']}"
