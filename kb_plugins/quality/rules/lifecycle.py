"""Articles at the end of their time: reviews that are due, and successors that nobody named."""

from __future__ import annotations

from collections.abc import Iterator

from kb_plugins.model import Severity, Status
from kb_plugins.quality.rule import Finding, Rule, Sources


def _overdue(sources: Sources) -> Iterator[Finding]:
    for document, _digest in sources.article_texts:
        article = sources.kb.by_source[document.path]
        due = article.due
        if due is not None and due < sources.today:
            owner = f" ({article.owner})" if article.owner else ""
            yield Finding(
                document,
                document.line("updated" if article.updated else "created"),
                f"The review was due on {due.isoformat()}{owner}",
                "Check that the article is still true, then set `updated` to today",
            )


def _successor(sources: Sources) -> Iterator[Finding]:
    for document, _digest in sources.article_texts:
        article = sources.kb.by_source[document.path]
        if article.status is Status.DEPRECATED and not article.replaced_by:
            yield Finding(
                document,
                document.line("status"),
                "The article is deprecated and names no successor",
                "Add `replaced_by` with the article that takes its place",
            )


RULES = (
    Rule(
        id="review-overdue",
        title="An article is checked as often as it says",
        why="An article that is no longer true costs more than one that is missing.",
        example="updated: 2024-01-10\nreview_every: 6 months",
        how="Do what the article says, step by step. If it is still true, set `updated` to the "
        "day of the check. The interval may come from the folder's `.meta.yml`, or by type and "
        "level from `review_every` of the plugin.",
        severity=Severity.WARNING,
        check=_overdue,
    ),
    Rule(
        id="deprecated-successor",
        title="A deprecated article names its successor",
        why="Readers who arrive by an old link need to know where the answer is now.",
        example="status: deprecated   # and no replaced_by",
        how="Add `replaced_by`. If nothing takes its place, waive the rule with the reason.",
        severity=Severity.WARNING,
        check=_successor,
    ),
)
