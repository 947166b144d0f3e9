"""The same work for many things, on all cores.

Processes are forked, so that they know everything that is known so far and only results travel.
Where that is not possible, or not safe beside other threads, the work is done here.
"""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import os
import pickle
import signal
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, Generic, NoReturn, TypeVar, cast

Item = TypeVar("Item")
Result = TypeVar("Result")

FEW = 24
"""With fewer things than this, starting processes takes longer than the work."""

_PR_SET_PDEATHSIG = 1

_task: tuple[Callable[[Any], Any], Sequence[Any]] | None = None


def spread(
    work: Callable[[Item], Result], items: Sequence[Item], spare: int = 0
) -> Generator[Result, None, None]:
    """Yield what `work` makes of each item, in their order. What it raises is raised here.

    `work` may not use open files, databases or threads of this process. `spare` is the number of
    cores that are left to others.
    """
    done = 0
    if len(items) >= FEW and cores() - spare > 1 and forks():
        with suppress(OSError, RuntimeError):  # among them BrokenProcessPool
            for result in _forked(work, items, cores() - spare):
                yield result
                done += 1
    yield from map(work, items[done:])


def _forked(
    work: Callable[[Item], Result], items: Sequence[Item], processes: int
) -> Iterator[Result]:
    global _task
    _task = (work, items)
    size = max(1, min(16, len(items) // (4 * processes)))
    gc.freeze()  # what is known by now is not looked through again, in no process
    try:
        context = multiprocessing.get_context("fork")
        with ProcessPoolExecutor(processes, context, work_for, (os.getpid(),)) as pool:
            yield from pool.map(_one, range(len(items)), chunksize=size)
    finally:
        _task = None


class Coming(Generic[Item, Result]):
    """What other processes make of things, one after the other, taken when it is needed.

    `results` come in the order of `items`, and may end early. `take` gets both.
    """

    def __init__(
        self,
        items: Sequence[Item] = (),
        results: Generator[Result, None, None] | None = None,
        take: Callable[[Item, Result], None] = lambda item, result: None,
    ) -> None:
        self._results, self._take = results, take
        self._pairs = zip(items, results or (), strict=False)
        self._left = set(items)

    def begin(self) -> None:
        """Take the first one. The processes are there by then, and know what is known now."""
        self._step()

    def need(self, item: Item) -> None:
        """Wait for one item, if it is still to come."""
        while item in self._left:
            self._step()

    def stop(self) -> None:
        """Wait for nothing more, and let the processes end."""
        self._left.clear()
        if self._results is not None:
            self._results.close()

    def _step(self) -> None:
        pair = next(self._pairs, None)
        if pair is None:
            return self.stop()
        self._take(*pair)
        self._left.discard(pair[0])
        if not self._left:
            self.stop()
        return None


def aside(work: Callable[[], Result]) -> Callable[[], Result]:
    """Begin some work in a process of its own, and return a function that waits for its result.

    It is to be called once, and raises what `work` raises. `work` is bound as in `spread`; where
    nothing can be forked, it is done when the result is asked for.
    """
    if cores() < 2 or not forks():
        return work
    reading, writing = os.pipe()
    gc.freeze()  # as for `spread`
    here = os.getpid()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _end_with(here)
        _hand_over(work, writing)
    os.close(writing)
    return partial(_result, work, child, os.fdopen(reading, "rb"))


def _hand_over(work: Callable[[], Any], writing: int) -> NoReturn:
    """Write a result for the process that waits for it. If that is no more, this one ends too."""
    gc.disable()  # as in `work_for`
    with suppress(BaseException), os.fdopen(writing, "wb") as pipe:
        pickle.dump(work(), pipe, pickle.HIGHEST_PROTOCOL)
    os._exit(0)  # nothing of what the other process has open is to be closed from here


def _result(work: Callable[[], Result], child: int, pipe: BinaryIO) -> Result:
    try:
        with pipe:
            return cast(Result, pickle.load(pipe))
    except (EOFError, pickle.UnpicklingError):
        return work()  # it failed there, or was killed: here it says why
    finally:
        with suppress(ChildProcessError):
            os.waitpid(child, 0)


def _one(number: int) -> Any:
    assert _task is not None
    work, items = _task
    return work(items[number])


def work_for(parent: int) -> None:
    """Let this process work for `parent`, and end when that is no more: nobody else would end it.

    It does not live long enough for garbage to matter, and to look for it takes a thirtieth of it.
    """
    gc.disable()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _end_with(parent: int) -> None:
    """Let the system end this process with `parent`. A thread that watches would forbid forks."""
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before that
        os._exit(1)


def cores() -> int:
    """Return how many processors this process may use."""
    with suppress(AttributeError):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def forks() -> bool:
    """Whether this process may be forked: on Linux, and while it has one thread."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return False
    with suppress(OSError):
        return len(list(Path("/proc/self/task").iterdir())) == 1
    return False
