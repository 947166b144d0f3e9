"""Descriptions: the sentence under a title in lists and search engines."""

from __future__ import annotations

from collections.abc import Iterator

from kb_plugins.model import Severity
from kb_plugins.quality.rule import Finding, Rule, Sources

LONGEST = 200
"""Characters. Search engines show about 160, and our lists two to three lines."""


def _missing(sources: Sources) -> Iterator[Finding]:
    for document, _digest in sources.article_texts:
        if not document.meta.get("description"):
            yield Finding(
                document,
                1,
                "The article has no description, so lists show its first sentence",
                "Add `description` with the answer in one sentence",
            )


def _long(sources: Sources) -> Iterator[Finding]:
    for document, _digest in sources.article_texts:
        text = document.meta.get("description")
        if isinstance(text, str) and len(" ".join(text.split())) > LONGEST:
            yield Finding(
                document,
                document.line("description"),
                f"The description has {len(' '.join(text.split()))} characters, "
                f"and more than {LONGEST} are cut off",
                "Say it in one sentence",
            )


RULES = (
    Rule(
        id="description-missing",
        title="An article has a description",
        why="Lists and search engines show it under the title. Without it they show the first "
        "sentence, which often says what the article is about instead of the answer.",
        example="title: Reset my password   # and no description",
        how="Write the answer in one sentence.",
        severity=Severity.INFO,
        check=_missing,
    ),
    Rule(
        id="description-length",
        title="A description has at most 200 characters",
        why="Lists and search engines cut it off.",
        example="description: This article describes in detail how ... (300 characters)",
        how="Say it in one sentence. The rest belongs into the article.",
        severity=Severity.INFO,
        check=_long,
    ),
)
