"""Waivers themselves. `quality/waivers.py` reads them, and adds what it finds at the end."""

from __future__ import annotations

from collections.abc import Iterator

from kb_plugins.model import Severity
from kb_plugins.quality.rule import Finding, Rule, Sources


def _nothing(sources: Sources) -> Iterator[Finding]:
    """Only after every other rule has run is it known which waivers were needed."""
    return iter(())


RULES = (
    Rule(
        id="waiver",
        title="A waiver names a rule and a reason",
        why="Without the reason nobody dares to remove it, and a misspelt one waives nothing.",
        example="<!-- kb-ignore link-text -->",
        how="Write `<!-- kb-ignore link-text: why it is right here -->`.",
        severity=Severity.WARNING,
        check=_nothing,
    ),
    Rule(
        id="waiver-unused",
        title="A waiver is still needed",
        why="It would hide the next real mistake in its place.",
        example="<!-- kb-ignore link-text: quoted -->   # above a link with good words",
        how="Remove the comment.",
        severity=Severity.INFO,
        check=_nothing,
    ),
)
