"""The copy that a reader keeps: nothing before the button, everything after it, and new builds."""

from __future__ import annotations

from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

KEEP = "Keep a copy for reading offline"
KEPT = """async () => {
  const cache = await caches.open((await caches.keys())[0])
  const page = await (await cache.match("/invoice/")).text()
  const { installing, waiting } = await navigator.serviceWorker.getRegistration()
  return page.includes("Under Account.") && !installing && !waiting
}"""
CACHED = "caches.keys().then((names) => names.length)"


def make(folder: Path, text: str) -> Path:
    """A small help centre that offers a copy."""
    docs = folder / "docs"
    docs.mkdir(exist_ok=True, parents=True)
    article = f"---\ntitle: Download an invoice\nlevel: 0\n---\n\n## Where\n\n{text}\n"
    (docs / "invoice.md").write_text(article)
    (docs / "refund.md").write_text("---\ntitle: Ask for a refund\nlevel: 1\n---\n\nWrite to us.\n")
    (folder / "mkdocs.yml").write_text(
        "site_name: Shop help\ntheme: {name: material}\nplugins: [kb: {offline_copy: true}]\n")
    config = load_config(str(folder / "mkdocs.yml"), site_dir=str(folder / "site"))
    build(config)
    config.plugins.on_shutdown()
    return folder / "site"


def keep(page: Page) -> None:
    page.get_by_role("button", name=KEEP).click()
    expect(page.get_by_text("Kept. This site now opens without a connection.")).to_be_visible()


def test_a_copy_is_kept_read_searched_renewed_and_removed(visit, serve, tmp_path: Path) -> None:
    address = serve(make(tmp_path, "Under Billing."))
    tab = visit(site=address)
    page, context = tab.go("invoice/"), tab.page.context
    expect(page.get_by_role("button", name=KEEP)).to_be_visible()
    assert page.evaluate(CACHED) == 0

    keep(page)
    context.set_offline(True)
    tab.go("refund/")
    expect(page.get_by_role("heading", name="Ask for a refund")).to_be_visible()
    tab.go("a-z/?q=anything")
    page.get_by_role("link", name="Download an invoice").click()
    expect(page.get_by_text("Under Billing.")).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type("refund")
    expect(page.get_by_role("option").first).to_contain_text("Ask for a refund")
    tab.go("no/such/page/")
    expect(page.get_by_role("heading", name="This page is not here")).to_be_visible()

    context.set_offline(False)
    make(tmp_path, "Under Account.")
    tab.go("invoice/")
    expect(page.get_by_text("Under Account.")).to_be_visible()
    page.evaluate("navigator.serviceWorker.getRegistration().then((one) => one.update())")
    for _ in range(50):
        if page.evaluate(KEPT):
            break
        page.wait_for_timeout(100)
    context.set_offline(True)
    tab.go("invoice/")
    expect(page.get_by_text("Under Account.")).to_be_visible()

    context.set_offline(False)
    page.get_by_role("button", name="Remove the offline copy").click()
    expect(page.get_by_role("button", name=KEEP)).to_be_visible()
    assert page.evaluate(CACHED) == 0


def test_it_can_be_installed(visit, serve, tmp_path: Path) -> None:
    tab = visit(site=serve(make(tmp_path, "Under Billing.")))
    page = tab.go("invoice/")
    found = page.evaluate("""async () => {
      const link = document.querySelector("link[rel=manifest]")
      const manifest = await (await fetch(link.href)).json()
      const icon = await fetch(new URL(manifest.icons[0].src, link.href))
      return [manifest.name, new URL(manifest.start_url, link.href).pathname, icon.ok]
    }""")
    assert found == ["Shop help", "/", True]


def test_nobody_is_offered_what_the_owner_did_not_turn_on(visit, manual: Path) -> None:
    page = visit().go("")
    assert page.locator("[data-kb-keep], link[rel=manifest]").count() == 0
    assert not (manual / "offline.js").exists()
