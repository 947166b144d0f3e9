"""The last whole build, which a preview keeps alive, and what it asks of the plugin."""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation

from kb_plugins.adapter.assets import FOLDER
from kb_plugins.adapter.reuse import LaterFile

_OUTSIDE = ("kb_plugins.", "material.plugins.search.")
"""Plugins whose hooks may run for one page alone."""
_STAGES = (
    "files nav env pre_page page_read_source page_markdown page_content page_context post_page "
    "pre_template template_context post_build"
)
_SEARCH = f"{FOLDER}search/"
_AS_SCRIPTS = "/search/file/"
"""Where the index lies for sites that are opened from a folder."""


class Source(Protocol):
    """What the plugin does for its preview."""

    def reload(self, config: MkDocsConfig, changed: set[str]) -> bool:
        """Read the sources again. Returns whether only texts of articles changed."""

    def make_site(self, config: MkDocsConfig, files: Files) -> None:
        """Make the views of what was read."""

    def unlink_dead(self, config: MkDocsConfig, files: Files, only: Container[str]) -> None:
        """Take dead links out of some pages."""

    def search(self, config: MkDocsConfig, files: Files) -> Any:
        """Add the search to `files`, with its index. Returns what `renew` wants to have."""

    def renew(self, env: Environment, config: MkDocsConfig, files: Files, search: Any) -> Any:
        """Add the other files that are made of all pages, and the data of all templates.

        Returns what `keep` wants to have, so that pages are made of the old data until then.
        """

    def keep(self, renewed: Any) -> None:
        """Make pages of what `renew` made."""

    def recheck(self, config: MkDocsConfig) -> None:
        """Check all sources and log what is wrong."""

    def shared(self, config: MkDocsConfig) -> dict[str, Any]:
        """Return what the templates of all pages read."""

    def faults(self, path: str) -> list[str]:
        """Return why an article is left out, a line each; nothing if it is not."""


@dataclass
class Live:
    """The last whole build, as MkDocs made it.

    `made` are the files that are made of all pages, those of the search apart from the others.
    `later` are files that are out of date until somebody asks for them, by their place.
    """

    config: MkDocsConfig
    files: Files
    env: Environment
    nav: Navigation
    made: set[str]
    searched: set[str] = field(default_factory=set)
    later: dict[str, LaterFile] = field(default_factory=dict)
    pages: dict[str, File] = field(default_factory=dict)
    stale: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.files = QuickFiles(self.files)
        shown = self.files.documentation_pages(inclusion=InclusionLevel.is_in_serve)
        self.pages = {file.dest_uri: file for file in shown}
        self.searched = {name for name in self.made if name.startswith(_SEARCH)}
        self.made -= self.searched

    def derives(self, name: str) -> bool:
        """Whether a file of the site is made of all pages, apart from the search and styles."""
        if name.endswith((".css", ".js")):
            return False
        made = (self.files.get_file_from_path(path) for path in self.made)
        static = self.config.theme.static_templates
        return name in static or any(file and file.dest_uri == name for file in made)

    def take_over(self, draft: Draft) -> set[str]:
        """Write the files that a draft added, and remove those it left out.

        Returns the paths of the former.
        """
        before = {file.src_uri: file for file in draft.left_out}
        places = {file.abs_dest_path for file in draft.added}
        for file in draft.added:
            known = before.get(file.src_uri)
            if known is None or known._content is None or known._content != file._content:
                file.copy_file()
        for file in draft.left_out:
            if file.abs_dest_path not in places:
                Path(file.abs_dest_path).unlink(missing_ok=True)
        self.files = QuickFiles(draft)
        return {file.src_uri for file in draft.added}


def is_search(name: str) -> bool:
    """Whether a file of the site is a part of the index of the search, and no code."""
    code = name.endswith(".js") and _AS_SCRIPTS not in name
    return name.startswith(_SEARCH) and not code


class SupersededError(Exception):
    """A save came, so what is being made is out of date already."""


class QuickFiles(Files):
    """Files that are asked for by the paths they have; MkDocs' own take each path apart first."""

    def get_file_from_path(self, path: str) -> File | None:
        """Return the file at a path, or None."""
        return self._src_uris.get(path) or super().get_file_from_path(path)


class Draft(QuickFiles):
    """Files in the making: all of `files` but those of some paths, which are made anew.

    Adding one raises SupersededError once they are out of date.
    """

    def __init__(self, files: Files, anew: set[str], outdated: Callable[[], bool]) -> None:
        super().__init__(file for file in files if file.src_uri not in anew)
        self.left_out = [file for file in files if file.src_uri in anew]
        self.added: list[File] = []
        self._out_of_date = outdated

    def append(self, file: File) -> None:
        """Add a file."""
        if self._out_of_date():
            raise SupersededError
        super().append(file)
        self.added.append(file)

    def later(self) -> dict[str, LaterFile]:
        """Return the files that are still to be made, by their place."""
        return {file.dest_uri: file for file in self.added if isinstance(file, LaterFile)}


def simple(config: MkDocsConfig) -> bool:
    """Whether no other plugin has a hook that may look at more than one page."""
    return all(
        (type(getattr(hook, "__self__", hook)).__module__ + ".").startswith(_OUTSIDE)
        for stage in _STAGES.split()
        for hook in config.plugins.events[stage]
    )
