"""What points at something else must find it (`references.py` looks, once for all of them)."""

from __future__ import annotations

from kb_plugins.model import Severity
from kb_plugins.quality.rule import Rule, found_before

_POINTING = {
    "related-unknown": "A related article exists",
    "replaced-by-unknown": "The successor of an article exists",
    "escalate-unknown": "The channel or level of an article exists",
    "example-unknown": "The answer to an example exists",
    "resource-unknown": "The page of a resource exists",
    "channel-unknown": "The channel of a level exists",
    "dead-end": "Every article leads on",
}


RULES = tuple(
    Rule(
        id=name,
        title=title,
        why="",
        example="",
        how="",
        severity=Severity.WARNING,
        check=found_before(name, lambda sources: sources.pointing),
        in_build=True,
    )
    for name, title in _POINTING.items()
)
