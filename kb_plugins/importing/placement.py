"""Where a piece of HTML stands among blocks: what begins a line, and what ends one."""

from __future__ import annotations

from bs4 import Tag
from bs4.element import PageElement

from kb_plugins.importing.sanitise import BOX
from kb_plugins.importing.tables import is_blank

_BLOCK = frozenset(
    f"address article aside blockquote caption dd details div dl dt figcaption figure footer h1 h2"
    f" h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot th thead tr"
    f" ul body kb_note_text [document] {BOX}".split()
)


def starts_line(node: PageElement) -> bool:
    """Say whether a text begins a line of the Markdown: nothing inline stands before it."""
    current: PageElement | None = node
    while current is not None:
        before = current.previous_sibling
        while before is not None and is_blank(before):
            before = before.previous_sibling
        if before is not None:
            return isinstance(before, Tag) and (before.name in _BLOCK or before.name == "br")
        current = current.parent
        if current is None or (isinstance(current, Tag) and current.name in _BLOCK):
            return True
    return True


def ends_block(node: PageElement) -> bool:
    """Say whether a node without a following one ends a block."""
    return isinstance(node.parent, Tag) and node.parent.name in _BLOCK


def borders_block(node: PageElement | None) -> bool:
    """Say whether a neighbour is a block or a line break, so that blanks beside it are none."""
    return isinstance(node, Tag) and (node.name in _BLOCK or node.name in ("kb_box", "br"))


def text_between(before: Tag, after: Tag) -> bool:
    """Say whether anything but blanks stands between two elements."""
    node = before.next_sibling
    while node is not None and node is not after:
        if not is_blank(node):
            return True
        node = node.next_sibling
    return False
