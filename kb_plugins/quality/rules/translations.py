"""Translations that are missing, and those whose original has changed since."""

from __future__ import annotations

from collections.abc import Iterator

from kb_plugins.content.translations import REVISION
from kb_plugins.model import Problem, Severity
from kb_plugins.quality.rule import Finding, Rule, Sources
from kb_plugins.translation.state import Standing, State

_LONGEST = 60


def _missing(sources: Sources) -> Iterator[Problem]:
    for state in sources.translations:
        if state.standing is Standing.MISSING:
            yield Problem(
                path=state.shown,
                line=1,
                rule="translation-missing",
                message=f"{state.original.shown} is not translated into `{state.language}`",
                fix="Write this file",
                severity=Severity.WARNING,
            )


def _behind(sources: Sources) -> Iterator[Finding]:
    for state in sources.translations:
        if state.standing is Standing.BEHIND and state.translation:
            yield Finding(
                state.translation,
                state.translation.line(REVISION),
                f"The original changed{_since(state)}{_what(state)}",
                "Translate the change, then run `kb translate --mark` with this file",
            )


def _since(state: State) -> str:
    return f" on {state.changed.isoformat()}" if state.changed else " since"


def _what(state: State) -> str:
    """Show the first change, and how many there are."""
    changes = state.changes
    if not changes:
        return ""
    before, after = (_short(text) for text in changes[0])
    if not before:
        first = f'new is "{after}"'
    elif not after:
        first = f'gone is "{before}"'
    else:
        first = f'"{before}" is now "{after}"'
    more = len(changes) - 1
    return f": {first}" + (f", and {more} more" if more else "")


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()}..."


RULES = (
    Rule(
        id="translation-missing",
        title="A page is translated into every language of the site",
        why="Readers of that language get the text in the default language, with a notice.",
        example="docs/vpn.md, but no docs/vpn.it.md",
        how="Write the translation beside the original. `kb translate` lists what is missing. Many "
        "sites translate only what is read most: then leave the rule off.",
        severity=None,
        check=_missing,
    ),
    Rule(
        id="translation-behind",
        title="A translation renders what its original says today",
        why="A reader who trusts a stale translation does the wrong thing. The page says that the "
        "original changed, but not what.",
        example="source_revision: r3f2a91c0de  # vpn.md says something else now",
        how="`kb translate --diff docs/vpn.it.md` shows what changed. Translate it, then run "
        "`kb translate --mark docs/vpn.it.md`. White space, line breaks and settings do not count.",
        severity=Severity.WARNING,
        check=_behind,
    ),
)
