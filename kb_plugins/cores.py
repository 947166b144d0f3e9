"""The same work for many things, on all cores.

Processes are forked, so that they know everything that is known so far and only results travel.
Where that is not possible, or not safe beside other threads, the work is done here.
"""

from __future__ import annotations

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
from itertools import islice
from pathlib import Path
from select import select
from typing import Any, BinaryIO, Generic, NoReturn, TypeVar

from kb_plugins.garbage import collect_rarely

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

    def more(self) -> bool:
        """Take one more, and return whether others are still to come."""
        self._step()
        return bool(self._left)

    def stop(self) -> None:
        """Wait for nothing more, and let the processes end."""
        self._left.clear()
        if self._results is not None:
            self._results.close()

    def _step(self) -> None:
        pair = next(self._pairs, None)
        if pair is not None:
            self._take(*pair)
            self._left.discard(pair[0])
        if pair is None or not self._left:
            self.stop()


class Aside(Generic[Result]):
    """Work in a process of its own, beside other work: the results of `work`, one by one.

    It begins at once, unless `wait` is set or nothing can be forked: then it is done here, when its
    results are asked for. `work` is bound as in `spread`. What it raises is raised here.
    """

    def __init__(self, work: Callable[[], Iterator[Result]], wait: bool = False) -> None:
        self._work = work
        self._pipe: BinaryIO | None = None
        if wait or cores() < 2 or not forks():
            return
        reading, writing = os.pipe()
        gc.freeze()  # as for `spread`
        here = os.getpid()
        self._child = os.fork()
        if self._child == 0:
            os.close(reading)
            _end_with(here)
            _hand_over(work, writing)
        os.close(writing)
        self._pipe = os.fdopen(reading, "rb")

    def results(self, meanwhile: Callable[[], bool] = lambda: False) -> Iterator[Result]:
        """Yield the results, once. Until they are there, `meanwhile` is called while it is true."""
        done = 0
        for found in self._sent(meanwhile):
            if found is None:
                return
            yield found[0]
            done += 1
        yield from islice(self._work(), done, None)  # if it failed there, here it says why

    def _sent(self, meanwhile: Callable[[], bool]) -> Iterator[tuple[Result] | None]:
        """Yield what comes from the process; None is its last word."""
        if self._pipe is None:
            return
        try:
            with self._pipe as pipe:
                while not select([pipe], [], [], 0)[0] and meanwhile():
                    pass
                with suppress(EOFError, pickle.UnpicklingError):
                    while True:
                        yield pickle.load(pipe)
        finally:
            with suppress(ChildProcessError):
                os.waitpid(self._child, 0)


def _hand_over(work: Callable[[], Iterator[Any]], writing: int) -> NoReturn:
    """Write results for the process that waits for them. If that is no more, this one ends too."""
    collect_rarely()
    with suppress(BaseException), os.fdopen(writing, "wb") as pipe:
        for result in list(work()):  # nobody may have the time to take them yet
            pickle.dump((result,), pipe, pickle.HIGHEST_PROTOCOL)
        pickle.dump(None, pipe)
    os._exit(0)  # nothing of what the other process has open is to be closed from here


def _one(number: int) -> Any:
    assert _task is not None
    work, items = _task
    return work(items[number])


def work_for(parent: int) -> None:
    """Let this process work for `parent`, and end with it: nobody else would end it."""
    collect_rarely()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _end_with(parent: int) -> None:
    """Let the system end this process with `parent`. A thread that watches would forbid forks."""
    import ctypes  # here: few builds need it, and all would load it

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
