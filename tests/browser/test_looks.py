"""How every kind of page looks, on a desk and on a phone, light and dark.

The pictures beside the small site in `tests/looks/` are a quarter of the size, with few colours.
What is compared is blurred: another version of Chromium may draw letters a little differently, but
a part that moves, disappears or changes its colour is seen. `WRITE_LOOKS=1` takes new pictures;
look at each of them before you commit them.
"""

from __future__ import annotations

import io
import os
import shutil
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from PIL import Image, ImageChops, ImageFilter
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

LOOKS = Path(__file__).parents[1] / "looks"
KINDS = {
    "home": "",
    "overview": "levels/",
    "level": "levels/0-self-help/",
    "topics": "topics/",
    "topic": "billing/",
    "a-z": "a-z/",
    "article": "billing/invoice/",
    "get-help": "get-help/",
    "results": "search/?q=invoice",
    "accessibility": "accessibility/",
    "404": "no/such/page/",
}
SIZES = {1280: 900, 360: 740}
SCALE = 4
DIFFERENT = 40
"""How far a colour may be off, of 255, before a point counts as another."""
MOST = 0.03
"""The share of points that may be others."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, serve) -> str:
    out = tmp_path_factory.mktemp("looks")
    shutil.copytree(LOOKS / "docs", out / "docs")
    shutil.copyfile(LOOKS / "mkdocs.yml", out / "mkdocs.yml")
    config = load_config(str(out / "mkdocs.yml"), site_dir=str(out / "site"), strict=True)
    build(config)
    config.plugins.on_shutdown()
    return serve(out / "site")


def taken(page: Page) -> Image.Image:
    """What the window shows, small."""
    picture = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    size = (picture.width // SCALE, picture.height // SCALE)
    return picture.resize(size, Image.Resampling.BOX)


def share_of_others(one: Image.Image, other: Image.Image) -> float:
    """The share of points (0 to 1) in which two pictures differ, beyond the drawing of letters."""
    if one.size != other.size:
        return 1.0
    soft = ImageFilter.GaussianBlur(1.5)
    difference = ImageChops.difference(one.filter(soft), other.filter(soft))
    points = difference.convert("L").point(lambda value: 255 if value > DIFFERENT / 2 else 0)
    return points.histogram()[255] / (one.width * one.height)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", SIZES)
def test_every_kind_of_page_looks_as_before(visit, site: str, width: int, scheme: str) -> None:
    tab = visit(width=width, scheme=scheme, site=site)
    tab.page.set_viewport_size({"width": width, "height": SIZES[width]})
    tab.page.emulate_media(reduced_motion="reduce")
    tab.page.clock.set_fixed_time("2026-03-04T11:00:00+01:00")
    changed = {}
    for kind, path in KINDS.items():
        page = tab.go(path)
        if kind == "results":
            expect(page.locator(".kb-search-page__list > li").first).to_be_visible()
        now, file = taken(page), LOOKS / f"{kind}-{width}-{scheme}.png"
        if os.environ.get("WRITE_LOOKS"):
            now.quantize(32).save(file, optimize=True)
        share = share_of_others(now, Image.open(file).convert("RGB"))
        if share > MOST:
            changed[kind] = f"{share:.1%} of the picture"
    assert changed == {}, "WRITE_LOOKS=1 takes new pictures"


def test_a_part_that_is_missing_is_seen(visit, site: str) -> None:
    tab = visit(site=site)
    tab.page.set_viewport_size({"width": 1280, "height": SIZES[1280]})
    page = tab.go("")
    before = taken(page)
    page.evaluate("document.querySelector('.kb-rungs').remove()")
    assert share_of_others(before, taken(page)) > MOST
    assert share_of_others(before, before) == 0
