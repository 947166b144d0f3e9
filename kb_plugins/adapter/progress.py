"""How far a long build is, for people at a terminal. Logs and CI see nothing of it."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Generator
from typing import TextIO, TypeVar

Result = TypeVar("Result")

PATIENCE = 2.0
"""Seconds without a word; shorter builds need none."""
_EVERY = 0.1


class Progress:
    """One line that is written over: `Rendering 400 of 1000`."""

    def __init__(self, what: str, total: int, stream: TextIO | None = None) -> None:
        self._what, self._total, self._done = what, total, 0
        self._stream = stream or sys.stderr
        self._next = time.monotonic() + PATIENCE
        self._shown = 0
        self._wanted = self._stream.isatty() and not os.environ.get("CI")

    def over(self, results: Generator[Result, None, None]) -> Generator[Result, None, None]:
        """Yield results, each of which is a step. At their end the line is taken away."""
        try:
            for result in results:
                self.step()
                yield result
        finally:
            results.close()
            self.end()

    def step(self) -> None:
        """One more is done."""
        self._done += 1
        if self._wanted and time.monotonic() >= self._next:
            self._next = time.monotonic() + _EVERY
            self._write(f"{self._what} {self._done} of {self._total}")

    def end(self) -> None:
        """Take the line away."""
        if self._shown:
            self._write("")
            self._stream.write("\r")
            self._stream.flush()
            self._shown = 0

    def _write(self, text: str) -> None:
        """Write over what stood there, with plain characters: no colours, so NO_COLOR holds."""
        self._stream.write(f"\r{text.ljust(self._shown)}")
        self._stream.flush()
        self._shown = len(text)
