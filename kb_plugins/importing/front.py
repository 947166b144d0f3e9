"""The front matter of an imported article: ours first, then what the source had."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import yaml

from kb_plugins.content.frontmatter import Document
from kb_plugins.content.schema import ArticleMeta, validate
from kb_plugins.importing.model import Page

FIRST = (
    "title", "level", "type", "description", "questions", "product", "tags", "author",
    "audience", "status", "created", "updated", "redirect_from",
)  # fmt: skip
"""Keys in the order in which they are written; all others follow as the source had them."""

_ELSEWHERE = {"template", "icon", "search", "hide", "social", "theme", "extra", "hero", "subtitle"}
_OURS = frozenset(ArticleMeta.model_fields)


class _Dumper(yaml.SafeDumper):
    """Writes lists indented below their key, as people do, and never an alias."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Indent the entries of a list."""
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        """Write a value again instead of pointing to it."""
        return True


def front_matter(page: Page, ours: dict[str, Any]) -> str:
    """Return the block with both fences. Values that mean something else to us are reported."""
    meta = {**page.meta, **ours}
    meta = {str(key): _plain(value) for key, value in meta.items() if value not in (None, "", [])}
    for key in sorted(meta.keys() & _ELSEWHERE):
        del meta[key]
        page.lose("front-matter", f"the key `{key}`, which means something else here")
    document = Document(page.path, page.shown, meta)
    _model, problems = validate(ArticleMeta, document)
    for key in sorted(meta.keys() & _OURS):
        if any(f"`{key}`" in problem.message for problem in problems):
            page.lose("front-matter", f"the key `{key}` with a value that cannot be used here")
            meta[f"source_{key}"] = meta.pop(key)
    ordered = {key: meta[key] for key in FIRST if key in meta}
    ordered.update({key: value for key, value in meta.items() if key not in ordered})
    text = yaml.dump(ordered, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000)
    return f"---\n{text}---\n"


def day(value: object) -> date | None:
    """Return the calendar day of a timestamp in any of the forms that exports use."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value < 2**33:
        return _from_seconds(value)
    if isinstance(value, str):
        text = value.strip()
        if text.isdigit():
            return day(int(text))
        try:
            return date.fromisoformat(text[:10])
        except ValueError:
            return None
    return None


def _from_seconds(value: float) -> date:
    return date.fromordinal(date(1970, 1, 1).toordinal() + int(value // 86_400))


def _plain(value: Any) -> Any:
    """Return a value that YAML can write and that is one line where it is text."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [_plain(item) for item in value]
    if isinstance(value, str):
        return "".join(sign for sign in value if sign.isprintable() or sign in "\n\t")
    if isinstance(value, (bool, int, float, date)) or value is None:
        return value
    return str(value)
