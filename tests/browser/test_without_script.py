"""Scripts off: everything is there to read, reachable, and nothing shown does nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

PAGES = ("", "levels/", "levels/1-ticket/", "topics/", "third-party/", "a-z/",
         "third-party/netlify/", "accessibility/", "no/such/page/")
TEXT = "document.querySelector('main').innerText.replace(/\\s+/g, ' ')"
DEAD = """() => [...document.querySelectorAll(
    "button, input:not([type=hidden]), select, [role=button]")]
  .filter((node) => node.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
  .filter((node) => node.getBoundingClientRect().width > 2)
  .filter((node) => !node.closest("form[action]") && !node.labels?.length)
  .map((node) => node.outerHTML.slice(0, 80))"""


@pytest.mark.parametrize("path", PAGES)
def test_everything_is_there_to_read(visit, path: str) -> None:
    lit, plain = visit().go(path), visit(scripts=False).go(path)
    lit.wait_for_load_state("networkidle")
    with_script, without = lit.evaluate(TEXT), plain.evaluate(TEXT)
    assert len(without) >= 0.9 * len(with_script)


@pytest.mark.parametrize("width", [1280, 360])
def test_no_control_is_dead(visit, width: int) -> None:
    tab = visit(width=width, scripts=False)
    for path in (*PAGES, "get-help/"):
        assert tab.go(path).evaluate(DEAD) == [], path


def test_the_menu_of_small_screens_opens_and_leads_on(visit) -> None:
    page = visit(width=360, scripts=False).go("third-party/netlify/")
    page.locator(".md-header label[for='__drawer']").click()
    link = page.locator(".md-sidebar--primary").get_by_role("link", name="A to Z")
    expect(link).to_be_in_viewport()
    link.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("A to Z")


def test_the_search_field_leads_to_a_to_z(visit) -> None:
    page = visit(scripts=False).go("third-party/netlify/")
    page.locator("input[type=search]:visible").first.fill("invoice")
    page.keyboard.press("Enter")
    page.wait_for_url("**/a-z/?q=invoice")
    expect(page.get_by_role("link", name="How do I publish on Netlify?")).to_be_visible()
