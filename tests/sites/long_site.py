"""A site of more articles than fit one page: a folder of patches, and questions by letter."""

from __future__ import annotations

from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config

CONFIG = """site_name: Help
site_url: https://help.example.com/
theme: {name: material, language: %s}
plugins:
%s  - kb:
      channels: {ticket: "mailto:support@example.com"}
"""
ARABIC = """  - i18n:
      languages:
        - {locale: en, name: English, default: true}
        - {locale: ar, name: العربية}
"""
QUESTIONS = ("2FA codes do not come", "Ñandú export", "Nodes stop", "日本語の記事", "Backup fails",
             "Zip files break", "Ärger im Büro")  # fmt: skip
PATCHES = 190


def lay_out(folder: Path, patches: int = PATCHES, code: str = "en", plugins: str = "") -> Path:
    """Write the site. Returns its folder."""
    (folder / "docs" / "patches").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(CONFIG % (code, plugins), encoding="utf-8")
    for number in range(patches):
        write(folder, f"patches/m-{number:03}", f"MDVA-{number:03} is a patch")
    for index, title in enumerate(QUESTIONS):
        write(folder, f"questions/q{index}", title)
    return folder


def write(folder: Path, name: str, title: str) -> None:
    """Write one article."""
    file = folder / "docs" / f"{name}.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    text = f"---\ntitle: {title}\nlevel: 1\ndescription: About {title}.\n---\n\nText.\n"
    file.write_text(text, encoding="utf-8")


def build_into(folder: Path, **settings: object) -> Path:
    """Build a site in its folder. Returns the folder of the finished site."""
    config = load_config(str(folder / "mkdocs.yml"), site_dir=str(folder / "site"), **settings)
    build(config)
    config.plugins.on_shutdown()
    return folder / "site"
