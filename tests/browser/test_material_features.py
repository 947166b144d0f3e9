"""What Material and its Markdown extensions offer writers, under the strict policy, with and
without script: diagrams, tabs, boxes, tasks, footnotes, tooltips, pictures that open, annotations.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from axe import findings
from mkdocs.commands.build import build
from mkdocs.config import load_config
from PIL import Image
from playwright.sync_api import Page, expect

from kb_plugins.publish.diagrams import can_draw
from kb_plugins.publish.hosting.policy import content_policy

pytestmark = pytest.mark.browser

CONFIG = """site_name: Help
site_url: https://help.example.com/
theme:
  name: material
  features: [{features}]
plugins:
{plugins}  - kb:
      channels: {{ticket: "mailto:support@example.com"}}
markdown_extensions:
  - abbr
  - admonition
  - attr_list
  - def_list
  - footnotes
  - md_in_html
  - tables
  - pymdownx.critic
  - pymdownx.details
  - pymdownx.highlight
  - pymdownx.keys
  - pymdownx.mark
  - pymdownx.superfences:
      custom_fences:
        - name: mermaid
          class: mermaid
          format: !!python/name:pymdownx.superfences.fence_code_format
  - pymdownx.tabbed: {{alternate_style: true}}
  - pymdownx.tasklist: {{custom_checkbox: true}}
"""
ARTICLE = """---
title: How do I wire it?
level: 1
description: Which wire goes where.
---

Text with ==marks==, ++ctrl+k++, a footnote[^1] and the HTML of a [link](b.md "A tooltip").

## Diagram

```mermaid
flowchart LR
  accTitle: From the sensor to the controller
  A[Sensor] --> B[Controller]
```

## Tabs

=== "Screws"

    Red to one.

=== "Plugs"

    Push until it clicks.

## Boxes

!!! warning "Mind the voltage"

    24 volts only.

??? note "Long cables"

    Use shielded ones.

- [x] Wired
- [ ] Tested

![A box](box.png)

## Code

```python
print("on")  # (1)!
```

1.  It **speaks**.

[^1]: The foot says more.

*[HTML]: Hypertext Markup Language
"""
EVERYTHING = ("content.code.annotate, content.code.copy, content.tabs.link, content.tooltips, "
              "content.footnote.tooltips")


def built(folder: Path, features: str, plugins: str = "") -> Path:
    (folder / "docs").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(CONFIG.format(features=features, plugins=plugins))
    (folder / "docs/a.md").write_text(ARTICLE)
    (folder / "docs/b.md").write_text("---\ntitle: What is a box?\nlevel: 0\n---\n\nA box.\n")
    Image.new("RGB", (600, 400), "teal").save(folder / "docs/box.png")
    config = load_config(str(folder / "mkdocs.yml"), site_dir=str(folder / "site"), strict=True)
    build(config)
    config.plugins.on_shutdown()
    return folder / "site"


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory, serve) -> str:
    """A site without features of Material: its script does not load."""
    return serve(built(tmp_path_factory.mktemp("plain"), ""))


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory, serve) -> str:
    """A site with those features that Material's script brings to life."""
    return serve(built(tmp_path_factory.mktemp("rich"), EVERYTHING))


def readable(page: Page) -> None:
    """Everything a writer put in can be read, or is a click away that needs no script."""
    expect(page.get_by_text("24 volts only.")).to_be_visible()
    page.get_by_text("Long cables").click()
    expect(page.get_by_text("Use shielded ones.")).to_be_visible()
    expect(page.get_by_text("Red to one.")).to_be_visible()
    page.get_by_text("Plugs", exact=True).click()
    expect(page.get_by_text("Push until it clicks.")).to_be_visible()
    expect(page.get_by_text("The foot says more.")).to_be_visible()
    expect(page.locator("input[type=checkbox]:checked").first).to_be_attached()
    assert page.get_by_role("img", name="A box").evaluate("(image) => image.naturalWidth") == 600


@pytest.mark.parametrize("scripts", [True, False])
def test_what_writers_use_can_be_read(visit, plain: str, scripts: bool) -> None:
    tab = visit(site=plain, scripts=scripts)
    page = tab.go("a/")
    readable(page)
    assert tab.outside == []


@pytest.mark.parametrize("scripts", [True, False])
def test_so_can_it_beside_the_script_of_material(visit, rich: str, scripts: bool) -> None:
    tab = visit(site=rich, scripts=scripts)
    page = tab.go("a/")
    page.wait_for_load_state("networkidle")
    readable(page)
    assert tab.outside == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(visit, plain: str, rich: str, scheme: str) -> None:
    for site in (plain, rich):
        tab = visit(site=site, scheme=scheme)
        tab.page.emulate_media(reduced_motion="reduce")
        page = tab.go("a/")
        page.wait_for_load_state("networkidle")
        assert findings(page) == [], site


def test_annotations_open_and_close_by_keyboard(visit, rich: str) -> None:
    page = visit(site=rich).go("a/")
    button = page.locator(".md-annotation__index").first
    button.focus()
    expect(page.get_by_text("It speaks.")).to_be_visible()


def test_without_its_script_annotations_are_a_list(visit, plain: str) -> None:
    page = visit(site=plain).go("a/")
    expect(page.get_by_text("It speaks.")).to_be_visible()


def test_pictures_open_where_glightbox_may_run_and_are_links_elsewhere(
    visit, tmp_path: Path, serve
) -> None:
    """That plugin writes a script and a style into pages: our headers name both by their hash."""
    site = built(tmp_path, "", "  - glightbox\n")
    strict = visit(site=serve(site))
    page = strict.go("a/")
    page.get_by_role("img", name="A box").click()
    page.wait_for_url("**/box.png")
    words = content_policy(page.read_text() for page in site.rglob("*.html")).split()
    hashes = " ".join(word.rstrip(";") for word in words if word.startswith("'sha256-"))
    own = visit(site=serve(site, f"; script-src-elem 'self' {hashes}; style-src-elem 'self'"
                           f" {hashes}"))
    page = own.go("a/")
    page.get_by_role("img", name="A box").click()
    expect(page.locator(".glightbox-container img")).to_be_visible()
    for tab, stopped in ((strict, "nline"), (own, "inline style")):
        tab.page.close()
        assert [error for error in tab.errors if stopped not in error] == []
        tab.errors.clear()


@pytest.mark.skipif(not can_draw(), reason="the extra `diagrams` has no wheel for this machine")
@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize(("scheme", "look"), [("light", "light"), ("dark", "dark")])
def test_a_diagram_is_a_picture_in_the_look_of_the_page(
    visit, plain: str, scripts: bool, scheme: str, look: str
) -> None:
    page = visit(site=plain, scheme=scheme, scripts=scripts).go("a/")
    image = page.get_by_role("img", name="From the sensor to the controller")
    expect(image).to_have_count(1)
    expect(image).to_have_class(f"kb-diagram__{look}")
    image.scroll_into_view_if_needed()
    page.wait_for_function("[...document.images].filter((one) => one.checkVisibility())"
                           ".every((one) => one.complete && one.naturalWidth > 100)")
    page.get_by_text("The diagram as text").click()
    expect(page.get_by_text("A[Sensor] --> B[Controller]")).to_be_visible()
