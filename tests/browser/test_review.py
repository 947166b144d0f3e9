"""Reviews that are due, as readers see them: on the day they read, not on that of the build."""

from __future__ import annotations

from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

MAY_2026 = "1777600000"
SITE = """site_name: Aiuto
theme: {name: material, language: it}
plugins:
  - kb:
      channels: {ticket: "mailto:support@example.com"}
      review_every: {how-to: 60 days, 1: 30 days}
"""
ARTICLES = {
    "own": "updated: 2026-04-01\nreview_every: 31 days",
    "by-type": "updated: 2026-04-01\ntype: how-to",
    "by-level": "created: 2026-03-01\nlevel: 1",
    "never": "updated: 2026-04-01",
    "retired": "updated: 2026-01-01\nreview_every: 1 day\nstatus: deprecated",
}
NOTICE = "[data-kb-due]"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("review")
    (folder / "docs").mkdir()
    (folder / "mkdocs.yml").write_text(SITE)
    for name, lines in ARTICLES.items():
        level = "" if "level:" in lines else "level: 0\n"
        text = f"---\ntitle: {name}\n{level}{lines}\n---\n\nTesto.\n"
        (folder / f"docs/{name}.md").write_text(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", MAY_2026)
        config = load_config(str(folder / "mkdocs.yml"), site_dir=str(folder / "site"))
        build(config)
        config.plugins.on_shutdown()
    return folder / "site"


@pytest.mark.parametrize(
    ("now", "shown"),
    [
        ("2026-05-02T12:00", False),
        ("2026-05-02T23:59", False),
        ("2026-05-03T00:01", True),
        ("2027-01-01T12:00", True),
    ],
)
def test_the_box_appears_on_the_day(visit, serve, site: Path, now: str, shown: bool) -> None:
    tab = visit(site=serve(site))
    tab.page.clock.set_fixed_time(now)
    notice = tab.go("own/").locator(NOTICE)
    expect(notice).to_be_visible(visible=shown)
    expect(notice).to_have_text(
        "Volevamo ricontrollare questo articolo entro il 2 maggio 2026. "
        "Alcune informazioni potrebbero non essere più corrette."
    )


@pytest.mark.parametrize(
    ("name", "due", "shown"),
    [
        ("own", "2026-05-02", False),
        ("by-type", "2026-05-31", False),
        ("by-level", "2026-03-31", True),
    ],
)
def test_without_script_it_is_as_on_the_day_of_the_build(
    visit, serve, site: Path, name: str, due: str, shown: bool
) -> None:
    notice = visit(site=serve(site), scripts=False).go(f"{name}/").locator(NOTICE)
    expect(notice).to_have_attribute("data-kb-due", due)
    expect(notice).to_be_visible(visible=shown)


@pytest.mark.parametrize("name", ["never", "retired"])
def test_no_box_where_nobody_asked_for_a_review(visit, serve, site: Path, name: str) -> None:
    page = visit(site=serve(site)).go(f"{name}/")
    assert page.locator(NOTICE).count() == 0
    assert page.get_by_text("Controllato il").count() == 0


def test_articles_say_when_they_were_checked(visit, serve, site: Path) -> None:
    page = visit(site=serve(site)).go("own/")
    expect(page.locator(".kb-foot")).to_contain_text("Controllato il 1 aprile 2026")
    expect(page.locator(".kb-foot")).not_to_contain_text("Aggiornato")
