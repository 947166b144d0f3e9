"""Defaults for the articles of a folder, from `.meta.yml` (the file of Material's meta plugin)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from kb_plugins.content.frontmatter import Document, parse_mapping
from kb_plugins.content.paths import META
from kb_plugins.content.schema import NEEDED, ArticleMeta, validate
from kb_plugins.model import Problem, Severity


@dataclass(frozen=True)
class Defaults:
    """What a folder and those above it say, and in which file and line each key stands.

    `broken` is the file that could not be understood, if any.
    """

    meta: dict[str, Any]
    broken: str = ""
    places: dict[str, tuple[str, int]] = field(default_factory=dict)


class FolderDefaults:
    """Reads each `.meta.yml` once and merges them from the docs folder downwards."""

    def __init__(self, docs: Path, label: str) -> None:
        self.docs = docs
        self.label = label
        self.problems: list[Problem] = []
        self._known: dict[str, Defaults] = {}

    def apply(self, document: Document) -> tuple[Document, str]:
        """Return a document with its defaults, and the `.meta.yml` that is broken, if one is."""
        folder = (document.file or document.path).rpartition("/")[0]
        defaults = self._of(folder)
        if not defaults.meta:
            return document, defaults.broken
        meta = _merge(defaults.meta, document.meta)
        return replace(document, meta=meta, inherited=defaults.places), defaults.broken

    def _of(self, folder: str) -> Defaults:
        if folder not in self._known:
            above = self._of(folder.rpartition("/")[0]) if folder else Defaults({})
            self._known[folder] = self._read(folder, above)
        return self._known[folder]

    def _read(self, folder: str, above: Defaults) -> Defaults:
        path = f"{folder}/{META}".lstrip("/")
        file = self.docs / path
        if not file.is_file():
            return above
        shown = f"{self.label}/{path}"
        try:
            text = file.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError):
            self.problems.append(
                Problem(
                    path=shown,
                    line=1,
                    rule="encoding",
                    message="The file is not UTF-8",
                    fix="Save it with the encoding UTF-8",
                )
            )
            return Defaults(above.meta, broken=shown)
        document = parse_mapping(text, path, shown)
        _meta, problems = validate(ArticleMeta, document, NEEDED)
        found = [*document.problems, *problems]
        self.problems += found
        wrong = {
            key
            for key, line in document.lines.items()
            if any(problem.line == line for problem in problems)
        }
        good = {key: value for key, value in document.meta.items() if key not in wrong}
        broken = any(problem.severity is Severity.ERROR for problem in found)
        places = above.places | {key: (shown, line) for key, line in document.lines.items()}
        return Defaults(_merge(above.meta, good), shown if broken else above.broken, places)


def _merge(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """Merge as Material's meta plugin does: lists add up, mappings merge, the rest replaces."""
    merged = dict(base)
    for key, value in over.items():
        old = merged.get(key)
        if isinstance(old, list) and isinstance(value, list):
            merged[key] = [*old, *(item for item in value if item not in old)]
        elif isinstance(old, dict) and isinstance(value, dict):
            merged[key] = _merge(old, value)
        elif value is not None or key not in merged:
            merged[key] = value
    return merged
