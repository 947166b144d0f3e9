"""Links whose words say nothing outside their sentence."""

from __future__ import annotations

from collections.abc import Iterator

from kb_plugins.model import Severity
from kb_plugins.quality.rule import Finding, Rule, Sources, in_text
from kb_plugins.quality.words import plain, words


def _check(sources: Sources) -> Iterator[Finding]:
    empty = words("link-text")
    for document, digest in sources.all_texts:
        for link in digest.links:
            if not link.pictured and plain(link.text) in empty:
                yield Finding(
                    document,
                    in_text(document, link.line),
                    f'The words "{link.text}" do not say where the link leads',
                    "Link the words that name the target",
                )
            elif not link.pictured and not link.text and link.href:
                yield Finding(
                    document,
                    in_text(document, link.line),
                    f"The link to {link.href[:80]} has no words",
                    "Write between the square brackets what the target is called",
                )


RULE = Rule(
    id="link-text",
    title="The words of a link say where it leads",
    why="Screen readers list the links of a page without the sentences around them: ten times "
    '"here" is no choice. People who skim read links the same way.',
    example="Click [here](reset.md) to reset your password.",
    how="Link the words that name the target: `[Reset your password](reset.md).`",
    severity=Severity.WARNING,
    check=_check,
)
