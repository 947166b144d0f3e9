"""Builds a site of another company: their articles, our configuration and `.meta.yml` files.

`python tests/sites/build.py magento OUT` leaves the sources in OUT/docs and the site in OUT/site.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config

HERE = Path(__file__).parent
CORPORA = {"magento": "magento-en", "adobe": "adobe-it"}


def shared() -> Path:
    """Return the folder with the test data: $FIRSTLINE_SHARED, or beside the project."""
    return Path(os.environ.get("FIRSTLINE_SHARED") or HERE.parents[2] / "shared")


def corpus(name: str) -> Path:
    """Return the folder with the articles of a site; it may be missing."""
    return shared() / "corpora" / CORPORA[name]


def lay_out(name: str, out: Path) -> Path:
    """Copy corpus and settings of a site to a folder. Returns the configuration file."""
    shutil.copytree(corpus(name), out / "docs", copy_function=shutil.copyfile)
    for folder, _subfolders, _files in os.walk(out):
        Path(folder).chmod(0o755)  # the corpora are read-only
    shutil.copytree(HERE / name, out, dirs_exist_ok=True)
    return out / "mkdocs.yml"


def build_site(name: str, out: Path, **settings: object) -> Path:
    """Build a site in a folder. Returns the folder of the finished site."""
    config_file = lay_out(name, out)
    config = load_config(str(config_file), site_dir=str(out / "site"), **settings)
    build(config)
    config.plugins.on_shutdown()
    return out / "site"


if __name__ == "__main__":
    print(build_site(sys.argv[1], Path(sys.argv[2])))
