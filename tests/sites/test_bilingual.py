"""Real articles of two languages in one site: nothing mixes, and everything is there twice."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from babel.messages.pofile import read_po
from bilingual_site import LANGUAGES, build_both
from build import corpus
from selectolax.lexbor import LexborHTMLParser

from kb_plugins.content.paths import humanise
from kb_plugins.i18n import LOCALES
from kb_plugins.search.engine import engine_from_site

pytestmark = pytest.mark.skipif(
    not all(corpus(name).is_dir() for name in LANGUAGES.values()),
    reason="the corpora are not beside the project")

SITE = "https://help.example.com/"
FEW = 0 if os.environ.get("FIRSTLINE_FULL") else 40


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_both(tmp_path_factory.mktemp("both"), FEW)


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, LexborHTMLParser]:
    return {file.relative_to(site).as_posix(): LexborHTMLParser(file.read_text(encoding="utf-8"))
            for file in site.rglob("*.html")}


def test_no_result_of_the_other_language(site: Path) -> None:
    italian, english = engine_from_site(site, "it"), engine_from_site(site, "en")
    assert len(italian.sources) > 40
    assert len(english.sources) > 40
    for query in ("commerce", "admin", "error 503", "patch", "MySQL", "indicizzazione", "checkout"):
        assert all(hit.url.startswith("it/") for hit in italian.search(query, 50)), query
        assert not any(hit.url.startswith("it/") for hit in english.search(query, 50)), query


def test_italian_stems(site: Path) -> None:
    italian = engine_from_site(site, "it")
    forms = [set(italian.ranks(query, 500)) for query in ("utenti ", "utente ")]
    assert forms[0] == forms[1] != set()


def test_no_english_word_of_ours_on_an_italian_page(pages: dict[str, LexborHTMLParser]) -> None:
    with (LOCALES / "it.po").open("rb") as stream:
        texts = [(str(m.id), str(m.string)) for m in read_po(stream)
                 if isinstance(m.id, str) and m.id != m.string]
    english = {text for text, _ in texts if len(text) > 3} - {text for _, text in texts}
    english -= {humanise(folder.name) for folder in corpus("adobe").rglob("*") if folder.is_dir()}
    assert len(english) > 150
    for name, tree in pages.items():
        if not name.startswith("it/"):
            continue
        for node in tree.css("script,style"):
            node.decompose()  # looked at below
        shown = {" ".join(text.split()) for node in tree.css("body *")
                 if (text := node.text(deep=False)).strip()}
        spoken = {value for node in tree.css("[aria-label],[title],[placeholder]")
                  for key in ("aria-label", "title", "placeholder")
                  if (value := node.attributes.get(key))}
        source = corpus("adobe") / f"{name.removeprefix('it/').removesuffix('/index.html')}.md"
        written = source.read_text(encoding="utf-8") if source.is_file() else ""
        ours = {word for word in (shown | spoken) & english if word not in written}
        assert ours == set(), name


def test_scripts_of_italian_pages_get_italian_texts(site: Path) -> None:
    for name, words in (("it/search", "Risultati"), ("it/get-help", "Argomento")):
        html = (site / name / "index.html").read_text(encoding="utf-8")
        data = "".join(re.findall(r'application/json"[^>]*>(.*?)</script>', html, re.S))
        assert words in data or "Oggetto" in data
        for word in ("Search results", "All results", "Copied", "Open now"):
            assert f'"{word}"' not in data


def test_the_switch_never_breaks(pages: dict[str, LexborHTMLParser]) -> None:
    for name, tree in pages.items():
        links = tree.css(".kb-languages a")
        assert len(links) == 2, name
        for link in links:
            target = urlsplit(urljoin(f"/{name}", link.attributes["href"])).path.lstrip("/")
            assert f"{target}index.html" in pages, (name, target)


def test_hreflang_is_mutual_on_every_page(pages: dict[str, LexborHTMLParser]) -> None:
    named = {
        urljoin(SITE, name.removesuffix("index.html")):
        {link.attributes["hreflang"]: link.attributes["href"] for link in
         tree.css("link[hreflang]")}
        for name, tree in pages.items()}
    assert sum(map(bool, named.values())) > 20
    for address, links in named.items():
        for other in links.values():
            assert named[other] == links, (address, other)
