"""Makes a build of MkDocs all or nothing, and the same bytes on every day.

MkDocs empties `site_dir` and writes into it. Here it writes into a staging folder instead, under
the name of `site_dir`, and what it wrote takes the place of the site when nothing is left that
could fail. A preview (`mkdocs serve`) and a `--dirty` build write where MkDocs says.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError
from mkdocs.utils import CountHandler

from kb_plugins.publish import staging
from kb_plugins.publish.build_date import VARIABLE, build_epoch
from kb_plugins.publish.reuse import Published

log = logging.getLogger("mkdocs.plugins.kb")


class Publication:
    """The way of one site from the start of a build to its place. Builds within builds count in."""

    def __init__(self) -> None:
        self.stages = True
        self._config: MkDocsConfig | None = None
        self._staging: staging.Staging | None = None
        self._site_dir = ""
        self._depth = 0
        self._epoch: str | None = None

    @property
    def nested(self) -> bool:
        """Whether the build that runs is one within another."""
        return self._depth > 1

    def start(self, config: MkDocsConfig) -> None:
        """Lead the build to a staging folder. Raises PluginError if there can be none."""
        if self._staging and config.site_dir != str(self._staging.folder):
            self.abandon()  # the build before was interrupted
        self._depth += 1
        if self._depth > 1 or not self.stages:
            return  # a build within a build, as plugins for several languages do it
        try:
            self._staging = staging.begin(Path(config.site_dir))
        except OSError as error:
            self._depth = 0
            raise PluginError(f"kb: {config.site_dir} cannot be written: {error}") from error
        self._config, self._site_dir = config, config.site_dir
        self._epoch = os.environ.get(VARIABLE)
        config.site_dir = str(self._staging.folder)

    def published(self) -> Published | None:
        """Return the site that this build will replace, if there is one and it is staged."""
        return self._staging.published() if self._staging else None

    def fix_date(self, config: MkDocsConfig) -> None:
        """Tell MkDocs and other plugins the date of the build, until it ends."""
        if self._staging and not os.environ.get(VARIABLE, "").isdigit():
            file = Path(config.config_file_path or "mkdocs.yml").absolute()
            epoch = build_epoch(file.parent, (Path(config.docs_dir), file))
            os.environ[VARIABLE] = str(epoch)

    def finish(self, config: MkDocsConfig) -> None:
        """Put the finished site in its place, unless MkDocs is about to fail in strict mode."""
        self._depth = max(0, self._depth - 1)
        if not self._staging or self._depth:
            return
        if config.strict and _warned():
            log.info("%s stays as it was", self._site_dir)
        else:
            try:
                self._staging.publish()
            except OSError as error:
                raise PluginError(
                    f"kb: {self._site_dir} cannot be replaced and stays as it was: {error}"
                ) from error
            log.info("The new site is in place: %s", self._site_dir)
        self.abandon()

    def fail(self, error: Exception) -> None:
        """Clean up after a build that failed. Raises Abort where the disk was the reason."""
        where = self._site_dir if self._staging else ""
        self.abandon()
        if where and isinstance(error, OSError):
            log.error("kb: the build could not be written: %s. %s stays as it was", error, where)
            raise Abort("Aborted: nothing was published") from error

    def abandon(self) -> None:
        """Remove the staging folder, if there is one, and give everything its value back."""
        self._depth = 0
        if not self._staging or not self._config:
            return
        self._staging.discard()
        self._config.site_dir = self._site_dir
        if self._epoch is None:
            os.environ.pop(VARIABLE, None)
        else:
            os.environ[VARIABLE] = self._epoch
        self._staging, self._config = None, None

    @property
    def outermost(self) -> bool:
        """Whether the build that runs is not a part of another one."""
        return self._depth == 1

    @property
    def place(self) -> str:
        """Where the site will be, for messages; empty if it is written there directly."""
        return self._site_dir if self._staging else ""


def _warned() -> bool:
    """Whether MkDocs has counted a warning, as it will ask itself right after the last hook."""
    handlers = [
        *logging.getLogger("mkdocs").handlers,
        *logging.getLogger("properdocs").handlers,  # which continues MkDocs, with its own classes
    ]
    counters = [handler for handler in handlers if type(handler).__name__ == CountHandler.__name__]
    return any(counter.get_counts() for counter in counters)  # type: ignore[attr-defined]
