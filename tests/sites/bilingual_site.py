"""Two help centres of other companies, one English and one Italian, as one bilingual site.

`python tests/sites/bilingual_site.py OUT` leaves the sources in OUT and the site in OUT/site.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from build import CORPORA, HERE, corpus
from mkdocs.commands.build import build
from mkdocs.config import load_config

LANGUAGES = {"en": "magento", "it": "adobe"}
CONFIG = """\
site_name: Commerce help
site_url: https://help.example.com/
theme: {name: material}
plugins:
  - i18n:
      docs_structure: folder
      fallback_to_default: false
      languages:
        - {locale: en, name: English, default: true}
        - {locale: it, name: Italiano, site_name: Assistenza Commerce}
  - kb:
      exclude: TOC.md
      channels:
        ticket: "https://desk.example.com/new?subject={title}&page={url}"
        callback: "tel:+15550100"
        expert: "mailto:experts@example.com"
        external: "https://desk.example.com/partners?about={title}"
markdown_extensions: [attr_list, tables, pymdownx.superfences, {toc: {permalink: true}}]
validation: {links: {not_found: info, unrecognized_links: info, anchors: info}}
"""


def lay_out(out: Path, most: int = 0) -> Path:
    """Lay out both help centres in a folder for each language. Returns the configuration file.

    `most` takes only so many articles of each, spread over all of them.
    """
    for code, name in LANGUAGES.items():
        folder = out / "docs" / code
        files = sorted(corpus(name).rglob("*.md"))
        step = max(1, len(files) // most) if most else 1
        for file in files[::step]:
            to = folder / file.relative_to(corpus(name))
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, to)
        shutil.copytree(HERE / name / "docs", folder, dirs_exist_ok=True)
    for above, _folders, _files in os.walk(out):
        Path(above).chmod(0o755)
    (out / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    return out / "mkdocs.yml"


def build_both(out: Path, most: int = 0) -> Path:
    """Build the bilingual site in a folder. Returns the folder of the finished site."""
    config = load_config(str(lay_out(out, most)), site_dir=str(out / "site"))
    build(config)
    config.plugins.on_shutdown()
    return out / "site"


if __name__ == "__main__":
    assert set(LANGUAGES.values()) == set(CORPORA)
    print(build_both(Path(sys.argv[1])))
