"""A site of Material for MkDocs moves in: all that it was, it is afterwards, and a help centre.

`material/` is the site. It is built in two ways: with a blog and awesome-nav, and in two languages
with literate-nav and without directory URLs (Material's blog and mkdocs-static-i18n do not go
together).
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from selectolax.lexbor import LexborHTMLParser, LexborNode

from kb_plugins.cli import main

HERE = Path(__file__).parent / "material"
BLOCKS = ("lw-announce", "lw-extrahead", "lw-before", "lw-after", "lw-footer")


def between(text: str, start: str, end: str) -> str:
    return text[text.index(start) : text.index(end)]


def lay_out(folder: Path, variant: str) -> Path:
    """Copy the site to a folder, as one of its variants."""
    shutil.copytree(HERE, folder)
    config = folder / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    if variant == "blog":
        text = text.replace(between(text, "  - i18n:", "  - awesome-nav"), "")
        (folder / "docs" / "SUMMARY.md").unlink()
        for page in (folder / "docs").rglob("*.de.md"):
            page.unlink()
    else:
        text = text.replace(between(text, "  - blog:", "  - i18n:"), "")
        text = text.replace("  - awesome-nav", "  - literate-nav")
        text = text.replace("site_url:", "use_directory_urls: false\nsite_url:")
        shutil.rmtree(folder / "docs" / "blog")
        for menu in (folder / "docs").rglob(".nav.yml"):
            menu.unlink()
    config.write_text(text, encoding="utf-8")
    return folder


def build(folder: Path, out: str, *arguments: str) -> str:
    """Build a site, and return what was said."""
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-d", str(folder / out), *arguments],
        cwd=folder, capture_output=True, text=True,
        env={**os.environ, "SOURCE_DATE_EPOCH": "1795392000"})
    assert done.returncode == 0, done.stderr
    return done.stderr


class Site:
    """The site before and after."""

    def __init__(self, folder: Path, variant: str) -> None:
        self.folder, self.variant = folder, variant
        self.before, self.after = folder / "before", folder / "after"
        build(folder, "before", "--strict")
        adopt(folder)
        self.said = build(folder, "after", "--strict")

    def address(self, page: str) -> str:
        if self.variant == "blog":
            return f"{page}/index.html" if page else "index.html"
        return f"{page or 'index'}.html"

    def old(self, page: str) -> LexborHTMLParser:
        return read(self.before / self.address(page))

    def new(self, page: str) -> LexborHTMLParser:
        return read(self.after / self.address(page))


def adopt(folder: Path) -> None:
    done = CliRunner().invoke(main, ["adopt", "-f", str(folder / "mkdocs.yml"), "--write"])
    assert done.exit_code == 0, done.output
    assert "The channel comes from docs/contact.md:3" in done.output


def read(file: Path) -> LexborHTMLParser:
    return LexborHTMLParser(file.read_text(encoding="utf-8"))


def one(tree: LexborHTMLParser, selector: str) -> LexborNode:
    node = tree.css_first(selector)
    assert node is not None, selector
    return node


def text_of(tree: LexborHTMLParser) -> LexborNode:
    """Return the text of a page, without what Firstline puts around an article."""
    for node in tree.css("[data-search-exclude], .kb-crumbs"):
        node.decompose()
    return one(tree, "article")


def words(node: LexborNode) -> str:
    return " ".join(node.text().split())


@pytest.fixture(scope="module", params=["blog", "languages"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("material") / request.param
    return Site(lay_out(folder, request.param), request.param)


def test_every_address_is_still_there(site: Site) -> None:
    old = {file.relative_to(site.before).as_posix() for file in site.before.rglob("*")}
    new = {file.relative_to(site.after).as_posix() for file in site.after.rglob("*")}
    assert len([path for path in old if path.endswith(".html")]) > 15
    assert sorted(old - new) == []


def test_the_blocks_of_the_site_are_on_every_page(site: Site) -> None:
    pages = ["", "getting-started/unpacking", "contact", "tags", "a-z", "get-help",
             "levels/0-self-help", "search"]
    for page in pages:
        tree = site.new(page)
        for name in BLOCKS:
            assert len(tree.css(f'.{name}, [name="{name}"]')) == 1, (page, name)
        assert [a.attributes["href"].rpartition("/")[2] for a in tree.css("link[href$='print.css']")
                ] == ["print.css"]
        assert len(tree.css("script[src$='late.js']")) == 1, page
        assert one(tree, "title").text().endswith("| Larchwood")
        assert len(tree.css("h1")) == (len(site.old("").css("h1")) if page == "" else 1), page
    assert one(site.new(""), ".lw-hero h1").text() == "Larchwood"
    assert words(one(site.new(""), "article")).startswith("Manual of Larchwood One")
    assert site.new("getting-started/unpacking").css(".lw-comments")
    lost = read(site.after / "404.html")
    assert lost.css(".lw-announce")
    assert lost.css("form[role=search]")


def test_the_menu_is_as_it_was(site: Site) -> None:
    def menu(tree: LexborHTMLParser) -> list[str]:
        return [words(link) for link in tree.css(".md-nav--primary .md-nav__link")]

    for page in ("getting-started/wiring", "contact", "tags", "reference/api/rest"):
        assert menu(site.new(page)) == menu(site.old(page))
        sides = [one(tree(page), ".md-sidebar--primary") for tree in (site.old, site.new)]
        assert [("hidden" in side.attributes) for side in sides] == [False, False], page
        assert [words(tab) for tab in site.new(page).css(".md-tabs__item")] == [
            words(tab) for tab in site.old(page).css(".md-tabs__item")]


def test_the_text_of_articles_is_as_it_was(site: Site) -> None:
    """Words, tables, tabs, notes, diagrams, pictures in a box, macros, abbreviations, footnotes."""
    kinds = ("table", ".tabbed-set", ".admonition", "details.note", ".kb-diagram", "a.glightbox",
             "abbr", ".footnote", ".highlight", ".twemoji", ".task-list-item", "h2[id]",
             "h2 a.headerlink",
             "img:not([class^=kb-])", "nav.md-tags a", "a.md-content__button", ".grid")
    seen = set()
    for source in sorted((site.folder / "docs").rglob("*.md")):
        page = source.relative_to(site.folder / "docs").as_posix().removesuffix(".md")
        if "/posts/" in page or ".de" in page or page in ("SUMMARY", "index", "blog/index"):
            continue
        page = page.removesuffix("/index") if site.variant == "blog" else page
        old, new = text_of(site.old(page)), text_of(site.new(page))
        for kind in kinds:
            was = ".mermaid" if kind == ".kb-diagram" else kind
            same = len(old.css(was)) == len(new.css(kind))
            assert same or (kind == "h2[id]" and source.stem == "index"), (page, kind)
            seen |= {kind} if new.css(kind) else set()
        for part in old.css("p, td, li, pre, h1, h2"):
            assert words(part).removesuffix("#") in words(new).replace("#", ""), page
    assert seen == set(kinds)
    unpacking = words(one(site.new("getting-started/unpacking"), "article"))
    assert "The Larchwood One comes in one box with a PSU of 24 volts." in unpacking
    assert "{{" not in (site.after / site.address("a-z")).read_text(encoding="utf-8")
    assert "{{" not in site.new("getting-started/unpacking").html
    assert "setup" in unpacking  # from the folder's own `.meta.yml`


def test_plugins_still_do_what_they_did(site: Site) -> None:
    old_tags, tags = text_of(site.old("tags")), text_of(site.new("tags"))
    assert [words(tag) for tag in tags.css("h2")] == [words(tag) for tag in old_tags.css("h2")]
    assert len(tags.css("li a")) == len(old_tags.css("li a")) > 3
    for old, target in (("install", "getting-started/unpacking"), ("old/pump", "pump-noise")):
        page = site.new(old)
        assert target in one(page, "link[rel=canonical]").attributes["href"]
    html = (site.after / site.address("contact")).read_text(encoding="utf-8")
    assert "Ask the shop" not in html  # mkdocs-minify-plugin takes comments out
    assert len(re.findall(r"\n\s+<", html)) < 5
    assert (site.after / "tags.json").is_file()


def test_the_blog_is_a_blog(site: Site) -> None:
    if site.variant != "blog":
        return
    post = site.new("blog/2026/02/15/spring-2")
    assert "Tomatoes want" in words(one(post, "article"))
    assert len(post.css("h1")) == 1
    assert post.css(".md-post__back")
    assert post.css(".lw-announce")
    assert post.css("#kb-search-config")  # the search of the header works here, too
    assert len(site.new("blog").css("article.md-post")) == 1  # a page holds one
    assert site.new("blog/category/season").css("article.md-post")


def test_both_languages_are_there(site: Site) -> None:
    if site.variant != "languages":
        return
    page = site.new("de/getting-started/unpacking")
    assert one(page, "html").attributes["lang"] == "de"
    assert "kommt in einer Kiste" in words(one(page, "article"))
    assert words(one(site.new("de/a-z"), "h1")) == "Alle Artikel von A bis Z"
    assert len(one(page, "article").css(".lw-before")) == 1


def test_it_is_a_help_centre_now(site: Site) -> None:
    page = site.new("troubleshooting/sensor-offline")
    assert page.css(".kb-badge")
    assert "mail@larchwood.example" in page.html
    assert words(one(page, ".kb-badge")).startswith("Level 1")  # from the name of the folder
    listed = [words(link) for link in site.new("a-z").css("article a")]
    assert "A sensor shows no value" in listed
    assert (site.after / "levels").is_dir()


def test_adopting_adds_lines_alone_and_does_so_once(site: Site, tmp_path: Path) -> None:
    old = lay_out(tmp_path / "old", site.variant)
    new_lines = iter((site.folder / "mkdocs.yml").read_text().splitlines())
    assert all(line in new_lines for line in (old / "mkdocs.yml").read_text().splitlines())
    for source in (old / "docs").rglob("*"):
        copy = site.folder / "docs" / source.relative_to(old / "docs")
        if source.is_file():
            assert copy.read_bytes() == source.read_bytes(), source
    again = CliRunner().invoke(main, ["adopt", "-f", str(site.folder / "mkdocs.yml")])
    assert "Nothing to change" in again.output


def test_the_search_plugin_beside_ours_is_named_in_one_line(site: Site) -> None:
    lines = [line for line in site.said.splitlines() if "search-replaced" in line]
    number = (site.folder / "mkdocs.yml").read_text().splitlines().index("  - search") + 1
    assert lines == [
        f"INFO    -  mkdocs.yml:{number}: search-replaced: Readers have the search of Firstline "
        "instead of the plugin `search`, whose index is still written. Remove the plugin, unless "
        "another program reads that index."]
    assert json.loads((site.after / "search" / "search_index.json").read_text())["docs"]
    assert not site.new("contact").css("[data-md-component=search]")
