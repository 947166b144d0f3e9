"""The team's own words: say X, not Y."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb_plugins.content.frontmatter import Document
from kb_plugins.model import Problem, Severity
from kb_plugins.quality.rule import Finding, Rule, Sources, in_text, title_line

_CODE = re.compile(r"`[^`]*`")
_SAYS = re.compile(r'^"(?P<old>[^"]+)" is not our word for "(?P<new>[^"]+)"$')


def _check(sources: Sources) -> Iterator[Finding]:
    if not sources.terms:
        return
    for document, line, text in _pieces(sources):
        for term in sources.terms:
            for found in term.pattern.finditer(text):
                word = " ".join(found[0].split())
                yield Finding(
                    document,
                    line + text.count("\n", 0, found.start()),
                    f'"{word}" is not our word for "{term.say}"',
                    f'Write "{term.say}"',
                )


def _pieces(sources: Sources) -> Iterator[tuple[Document, int, str]]:
    """Yield titles, headings and paragraphs, each with the line where it begins."""
    for document, digest in sources.texts:
        if isinstance(title := document.meta.get("title"), str):
            yield document, title_line(document, digest), title
    for document, digest in sources.all_texts:
        for heading in digest.headings:
            yield document, in_text(document, heading.line), heading.text
        for block in digest.blocks:
            yield document, in_text(document, block.line), _CODE.sub(_blank, block.text)


def _blank(code: re.Match[str]) -> str:
    """Keep the place of code and not its words, which belong to a program."""
    return " " * len(code[0])


def _mend(line: str, problem: Problem) -> str:
    """Put the right word in, with a capital where the wrong one had it; never inside of links."""
    said = _SAYS.match(problem.message)
    if said is None or line.count(said["old"]) != 1:
        return line
    new = said["new"]
    if said["old"][:1].isupper():
        new = new[:1].upper() + new[1:]
    place = line.index(said["old"])
    if re.search(r"`[^`]*$|\]\([^)]*$|<[^>]*$", line[:place]):
        return line
    return line[:place] + new + line[place + len(said["old"]) :]


RULE = Rule(
    id="term",
    title="Articles use the team's own words",
    why="A thing with two names looks like two things, and a search for one misses the other.",
    example="Please log on.   # and terms.yml says: sign in: [log in, log on]",
    how="Write the word of the list. The list is `terms.yml` in the docs folder, one "
    "`word: [not this, nor this]` a line. `--fix` replaces it where that is safe.",
    severity=Severity.WARNING,
    check=_check,
    mend=_mend,
)
