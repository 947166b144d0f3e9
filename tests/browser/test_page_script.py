"""Light and dark, copying code and the table of contents, without Material's bundle."""

from __future__ import annotations

from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_the_bundle_stays_away(visit) -> None:
    tab = visit()
    asked: list[str] = []
    tab.page.on("request", lambda request: asked.append(request.url))
    page = tab.go("third-party/netlify/")
    page.wait_for_load_state("networkidle")
    assert any("assets/kb/page-" in url for url in asked)
    assert not any("assets/javascripts" in url for url in asked)
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_light_and_dark_are_chosen_and_kept(visit) -> None:
    tab = visit(scheme="light")
    page = tab.go("third-party/netlify/")
    body = page.locator("body")
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    page.get_by_role("button", name="Switch to dark mode").click()
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    page.reload()
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    page.get_by_role("button", name="Switch to light mode").click()
    expect(body).to_have_attribute("data-md-color-scheme", "default")


def test_code_is_copied_and_said_so(visit) -> None:
    tab = visit()
    tab.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = tab.go("third-party/netlify/")
    page.get_by_role("button", name="Copy to clipboard").first.click()
    expect(page.get_by_role("status").filter(has_text="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("[build]\ncommand =")
    assert copied.endswith('PYTHON_VERSION = "3.12"')


def test_the_table_of_contents_follows(visit) -> None:
    page = visit().go("third-party/netlify/")
    page.locator("#check-that-it-worked").scroll_into_view_if_needed()
    page.evaluate("document.querySelector('#check-that-it-worked').scrollIntoView()")
    link = page.locator(".md-nav--secondary").get_by_role("link", name="Check that it worked")
    expect(link).to_have_class("md-nav__link md-nav__link--active")


def test_no_dead_control_without_script(visit) -> None:
    page = visit(scripts=False).go("third-party/netlify/")
    assert page.locator("[data-kb-palette]").is_hidden()
    assert page.locator("[data-kb-menu]").is_hidden()
    assert page.get_by_role("button", name="Copy to clipboard").count() == 0


@pytest.mark.parametrize(
    ("features", "text", "wanted"),
    [
        ("[content.code.copy]", "plain text", False),
        ("[navigation.instant]", "plain text", True),
        ("[content.code.copy]", '<div class="annotate">graph</div>', True),
    ],
)
def test_what_needs_the_bundle_gets_it(
    tmp_path: Path, features: str, text: str, wanted: bool
) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_text(f"---\nlevel: 0\n---\n\n{text}\n")
    config_file = tmp_path / "mkdocs.yml"
    config_file.write_text(
        f"site_name: T\ntheme: {{name: material, features: {features}}}\nplugins: [kb]\n"
    )
    config = load_config(str(config_file), site_dir=str(tmp_path / "site"))
    build(config)
    config.plugins.on_shutdown()
    html = (tmp_path / "site" / "a" / "index.html").read_text()
    assert ("assets/javascripts/bundle" in html) is wanted
    assert ('id="__config"' in html) is wanted
    assert ("assets/kb/page-" in html) is not wanted
