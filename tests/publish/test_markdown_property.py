"""The Markdown of articles, for any text: code stays, links are whole, nothing is lost."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from kb_plugins.content.loader import load
from kb_plugins.content.own_pages import OWN_PAGES
from kb_plugins.content.schema import TYPES
from kb_plugins.content.settings import Settings
from kb_plugins.i18n import language
from kb_plugins.pages.article import ArticlePages
from kb_plugins.pages.context import Pages
from kb_plugins.pages.landing import LandingPages
from kb_plugins.pages.listing import ListingPages
from kb_plugins.pages.parts import Lists
from kb_plugins.pages.ways import Ways
from kb_plugins.publish.catalog import Catalog, catalog_json, catalog_schema
from kb_plugins.publish.feeds import Feeds
from kb_plugins.publish.llms import llms_txt
from kb_plugins.publish.markdown import absolute_links
from kb_plugins.publish.shelf import Shelf, beside

SITE = "https://help.example.com/kb/"
ADDRESSES = {"a/b.md": "a/b/", "a/c d.md": "a/c%20d/", "pic.svg": "pic.svg", "index.md": "./"}


def shelf(docs: Path, site_url: str = SITE) -> Shelf:
    kb = load(docs, Settings(types={kind: kind for kind in TYPES})).kb
    pages = Pages(kb, language("en"), lambda path: ADDRESSES.get(path, path), site_url)
    ways = Ways(pages, "get-help/")
    articles = ArticlePages(pages, ways)
    listings = ListingPages(pages, Lists(), {page: page for page in OWN_PAGES})
    landing = LandingPages(pages, articles, listings)
    return Shelf(pages, ways, landing, "Help", "", "./")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    docs = tmp_path_factory.mktemp("docs")
    (docs / "a").mkdir()
    (docs / "a" / "b.md").write_text("---\nlevel: 0\n---\n# B\n")
    return shelf(docs)


def whole(text: str, on: Shelf) -> str:
    return absolute_links(text, "a/b.md", on, lambda path: ADDRESSES.get(path, ""))


PIECES = st.sampled_from([
    "[x](c%20d.md)", "[x](<c d.md>)", "[x](../pic.svg 'T')", "![y](../pic.svg)", "[r]: c%20d.md",
    "[x](/top)", "[x](mailto:a@b.c)", "[x]()", "[x](#h)", "[x](https://e.org/a_(b))", "(",
    "`[x](b.md)`", "``a ` [x](b.md)``", "```\n[x](b.md)\n```", "~~~md\n<!-- x -->\n~~~", "```", "`",
    "<!-- n -->", "<!-- open", "-->", "<a href='q/'>t</a>", "<img src=\"z.png\">", "\\", "é😀",
    "\n", "\n\n", " ", "    ", "> ", "- ", "1. ", "text", "[x](missing.md)", "]", "](",
])  # fmt: skip
TEXTS = st.lists(PIECES, max_size=14).map("".join) | st.text(max_size=80)


@given(TEXTS)
def test_any_text_is_read_and_a_second_time_changes_nothing(small: Shelf, text: str) -> None:
    once = whole(text, small)
    if "<!--" not in text and "`" not in text:  # what was between two comments becomes one
        assert whole(once, small) == once
    assert once.count("\n") <= text.count("\n")


@given(TEXTS)
def test_fenced_code_stays_as_it_is(small: Shelf, text: str) -> None:
    code = "```md\n[x](b.md) <!-- kept -->\n\n\n\n[r]: b.md\n```\n"
    plain = text.replace("`", "").replace("~", "").replace("<", "")
    assert whole(f"{plain}\n\n{code}", small).endswith(code)


@pytest.mark.parametrize(("text", "found"), [
    ("[x](c%20d.md#y)", f"[x]({SITE}a/c%20d/#y)"),
    ("[x](<c d.md> \"T\")", f"[x](<{SITE}a/c%20d/> \"T\")"),
    ("[x](b.md?a=1#b)", f"[x]({SITE}a/b/?a=1#b)"),
    ("[x](#here)", f"[x]({SITE}a/b/#here)"),
    ("[x](../other/)", f"[x]({SITE}a/other/)"),
    ("[x](/top/)", "[x](https://help.example.com/top/)"),
    ("[![y](../pic.svg)](b.md)", f"[![y]({SITE}pic.svg)]({SITE}a/b/)"),
    ("<video src='../v.mp4' poster='../p.jpg'></video>",
     f"<video src='{SITE}a/v.mp4' poster='{SITE}a/p.jpg'></video>"),
    ("a<!-- note -->b", "ab"),
    ("one\n\n<!-- note -->\n\ntwo", "one\n\ntwo"),
    ("`<!-- kept -->`", "`<!-- kept -->`"),
    ("[x](mailto:a@example.org) <//cdn.example.org>", "[x](mailto:a@example.org) "
                                                        "<//cdn.example.org>"),
])  # fmt: skip
def test_targets(small: Shelf, text: str, found: str) -> None:
    assert whole(text, small) == found


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_title_is_one_entry_of_llms_txt(
    tmp_path_factory: pytest.TempPathFactory, title: str, about: str
) -> None:
    docs = tmp_path_factory.mktemp("t")
    meta = {"title": title, "description": about, "level": 0, "updated": "2026-01-02"}
    (docs / "x.md").write_text(f"---\n{json.dumps(meta)}\n---\n", encoding="utf-8")
    made = shelf(docs)
    lines = llms_txt(made, False, "get-help/", {}).split("\n")
    entries = [line for line in lines if line.startswith("- [") and "x.md" in line]
    assert len(entries) == len(made.pages.listed)
    assert all(re.fullmatch(r"- \[(?:[^\[\]\\]|\\.)+\]\(\S+\)(: .+)?", line) for line in entries)
    Catalog.model_validate(json.loads(catalog_json(made, True)))
    feeds = Feeds(made)
    for feed in feeds.all():
        etree.fromstring(feeds.xml(feed).encode())


@pytest.mark.parametrize(("page", "name", "ending", "file"), [
    ("a/b/", "index", "md", "a/b/index.md"), ("a/b.html", "index", "md", "a/b.md"),
    ("a/index.html", "feed", "xml", "a/feed.xml"), ("./", "feed", "xml", "feed.xml"),
    ("it/", "llms", "txt", "it/llms.txt"), ("index.html", "feed", "xml", "feed.xml"),
    ("it/index.html", "", "", "it/"), ("./", "", "", ""), ("index.html", "", "", ""),
])  # fmt: skip
def test_files_lie_beside_their_page(page: str, name: str, ending: str, file: str) -> None:
    assert beside(page, name, ending) == file


def test_every_address_of_the_catalogue_is_whole_or_none(small: Shelf) -> None:
    data = json.loads(catalog_json(small, True))
    urls = [each["url"] for each in (*data["levels"], *data["topics"], *data["articles"])]
    assert urls and all(urlsplit(url).scheme == "https" for url in urls)
    assert set(data) <= set(catalog_schema()["properties"])
