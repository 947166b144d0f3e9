"""Letters and numbered pages in a browser: by keyboard, without script, from right to left."""

from __future__ import annotations

import gzip
import sys
from pathlib import Path

import pytest
from axe import findings
from playwright.sync_api import expect

sys.path.insert(0, str(Path(__file__).parents[1] / "sites"))
from html_checker import check
from long_site import build_into, lay_out

pytestmark = pytest.mark.browser

PAGES = ("a-z/", "a-z/m/", "a-z/m/page-2/", "patches/page-2/", "levels/1-ticket/")
LIMIT = 60 * 1024
"""What a page may weigh with everything that it loads, compressed."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_into(lay_out(tmp_path_factory.mktemp("long"), code="ar"))


@pytest.fixture(scope="module")
def long(built: Path, serve) -> str:
    return serve(built)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_axe_finds_nothing_and_nothing_sticks_out(
    visit, long: str, width: int, scheme: str
) -> None:
    tab = visit(width=width, scheme=scheme, site=long)
    for path in PAGES:
        page = tab.go(path)
        assert page.evaluate("document.body.dir") == "rtl"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        assert findings(page) == [], path


def test_the_checker_finds_nothing(built: Path) -> None:
    wrong_guesses = "appears to be written in"  # English titles on a site in Arabic
    assert [line for line in check(built) if wrong_guesses not in line] == []


@pytest.mark.parametrize("scripts", [True, False])
def test_from_the_front_page_to_the_last_article_by_keyboard(
    visit, long: str, scripts: bool
) -> None:
    page = visit(site=long, scripts=scripts).go("a-z/")
    for words in ("M", "الصفحة التالية", "MDVA-189 is a patch"):
        link = page.get_by_role("main").get_by_role("link", name=words, exact=True)
        link.focus()
        expect(link).to_be_focused()
        page.keyboard.press("Enter")
        page.wait_for_load_state()
    expect(page.get_by_role("heading", level=1)).to_have_text("MDVA-189 is a patch")


def test_an_anchor_of_the_single_page_shows_the_letter(visit, long: str) -> None:
    page = visit(site=long).go("a-z/#letter-z")
    expect(page.locator("#letter-z")).to_be_in_viewport()


def test_no_page_weighs_too_much(built: Path, visit, long: str) -> None:
    tab = visit(site=long)
    loaded: list[str] = []
    tab.page.on("response", lambda answer: loaded.append(answer.url))
    for path in PAGES:
        loaded.clear()
        tab.go(path).wait_for_load_state("networkidle")
        names = [url.removeprefix(long).partition("?")[0] for url in loaded]
        files = [built / (f"{name}index.html" if name in PAGES else name) for name in names]
        assert sum(len(gzip.compress(file.read_bytes(), 6)) for file in files) < LIMIT, path
