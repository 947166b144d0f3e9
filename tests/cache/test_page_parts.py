"""A finished page is in the cache without its text, and comes back to the byte."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kb_plugins.adapter.page_parts import joined, parted

DIGEST = "0123abcd"
pieces = st.lists(st.sampled_from((b"a", b"<p>", b"\n", b" -1", "é".encode(), b"x" * 25))).map(
    b"".join
)


@given(before=pieces, text=pieces, after=pieces, other=pieces)
def test_a_page_comes_back(before: bytes, text: bytes, after: bytes, other: bytes) -> None:
    page = before + text + after
    row = parted(DIGEST, page, text)
    assert joined(row, DIGEST, text) == page
    assert joined(row, "another", text) is None
    assert len(row) < len(page) + 30 - (len(text) if len(text) > 20 else 0)
    assert joined(parted(DIGEST, page, other), DIGEST, other) == page


@given(row=st.binary() | st.binary().map(lambda tail: DIGEST.encode() + b" 4\n" + tail))
def test_what_is_no_row_is_no_page(row: bytes) -> None:
    found = joined(row, DIGEST, b"text")
    assert found is None or row.startswith(DIGEST.encode())
