"""The revision of a text: a short hash of what it says, whatever it looks like.

White space, the wrapping of lines, comments and settings such as the level are not what it says.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from hashlib import blake2b
from typing import Any

from kb_plugins.content.frontmatter import FENCE, Document
from kb_plugins.content.translations import OF_ARTICLES, OF_LEVELS, REVISION

_NO_TEXT = frozenset({*OF_ARTICLES, *OF_LEVELS, REVISION, "updated", "template", "hide", "url"})
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_SENTENCE = re.compile(r"(?<=[.!?:])\s+|\n{2,}|\n(?=\s*(?:[-*+#>|]|\d+\.)\s?)")


def revision(original: Document) -> str:
    """Return the revision of an original: `r` and ten digits of a hash."""
    said = "\n".join(statements(original))
    return "r" + blake2b(said.encode("utf-8", "surrogatepass"), digest_size=5).hexdigest()


def statements(document: Document) -> list[str]:
    """Return what a text says, sentence by sentence, front matter first."""
    texts = [text for key in sorted(document.meta) for text in _texts(key, document.meta[key])]
    body = _COMMENT.sub(" ", document.body)
    return [plain for text in (*texts, *_SENTENCE.split(body)) if (plain := _plain(text))]


def changes(old: Document, new: Document) -> list[tuple[str, str]]:
    """Return what changed between two states of a text: pairs of before and after."""
    before, after = statements(old), statements(new)
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    return [
        (" ".join(before[a:b]), " ".join(after[c:d]))
        for kind, a, b, c, d in matcher.get_opcodes()
        if kind != "equal"
    ]


def diff(old: Document, new: Document, name: str) -> str:
    """Return what changed as a unified diff of sentences."""
    lines = difflib.unified_diff(
        statements(old), statements(new), f"{name} (translated)", f"{name} (now)", lineterm="", n=1
    )
    return "\n".join(lines)


def marked(text: str, found: str) -> str:
    """Return a translation's file with the revision of its original in the front matter."""
    line = f"{REVISION}: {found}\n"
    fence = FENCE.match(text)
    if fence is None:
        return f"---\n{line}---\n\n{text}"
    start = text.index("\n") + 1
    end = fence.end(1) if fence.group(1) else start
    block = text[start:end]
    known = re.compile(rf"^{REVISION}[ \t]*:.*\n", re.MULTILINE)
    block = known.sub(line, block) if known.search(block) else block + line
    return text[:start] + block + text[end:]


def _texts(key: str, value: Any) -> Iterator[str]:
    """Yield the texts of a setting, however deep they lie."""
    if key in _NO_TEXT:
        return
    if isinstance(value, dict):
        for inner in sorted(value, key=str):
            yield from _texts(str(inner), value[inner])
    elif isinstance(value, list):
        for item in value:
            yield from _texts("", item)
    elif isinstance(value, str) and not isinstance(value, date):
        yield value


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
