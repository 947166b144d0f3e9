"""Articles that say nearly the same as another one."""

from __future__ import annotations

from collections.abc import Iterator

from kb_plugins.model import Severity
from kb_plugins.quality.digest import Digest
from kb_plugins.quality.rule import Finding, Rule, Sources
from kb_plugins.quality.similarity import alike, jaccard, runs

LEAST = 0.8
"""Share of common runs of words. Templates with other names in them are about 0.5 to 0.7."""
_GUESS = LEAST - 0.15
"""What a sketch must show before the texts are compared: its error is about 0.04."""


def _check(sources: Sources) -> Iterator[Finding]:
    texts = {
        document.path: (document, digest)
        for document, digest in sources.article_texts
        if sources.kb.by_source[document.path].listed
    }
    sketches = {path: digest.sketch for path, (_document, digest) in texts.items()}
    for one, other, _guess in alike(sketches, _GUESS):
        share = jaccard(*(runs(_words(texts[path][1])) for path in (one, other)))
        if share >= LEAST:
            yield Finding(
                texts[other][0],
                1,
                f"The text is {share:.0%} the same as {texts[one][0].shown}",
                "Merge the two, or let one say only what differs and link to the other",
            )


def _words(digest: Digest) -> str:
    return " ".join(block.text for block in digest.blocks)


RULE = Rule(
    id="duplicate-article",
    title="No two articles say the same",
    why="Customers find both and do not know which is right, and sooner or later only one of them "
    "is kept up to date.",
    example="docs/refund.md and docs/billing/refund.md, 93 % the same",
    how="Merge the two and leave an old address behind with `redirect_from`. At least 80 % of all "
    "runs of five words must be common; short texts do not count.",
    severity=Severity.WARNING,
    check=_check,
)
