"""Old addresses in a real browser: the page, its anchor and its query, with and without scripts."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import Page

CONFIG = """site_name: Help
theme: {name: material}
use_directory_urls: %s
plugins:
  - kb: {channels: {ticket: "mailto:support@example.com"}}
"""
ARTICLE = """---
title: How do I get my money back?
level: 0
description: Ask within 30 days.
redirect_from: [money-back.md, faq/old/refunds.html, "größe 1/", files/form.pdf]
---

Ask within 30 days.

## When does the money arrive?

Within a week.
"""
POLICY = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:"


@pytest.fixture(scope="module", params=["true", "false"], ids=["folders", "files"])
def moved(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("moved")
    (folder / "docs/billing").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(CONFIG % request.param)
    (folder / "docs/billing/refund.md").write_text(ARTICLE)
    config = load_config(str(folder / "mkdocs.yml"), site_dir=str(folder / "help/site"))
    build(config)
    config.plugins.on_shutdown()
    return folder / "help"


def strict(page: Page) -> list[str]:
    """Serve every page with our policy. Returns what the browser refused."""
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text)
            if "Content Security Policy" in message.text else None)  # fmt: skip

    def answer(route):
        response = route.fetch()
        route.fulfill(response=response,
                      headers=response.headers | {"content-security-policy": POLICY})  # fmt: skip

    page.route("**/*", answer)
    return refused


@pytest.mark.browser
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "none"])
def test_old_addresses_lead_on(moved: Path, serve, visit, scripts: bool) -> None:
    there = visit(site=serve(moved), scripts=scripts)
    refused = strict(there.page)
    folders = (moved / "site/billing/refund").is_dir()
    new = "billing/refund/" if folders else "billing/refund.html"
    olds = ["money-back/" if folders else "money-back.html", "faq/old/refunds.html",
            "gr%C3%B6%C3%9Fe%201/index.html"]  # fmt: skip
    for old in olds:
        there.go(f"site/{old}?from=mail#when-does-the-money-arrive")
        there.page.wait_for_url(lambda url: "/billing/refund" in url)
        assert there.page.title().startswith("How do I get my money back?")
        at = there.page.url.removeprefix(there.address)
        kept = "?from=mail#when-does-the-money-arrive" if scripts else ""
        assert at == f"site/{new}{kept}"
    there.page.unroute_all(behavior="ignoreErrors")
    assert refused == []
    assert not (moved / "site/files").exists(), "a page cannot take the place of a PDF"


@pytest.mark.browser
def test_the_page_between_is_a_page(moved: Path, serve, visit) -> None:
    """Where neither script nor refresh works, there is a heading and a link."""
    copy = moved.parent / "copy"
    shutil.copytree(moved, copy, dirs_exist_ok=True)
    old = copy / "site/faq/old/refunds.html"
    text = old.read_text()
    start, end = text.index("<noscript>"), text.index("</noscript>")
    old.write_text(text[:start] + text[end + len("</noscript>") :])
    page = visit(site=serve(copy), scripts=False, width=360).go("site/faq/old/refunds.html")
    assert page.get_by_role("heading").inner_text() == "This page has moved"
    page.get_by_role("link", name="Go to the new page").click()
    page.wait_for_url(lambda url: "/billing/refund" in url)
