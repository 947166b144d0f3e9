"""Help centres of other companies, built with nothing but a configuration and `.meta.yml` files."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest
from agreement import Built, assert_copies_link_like_pages, assert_lists_agree
from babel.messages.pofile import read_po
from build import build_site, corpus, lay_out
from heads import assert_heads_are_right
from html_checker import check
from mkdocs.config import load_config
from selectolax.lexbor import LexborHTMLParser

from kb_plugins.adapter import languages as mkdocs_languages
from kb_plugins.i18n import LOCALES

NAMES = ("magento", "adobe")


@pytest.fixture(scope="session", params=NAMES)
def built(request, tmp_path_factory) -> tuple[str, Path]:
    name = request.param
    if not corpus(name).is_dir():
        pytest.skip(f"the articles of {name} are missing: {corpus(name)}; set FIRSTLINE_SHARED")
    out = tmp_path_factory.mktemp(name)
    build_site(name, out)
    return name, out


@cache
def page(path: Path) -> LexborHTMLParser:
    return LexborHTMLParser(path.read_text(encoding="utf-8"))


def targets(site: Path, address: str) -> set[str]:
    """The addresses that a page links to, relative to the root of the site."""
    base = "/" + address
    found = set()
    for link in page(site / address / "index.html").css("article a[href], main a[href]"):
        href = unquote((link.attributes.get("href") or "").partition("#")[0])
        if href and ":" not in href.split("/")[0]:
            parts = [*base.strip("/").split("/"), *href.split("/")] if base.strip("/") else (
                href.split("/"))
            stack: list[str] = []
            for part in parts:
                if part == "..":
                    stack = stack[:-1]
                elif part not in ("", "."):
                    stack.append(part)
            found.add("/".join(stack))
    return found


def whole(site: Path, address: str) -> set[str]:
    """The addresses that a list links to, on all its pages."""
    found = targets(site, address)
    parts = {one for one in found if re.fullmatch(r"a-z/[^/]+|.*/page-\d+", one)} - {address}
    return found.union(*(whole(site, part) for part in parts if address in ("a-z", part[:-7])))


def articles(name: str, out: Path) -> set[str]:
    """The addresses of the articles that went in."""
    paths = {path.relative_to(out / "docs").as_posix() for path in (out / "docs").rglob("*.md")}
    if name == "adobe":
        paths -= {"TOC.md"}
    return {path.removesuffix(".md") for path in paths}


def test_every_article_is_on_a_level_page_a_topic_page_and_the_a_to_z(built) -> None:
    name, out = built
    site = out / "site"
    expected = articles(name, out)
    assert len(expected) == len(list(corpus(name).rglob("*.md"))) - (name == "adobe")
    levels = set().union(*(targets(site, f"levels/{path.name}")
                           for path in (site / "levels").iterdir() if path.is_dir()))
    lists = whole(site, "a-z")
    assert expected <= lists
    folders = {address.rpartition("/")[0] for address in expected}
    topics = set().union(*(whole(site, folder or "topics") for folder in folders))
    assert expected <= topics
    assert expected <= levels.union(*(whole(site, folder) for folder in levels & folders))
    assert all((site / address / "index.html").is_file() for address in expected)


def test_all_lists_for_people_and_machines_name_the_same_articles(built) -> None:
    name, out = built
    address = {"magento": "https://help.example.com/", "adobe": "https://aiuto.example.com/"}[name]
    site = Built(out / "site", address)
    assert assert_lists_agree(site) == len(articles(name, out))
    assert_heads_are_right(site)
    extensions = ["attr_list", "tables", "pymdownx.superfences"]
    assert assert_copies_link_like_pages(site, extensions, every=5) > 50


def test_each_level_page_counts_the_articles_it_lists(built) -> None:
    name, out = built
    total = 0
    for folder in (out / "site" / "levels").iterdir():
        if folder.is_dir():
            tree = page(folder / "index.html")
            listed = 0
            for group in tree.css(".kb-group"):
                shown, said = len(group.css(".kb-list__item")), number(group, ".kb-count")
                assert shown < said if group.css(".kb-more") else shown == said
                listed += said
            assert number(tree, "#kb-articles .kb-count") == listed
            total += listed
    assert total == len(articles(name, out))


def number(node, chosen: str) -> int:
    return int(re.sub(r"\D", "", node.css_first(chosen).text()))


def test_in_equals_out_plus_reported(tmp_path, capsys) -> None:
    """Break some of the real articles in different ways: none gets lost without a word."""
    if not corpus("adobe").is_dir():
        pytest.skip(f"the articles of adobe are missing: {corpus('adobe')}")
    config_file = lay_out("adobe", tmp_path)
    docs = tmp_path / "docs"
    faq = sorted((docs / "faq" / "general").glob("*.md"))
    faq[0].write_bytes(b"---\ntitle: \xff\n---\n")
    faq[1].write_text("---\nlevel: 2-calback\n---\n")
    faq[2].write_text("---\ntitle: [\n---\n")
    faq[3].write_text("---\naudience: interal\n---\n")
    config = load_config(str(config_file), site_dir=str(tmp_path / "site"))
    config = config.plugins.on_config(config)
    build = config.plugins["kb"]._work._load(config)
    went_in = len(articles("adobe", tmp_path))
    reported = {problem.path for problem in build.problems if problem.severity == "error"}
    assert len(reported) == 4
    (one,) = build.builds.values()
    assert went_in == len(one.loaded.kb.articles) + len(reported)


def test_every_article_leads_to_a_channel(built) -> None:
    name, out = built
    for address in articles(name, out):
        button = page(out / "site" / address / "index.html").css_first(".kb-stuck .kb-button")
        href = button.attributes["href"]
        asks_first = re.search(r"get-help/\?[^#]*#kb-level-4$", href)  # the level wants consent
        to_people = href.startswith(("https://desk.example.com/", "tel:", "mailto:"))
        assert asks_first or to_people, address
        assert len(href) <= 1800


@pytest.mark.parametrize("built", ["adobe"], indirect=True)
def test_the_italian_site_speaks_italian(built) -> None:
    """No message of ours appears in English: neither as text nor as a label."""
    _name, out = built
    with (LOCALES / "it.po").open("rb") as stream:
        catalogue = read_po(stream, locale="it")
    english = {str(m.id) for m in catalogue
               if m.id and isinstance(m.id, str) and m.id != m.string and "%" not in m.id}
    assert len(english) > 60
    for path in sorted((out / "site").rglob("*.html")):
        tree = page(path)
        assert tree.css_first("html").attributes["lang"] == "it"
        for node in tree.css(".md-content article > :not(.kb-head, .kb-stuck, .kb-related, section,"
                             " nav, header, footer, form)"):
            node.decompose()  # the text of the article belongs to its writers
        for node in tree.css("script:not([type='application/json']), style, .kb-list__title,"
                             " .kb-list__text, .kb-related a, .kb-index a, .md-nav--secondary,"
                             " .kb-tile__title, .kb-tile__more, .kb-crumbs, .md-header__topic,"
                             " .kb-group h3, h1, title, .md-footer"):
            node.decompose()  # names that writers chose, and Material's own footer
        words = {" ".join(part.split()) for part in tree.body.text(separator="\n").split("\n")}
        for node in tree.css("[aria-label], [placeholder], [title], [alt]"):
            words |= {value for key, value in node.attributes.items()
                      if key in ("aria-label", "placeholder", "title", "alt") and value}
        assert not words & english, f"{path}: {sorted(words & english)}"


@pytest.mark.parametrize("built", ["adobe"], indirect=True)
def test_every_page_is_valid_html(built) -> None:
    """Texts of many writers, moved here from another system as they were."""
    _name, out = built
    assert check(out / "site") == []


def test_no_page_asks_a_third_party(built) -> None:
    _name, out = built
    for path in sorted((out / "site").rglob("index.html"))[:40]:
        for node in page(path).css("head link[href], script[src]"):
            address = node.attributes.get("href") or node.attributes.get("src") or ""
            own = address.startswith(("https://help.example.com/", "https://aiuto.example.com/"))
            assert own or "//" not in address, f"{path}: {address}"


def test_the_corpora_have_no_problem_of_ours(built) -> None:
    name, out = built
    config = load_config(str(out / "mkdocs.yml"), site_dir=str(out / "site"))
    config = config.plugins.on_config(config)
    problems = config.plugins["kb"]._work._load(config).problems
    assert [str(problem) for problem in problems] == []
    assert mkdocs_languages.current_language(config) == ("it" if name == "adobe" else "en")
