"""Lets MkDocs leave files alone that the published site has already, as they are.

MkDocs writes each page to its `abs_dest_path`. That of a page which was linked is the null device
until all pages are written.
"""

from __future__ import annotations

import os

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from kb_plugins.adapter.page_keys import foreign_hook
from kb_plugins.publish.reuse import Published

_OURS = "assets/kb/"


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
        if self._published is None:
            return
        content = output.encode("utf-8", errors="xmlcharrefreplace")  # as MkDocs does
        if self._published.link(page.file.dest_uri, content):
            page.file.abs_dest_path = os.devnull
            self._diverted.append(page.file)

    def end(self) -> None:
        """Give pages their places back, when MkDocs has written all of them."""
        for file in self._diverted:
            vars(file).pop("abs_dest_path", None)
        self._diverted = []

