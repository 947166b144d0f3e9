"""Italian, German and Arabic pages in a real browser: switch, search, direction, axe."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from axe import findings
from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

SOURCES = Path(__file__).parents[1] / "sites" / "languages"
GERMAN = "        - {locale: de, name: Deutsch}\n"
PAGES = ("", "billing/refund/", "billing/invoice/", "levels/1-ticket/", "get-help/", "a-z/")


@pytest.fixture(scope="module")
def tongues(tmp_path_factory: pytest.TempPathFactory, serve) -> str:
    """The site of `tests/sites/languages`, and German, which has no article yet."""
    folder = tmp_path_factory.mktemp("tongues")
    shutil.copytree(SOURCES, folder, dirs_exist_ok=True)
    file = folder / "mkdocs.yml"
    settings = file.read_text(encoding="utf-8").replace("  - kb:", f"{GERMAN}  - kb:")
    file.write_text(settings, encoding="utf-8")
    config = load_config(str(file))
    build(config)
    config.plugins.on_shutdown()
    return serve(folder / "site")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
@pytest.mark.parametrize("language", ["it", "de", "ar"])
def test_axe_finds_nothing_and_nothing_sticks_out(
    visit, tongues: str, language: str, width: int, scheme: str
) -> None:
    tab = visit(width=width, scheme=scheme, site=tongues)
    found = {}
    for path in PAGES if width > 1000 else PAGES[1:3]:
        page = tab.go(f"{language}/{path}")
        assert page.evaluate("document.documentElement.lang") == language
        assert page.evaluate("document.body.dir") == ("rtl" if language == "ar" else "ltr")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        if bad := findings(page):
            found[path] = bad
    assert found == {}


def test_the_switch_stays_on_the_article_and_works_by_keyboard(visit, tongues: str) -> None:
    page = visit(site=tongues).go("billing/refund/")
    switch = page.locator(".kb-languages")
    switch.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(switch.get_by_role("link")).to_have_count(4)
    page.keyboard.press("Escape")
    expect(switch.get_by_role("link").first).to_be_hidden()
    expect(switch.locator("summary")).to_be_focused()
    page.keyboard.press("Enter")
    switch.get_by_role("link", name="Italiano").click()
    page.wait_for_url("**/it/billing/refund/")
    page.locator(".kb-languages summary").click()
    page.locator("h1").click()
    expect(page.locator(".kb-languages ul")).to_be_hidden()


def test_the_switch_works_without_script(visit, tongues: str) -> None:
    page = visit(site=tongues, scripts=False).go("it/billing/invoice/")
    page.locator(".kb-languages summary").click()
    page.locator(".kb-languages").get_by_role("link", name="English").click()
    page.wait_for_url("**/billing/invoice/")


@pytest.mark.parametrize(("language", "words", "found", "said"), [
    ("it", "rimborsi", "Come si ottiene un rimborso?", "1 risultato"),
    ("ar", "المستخدم", "كيف أسترد أموالي؟", "نتيجة واحدة (1)"),
    ("", "money", "How do I get a refund?", "1 result"),
])
def test_the_search_speaks_the_language(
    visit, tongues: str, language: str, words: str, found: str, said: str
) -> None:
    page = visit(site=tongues).go(f"{language}/billing/refund/".lstrip("/"))
    page.keyboard.press("/")
    page.keyboard.type(words)
    expect(page.locator(".kb-search-result__title").first).to_have_text(found)
    expect(page.locator(".kb-search-status").first).to_have_text(said)


def test_a_search_that_finds_nothing_offers_the_other_languages(visit, tongues: str) -> None:
    page = visit(site=tongues).go("it/search/?q=invoice")
    others = page.locator(".kb-search-elsewhere a")
    expect(others).to_have_text(["English", "العربية", "Deutsch"])
    others.first.click()
    page.wait_for_url("**/search/?q=invoice")
    expect(page.locator(".kb-search-result__title").first).to_contain_text("invoice")


def test_arabic_is_mirrored(visit, tongues: str) -> None:
    page = visit(site=tongues).go("ar/billing/refund/")
    middle = "(s) => { const r = document.querySelector(s).getBoundingClientRect();" \
        " return (r.left + r.right) / 2 }"
    assert page.evaluate(middle, ".md-logo") > 640 > page.evaluate(middle, ".kb-header-search")
    assert page.evaluate(middle, ".kb-search__icon") > page.evaluate(middle, ".kb-search__key")
    first, last = (page.evaluate(middle, f".kb-crumbs li:nth-child({n})") for n in (1, 2))
    assert first > last
