"""What changed below some folders, and how a preview hears of it at once."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from typing import Any

from mkdocs.livereload import LiveReloadServer
from watchdog.events import (
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

Stamp = tuple[int, int, int]


def stamps(places: Iterable[str]) -> dict[str, Stamp]:
    """Return time, size and number of every file below some places."""
    found: dict[str, Stamp] = {}
    waiting = list(places)
    for place in waiting:
        try:
            if os.path.isfile(place):  # noqa: PTH113 - ten thousand of them
                found[place] = _stamp(os.stat(place))  # noqa: PTH116
                continue
            with os.scandir(place) as entries:
                for entry in entries:
                    if entry.is_dir():
                        if not entry.is_symlink():
                            waiting.append(entry.path)
                    else:
                        found[entry.path] = _stamp(entry.stat())
        except OSError:
            continue  # it vanished meanwhile, which is a change as well
    return found


def _stamp(stat: os.stat_result) -> Stamp:
    return stat.st_mtime_ns, stat.st_size, stat.st_ino


def rebuild_soon(server: LiveReloadServer) -> None:
    """Ask a server for a rebuild, as if it had seen a change."""
    with server._rebuild_cond:
        server._want_rebuild = True
        server._rebuild_cond.notify_all()


def after_start(server: LiveReloadServer, call: Callable[[], None]) -> None:
    """Call a function as soon as a server hears of changes."""
    start = server.observer.start

    def begin() -> None:
        start()
        call()

    server.observer.start = begin  # type: ignore[method-assign]


def watch_at_once(server: LiveReloadServer) -> None:
    """Let the system tell of changes, where it does; MkDocs looks twice a second by itself."""
    places = list(getattr(server, "_watched_paths", ()))
    probe = _Observer()
    try:
        for place in places:
            probe.schedule(FileSystemEventHandler(), place, recursive=True)
        probe.start()
    except OSError:  # no more watches to be had
        return
    finally:
        if probe.is_alive():
            probe.stop()
            probe.join()
    for place in places:
        server.unwatch(place)
    server.observer = _Observer()
    for place in places:
        server.watch(place)
    server.build_delay = 0.02 if sys.platform == "linux" else 0.1


class _Observer(Observer):  # type: ignore[misc, valid-type]
    """The observer of the system, which on Linux also tells of files that are only read."""

    def schedule(self, *args: Any, **options: Any) -> Any:
        """Watch a place, for changes alone."""
        written = FileClosedEvent if sys.platform == "linux" else FileModifiedEvent
        changes = [written, FileCreatedEvent, FileDeletedEvent, FileMovedEvent]
        return super().schedule(*args, **{**options, "event_filter": changes})
