"""Interface texts that a language of the site does not have."""

from __future__ import annotations

from collections.abc import Iterator

from kb_plugins.model import Problem, Severity
from kb_plugins.quality.rule import Rule, Sources


def _check(sources: Sources) -> Iterator[Problem]:
    if sources.interface < 100:
        path, line = sources.config_at
        yield Problem(
            path=path,
            line=line,
            rule=RULE.id,
            message=f"The interface is translated into `{sources.language}` to "
            f"{sources.interface} %; the rest of it is in English",
            fix=f"`kb translate --catalogue {sources.language}` prints a catalogue to fill in",
            severity=Severity.INFO,
        )


RULE = Rule(
    id="interface-text",
    title="The interface speaks the language of the site",
    why="A page that mixes two languages looks broken, and a screen reader reads English words by "
    "the rules of another language.",
    example="theme: {language: nl}",
    how="`kb translate --catalogue nl > texts.nl.po` prints a catalogue. Fill it in, and name it "
    "under [`languages`](configuration.md#languages).",
    severity=Severity.INFO,
    check=_check,
)
