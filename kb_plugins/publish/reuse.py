"""Files that the new site has in common with the published one: linked, not written again.

A hard link costs a fifth of a small file, to make and to remove later, and the file keeps its time,
by which servers and `rsync` know that it did not change. Both sites then share the file: whoever
links must be sure that nobody writes into it before the new site is in place.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
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
        return self._link(path, lambda old: _read(old, len(content)) == content)

    def link_known(self, path: str, digest: str) -> bool:
        """Do the same with a file whose bytes have this `content_digest`."""
        return self._link(path, lambda old: content_digest(_read(old)) == digest)

    def linked(self, path: str) -> None:
        """Know that another process linked a file."""
        self._linked.add(path)

    def _link(self, path: str, is_same: Callable[[str], bool]) -> bool:
        if not self._near:
            return False
        old, new = f"{self._site}/{path}", f"{self._folder}/{path}"
        with suppress(OSError):
            if path in self._linked:
                self._linked.remove(path)
                os.unlink(new)  # noqa: PTH108
            if is_same(old):
                self._make(path.rpartition("/")[0])
                os.link(old, new)
                self._linked.add(path)
                return True
        return False

    def _make(self, folder: str) -> None:
        if folder in self._folders:
            return
        new = f"{self._folder}/{folder}"
        try:
            os.mkdir(new)  # noqa: PTH102
        except FileExistsError:
            pass
        except FileNotFoundError:
            os.makedirs(new, exist_ok=True)  # noqa: PTH103
        self._folders.add(folder)


def content_digest(content: bytes | None) -> str:
    """Return a hash of the bytes of a file; nothing is the hash of no file."""
    return "" if content is None else sha256(content).hexdigest()


def _read(path: str, size: int | None = None) -> bytes | None:
    """Return the bytes of a regular file, if it is of this size."""
    found = os.lstat(path)
    if not stat.S_ISREG(found.st_mode) or size not in (None, found.st_size):
        return None
    with open(path, "rb") as file:  # noqa: PTH123  # a Path for each is too dear
        return file.read()
