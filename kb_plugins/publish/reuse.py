"""Files that the new site has in common with the published one: linked, not written again.

A hard link costs a fifth of a small file, to make and to remove later, and the file keeps its time,
by which servers and `rsync` know that it did not change. Both sites then share the file: whoever
links must be sure that nobody writes into it before the new site is in place.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path


class Published:
    """The published site, for a new one that is made in `folder`. Paths have forward slashes."""

    def __init__(self, site: Path, folder: Path) -> None:
        self._site, self._folder = str(site), str(folder)
        self._linked: set[str] = set()
        self._folders: set[str] = set()
        self._near = False
        with suppress(OSError):
            self._near = os.stat(site).st_dev == os.stat(folder).st_dev  # noqa: PTH116

    def link(self, path: str, content: bytes) -> bool:
        """Put a file of the published site into the new one, if these are its bytes.

        Returns whether it is there now. What cannot be linked is to be written, and what was linked
        before under this path is gone then: nobody writes into a file of the published site.
        """
        if not self._near:
            return False
        new = f"{self._folder}/{path}"
        with suppress(OSError):
            if path in self._linked:
                self._linked.remove(path)
                os.unlink(new)  # noqa: PTH108
            if self._holds(path, content):
                self._make(path.rpartition("/")[0])
                os.link(f"{self._site}/{path}", new)
                self._linked.add(path)
                return True
        return False

    def _make(self, folder: str) -> None:
        if folder not in self._folders:
            os.makedirs(f"{self._folder}/{folder}", exist_ok=True)  # noqa: PTH103
            self._folders.add(folder)

    def _holds(self, path: str, content: bytes) -> bool:
        old = f"{self._site}/{path}"
        found = os.lstat(old)
        if not stat.S_ISREG(found.st_mode) or found.st_size != len(content):
            return False
        with open(old, "rb") as file:  # noqa: PTH123  # a Path for each is too dear
            return file.read() == content
