"""The joined style sheet looks exactly like Material's whole sheets with ours."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

pytestmark = pytest.mark.browser

PAGES = ("", "third-party/netlify/", "levels/1-ticket/", "get-help/")
STYLES = """() => {
  const names = [...getComputedStyle(document.body)].filter((name) =>
    !/^(--|perspective-or|transform-or)/.test(name))
  const read = (node, part) => {
    const style = getComputedStyle(node, part)
    if (part && style.content === "none") return []
    return names.map((name) => `${name}: ${style.getPropertyValue(name)}`)
  }
  return [...document.querySelectorAll("body, body *")].map((node) =>
    ["", "::before", "::after"].flatMap((part) => read(node, part)).join("; "))
}"""
NAMES = """() => [...document.querySelectorAll("body, body *")].map((node) =>
  `${node.tagName}.${node.className}`)"""
SWAP = """async (sheets) => {
  const site = document.querySelector("link[href*='assets/kb/site-']")
  const links = sheets.map((href) =>
    Object.assign(document.createElement("link"), { rel: "stylesheet", href }))
  const loaded = links.map((link) => new Promise((done) => (link.onload = done)))
  site.replaceWith(...links)
  await Promise.all(loaded)
}"""


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_nothing_looks_different(
    visit, manual: Path, address: str, width: int, scheme: str
) -> None:
    sheets = [
        address + path.relative_to(manual).as_posix()
        for pattern in ("stylesheets/main.*.css", "stylesheets/palette.*.css", "kb/style-*.css")
        for path in (manual / "assets").glob(pattern)
    ]
    assert len(sheets) == 3
    tab = visit(width=width, scheme=scheme)
    tab.page.emulate_media(reduced_motion="reduce")
    for path in PAGES:
        page = tab.go(path)
        page.wait_for_load_state("networkidle")
        slim, names = page.evaluate(STYLES), page.evaluate(NAMES)
        page.evaluate(SWAP, sheets)
        whole = page.evaluate(STYLES)
        assert len(whole) == len(slim)
        for name, ours, theirs in zip(names, slim, whole, strict=True):
            if ours != theirs:
                lost = set(theirs.split("; ")) - set(ours.split("; "))
                pytest.fail(f"{path} at {width}: {name} lacks {sorted(lost)[:5]}")


UNDECIDED = """() => {
  document.body.removeAttribute("data-md-color-media")
  document.body.dataset.mdColorScheme = "default"
}"""


def test_the_sheet_alone_is_as_dark_as_the_script_makes_it(visit) -> None:
    tab = visit(scheme="dark")
    tab.page.emulate_media(reduced_motion="reduce")
    for path in PAGES:
        page = tab.go(path)
        page.wait_for_load_state("networkidle")
        scripted = page.evaluate(STYLES)
        page.evaluate(UNDECIDED)
        assert page.evaluate(STYLES) == scripted
    page = visit(scheme="dark", scripts=False).go()
    dark = "rgb(18, 26, 23)"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark


LIGHT, DARK = "rgb(255, 255, 255)", "rgb(18, 26, 23)"
LOOK_OF = {"light": LIGHT, "dark": DARK}
ENTRY = """
    - media: "(prefers-color-scheme: {look})"
      scheme: {scheme}
      primary: custom
      toggle: {{icon: material/brightness-6, name: Switch}}"""
DARK_FIRST = "".join(
    ENTRY.format(look=look, scheme=scheme)
    for look, scheme in (("dark", "slate"), ("light", "default"))
)


@pytest.mark.parametrize("look", ["light", "dark"])
def test_a_palette_with_dark_first_follows_the_system_too(
    visit, tmp_path: Path, serve, look: str
) -> None:
    """Its body is written dark: on a light system that flashed until the script came."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/a.md").write_text("---\nlevel: 0\n---\n\n# A\n\nText.\n")
    (tmp_path / "mkdocs.yml").write_text(
        f"site_name: T\ntheme:\n  name: material\n  palette:{DARK_FIRST}\nplugins: [kb]\n")
    config = load_config(str(tmp_path / "mkdocs.yml"), site_dir=str(tmp_path / "site"))
    build(config)
    config.plugins.on_shutdown()
    site = serve(tmp_path / "site")
    background = "getComputedStyle(document.body).backgroundColor"
    for scripts in (False, True):
        page = visit(site=site, scheme=look, scripts=scripts).go("a/")
        assert page.evaluate(background) == LOOK_OF[look]
    page.locator("[data-kb-palette]").click()
    assert page.evaluate(background) == LOOK_OF["dark" if look == "light" else "light"]
    page.reload()
    page.wait_for_load_state("networkidle")
    assert page.evaluate(background) == LOOK_OF["dark" if look == "light" else "light"]


def test_no_script_holds_up_the_page(manual: Path) -> None:
    for page in manual.rglob("*.html"):
        scripts = re.findall(r"<script\b[^>]*\bsrc=[^>]*>", page.read_text(encoding="utf-8"))
        assert [tag for tag in scripts if not re.search(" (defer|async)", tag)] == [], page


def test_one_style_sheet_a_page(manual: Path) -> None:
    for page in manual.rglob("*.html"):
        sheets = re.findall(r'rel="stylesheet" href="([^"]*)"', page.read_text(encoding="utf-8"))
        assert len(sheets) == 1, page
