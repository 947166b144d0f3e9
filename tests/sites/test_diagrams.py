"""Diagrams of Mermaid in a built site: pictures, or text and a word to the writer."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from selectolax.lexbor import LexborHTMLParser

from kb_plugins.publish.diagrams import can_draw

CONFIG = """site_name: Help
theme: {name: material}
plugins: [kb]
%smarkdown_extensions:
  - pymdownx.superfences:
      custom_fences:
        - name: mermaid
          class: mermaid
          format: !!python/name:pymdownx.superfences.fence_code_format
"""
ARTICLE = """---
title: How does it flow?
level: 0
---

Text.

```mermaid
flowchart LR
  accTitle: What "flows" & where
  A[One & two] --> B
```

```mermaid
flowchart LR
  A --> --> B
```
"""
draws = pytest.mark.skipif(not can_draw(), reason="no wheel of merman for this machine")


def built(folder: Path, more: str = "") -> LexborHTMLParser:
    (folder / "docs").mkdir()
    (folder / "docs/a.md").write_text(ARTICLE)
    (folder / "mkdocs.yml").write_text(CONFIG % more)
    config = load_config(str(folder / "mkdocs.yml"), site_dir=str(folder / "site"))
    build(config)
    config.plugins.on_shutdown()
    return LexborHTMLParser((folder / "site/a/index.html").read_text())


@draws
def test_a_diagram_is_a_picture_with_its_text(tmp_path: Path) -> None:
    page = built(tmp_path)
    images = page.css("figure.kb-diagram img")
    assert [image.attributes["alt"] for image in images] == ['What "flows" & where'] * 2
    light, dark = ((tmp_path / "site/a" / image.attributes["src"]).resolve() for image in images)
    assert light.read_text() != dark.read_text()
    for picture in (light, dark):
        assert 'width="' in picture.read_text()
        assert "<script" not in picture.read_text()
    assert "A[One & two] --> B" in page.css_first("figure.kb-diagram pre").text()
    assert "assets/javascripts/bundle" not in page.html


@draws
def test_a_broken_one_stays_text_and_its_writer_is_told(tmp_path: Path, caplog) -> None:
    caplog.set_level(logging.WARNING)
    page = built(tmp_path)
    assert "A --> --> B" in page.css_first(".highlight pre").text()
    (said,) = [line for line in caplog.messages if "diagram" in line]
    assert said.startswith("docs/a.md:14: diagram-broken: ")
    assert "unexpected edge operator" in said


def test_without_the_library_all_are_text(tmp_path: Path, caplog, monkeypatch) -> None:
    """An import of None is how Python itself says that a package is not there."""
    monkeypatch.setitem(sys.modules, "merman", None)
    caplog.set_level(logging.WARNING)
    page = built(tmp_path)
    assert page.css("img[class^=kb-diagram]") == []
    assert len(page.css(".highlight pre")) == 2
    assert "mermaid" not in {name for node in page.css("[class]")
                             for name in node.attributes["class"].split()}
    (said,) = [line for line in caplog.messages if "diagram" in line]
    assert said.startswith("docs/a.md:8: diagram-as-text: ")


def test_a_site_with_the_script_of_mermaid_keeps_it(tmp_path: Path) -> None:
    page = built(tmp_path, "extra_javascript: [mermaid.min.js]\n")
    assert len(page.css("pre.mermaid")) == 2
    assert "assets/javascripts/bundle" in page.html
