"""A finished page as the cache keeps it: its hash, and its bytes without those of its text.

The text is in the cache already. A row is `HASH SIZE`, a line feed, and what stands before and
after the text; SIZE is how many bytes stand before it, or -1 where the page is kept whole.
"""

from __future__ import annotations

_SHORT = 20
"""A text of so few bytes is not worth the search."""


def parted(digest: str, page: bytes, text: bytes) -> bytes:
    """Return the row of a page with this hash; `text` is taken out where it stands first."""
    size = page.find(text) if len(text) > _SHORT else -1
    if size < 0:
        return b"%b -1\n%b" % (digest.encode(), page)
    return b"%b %d\n%b%b" % (digest.encode(), size, page[:size], page[size + len(text) :])


def joined(row: bytes, digest: str, text: bytes) -> bytes | None:
    """Return the page of a row, if it is the one with this hash."""
    head, _, rest = row.partition(b"\n")
    known, _, number = head.partition(b" ")
    try:
        size = int(number)
    except ValueError:
        return None
    if known != digest.encode() or size > len(rest):
        return None
    return rest if size < 0 else rest[:size] + text + rest[size:]
