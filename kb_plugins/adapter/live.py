"""The last whole build, which a preview keeps alive, and what it asks of the plugin."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation

_OUTSIDE = ("kb_plugins.", "material.plugins.search.")
"""Plugins whose hooks may run for one page alone."""
_STAGES = (
    "files nav env pre_page page_read_source page_markdown page_content page_context post_page "
    "pre_template template_context post_build"
)
_AS_SCRIPTS = "/search/file/"
"""Where the index lies for sites that are opened from a folder."""


class Source(Protocol):
    """What the plugin does for its preview."""

    def reload(self, config: MkDocsConfig, changed: set[str]) -> bool:
        """Read the sources again. Returns whether only texts of articles changed."""

    def make_site(self, config: MkDocsConfig, files: Files) -> None:
        """Make the views of what was read."""

    def derive(self, env: Environment, config: MkDocsConfig, files: Files) -> Any:
        """Add the files that are made of all pages to `files`, and the data of all templates.

        Returns what `keep` wants to have, so that pages are made of the old data until then.
        """

    def keep(self, derived: Any) -> None:
        """Make pages of what `derive` made."""

    def recheck(self, config: MkDocsConfig) -> None:
        """Check all sources and log what is wrong."""

    def shared(self, config: MkDocsConfig) -> dict[str, Any]:
        """Return what the templates of all pages read."""

    def faults(self, path: str) -> list[str]:
        """Return why an article is left out, a line each; nothing if it is not."""


@dataclass
class Live:
    """The last whole build, as MkDocs made it. `made` are the files that `derive` added."""

    config: MkDocsConfig
    files: Files
    env: Environment
    nav: Navigation
    made: set[str]
    pages: dict[str, File] = field(default_factory=dict)
    stale: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        shown = self.files.documentation_pages(inclusion=InclusionLevel.is_in_serve)
        self.pages = {file.dest_uri: file for file in shown}

    def derives(self, name: str) -> bool:
        """Whether a file of the site is made of all pages, and not just a script or a style."""
        if name.endswith((".css", ".js")) and _AS_SCRIPTS not in name:
            return False
        made = (self.files.get_file_from_path(path) for path in self.made)
        return "/search/" in name or any(file and file.dest_uri == name for file in made)


class SupersededError(Exception):
    """A save came, so what is being made is out of date already."""


class Draft(Files):
    """Files in the making. Adding one raises SupersededError once they are out of date."""

    def __init__(self, files: Files, outdated: Callable[[], bool]) -> None:
        super().__init__(list(files))
        self._out_of_date = outdated

    def append(self, file: File) -> None:
        """Add a file."""
        if self._out_of_date():
            raise SupersededError
        super().append(file)


def simple(config: MkDocsConfig) -> bool:
    """Whether no other plugin has a hook that may look at more than one page."""
    return all(
        (type(getattr(hook, "__self__", hook)).__module__ + ".").startswith(_OUTSIDE)
        for stage in _STAGES.split()
        for hook in config.plugins.events[stage]
    )
