"""How often Python looks for garbage: a build ends soon, and leaves little of it.

With Python's own settings, looking through all objects again and again takes a tenth of a build.
"""

from __future__ import annotations

import atexit
import gc

_OFTEN = gc.get_threshold()


def collect_rarely() -> None:
    """Look for garbage after 50,000 new objects, not after 700."""
    gc.set_threshold(50_000)


def pass_over() -> None:
    """Look through nothing again that is there by now, and through nothing at the very end."""
    gc.freeze()
    atexit.unregister(gc.freeze)
    atexit.register(gc.freeze)


def collect_as_before() -> None:
    """Undo both: another command may follow in this process."""
    gc.unfreeze()
    gc.set_threshold(*_OFTEN)
