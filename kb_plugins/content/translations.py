"""What a translation takes over from its original: everything that is no text.

A writer who translates `vpn.md` writes title, description, questions and the text into `vpn.it.md`.
Level, product, audience and the like stay those of the original unless the translation says
otherwise, and an internal original never has a public translation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from kb_plugins.content.frontmatter import Document
from kb_plugins.content.paths import level_file
from kb_plugins.model import Audience, Status

OF_ARTICLES = (
    "level",
    "type",
    "topic",
    "product",
    "versions",
    "related",
    "author",
    "owner",
    "created",
    "review_every",
    "audience",
    "status",
    "replaced_by",
    "escalate",
)
OF_LEVELS = (
    "number",
    "slug",
    "hours",
    "timezone",
    "channel",
    "escalates_to",
    "external",
)
REVISION = "source_revision"
"""The key by which a translation remembers which state of its original it renders."""


def inherit(translation: Document, original: Document) -> Document:
    """Return a translation with what it takes over. `original` has the defaults of its folder."""
    keys = OF_LEVELS if level_file(translation.path) else OF_ARTICLES
    meta = {key: original.meta[key] for key in keys if key in original.meta} | translation.meta
    if original.broken:
        # Its audience is unknown, and so is that of the translation.
        return replace(translation, problems=(*translation.problems, *original.problems))
    meta |= _guarded(original.meta, meta)
    return replace(translation, meta=meta)


def _guarded(original: Mapping[str, Any], meta: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a translation cannot undo: an internal original, and one that is a draft."""
    kept = {"audience": Audience.INTERNAL.value, "status": Status.DRAFT.value}
    return {
        key: value
        for key, value in kept.items()
        if str(original.get(key, "")).strip().lower() == value and key in meta
    }
