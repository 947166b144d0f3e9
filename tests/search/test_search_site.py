"""From Markdown to the index: what a built site lets a reader find."""

from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from kb_plugins.search.engine import engine_from_site

PAGES = {
    "billing/invoice.md": """---
title: Download an invoice
level: 0
questions: [Where do I find my statement of account?]
---
## Where it is
Under Billing, with the code `ERR_NO_INVOICE`.

<p data-search-exclude>zebra</p>
""",
    "billing/hidden.md": "---\ntitle: A giraffe\nlevel: 0\nsearch: {exclude: true}\n---\nText.\n",
    "billing/staff.md": "---\ntitle: Staff elephant\nlevel: 0\naudience: internal\n---\nText.\n",
    "synonyms.yml": "- paperwork => invoice\n",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    for path, text in PAGES.items():
        file = folder / "docs" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    settings = "site_name: T\ntheme: {name: material}\nplugins: [kb]\n"
    (folder / "mkdocs.yml").write_text(settings, encoding="utf-8")
    config = load_config(str(folder / "mkdocs.yml"), site_dir=str(folder / "site"))
    build(config)
    config.plugins.on_shutdown()
    return folder / "site"


@pytest.mark.parametrize(
    "query",
    ["invoice", "ERR_NO_INVOICE", "err no invoice", "statement of account", "paperwork", "invocie"],
)
def test_an_article_is_found(site: Path, query: str) -> None:
    assert engine_from_site(site, "en").ranks(query) == ["billing/invoice.md"]


@pytest.mark.parametrize("query", ["zebra", "giraffe", "elephant"])
def test_what_is_kept_out_is_not_found(site: Path, query: str) -> None:
    assert engine_from_site(site, "en").ranks(query) == []


def test_the_synonym_file_is_not_published(site: Path) -> None:
    assert not (site / "synonyms.yml").exists()


def test_no_word_of_internal_articles_is_in_the_index(site: Path) -> None:
    import zlib

    for file in (site / "assets" / "kb" / "search").rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            plain = zlib.decompress(content, 31) if file.suffix == ".bin" else content
            assert b"eleph" not in plain and b"giraff" not in plain, file
