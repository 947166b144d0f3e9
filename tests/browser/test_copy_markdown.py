"""The Markdown of an article: a link without script, a button that copies with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

ARTICLE = "third-party/netlify/"
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " \
         "connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'"  # fmt: skip


def markdown(manual: Path) -> str:
    return (manual / ARTICLE / "index.md").read_text(encoding="utf-8")


def test_the_button_copies_the_article_under_a_strict_policy(visit, manual: Path) -> None:
    tab = visit()
    tab.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    blocked: list[str] = []
    tab.page.on("console", lambda said: blocked.append(said.text)
                if "Content Security Policy" in said.text else None)

    def with_policy(route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, headers={**answer.headers,
                                                "content-security-policy": POLICY})

    tab.page.route("**/netlify/", with_policy)
    page = tab.go(ARTICLE)
    button = page.get_by_role("button", name="Copy as Markdown")
    said = page.locator(".kb-foot").get_by_role("status")
    expect(said).to_be_empty()
    button.focus()
    page.keyboard.press("Enter")
    expect(said).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == markdown(manual)
    expect(button).to_be_focused()
    assert blocked == []


def test_without_script_there_is_the_link_alone(visit, manual: Path) -> None:
    tab = visit(scripts=False)
    page = tab.go(ARTICLE)
    assert page.get_by_role("button", name="Copy as Markdown").count() == 0
    link = page.get_by_role("link", name="View as Markdown")
    answer = page.request.get(tab.address + ARTICLE + link.get_attribute("href"))
    assert answer.text() == markdown(manual)


def test_a_failure_leads_to_the_markdown_itself(visit) -> None:
    tab = visit()
    tab.page.context.grant_permissions(["clipboard-write"])
    page = tab.go(ARTICLE)
    page.route("**/index.md", lambda route: route.fulfill(status=503), times=1)
    button = page.get_by_role("button", name="Copy as Markdown")
    button.click()
    page.wait_for_url("**/index.md")


def test_a_site_in_a_folder_has_the_link_alone(visit, manual: Path) -> None:
    page = visit(site=manual.as_uri() + "/").go(ARTICLE + "index.html")
    assert page.get_by_role("button", name="Copy as Markdown").count() == 0
    link = page.get_by_role("link", name="View as Markdown")
    assert (manual / ARTICLE / link.get_attribute("href")).is_file()


@pytest.mark.parametrize("width", [1280, 360])
def test_the_button_is_large_enough_to_touch(visit, width: int) -> None:
    page = visit(width=width).go(ARTICLE)
    box = page.get_by_role("button", name="Copy as Markdown").bounding_box()
    assert box["height"] >= 24
    assert page.evaluate("document.documentElement.scrollWidth") <= width
