"""What git knows of the files of a docs folder. Without git, or in a shallow clone, nothing."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

MOST = 200
"""How many versions of a file are looked through for an old one."""


@dataclass(frozen=True)
class History:
    """The history of a folder. Paths of files are relative to it."""

    folder: Path

    @cached_property
    def last(self) -> dict[str, tuple[str, date]]:
        """The last commit of each file, and its day; not of files that are changed since."""
        found: dict[str, tuple[str, date]] = {}
        commit = ("", date.min)
        for line in self._lines("log", "--format=%x01%H %cs", "--name-only", "--relative", "."):
            if line.startswith("\x01"):
                name, _, day = line[1:].partition(" ")
                commit = (name, date.fromisoformat(day))
            elif line:
                found.setdefault(line, commit)
        return {file: commit for file, commit in found.items() if file not in self._changed}

    @cached_property
    def _changed(self) -> frozenset[str]:
        return frozenset(self._lines("diff", "--name-only", "--relative", "HEAD", "."))

    def texts(self, wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], bytes]:
        """Return the content of files at commits, for pairs of commit and file that exist."""
        wanted = list(wanted)
        if not wanted:
            return {}
        asked = "".join(f"{commit}:./{file}\n" for commit, file in wanted)
        output = self._run("cat-file", "--batch", given=asked.encode())
        found, at = {}, 0
        for pair in wanted:
            head, _, _rest = output[at:].partition(b"\n")
            at += len(head) + 1
            parts = head.rsplit(b" ", 2)
            if len(parts) == 3 and parts[1] == b"blob":
                size = int(parts[2])
                found[pair] = output[at : at + size]
                at += size + 1
        return found

    def versions(self, file: str) -> Iterator[bytes]:
        """Yield the contents that a file had, the newest first."""
        commits = self._lines("log", f"--max-count={MOST}", "--format=%H", "--", file)
        for commit in commits:
            yield from self.texts([(commit, file)]).values()

    def day(self, file: str) -> date | None:
        """Return the day a file was last committed, if it is known."""
        return self.last[file][1] if file in self.last else None

    def _lines(self, *arguments: str) -> list[str]:
        return self._run(*arguments).decode("utf-8", "replace").splitlines()

    def _run(self, *arguments: str, given: bytes = b"") -> bytes:
        command = ["git", "-c", "core.quotepath=off", "-C", str(self.folder), *arguments]
        try:
            return subprocess.run(command, input=given, capture_output=True, check=False).stdout
        except OSError:  # there is no git
            return b""
