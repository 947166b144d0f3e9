"""axe-core finds nothing: every kind of page, light and dark, wide and narrow, in every state."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe import findings
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

KINDS = {
    "home": "",
    "overview": "levels/",
    "level": "levels/1-ticket/",
    "topics": "topics/",
    "topic": "third-party/",
    "A to Z": "a-z/",
    "article": "third-party/netlify/",
    "wide code and tables": "publishing/keep-addresses/",
    "help": "get-help/",
    "results": "search/?q=publish",
    "accessibility": "accessibility/",
    "404": "no/such/page/",
}
LOOKS = [(1280, "light"), (1280, "dark"), (360, "light"), (360, "dark")]


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_every_kind_of_page(visit, width: int, scheme: str) -> None:
    tab = visit(width=width, scheme=scheme)
    tab.page.emulate_media(reduced_motion="reduce")
    found = {}
    for kind, path in KINDS.items():
        page = tab.go(path)
        if kind == "results":
            expect(page.locator(".kb-search-page__list > li").first).to_be_visible()
        if bad := findings(page):
            found[kind] = bad
    assert found == {}


def search_open(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("publish")
    expect(page.locator("[role=option]").first).to_be_visible()
    page.keyboard.press("ArrowDown")


def search_empty(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("xyzzyx")
    expect(page.locator(".kb-search-message")).to_be_visible()


def not_helpful(page: Page) -> None:
    page.get_by_role("button", name="No", exact=True).click()


def copied(page: Page) -> None:
    page.context.grant_permissions(["clipboard-write"])
    page.get_by_role("button", name="Copy to clipboard").first.click()
    expect(page.get_by_role("status").filter(has_text="Copied")).to_be_visible()


def menu_open(page: Page) -> None:
    if page.viewport_size["width"] < 1000:
        page.get_by_role("button", name="Menu").click()
        expect(page.locator(".md-sidebar--primary")).to_be_visible()


def shortcuts_open(page: Page) -> None:
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()


STATES = [search_open, search_empty, not_helpful, copied, menu_open, shortcuts_open]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "dark"), (360, "light")])
@pytest.mark.parametrize("reach", STATES)
def test_every_state(visit, width: int, scheme: str, reach: Callable[[Page], None]) -> None:
    tab = visit(width=width, scheme=scheme)
    tab.page.emulate_media(reduced_motion="reduce")
    page = tab.go("third-party/netlify/")
    reach(page)
    assert findings(page) == []
