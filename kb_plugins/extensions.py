"""What other packages add to Firstline: entry points, loaded with care.

A package names its parts in its own `pyproject.toml` (see "Entry points" in the Python Packaging
User Guide): ticket systems in the group `firstline.providers`, rules in `firstline.rules`. Their
code is run only when it is asked for, and a fault in it is a finding, not a traceback.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any

PROVIDERS = "firstline.providers"
RULES = "firstline.rules"


@dataclass(frozen=True, slots=True)
class Fault:
    """A part of another package that cannot be used: which one, why, and how to mend it."""

    message: str
    fix: str


@dataclass(frozen=True, slots=True)
class Found:
    """What the packages of a group gave, by the name of its entry point, and what is wrong."""

    parts: tuple[tuple[str, Any], ...]
    faults: tuple[Fault, ...]


@cache
def find_extensions(group: str) -> Found:
    """Load what installed packages add to a group, sorted by name. Never raises for their code."""
    parts: list[tuple[str, Any]] = []
    faults: list[Fault] = []
    for point in sorted(entry_points(group=group), key=lambda point: (point.name, point.value)):
        try:
            parts.append((point.name, point.load()))
        except Exception as error:  # whatever another package's code may do
            faults.append(_fault(point, f"cannot be loaded ({type(error).__name__}: {error})"))
    return Found(tuple(parts), tuple(faults))


def misfit(group: str, name: str, wrong: str) -> Fault:
    """Return the fault of a part that was loaded and is not what the group wants."""
    found = entry_points(group=group, name=name)
    return _fault(next(iter(found)), wrong) if found else Fault(f"`{name}` {wrong}", "Remove it")


def _fault(point: EntryPoint, wrong: str) -> Fault:
    package = point.dist.name if point.dist else point.module
    return Fault(
        f"`{point.name}` of the package {package} ({point.group}) {wrong}",
        f"Update {package}, or uninstall it",
    )
