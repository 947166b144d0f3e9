"""Old addresses that cannot be redirected."""

from __future__ import annotations

from collections.abc import Iterator

from kb_plugins.content.paths import address
from kb_plugins.content.redirects import KEY, WrongRedirect, read_redirects
from kb_plugins.model import Severity
from kb_plugins.quality.rule import Finding, Rule, Sources


def _wrong(sources: Sources) -> Iterator[Finding]:
    published = [
        document
        for path, document in sorted(sources.documents.items())
        if path not in sources.left_out
    ]
    taken = {address(document.path) for document in published}
    for entry in read_redirects(published, taken):
        if isinstance(entry, WrongRedirect):
            line = entry.document.line(KEY)
            yield Finding(entry.document, line, entry.message, entry.fix)


RULE = Rule(
    id="redirect-from",
    title="An old address can be redirected",
    why="Old links lead to an error page, or not to the article that the writer means.",
    example="redirect_from: https://old.example.com/billing",
    how="Write the old address on this site, such as `billing/money-back/`, or the path of the old "
    "file, such as `billing/money-back.md`. One address leads to one article, and no page may be "
    "there.",
    severity=Severity.WARNING,
    check=_wrong,
    in_build=True,
)
