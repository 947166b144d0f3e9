"""Names of customers in articles."""

from __future__ import annotations

from collections.abc import Iterator

from kb_plugins.content.frontmatter import Document
from kb_plugins.model import Problem, Severity
from kb_plugins.quality.customers import RULE as ID
from kb_plugins.quality.rule import Finding, Rule, Sources, in_text

_SHOWN = ("title", "description", "questions")


def _check(sources: Sources) -> Iterator[Finding | Problem]:
    yield from (problem for problem in sources.found if problem.rule == ID)
    if sources.customers is None:
        return
    for document, line, text in _pieces(sources):
        for found in sources.customers.finditer(text):
            yield Finding(
                document,
                line + text.count("\n", 0, found.start()),
                f'"{" ".join(found[0].split())}" is on the list of customers',
                "Say what happened without saying to whom",
            )


def _pieces(sources: Sources) -> Iterator[tuple[Document, int, str]]:
    """Yield what readers see, each piece with the line of the file where it begins."""
    for document, _digest in sources.texts:
        for key in _SHOWN:
            value = document.meta.get(key)
            for text in value if isinstance(value, list) else [value]:
                if isinstance(text, str):
                    yield document, document.line(key), text
    for document, body in sources.written:
        yield document, in_text(document, 1), body


RULE = Rule(
    id=ID,
    title="No customer is named",
    why="An article that grew out of a ticket keeps the name of who asked. They did not agree to "
    "be an example, and others should not know who had the problem.",
    example="Rossi S.p.A. could not log in on Monday.   # and customers.txt lists Rossi S.p.A.",
    how="Say what happened without saying to whom. The list is `customers.txt` beside "
    "`mkdocs.yml`, one name a line, found as it is written there. Without the file the rule finds "
    "nothing. Keep the file out of a public repository, and let CI write it from a secret.",
    severity=Severity.WARNING,
    check=_check,
)
