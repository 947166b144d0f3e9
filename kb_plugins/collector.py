"""Python's garbage collector, set for a build.

A build makes a million objects that stay. Looking through all of them again and again costs a
twentieth of it; mypy and other programs of that kind do the same
(https://docs.python.org/3/library/gc.html#gc.freeze).
"""

from __future__ import annotations

import gc

_THRESHOLDS = (10_000, 20, 20)
_before: list[tuple[int, int, int]] = []


def relax() -> None:
    """Look through new objects less often, and never again through those that are there now."""
    if not _before:
        _before.append(gc.get_threshold())
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)


def restore() -> None:
    """Do as this process did before `relax`."""
    if _before:
        gc.set_threshold(*_before.pop())
        gc.unfreeze()
