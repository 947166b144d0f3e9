"""Headings are the outline that readers of screens and screen readers jump along."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import pairwise

from kb_plugins.model import Severity
from kb_plugins.quality.digest import Heading
from kb_plugins.quality.rule import Finding, Rule, Sources, in_text

_END = sys.maxsize


def _several(sources: Sources) -> Iterator[Finding]:
    for document, digest in sources.texts:
        tops = [heading for heading in digest.headings if heading.level == 1]
        # The first is lifted into the title of the page if nothing stands before it.
        begins = [*digest.filled, *(heading.line for heading in digest.headings)]
        first = min(begins, default=0)
        for heading in tops[bool(tops) and tops[0].line == first :]:
            yield Finding(
                document,
                in_text(document, heading.line),
                f'"{_short(heading.text)}" is a second heading of level one',
                "Begin the line with ## instead",
            )


def _order(sources: Sources) -> Iterator[Finding]:
    for document, digest in sources.texts:
        # The title of the page is the heading above the first one.
        levels = [1, *(heading.level for heading in digest.headings)]
        for (before, level), heading in zip(pairwise(levels), digest.headings, strict=True):
            if level > before + 1:
                yield Finding(
                    document,
                    in_text(document, heading.line),
                    f'"{_short(heading.text)}" is a heading of level {level} '
                    f"right below level {before}",
                    f"Begin the line with {'#' * (before + 1)} instead",
                )


def _empty(sources: Sources) -> Iterator[Finding]:
    for document, digest in sources.article_texts:
        for heading, after in pairwise([*digest.headings, Heading(_END, 0, "", "")]):
            if heading.level == 1 or after.level > heading.level:
                continue
            if not any(heading.line < line < after.line for line in digest.filled):
                yield Finding(
                    document,
                    in_text(document, heading.line),
                    f'Nothing stands under "{_short(heading.text)}"',
                    "Write the section, or remove its heading",
                )


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:59] + "…"


RULES = (
    Rule(
        id="heading-one",
        title="A page has one heading of level one",
        why="It is the title. Screen readers and search engines take it for the subject of the "
        "page, and two subjects are none.",
        example="# Reset my password\n\n# Solution",
        how="Begin all other headings with `##` or more signs.",
        severity=Severity.WARNING,
        check=_several,
    ),
    Rule(
        id="heading-order",
        title="Headings go down one level at a time",
        why="Who listens to a page jumps along its headings. A gap sounds as if something were "
        "missing.",
        example="## Solution\n\n#### With the app",
        how="Use the next level. What should only look smaller is a matter of style, not of level.",
        severity=Severity.WARNING,
        check=_order,
    ),
    Rule(
        id="heading-empty",
        title="There is text under each heading",
        why="The reader jumps to the section and finds nothing.",
        example="## Cause\n\n## Solution\n\nRestart the app.",
        how="Write the section, or remove its heading.",
        severity=Severity.WARNING,
        check=_empty,
    ),
)
