"""The site by keyboard alone: order, names, visible focus, and ways back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

ARTICLE = "third-party/netlify/"
STOP = """() => {
  const node = document.activeElement
  if (!node || node === document.body) return null
  const box = node.getBoundingClientRect()
  const label = node.getAttribute("aria-label") || node.labels?.[0]?.textContent ||
    node.textContent || node.title || document.getElementById(
      node.getAttribute("aria-labelledby"))?.textContent || ""
  const style = getComputedStyle(node)
  const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0
  return {
    what: node.outerHTML.slice(0, 90), name: label.trim(),
    seen: node.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
      box.width > 1 && box.right > 0 && box.left < innerWidth &&
      box.bottom > 0 && box.top < innerHeight,
    ring: ring || style.boxShadow !== "none",
  }
}"""


def stops(page: Page, most: int = 80) -> list[dict]:
    """Every element that Tab reaches, in order, to the end of the page."""
    found = []
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None:
            break
        found.append(stop)
    return found


@pytest.mark.parametrize(("width", "path"), [
    (1280, ""), (1280, ARTICLE), (1280, "levels/"), (1280, "get-help/"), (360, ARTICLE),
    (360, "levels/1-ticket/")])
def test_every_stop_is_seen_and_has_a_name(visit, width: int, path: str) -> None:
    tab = visit(width=width)
    tab.page.emulate_media(reduced_motion="reduce")
    found = stops(tab.go(path))
    assert len(found) > 8
    assert [stop["what"] for stop in found if not stop["seen"]] == []
    assert [stop["what"] for stop in found if not stop["name"]] == []
    assert [stop["what"] for stop in found if not stop["ring"]] == []


@pytest.mark.parametrize(("path", "words"), [
    (ARTICLE, "Skip to content"),
    ("", "Skip to content"),
    ("levels/1-ticket/", "Skip to content"),
    ("it/accessibility/", "Vai al contenuto"),
    ("no/such/page/", "Skip to content"),
])
def test_the_skip_link_is_first_and_skips(visit, path: str, words: str) -> None:
    page = visit().go(path)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text(words)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("!document.activeElement.closest('.md-header, .md-tabs')")
    assert page.evaluate("document.activeElement !== document.body")


@pytest.mark.parametrize("key", ["/", "Control+k", "Meta+k"])
def test_keys_open_the_search_and_escape_leads_back(visit, key: str) -> None:
    page = visit().go(ARTICLE)
    opener = page.locator(".kb-crumbs a").first
    opener.focus()
    page.keyboard.press(key)
    page.keyboard.type("publish")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    expect(opener).to_be_focused()


def test_arrows_and_enter_open_a_result(visit) -> None:
    page = visit().go("")
    page.keyboard.press("/")
    page.keyboard.type("netlify")
    expect(page.get_by_role("option").first).to_be_visible()
    # Results of the last letter may still come, and begin anew.
    page.wait_for_load_state("networkidle")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[role=option][aria-selected=true]")).to_contain_text("Netlify")
    page.keyboard.press("Enter")
    page.wait_for_url("**/netlify/**")


def test_the_menu_of_small_screens_opens_and_gives_the_focus_back(visit) -> None:
    tab = visit(width=360)
    tab.page.emulate_media(reduced_motion="reduce")
    page = tab.go(ARTICLE)
    button = page.get_by_role("button", name="Menu")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".md-sidebar--primary a:focus")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")


def test_what_scrolls_is_reached_by_keys_and_what_does_not_is_no_stop(visit) -> None:
    tab = visit(width=360)
    page = tab.go("publishing/keep-addresses/")
    scrollers = page.locator(".md-content :is(pre > code, table)")
    expect(scrollers.locator("xpath=self::table[@tabindex='0']").first).to_be_attached()
    wrong = """nodes => nodes.filter((node) =>
      (node.scrollWidth > node.clientWidth) !== (node.tabIndex === 0))
      .map((node) => node.outerHTML.slice(0, 80))"""
    assert scrollers.evaluate_all(wrong) == []
    table = page.locator(".md-content table[tabindex]").first
    for _ in range(10):  # a key may come while the page is still being laid out
        table.press("ArrowRight")
        page.wait_for_timeout(100)
    assert table.evaluate("(node) => node.scrollLeft") > 0
    page.set_viewport_size({"width": 2400, "height": 800})
    expect(page.locator(".md-content table[tabindex]")).to_have_count(0)
    assert scrollers.evaluate_all(wrong) == []
