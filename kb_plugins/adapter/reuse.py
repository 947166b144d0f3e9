"""Lets MkDocs leave files alone that the published site has already, as they are.

MkDocs writes each page to its `abs_dest_path`. That of a page which was linked is the null device
until all pages are written.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from enum import Enum
from pathlib import Path
from typing import BinaryIO

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from kb_plugins.adapter.page_keys import foreign_hook
from kb_plugins.publish.reuse import Published

_OURS = "assets/kb/"
TAKEN_OVER = "This page is in its place already."
"""What stands for a page that nobody reads any more: MkDocs writes it to the null device."""


class Placed(Enum):
    """How a page came into the site."""

    WRITTEN = 1
    LINKED = 2


def page_bytes(output: str) -> bytes:
    """Return a page as MkDocs writes it."""
    return output.encode("utf-8", errors="xmlcharrefreplace")


class ReadyFile(File):
    """A generated file that is in its place already."""

    def copy_file(self, dirty: bool = False) -> None:
        """Leave the file alone, unless another plugin gave it another place."""
        if self.abs_dest_path != self.abs_src_path:
            super().copy_file(dirty)


class LaterFile(ReadyFile):
    """A generated file of a preview, which is made when somebody asks for it."""

    kb_make: Callable[[], Iterator[bytes]]

    def make(self) -> None:
        """Put the file in its place."""
        place = Path(self.abs_dest_path)
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("wb") as out:
            out.writelines(self.kb_make())


class LinkedFile(File):
    """A generated file that is linked if the published site has the same."""

    kb_published: Published

    def copy_file(self, dirty: bool = False) -> None:
        """Put the file into the site."""
        if not self.kb_published.link(self.dest_uri, self.content_bytes):
            super().copy_file(dirty)


class Reuse:
    """What one build takes over. Without a published site nothing is."""

    def __init__(self, published: Published | None, config: MkDocsConfig) -> None:
        # Another plugin may write into pages when all is done: into those of the published site.
        self._published = None if foreign_hook(config, ("post_build",)) else published
        self._diverted: list[File] = []
        self._placed: set[str] = set()

    def files(self, files: Files) -> None:
        """Let files that we made be linked. Their class is changed in place, as that of pages."""
        if self._published is None:
            return
        for file in files:
            ours = file.dest_uri.startswith(_OURS)
            if ours and type(file) is File and file.generated_by == "kb" and not file.page:
                file.__class__ = LinkedFile
                file.kb_published = self._published  # type: ignore[attr-defined]

    def link(self, path: str, content: bytes) -> bool:
        """Put a file into the site at once, if the published one has it. Returns whether it has."""
        return self._published is not None and self._published.link(path, content)

    def page(self, page: Page, output: str) -> None:
        """Link a page that is finished, if the published one is the same."""
        if self._published is None or page.file.abs_dest_path == os.devnull:
            return
        if self._published.link(page.file.dest_uri, page_bytes(output)):
            self._divert(page.file)

    def take(self, page: Page, digest: str) -> bool:
        """Link a page of which only the hash is known. Returns whether it is there now."""
        placed, path = page.file.src_uri in self._placed, page.file.dest_uri
        if not placed and not (self._published and self._published.link_known(path, digest)):
            return False
        self._divert(page.file)
        return True

    def place(self, path: str, place: str, content: bytes) -> Placed:
        """Link or write a file at once, in a process of its own. `adopt` tells the main process.

        `path` is relative to the site, `place` the same as an absolute path.
        """
        if self.link(path, content):
            return Placed.LINKED
        with _new_file(place) as file:
            file.write(content)
        return Placed.WRITTEN

    def adopt(self, path: str, placed: Placed) -> None:
        """Know what `place` did."""
        if placed is Placed.LINKED and self._published:
            self._published.linked(path)

    def adopt_page(self, page: Page, placed: Placed) -> None:
        """Let MkDocs leave a page alone that `place` made, if it is still the same by then."""
        self._placed.add(page.file.src_uri)
        self.adopt(page.file.dest_uri, placed)

    def _divert(self, file: File) -> None:
        file.abs_dest_path = os.devnull
        self._diverted.append(file)

    def end(self) -> None:
        """Give pages their places back, when MkDocs has written all of them."""
        for file in self._diverted:
            vars(file).pop("abs_dest_path", None)
        self._diverted, self._placed = [], set()



def _new_file(place: str) -> BinaryIO:
    """Open a file for writing that was not there, in a folder that may not be there."""
    try:
        return open(place, "xb")  # noqa: PTH123  # a Path for each is too dear
    except FileNotFoundError:
        Path(place).parent.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        Path(place).unlink()  # it may be a link that a process made which died
    return open(place, "xb")  # noqa: PTH123
