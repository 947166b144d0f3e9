"""Lists that are too long for one page: letters and numbered pages, and addresses that last."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path
from urllib.parse import unquote, urljoin

import pytest
from long_site import ARABIC, PATCHES, QUESTIONS, build_into, lay_out, write
from selectolax.lexbor import LexborHTMLParser

HOST = "https://help.example.com/"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = lay_out(tmp_path_factory.mktemp("long"))
    build_into(out)
    return out


def page(site: Path, address: str) -> LexborHTMLParser:
    return LexborHTMLParser((site / address / "index.html").read_text(encoding="utf-8"))


def links(site: Path, address: str, chosen: str) -> list[str]:
    found = (node.attributes["href"] or "" for node in page(site, address).css(f"{chosen} a"))
    return [unquote(urljoin(HOST + address, href)).removeprefix(HOST) for href in found]


def texts(site: Path, address: str, chosen: str) -> list[str]:
    return [node.text(strip=True) for node in page(site, address).css(chosen)]


def test_the_letters_lead_to_every_article(folder: Path) -> None:
    site = folder / "site"
    letters = links(site, "a-z/", ".kb-tiles--letters")
    assert letters == ["a-z/0-9/", *(f"a-z/{sign}/" for sign in "abmnz"), "a-z/other/"]
    assert texts(site, "a-z/", ".kb-tiles--letters a")[-2:] == ["Z", "Other"]
    found: list[str] = []
    for letter in letters:
        found += links(site, letter, ".kb-index")
        assert links(site, letter, ".kb-letters") == letters
        pages = links(site, letter, ".kb-pager ul") if page(site, letter).css(".kb-pager") else []
        found += [one for more in pages[1:] for one in links(site, more, ".kb-index")]
    assert len(found) == len(set(found)) == PATCHES + len(QUESTIONS)


def test_a_letter_says_where_it_stands(folder: Path) -> None:
    site = folder / "site"
    assert texts(site, "a-z/n/", "h1") == ["All articles: N"]
    assert texts(site, "a-z/n/", ".kb-letters [aria-current=page]") == ["N"]
    assert texts(site, "a-z/n/", ".kb-crumbs li") == ["Home", "All articles, A to Z", "N"]
    assert texts(site, "a-z/m/page-2/", ".kb-letters [aria-current=true]") == ["M"]
    assert texts(site, "a-z/m/page-2/", ".kb-pager [aria-current=page]") == ["Page 2"]
    assert texts(site, "a-z/m/page-2/", ".kb-crumbs li")[-2:] == ["M", "Page 2"]
    assert links(site, "a-z/m/page-2/", ".kb-crumbs")[-1] == "a-z/m/"


def test_a_topic_has_numbered_pages_and_a_level_leads_there(folder: Path) -> None:
    site = folder / "site"
    assert links(site, "patches/", ".kb-pager ul") == ["patches/", "patches/page-2/"]
    found = links(site, "patches/", ".kb-list") + links(site, "patches/page-2/", ".kb-list")
    assert len(found) == len(set(found)) == PATCHES
    assert texts(site, "patches/page-2/", "h1") == ["Patches (page 2 of 2)"]
    shown = links(site, "levels/1-ticket/", ".kb-list")
    assert 90 < len(shown) <= 100
    assert {one for one in shown if one.startswith("questions/")} == {
        f"questions/q{index}/" for index in range(len(QUESTIONS))
    }
    more = page(site, "levels/1-ticket/").css_first(".kb-group .kb-more a")
    assert more.text() == "Show all: Patches"


def test_search_engines_are_told_of_all_of_them(folder: Path) -> None:
    sitemap = (folder / "site" / "sitemap.xml").read_text()
    for address in ("a-z/", "a-z/m/", "a-z/m/page-2/", "patches/page-2/"):
        assert f"<loc>{HOST}{address}</loc>" in sitemap
    published = (folder / "site" / "published.txt").read_text().splitlines()
    assert {"a-z/m/", "a-z/other/", "patches/page-2/"} <= set(published)


def test_an_anchor_of_the_single_page_leads_to_the_letter(folder: Path) -> None:
    assert page(folder / "site", "a-z/").css_first("#letter-m .kb-tile__title").text() == "M"


def test_nothing_that_was_published_is_lost_when_a_site_shrinks_and_grows(
    folder: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    home = tmp_path / "site-folder"
    shutil.copytree(folder, home)
    shutil.copyfile(home / "site" / "published.txt", home / "published.txt")
    (home / "docs/questions/q5.md").unlink()  # the only one under Z
    caplog.set_level(logging.WARNING)
    site = build_into(home)
    lost = [record.getMessage() for record in caplog.records if "published" in record.getMessage()]
    assert [line for line in lost if "a-z" in line] == []
    assert len(lost) == 1, "the article itself is missed"
    assert 'href="../"' in (site / "a-z/z/index.html").read_text()
    assert "a-z/z/" not in (site / "sitemap.xml").read_text()

    caplog.clear()
    for file in sorted((home / "docs/patches").iterdir())[10:]:
        file.unlink()
    site = build_into(home)
    lost = [record.getMessage() for record in caplog.records if "page-2" in record.getMessage()]
    assert lost == []
    assert 'href="../"' in (site / "a-z/m/index.html").read_text()
    assert 'href="../../"' in (site / "a-z/m/page-2/index.html").read_text()
    assert 'href="../"' in (site / "patches/page-2/index.html").read_text()
    assert texts(site, "a-z/", "section h2")[:2] == ["0–9", "A"]

    for number in range(PATCHES):
        write(home, f"patches/m-{number:03}", f"MDVA-{number:03} is a patch")
    write(home, "questions/q5", QUESTIONS[5])
    caplog.clear()
    site = build_into(home)
    assert texts(site, "a-z/m/", "h1") == ["All articles: M"]
    assert texts(site, "a-z/z/", "h1") == ["All articles: Z"]
    assert caplog.messages == []


def test_an_article_where_a_letter_would_be_keeps_its_page(tmp_path: Path) -> None:
    home = lay_out(tmp_path / "taken")
    write(home, "a-z/m", "An article of a team")
    site = build_into(home)
    assert texts(site, "a-z/m/", "h1") == ["An article of a team"]
    assert len(links(site, "a-z/", ".kb-index")) == PATCHES + len(QUESTIONS) + 1


def test_addresses_without_folders(tmp_path: Path) -> None:
    home = lay_out(tmp_path / "flat")
    site = build_into(home, use_directory_urls=False)
    tree = LexborHTMLParser((site / "a-z/m.html").read_text(encoding="utf-8"))
    assert tree.css_first(".kb-pager a[rel=next]").attributes["href"] == "m/page-2.html"
    shutil.copyfile(site / "published.txt", home / "published.txt")
    for file in sorted((home / "docs/patches").iterdir())[10:]:
        file.unlink()
    site = build_into(home, use_directory_urls=False)
    assert 'href="../a-z.html"' in (site / "a-z/m.html").read_text()
    assert 'href="index.html"' in (site / "patches/page-2.html").read_text()


def test_another_language_has_the_list_too(tmp_path: Path) -> None:
    site = build_into(lay_out(tmp_path / "two", plugins=ARABIC))
    switch = links(site, "a-z/m/page-2/", ".kb-languages")
    assert switch == ["a-z/m/page-2/", "ar/a-z/"]
    assert texts(site, "ar/a-z/m/", "h1") == ["كل المقالات: M"]
    assert "hreflang" not in (site / "a-z/m/index.html").read_text().partition("</head>")[0]
