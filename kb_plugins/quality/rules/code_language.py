"""Blocks of code that do not say what language they are in."""

from __future__ import annotations

from collections.abc import Iterator

from kb_plugins.model import Problem, Severity
from kb_plugins.quality.rule import Finding, Rule, Sources, in_text


def _check(sources: Sources) -> Iterator[Finding]:
    for document, digest in sources.all_texts:
        for code in digest.code:
            if not code.language:
                yield Finding(
                    document,
                    in_text(document, code.line),
                    "The block of code names no language",
                    "Write it after the opening signs, or `text` for messages and output",
                )


def _mend(line: str, problem: Problem) -> str:
    """Call it text: that changes nothing for the reader, and invites the writer to say better."""
    bare = line.rstrip()
    return bare + "text" if bare.endswith(("```", "~~~")) else line


RULE = Rule(
    id="code-language",
    title="A block of code names its language",
    why="Without it there are no colours, and some highlighters guess wrong.",
    example="```\nnpm install\n```",
    how="Write the language after the opening signs. `--fix` writes `text`.",
    severity=Severity.INFO,
    check=_check,
    mend=_mend,
)
