"""Small help centres for the tests beside this file, and what their get-help page shows."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import Page

sys.path.insert(0, str(Path(__file__).parents[1] / "escalation"))
from hostile import HOSTILE, printable
from systems import SYSTEMS, channel, pairs

__all__ = ["HOSTILE", "SYSTEMS", "channel", "make_site", "pairs", "preview", "printable"]

SITE_URL = "https://help.example.com/"


def make_site(folder: Path, texts: Mapping[str, str], settings: Mapping[str, Any]) -> Path:
    """Build a help centre of some texts by path, and return the folder of the site."""
    config = {
        "site_name": "Help",
        "theme": {"name": "material"},
        "site_url": SITE_URL,
        "plugins": [{"kb": dict(settings)}],
    }
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    for path, text in texts.items():
        file = folder / "docs" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    loaded = load_config(str(folder / "mkdocs.yml"), site_dir=str(folder / "site"))
    build(loaded)
    loaded.plugins.on_shutdown()
    return folder / "site"


def preview(page: Page) -> tuple[str, str]:
    """What the page says it will send: subject and text."""
    title, text = (page.locator(f"[data-kb-preview-{part}]") for part in ("title", "text"))
    return title.text_content() or "", text.text_content() or ""
