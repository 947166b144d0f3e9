"""What a rule is, what it may look at, and what it gives back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from kb_plugins.content.frontmatter import Document
from kb_plugins.model import KnowledgeBase, Problem, Severity
from kb_plugins.quality.digest import Digest
from kb_plugins.quality.digest_cache import DigestStore
from kb_plugins.quality.references import check_references
from kb_plugins.quality.terms import Term
from kb_plugins.translation.state import State


@dataclass(frozen=True, kw_only=True)
class Sources:
    """Everything that rules look at: the sources of a help centre, understood but not rendered.

    `documents` are the files by path, `found` what reading them and the configuration showed to be
    wrong. `config_at` is file and line of the plugin's settings. `allowed_hosts` are the hosts of
    the team itself, whose addresses are no personal data; `customers` finds names of customers.
    `root` is the path of the site on its host, with a slash at both ends, or empty where nobody
    knows what an address that begins with `/` leads to.
    `left_out` are the paths that are not published, `internal` those among them for colleagues.
    `search` takes a query and a number, and returns the paths of the best articles of a built site;
    `deciding` takes the same, and returns for each path the words that brought it there.
    `translations` are the pages of the default language in this one, `interface` the percentage
    of the interface's texts that this language has.
    """

    kb: KnowledgeBase
    documents: Mapping[str, Document]
    docs: Path
    today: date
    digests: DigestStore
    root: str = ""
    left_out: frozenset[str] = frozenset()
    internal: frozenset[str] = frozenset()
    found: tuple[Problem, ...] = ()
    config_at: tuple[str, int] = ("mkdocs.yml", 1)
    language: str = "en"
    terms: tuple[Term, ...] = ()
    customers: re.Pattern[str] | None = None
    allowed_hosts: frozenset[str] = frozenset()
    search: Callable[[str, int], Sequence[str]] | None = None
    translations: tuple[State, ...] = ()
    interface: int = 100
    deciding: Callable[[str, int], Mapping[str, str]] | None = None

    @cached_property
    def texts(self) -> tuple[tuple[Document, Digest], ...]:
        """The documents that will be published, with what their text consists of."""
        return tuple(
            (document, self.digests.of(document.body))
            for path, document in sorted(self.documents.items())
            if path not in self.left_out
        )

    @cached_property
    def notes(self) -> tuple[tuple[Document, Digest], ...]:
        """The internal blocks of `texts` alone, lines in place, where a public build hides them."""
        return tuple(
            (document, self.digests.of(document.notes))
            for document, _digest in self.texts
            if document.notes
        )

    @cached_property
    def all_texts(self) -> tuple[tuple[Document, Digest], ...]:
        """`texts` and `notes`, for rules that look at one piece after another."""
        return (*self.texts, *self.notes)

    @cached_property
    def written(self) -> tuple[tuple[Document, str], ...]:
        """`all_texts` as they were written."""
        texts = [(document, document.body) for document, _digest in self.texts]
        return (*texts, *((document, document.notes) for document, _digest in self.notes))

    @cached_property
    def article_texts(self) -> tuple[tuple[Document, Digest], ...]:
        """Those of `texts` that are articles."""
        return tuple(pair for pair in self.texts if pair[0].path in self.kb.by_source)

    @cached_property
    def pointing(self) -> tuple[Problem, ...]:
        """What is wrong with everything that points at something else, looked up once."""
        return tuple(check_references(self.kb, self.documents, self.config_at))


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a rule found: where, what is wrong, how to mend it.

    `line` counts within the file. Message and fix are written as those of a Problem.
    """

    document: Document
    line: int
    message: str
    fix: str


Check = Callable[[Sources], Iterable[Finding | Problem]]


def found_before(rule: str, where: Callable[[Sources], Iterable[Problem]]) -> Check:
    """Return the check of a rule whose problems were found together with others, by its id."""
    return lambda sources: (problem for problem in where(sources) if problem.rule == rule)


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule, with all that its documentation says.

    `severity` is the default, None means off. `in_build` rules run in every build; the others run
    in `kb check`, and in a build once the configuration gives them a severity. A `locked` rule
    reports what keeps a page out of the site, so it cannot be turned down. A build runs what
    `asks_search` again at its end, when there is one. `mend` takes a line of the file and the
    problem on it, and returns the line as it should be.
    """

    id: str
    title: str
    why: str
    example: str
    how: str
    severity: Severity | None
    check: Check
    in_build: bool = False
    locked: bool = False
    asks_search: bool = False
    mend: Callable[[str, Problem], str] | None = None

    def run(self, sources: Sources) -> Iterator[Problem]:
        """Yield the problems that the rule finds, with its own severity."""
        for item in self.check(sources):
            if isinstance(item, Problem):
                yield item
                continue
            yield Problem(
                path=item.document.shown,
                line=item.line,
                rule=self.id,
                message=item.message,
                fix=item.fix,
                severity=self.severity or Severity.WARNING,
            )


def in_text(document: Document, line: int) -> int:
    """Return the line of the file for a line of the document's text."""
    return document.body_line + line - 1


def title_line(document: Document, digest: Digest) -> int:
    """Return where the title of an article stands: its key, else its first heading, else 1."""
    if "title" in document.lines:
        return document.line("title")
    for heading in digest.headings:
        if heading.level == 1:
            return in_text(document, heading.line)
    return 1
