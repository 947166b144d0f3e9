"""Narrow, magnified, spaced, still, in forced colours, printed, mirrored."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PAGES = ("", "levels/", "levels/1-ticket/", "third-party/", "a-z/", "third-party/netlify/",
         "reference/configuration/", "get-help/", "search/?q=publish", "accessibility/",
         "no/such/page/")
ARTICLE = "third-party/netlify/"
OVER = """() => {
  const width = document.documentElement.clientWidth
  const scrolls = (node) => node && (/(auto|scroll)/.test(getComputedStyle(node).overflowX) ||
    getComputedStyle(node).position === "fixed" || scrolls(node.parentElement))
  const wide = [...document.querySelectorAll("main *")].filter((node) => {
    const box = node.getBoundingClientRect()
    return box.width > 0 && box.left < width && box.right > width + 1 && node.checkVisibility() &&
      !scrolls(node)
  })
  const page = document.scrollingElement.scrollWidth - width
  return [...(page > 0 ? [`the page, by ${page} px`] : []),
    ...wide.slice(0, 3).map((node) => node.outerHTML.slice(0, 80))]
}"""
SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important;
  word-spacing: .16em !important } p { margin-bottom: 2em !important }"""


def style(page: Page, css: str) -> None:
    """Apply a style of the reader's, which a policy of the site does not concern."""
    page.evaluate("""(css) => {
      const sheet = new CSSStyleSheet()
      sheet.replaceSync(css)
      document.adoptedStyleSheets = [sheet]
    }""", css)


@pytest.mark.parametrize(("width", "css"), [
    (320, ""), (640, ""), (320, SPACED), (1280, SPACED), (1280, "html { font-size: 200% }")],
    ids=["400%", "200%", "400% spaced", "spaced", "text 200%"])
def test_no_page_is_wider_than_the_window(visit, width: int, css: str) -> None:
    tab = visit(width=width)
    for path in PAGES:
        page = tab.go(path)
        style(page, css)
        assert page.evaluate(OVER) == [], path


def test_text_with_spacing_is_not_cut(visit) -> None:
    cut = """() => [...document.querySelectorAll(
        "main :is(h1, h2, h3, p, li, dt, dd, a, button, label, summary), header a")]
      .filter((node) => node.checkVisibility() && node.scrollHeight > node.clientHeight + 3 &&
        node.clientHeight && /hidden|clip/.test(getComputedStyle(node).overflowY) &&
        !node.matches(".kb-list__text, .md-ellipsis, .kb-hidden, .kb-search__label"))
      .map((node) => node.outerHTML.slice(0, 90))"""
    tab = visit(width=360)
    for path in PAGES:
        page = tab.go(path)
        style(page, SPACED)
        assert page.evaluate(cut) == [], path


def test_nothing_moves_for_those_who_asked(visit) -> None:
    moving = """() => [...document.querySelectorAll("*")].filter((node) => {
      const { transitionDuration, animationDuration, animationName } = getComputedStyle(node)
      const long = (text) => text.split(", ").some((time) => parseFloat(time) > .011)
      return long(transitionDuration) || (animationName !== "none" && long(animationDuration))
    }).map((node) => node.outerHTML.slice(0, 80))"""
    tab = visit()
    tab.page.emulate_media(reduced_motion="reduce")
    for path in ("", ARTICLE):
        assert tab.go(path).evaluate(moving) == []


def test_forced_colours_keep_the_edges(visit) -> None:
    tab = visit()
    tab.page.emulate_media(forced_colors="active")
    page = tab.go(ARTICLE)
    for part in (".kb-stuck", ".kb-stuck .kb-button", ".kb-meta .kb-badge"):
        width = page.locator(part).first.evaluate("(e) => getComputedStyle(e).borderTopWidth")
        assert width == "1px", part
    field = page.locator("input[type=search]:visible").first
    assert field.evaluate("(e) => getComputedStyle(e).borderTopStyle") == "solid"
    page.keyboard.press("Tab")
    assert page.locator(":focus").evaluate("(e) => getComputedStyle(e).outlineStyle") != "none"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_article_prints_as_an_article(visit, scheme: str) -> None:
    tab = visit(width=794, scheme=scheme)
    page = tab.go(ARTICLE)
    page.emulate_media(media="print")
    shown = page.evaluate("document.body.innerText")
    title = page.evaluate("document.querySelector('h1').innerText")
    assert shown.strip().startswith(title) or title in shown[:200]
    for stray in ("Still stuck?", "Keyboard shortcuts", "Table of contents", "Copy to clipboard",
                  "Was this article helpful?", "Related articles", "Made with"):
        assert stray not in shown, stray
    ink, paper = (page.evaluate(f"getComputedStyle(document.querySelector('{where}')).{what}")
                  for where, what in (("h1", "color"), ("body", "backgroundColor")))
    assert luminance(ink) < 0.2
    assert luminance(paper) > 0.9 or paper.endswith(", 0)")
    after = page.evaluate("""() => {
      const link = document.querySelector(".md-content__inner a[href^='http']")
      return link ? getComputedStyle(link, "::after").content : "(no link)"
    }""")
    assert "http" in after or after == "(no link)"


def luminance(color: str) -> float:
    red, green, blue = [float(part) for part in re.findall(r"[\d.]+", color)[:3]]
    return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255


def test_right_to_left_is_mirrored(visit) -> None:
    tab = visit()
    place = """() => Object.fromEntries([".md-logo", ".kb-header-search", ".md-sidebar--secondary",
      ".kb-crumbs li", "main ol li"].map((name) => {
        const box = document.querySelector(name).getBoundingClientRect()
        return [name, Math.round(box.left + box.width / 2)]
      }))"""
    page = tab.go(ARTICLE)
    ltr = page.evaluate(place)
    page.evaluate("document.documentElement.dir = document.body.dir = 'rtl'")
    rtl = page.evaluate(place)
    width = page.evaluate("document.documentElement.clientWidth")
    for name, middle in ltr.items():
        assert abs((width - middle) - rtl[name]) < 40, name
    assert page.evaluate(OVER) == []
