"""Pages from the shared parser and from the cache are those of MkDocs' own `Page.render`."""

from __future__ import annotations

import json
import logging
import random
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, get_files
from mkdocs.structure.pages import Page

from kb_plugins.adapter.markdown_keys import PURE
from kb_plugins.adapter.page import CachedPage, use_cache
from kb_plugins.adapter.render import Links, Renderer
from kb_plugins.cache.store import Store

HERE = Path(__file__).parent
Seen = dict[str, Any]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for part in ("pages", "parts"):
        shutil.copytree(HERE / part, tmp_path / part)
    shutil.copy(HERE / "mkdocs.yml", tmp_path)
    return tmp_path


def read(site: Path, **settings: Any) -> tuple[MkDocsConfig, Files]:
    config = load_config(str(site / "mkdocs.yml"), **settings)
    return config, get_files(config)


def pages_of(files: Files, config: MkDocsConfig) -> list[Page]:
    pages = [Page(None, file, config) for file in files.documentation_pages()]
    for page in pages:
        page.read_source(config)
    return pages


def seen(pages: Sequence[Page]) -> Seen:
    """Everything that rendering leaves on pages."""
    return {
        page.file.src_uri: (
            page.content,
            str(page.toc),
            [item.level for item in page.toc],
            page.title,
            page.present_anchor_ids,
            {to.src_uri: links for to, links in (page.links_to_anchors or {}).items()},
        )
        for page in pages
    }


def plain(site: Path, **settings: Any) -> Seen:
    config, files = read(site, **settings)
    pages = pages_of(files, config)
    for page in pages:
        page.render(config, files)
    return seen(pages)


def cached(site: Path, store: Store, order: int = 0, **settings: Any) -> Seen:
    config, files = read(site, **settings)
    pages = pages_of(files, config)
    renderer = Renderer(config)
    assert not renderer.reason
    assert len(use_cache(files, renderer, store)) == len(pages)
    for page in random.Random(order).sample(pages, len(pages)):
        page.render(config, files)
    return seen(pages)


def test_the_sample_pages_use_every_extension_that_is_held_for_pure(site: Path) -> None:
    config, _files = read(site)
    used = " ".join(map(str, config["markdown_extensions"]))
    short = {name.removeprefix("markdown.extensions.") for name in PURE}
    # These are bundles of others, or make way for a better one of the list.
    rest = {"extra", "codehilite", "pymdownx.extra"}
    assert not [name for name in short - rest if name not in used]


@pytest.mark.parametrize("order", range(2))
@pytest.mark.parametrize("directory_urls", [True, False])
def test_a_shared_parser_forgets_one_page_before_the_next(
    site: Path, order: int, directory_urls: bool
) -> None:
    wanted = plain(site, use_directory_urls=directory_urls)
    assert cached(site, Store(), order, use_directory_urls=directory_urls) == wanted


def test_older_extensions_forget_as_well(site: Path) -> None:
    config = (site / "mkdocs.yml").read_text()
    head = config.partition("markdown_extensions:")[0]
    text = "markdown_extensions: [extra, codehilite]\n"
    (site / "mkdocs.yml").write_text(head + text)
    assert cached(site, Store(), 1) == plain(site)
    (site / "mkdocs.yml").write_text(head + "markdown_extensions: [pymdownx.extra]\n")
    assert cached(site, Store(), 2) == plain(site)


def test_what_the_cache_gives_back_is_what_was_rendered(site: Path) -> None:
    file = site / "cache.sqlite"
    store = Store(file)
    first = cached(site, store)
    store.close()
    store = Store(file)
    assert cached(site, store, 1) == first == plain(site)
    store.close()


def test_links_are_complained_about_as_often_from_the_cache(
    site: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "mkdocs.structure.pages")
    texts = []
    store = Store(site / "cache.sqlite")
    for build in (lambda: plain(site), *(lambda: cached(site, store) for _ in "12")):
        caplog.clear()
        build()
        texts.append(sorted(record.getMessage() for record in caplog.records))
    assert texts[0] == texts[1] == texts[2]
    assert any("gone.md" in text for text in texts[0])
    store.close()


def change(site: Path, what: str) -> dict[str, Any]:
    """Change something that pages depend on beside their text."""
    if what == "snippet":
        path = site / "parts" / "part.md"
        path.write_text(path.read_text().replace("words", "phrases"))
    elif what == "snippet gone":
        (site / "parts" / "part.md").unlink()
    elif what == "target appears":
        (site / "pages" / "gone.md").write_text("# Back\n")
    elif what == "target moves":
        (site / "pages" / "lists.md").rename(site / "pages" / "enumerations.md")
    elif what == "target is a folder now":
        (site / "pages" / "lists").mkdir()
        (site / "pages" / "lists.md").rename(site / "pages" / "lists" / "index.md")
    elif what == "option":
        path = site / "mkdocs.yml"
        path.write_text(path.read_text().replace("toc_depth: 3", "toc_depth: 2"))
    elif what == "addresses":
        return {"use_directory_urls": False}
    return {}


CHANGES = (
    "snippet",
    "snippet gone",
    "target appears",
    "target moves",
    "target is a folder now",
    "option",
    "addresses",
)


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_beside_the_text_is_seen(site: Path, what: str) -> None:
    store = Store(site / "cache.sqlite")
    before = cached(site, store)
    settings = change(site, what)
    after = cached(site, store, **settings)
    assert after == plain(site, **settings)
    assert after != before
    store.close()


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("pymdownx.b64", "pymdownx.b64 is not known to be pure"),
        ("pymdownx.snippets: {url_download: true}", "fetches texts from elsewhere"),
        ("footnotes: {UNIQUE_IDS: true}", "numbers pages"),
        ("pymdownx.snippets: {base_path: [!relative ]}", "RelativeDirPlaceholder"),
        ("toc: {slugify: !!python/name:os.path.basename }", "the function posixpath.basename"),
    ],
)
def test_what_is_not_known_to_be_pure_is_not_kept(site: Path, line: str, reason: str) -> None:
    path = site / "mkdocs.yml"
    head = path.read_text().partition("markdown_extensions:")[0]
    path.write_text(f"{head}markdown_extensions:\n  - {line}\n")
    config, files = read(site)
    renderer = Renderer(config)
    assert reason in renderer.reason
    pages_of(files, config)
    assert use_cache(files, renderer, Store(site / "cache.sqlite")) == []


def test_a_page_of_another_plugin_keeps_its_class(site: Path) -> None:
    class Special(Page):
        pass

    config, files = read(site)
    pages = [Special(None, file, config) for file in files.documentation_pages()]
    assert use_cache(files, Renderer(config), Store()) == []
    assert {type(page) for page in pages} == {Special}


@pytest.mark.parametrize("row", [None, 1, [], ["x"], [1, 2, 3, 4, 5, 6, 7, 8], {"a": 1}])
def test_a_strange_row_is_a_miss(site: Path, row: object) -> None:
    config, files = read(site)
    (page, *_rest) = pages_of(files, config)
    renderer = Renderer(config)
    store = Store(site / "cache.sqlite")
    use_cache(files, renderer, store)
    assert isinstance(page, CachedPage) and page.markdown is not None
    store.put(renderer.key(page.file, page.markdown), json.loads(json.dumps(row)))
    page.render(config, files)
    assert page.content == plain(site)[page.file.src_uri][0]
    store.close()


def test_links_of_a_strange_file_are_left_alone(site: Path) -> None:
    config, files = read(site)
    file = File("x.md", None, "site", True)
    assert Links(file, files, config).path_to_url("mailto:a@example.com") == "mailto:a@example.com"
