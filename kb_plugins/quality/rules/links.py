"""Links and pictures that lead nowhere, looked up in the sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from posixpath import basename

from kb_plugins.content.frontmatter import Document
from kb_plugins.model import Problem, Severity
from kb_plugins.quality.digest import Digest
from kb_plugins.quality.rule import Finding, Rule, Sources, in_text
from kb_plugins.quality.targets import Targets, rooted, split

_LINE = "Remove the link, or correct it"
_FILE = "Write the path of the file, relative to this one"
_HIDE = "Put the link into a block `/// internal`, or remove it"


def _links(sources: Sources) -> Iterator[Finding]:
    public, everything = Targets(sources), Targets(sources, internal=True)
    for targets, texts in ((public, sources.texts), (everything, sources.notes)):
        for document, digest in texts:
            for line, href in [
                *((link.line, link.href) for link in digest.links),
                *((image.line, image.src) for image in digest.images),
            ]:
                path, _anchor = split(href)
                if path and targets.find(path, document.path) is None:
                    message, fix = _wrong(path, document, everything)
                elif (whole := rooted(href, sources.root)) and not targets.leads(whole):
                    message, fix = f'There is nothing at "{href}"', _FILE
                else:
                    continue
                yield Finding(document, in_text(document, line), message, fix)


def _wrong(path: str, document: Document, everything: Targets) -> tuple[str, str]:
    if everything.find(path, document.path) is not None:
        return f'"{path}" is for colleagues only, and this text is for everybody', _HIDE
    near = everything.near(path, document.path)
    return f'"{path}" leads nowhere', f'Did you mean "{near}"?' if near else _LINE


def _anchors(sources: Sources) -> Iterator[Finding]:
    public, everything = Targets(sources), Targets(sources, internal=True)
    for targets, texts in ((public, sources.texts), (everything, sources.notes)):
        yield from _anchors_of(texts, targets, sources)


def _anchors_of(
    texts: Iterable[tuple[Document, Digest]], targets: Targets, sources: Sources
) -> Iterator[Finding]:
    for document, digest in texts:
        for link in digest.links:
            path, anchor = split(link.href)
            if not anchor:
                continue
            target = targets.find(path, document.path) if path else document.path
            if target is None or target not in sources.documents:
                continue
            if not targets.has_anchor(target, anchor):
                yield Finding(
                    document,
                    in_text(document, link.line),
                    f'There is no heading "#{anchor}" in {_name(document, target)}',
                    targets.near_anchor(target, anchor) or "Correct the part after the #",
                )


def _name(document: Document, target: str) -> str:
    return "this file" if target == document.path else basename(target)


def _mend(line: str, problem: Problem) -> str:
    """Put the suggested path in place of the broken one, if it occurs just once."""
    if not problem.fix.startswith('Did you mean "'):
        return line
    old = problem.message.split('"')[1]
    new = problem.fix.split('"')[1]
    return line.replace(f"]({old}", f"]({new}") if line.count(f"]({old}") == 1 else line


RULES = (
    Rule(
        id="broken-link",
        title="A link or picture leads to a file that is there",
        why="The reader clicks and gets an error page.",
        example="[The invoice](../billing/invioce.md)",
        how="Correct the path, which is relative to the file. `--fix` does it where exactly one "
        "file of that name exists.",
        severity=Severity.WARNING,
        check=_links,
        mend=_mend,
    ),
    Rule(
        id="broken-anchor",
        title="A link into a page leads to a heading that is there",
        why="The reader arrives at the top of a long page and has to search for what was promised.",
        example="[Prices](plans.md#pricse)",
        how="Correct the part after the `#`: the heading in lower case, with hyphens for spaces.",
        severity=Severity.WARNING,
        check=_anchors,
    ),
)
