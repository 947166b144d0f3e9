"""Sites in several languages, in both layouts of mkdocs-static-i18n and one configuration each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from agreement import Built
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort
from selectolax.lexbor import LexborHTMLParser, LexborNode

from kb_plugins.search.engine import engine_from_site

HERE = Path(__file__).parent / "languages"
SITE = "https://help.example.com/"


def lay_out(folder: Path, layout: str) -> Path:
    """Copy the sources of the bilingual site beside this file, as a layout wants them."""
    for file in sorted((HERE / "docs").rglob("*")):
        if not file.is_file():
            continue
        path = file.relative_to(HERE / "docs")
        if layout == "folder":
            language = path.suffixes[0][1:] if len(path.suffixes) > 1 else "en"
            path = Path(language) / path.with_name(path.name.replace(f".{language}.", "."))
        out = folder / "docs" / path
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(file.read_bytes())
    config = (HERE / "mkdocs.yml").read_text(encoding="utf-8")
    (folder / "mkdocs.yml").write_text(config.replace("suffix", layout), encoding="utf-8")
    return folder / "mkdocs.yml"


@pytest.fixture(scope="module", params=["suffix", "folder"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp(request.param)
    config = load_config(str(lay_out(folder, request.param)))
    build(config)
    config.plugins.on_shutdown()
    return folder / "site"


def read(site: Path, page: str) -> LexborHTMLParser:
    return LexborHTMLParser((site / page / "index.html").read_text(encoding="utf-8"))


def one(tree: LexborHTMLParser, selector: str) -> LexborNode:
    node = tree.css_first(selector)
    assert node is not None, selector
    return node


def text(tree: LexborHTMLParser, selector: str) -> str:
    return " ".join(one(tree, selector).text().split())


def pages(site: Path) -> Iterator[tuple[str, LexborHTMLParser]]:
    for file in sorted(site.rglob("*.html")):
        yield file.relative_to(site).as_posix(), LexborHTMLParser(file.read_text(encoding="utf-8"))


def test_every_generated_page_exists_in_every_language(site: Path) -> None:
    names = ("", "a-z", "topics", "levels", "levels/0-self-help", "levels/1-ticket", "search",
             "get-help", "billing", "billing/refund", "billing/invoice")
    for prefix in ("", "it", "ar"):
        for name in names:
            assert (site / prefix / name / "index.html").is_file(), (prefix, name)
        assert (site / prefix / "404.html").is_file()
    assert text(read(site, "it/a-z"), "h1") == "Tutti gli articoli, dalla A alla Z"
    assert text(read(site, "a-z"), "h1") == "All articles, A to Z"


def test_pages_say_their_language_and_direction(site: Path) -> None:
    for name, tree in pages(site):
        language = name.split("/")[0] if name.split("/")[0] in ("it", "ar") else "en"
        assert one(tree, "html").attributes["lang"] == language, name
        assert one(tree, "body").attributes["dir"] == ("rtl" if language == "ar" else "ltr"), name


def test_names_levels_and_channels_differ(site: Path) -> None:
    english, italian = read(site, "billing/refund"), read(site, "it/billing/refund")
    assert text(english, "[data-kb-way]") == "Write an e-mail"
    assert text(italian, "[data-kb-way]") == "Chiamaci"
    assert one(italian, "[data-kb-way]").attributes["href"] == "tel:+39021234567"
    assert text(read(site, "it/levels/1-ticket"), "h1") == "Scrivici"
    assert "lun–ven, 09:00" in text(read(site, "it/levels/1-ticket"), ".kb-facts--wide")
    assert "الجمعة، 9:00" in text(read(site, "ar/levels/1-ticket"), ".kb-facts--wide")
    assert "Aiuto" in text(italian, "title")
    assert "Help" in text(english, "title")


def test_a_translation_takes_over_what_is_no_text(site: Path) -> None:
    italian = read(site, "it/billing/refund")
    assert "Shop" in text(italian, ".kb-head .kb-meta")
    assert "Scrivici" in text(italian, ".kb-head .kb-badge")
    assert text(italian, ".kb-related li a") == "The invoice"


def test_what_is_not_translated_is_shown_and_says_so(site: Path) -> None:
    page = read(site, "it/billing/invoice")
    assert text(page, ".kb-notice") == \
        "Questa pagina non è ancora tradotta. La leggi in questa lingua: Inglese."
    assert one(page, "h1").attributes["lang"] == "en"
    assert "You find it" in text(page, 'article div[lang="en"]')
    assert one(page, "link[rel=canonical]").attributes["href"] == f"{SITE}billing/invoice/"
    assert page.css("link[hreflang]") == []
    listed = one(read(site, "it/billing"), 'a.kb-list__title[lang="en"]')
    assert listed.text() == "The invoice"
    assert listed.parent is not None
    assert "Inglese" in listed.parent.text()
    assert read(site, "billing/invoice").css(".kb-notice") == []


def test_hreflang_is_mutual_and_leads_to_pages(site: Path) -> None:
    named: dict[str, dict[str, str]] = {}
    for name, tree in pages(site):
        if name.endswith("404.html"):
            continue
        links = {link.attributes["hreflang"] or "": link.attributes["href"] or ""
                 for link in tree.css("link[hreflang]")}
        named[urljoin(SITE, name.removesuffix("index.html"))] = links
    assert sum(map(bool, named.values())) > 20
    for address, links in named.items():
        if links:
            assert address in links.values()
            assert links["x-default"] == links["en"]
        for other in links.values():
            assert named[other] == links, (address, other)


def test_the_switch_stays_on_the_page(site: Path) -> None:
    for name, tree in pages(site):
        address = urljoin("/", name.removesuffix("index.html"))
        links = tree.css(".kb-languages a")
        assert [link.attributes["hreflang"] for link in links] == ["en", "it", "ar"], name
        for link in links:
            target = urlsplit(urljoin(address, link.attributes["href"])).path.lstrip("/")
            assert (site / target / "index.html").is_file(), (name, target)
            if name.endswith("404.html"):
                continue
            plain = address.removeprefix("/it").removeprefix("/ar")
            assert f"/{target}".removeprefix("/it").removeprefix("/ar") == plain, name
        current = [link for link in links if "aria-current" in link.attributes]
        assert len(current) == 1


def test_every_link_leads_somewhere(site: Path) -> None:
    for name, tree in pages(site):
        base = urljoin("/", name)
        for link in tree.css("a[href]"):
            target = urljoin(base, link.attributes["href"] or "")
            if target.startswith("/"):
                path = site / urlsplit(target).path.lstrip("/")
                assert path.is_file() or (path / "index.html").is_file(), (name, target)


def test_internal_originals_have_no_public_translation(site: Path) -> None:
    for file in site.rglob("*"):
        if file.is_file():
            assert b"egreto" not in file.read_bytes(), file
            assert "secret" not in file.as_posix()
    assert "draft" not in (site / "sitemap.xml").read_text(encoding="utf-8")


def test_each_language_is_searched_by_itself(site: Path) -> None:
    italian, english = engine_from_site(site, "it"), engine_from_site(site, "en")
    assert [hit.url for hit in italian.search("utente rimborsi")] == ["it/billing/refund/"]
    assert italian.search("money invoice") == []
    assert english.search("rimborso") == []
    # the synonyms of one language are not those of the other
    assert [hit.source for hit in italian.search("quattrini")] == ["billing/refund.md"]
    assert english.search("quattrini") == []
    assert [hit.source for hit in english.search("dosh")] == ["billing/refund.md"]


def test_the_sitemap_lists_what_is_written_in_each_language(site: Path) -> None:
    tree = LexborHTMLParser((site / "sitemap.xml").read_text(encoding="utf-8"))
    found = [node.text() for node in tree.css("loc")]
    assert len(found) == len(set(found))
    assert {f"{SITE}billing/refund/", f"{SITE}it/billing/refund/", f"{SITE}it/a-z/"} <= set(found)
    assert f"{SITE}it/billing/invoice/" not in found


@pytest.mark.parametrize(("part", "written"), [
    ("", {"billing/refund", "billing/invoice"}), ("it/", {"billing/refund"}),
    ("ar/", {"billing/refund"})])
def test_each_language_has_its_own_files_for_machines(
    site: Path, part: str, written: set[str]
) -> None:
    """They speak of what is written in the language, and lead to pages in it."""
    built = Built(site, SITE, part)
    catalog = {each["markdown"]: each for each in built.catalog["articles"]}
    urls = {each["url"] for each in catalog.values()}
    assert {url.removeprefix(SITE + part).strip("/") for url in urls} == written
    linked = {url: title for links in built.llms.values() for title, url in links
              if url.endswith(".md")}
    assert set(linked) == set(catalog)
    assert all(catalog[url]["title"] == title for url, title in linked.items())
    assert all(url.startswith(SITE + part) and built.file(url).is_file() for url in linked)
    whole = built.text("llms-full.txt")
    assert all(built.file(url).read_text("utf-8").strip() in whole for url in linked)
    folders = [path.relative_to(site / part).parent for path in (site / part).rglob("*.md")]
    own = {folder.as_posix() for folder in folders if folder.parts[0] not in ("it", "ar")}
    assert own == written


def test_structured_data_names_the_language(site: Path) -> None:
    for name, language in (("it/billing/refund", "it"), ("it/billing/invoice", "en")):
        data = json.loads(text(read(site, name), 'script[type="application/ld+json"]'))
        assert data["inLanguage"] == language


def test_without_stand_ins_the_switch_leads_to_the_front_page(tmp_path: Path) -> None:
    file = lay_out(tmp_path, "suffix")
    settings = file.read_text(encoding="utf-8")
    file.write_text(settings.replace("docs_structure: suffix", "docs_structure: suffix\n"
                                     "      fallback_to_default: false"), encoding="utf-8")
    config = load_config(str(file))
    build(config)
    site = tmp_path / "site"
    assert not (site / "it" / "billing" / "invoice").exists()
    assert "The invoice" not in (site / "it" / "a-z" / "index.html").read_text(encoding="utf-8")
    switch = one(read(site, "billing/invoice"), '.kb-languages a[hreflang="it"]')
    assert switch.attributes["href"] == "../../it/"


def test_strict_finds_the_mistakes_of_every_language_before_it_writes(
        tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    file = lay_out(tmp_path, "suffix")
    wrong = tmp_path / "docs" / "billing" / "refund.it.md"
    wrong.write_text("---\nlevel: 9\n---\n# Un rimborso\n", encoding="utf-8")
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("published", encoding="utf-8")
    with pytest.raises(Abort):
        build(load_config(str(file), strict=True))
    assert "docs/billing/refund.it.md:2: level-unknown" in caplog.text
    assert (tmp_path / "site" / "index.html").read_text(encoding="utf-8") == "published"


def test_one_configuration_for_each_language(tmp_path: Path) -> None:
    shared = "site_name: Help\nplugins:\n  - kb:\n      languages: {%s: {docs: %s}}\n" \
        "extra:\n  alternate:\n    - {lang: en, name: English, link: https://help.example.com/}\n" \
        "    - {lang: it, name: Italiano, link: https://help.example.com/it/}\n" \
        "theme: {name: material, language: %s}\nsite_url: %s\ndocs_dir: %s\nsite_dir: %s\n"
    files = {
        "en.yml": shared % ("it", "docs-it", "en", SITE, "docs-en", "site"),
        "it.yml": shared % ("en", "docs-en", "it", f"{SITE}it/", "docs-it", "site/it"),
        "docs-en/vpn/setup.md": "# Set up\n\ntext\n", "docs-en/only.md": "# Only\n\ntext\n",
        "docs-it/vpn/setup.md": "# Configurare\n\ntesto\n",
    }
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    for name in ("en.yml", "it.yml"):
        build(load_config(str(tmp_path / name)))
    site = tmp_path / "site"
    for name in ("vpn/setup", "it/vpn/setup", "a-z", "it/levels/1-ticket", "vpn"):
        links = {link.attributes["hreflang"]: link.attributes["href"]
                 for link in read(site, name).css("link[hreflang]")}
        plain = name.removeprefix("it/")
        assert links["en"] == f"{SITE}{plain}/", name
        assert links["it"] == f"{SITE}it/{plain}/"
    assert read(site, "only").css("link[hreflang]") == []
    switch = one(read(site, "only"), '.kb-languages a[hreflang="it"]')
    assert switch.attributes["href"] == f"{SITE}it/"
    assert text(read(site, "it/a-z"), "h1") == "Tutti gli articoli, dalla A alla Z"


def test_a_second_build_in_one_process_remembers_nothing(tmp_path: Path) -> None:
    """`serve` keeps our plugin object: a translation that is gone must not linger."""
    file = lay_out(tmp_path, "suffix")
    build(load_config(str(file)))
    assert read(tmp_path / "site", "it/billing/refund").css(".kb-notice") == []
    (tmp_path / "docs" / "billing" / "refund.it.md").unlink()
    build(load_config(str(file)))
    page = read(tmp_path / "site", "it/billing/refund")
    assert "Inglese" in text(page, ".kb-notice")
    assert len(page.css("link[rel=stylesheet][href*='assets/kb/']")) == 1
    assert text(read(tmp_path / "site", "it"), ".md-tabs") != text(
        read(tmp_path / "site", ""), ".md-tabs")


def test_two_files_for_one_page_are_one_line(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = lay_out(tmp_path, "suffix")
    (tmp_path / "docs" / "billing" / "refund.en.md").write_text("# Again\n", encoding="utf-8")
    with pytest.raises(Abort):
        build(load_config(str(file)))
    assert "docs/billing/refund.md:1: duplicate-url: The page has the same address as " \
        "docs/billing/refund.en.md, and the same language. Keep one of the two." in caplog.text
