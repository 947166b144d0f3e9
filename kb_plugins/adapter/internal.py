"""`/// internal` blocks on their way through MkDocs: shown and marked, or gone before all else.

A public build takes the blocks out four times, each for what the ones before cannot see: out of the
sources (`clean_sources`), out of what plugins read instead of them and out of what plugins put in
(`on_page_markdown`, first and last), and after snippets (`markdown_internal.py`). A block that is
still there when blocks are parsed is a fault of ours, and fails the build.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files

from kb_plugins import markdown_internal
from kb_plugins.adapter.config import config_lines
from kb_plugins.content import internal
from kb_plugins.content.editions import Edition
from kb_plugins.content.frontmatter import Document, split_source
from kb_plugins.content.internal import Fault, Parted, part
from kb_plugins.content.loader import Loaded
from kb_plugins.publish.fingerprints import fingerprints
from kb_plugins.publish.leaks import leak_problems

log = logging.getLogger("mkdocs.plugins.kb")

EXTENSION = markdown_internal.__name__


class Keeper:
    """Takes internal blocks out of texts, and remembers them for the scan of the finished site.

    `notes` are the blocks that came up after the sources were read, with the page they were on;
    `faults` what is wrong with some. The page is whatever `page` was set to last.
    """

    def __init__(self, public: bool) -> None:
        self.public = public
        self.page = ""
        self.notes: dict[tuple[str, str], None] = {}
        self.faults: dict[tuple[str, Fault], None] = {}
        markdown_internal.FOUND.clear()

    def keep(self, text: str) -> str:
        """Return a text without its internal blocks, or as it is if the build is not public."""
        parted = part(text)
        self._note(parted)
        return parted.published if self.public else text

    def rendered(self) -> None:
        """Note what came up while the page was rendered."""
        for parted in markdown_internal.FOUND:
            self._note(parted)
        markdown_internal.FOUND.clear()

    def messages(self) -> list[str]:
        """Return what is wrong, a line each."""
        return [
            f"{page}:{fault.line}: internal-block: {fault.message}, after plugins and snippets "
            f"had their say. {fault.fix}."
            for page, fault in sorted(self.faults, key=lambda item: (item[0], item[1].line))
        ]

    def _note(self, parted: Parted) -> None:
        for fault in parted.faults:
            self.faults[self.page, fault] = None
        if self.public and parted.notes:
            self.notes[self.page, parted.notes] = None


def add_blocks(config: MkDocsConfig, public: bool, label: str) -> None:
    """Register the block with the Markdown of a site."""
    code = b"".join(
        Path(str(module.__file__)).read_bytes() for module in (internal, markdown_internal)
    )
    if EXTENSION not in config.markdown_extensions:
        config.markdown_extensions = [*config.markdown_extensions, EXTENSION]
    config.mdx_configs[EXTENSION] = {
        "public": public,
        "label": label,
        "code": blake2b(code, digest_size=16).hexdigest(),
    }


def clean_sources(files: Files, documents: Mapping[str, Document], edition: Edition) -> None:
    """Put texts without their internal blocks in place of the sources, for MkDocs and plugins."""
    for file in files:
        document = documents.get(edition.path(file.src_uri))
        if document is None or not document.notes:
            continue
        head, body = split_source(file.content_string.replace("\r\n", "\n").replace("\r", "\n"))
        origin = file.abs_src_path
        file.content_string = head + part(body).published
        file.abs_src_path = origin  # the history of the file is still that of the source


def refuse_leaks(
    editions: Sequence[Loaded],
    private: Iterable[str],
    keeper: Keeper,
    config: MkDocsConfig,
    place: str,
) -> None:
    """Look for what a finished public site gives away.

    `editions` are the sources in each language, `private` the files that only internal texts use,
    `place` is where the published site stays as it was, if there is one. Raises PluginError after
    a line for each file.
    """
    if not keeper.public or not (keeper.notes or any(loaded.secretive for loaded in editions)):
        return
    label, docs = config_lines(config).path, Path(config.docs_dir)
    prints = fingerprints(editions, docs, private, keeper.notes, label)
    leaks = sorted(set(leak_problems(Path(config.site_dir), prints)))
    for leak in leaks:
        log.error("%s", leak)
    if leaks:
        raise PluginError(
            f"{len(leaks)} file{'s' if len(leaks) > 1 else ''} would give secrets away; "
            + (f"{place} stays as it was" if place else f"do not publish {config.site_dir}")
        )
