"""Mends what Material's templates write and the HTML standard forbids.

These pieces stand in `base.html`, outside every block that a template could override. Each is
replaced to the letter; a test holds that Material still writes them, so that none stays here after
its reason is gone.
"""

from __future__ import annotations

MENDED = (
    # A check box has no history that a browser could fill in.
    ('type="checkbox" id="__drawer" autocomplete="off"', 'type="checkbox" id="__drawer"'),
    ('type="checkbox" id="__search" autocomplete="off"', 'type="checkbox" id="__search"'),
    # An empty tabindex is no number.
    (' tabindex="">', ">"),
)
_NO_TOGGLE = ('<label class="md-nav__title" for="__toc">', '<label class="md-nav__title">')
"""The title of the table of contents is a label; off the menu there is no box that it toggles."""


def mend(html: str) -> str:
    """Return a page of Material's templates as valid HTML."""
    for wrong, right in MENDED:
        html = html.replace(wrong, right)
    if 'id="__toc"' not in html:
        html = html.replace(*_NO_TOGGLE)
    return html
