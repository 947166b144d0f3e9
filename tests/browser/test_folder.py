"""The site opened from a folder (`file://`), as somebody does who got it on a stick."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

FIELD = "form[data-kb-search] input:visible"
RESULT = "[role=option]"


@pytest.fixture
def opened(browser: Browser) -> Iterator[Page]:
    """A tab that may read files and nothing else, with no error at its end."""
    context = browser.new_context()
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    # What the next page cut short has not failed.
    page.on("requestfailed", lambda request: errors.append(request.url)
            if request.failure != "net::ERR_ABORTED" else None)
    page.on("request", lambda request: errors.append(request.url)
            if not request.url.startswith(("file:", "data:")) else None)
    yield page
    context.close()
    assert errors == []


def test_links_lead_to_pages(opened: Page, manual: Path) -> None:
    opened.goto((manual / "index.html").as_uri())
    assert opened.evaluate("getComputedStyle(document.body).fontFamily").startswith("system-ui,")
    opened.locator(".kb-rung a").first.click()
    expect(opened.locator(".kb-level-head h1")).to_be_visible()
    opened.locator("a.kb-list__title").first.click()
    expect(opened.locator("footer.kb-foot")).to_be_attached()
    opened.locator(".kb-crumbs a").last.click()
    expect(opened.locator("h1")).to_be_visible()
    assert opened.url.endswith("/index.html")


def test_every_link_is_a_file(opened: Page, manual: Path) -> None:
    for path in ("index.html", "third-party/netlify/index.html", "levels/1-ticket/index.html"):
        opened.goto((manual / path).as_uri())
        links = opened.evaluate(
            "[...document.links].filter((a) => a.protocol === 'file:').map((a) => a.pathname)")
        assert links
        assert [link for link in links if not Path(link).is_file()] == []


def test_the_search_finds(opened: Page, manual: Path) -> None:
    opened.goto((manual / "third-party/netlify/index.html").as_uri())
    opened.locator(FIELD).first.fill("publish github")
    opened.locator(RESULT).first.click()
    expect(opened.locator("h1")).to_contain_text("GitHub")
    opened.locator(FIELD).first.fill("netlify")
    expect(opened.locator(RESULT).first).to_be_visible()
    opened.keyboard.press("Enter")
    opened.wait_for_url("**/search/index.html?q=netlify")
    expect(opened.locator(".kb-search-page__list > li").first).to_contain_text("Netlify")


def test_help_finds_answers_and_writes_the_ticket(opened: Page, manual: Path) -> None:
    opened.goto((manual / "get-help/index.html").as_uri())
    opened.locator("[data-kb-words]").fill("I cannot publish the site on Netlify")
    expect(opened.locator("[data-kb-answers-list] a").first).to_contain_text("Netlify")
    expect(opened.locator("[data-kb-preview-text]")).to_contain_text("I cannot publish the site")


def test_it_works_beside_the_offline_plugin(opened: Page, tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "invoice.md").write_text(
        "---\ntitle: Download an invoice\nlevel: 0\n---\n\n## Where\n\nUnder Billing.\n"
    )
    config_file = tmp_path / "mkdocs.yml"
    config_file.write_text("site_name: T\ntheme: {name: material}\nplugins: [offline, kb]\n")
    config = load_config(str(config_file), site_dir=str(tmp_path / "site"))
    build(config)
    config.plugins.on_shutdown()
    opened.goto((tmp_path / "site" / "index.html").as_uri())
    opened.locator(FIELD).first.fill("invocie")
    expect(opened.locator(RESULT).first).to_contain_text("Download an invoice")
    opened.locator(RESULT).first.click()
    opened.wait_for_url("**/invoice.html*")
