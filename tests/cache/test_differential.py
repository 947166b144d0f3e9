"""After any changes, a build with the cache of the builds before is the build without a cache.

`EDIT_SEQUENCES=300 pytest tests/cache/test_differential.py` runs as many sequences as you like.
"""

from __future__ import annotations

import logging
import os
import shutil
from hashlib import sha256
from pathlib import Path

import pytest
from edits import Writers
from mkdocs.commands.build import build
from mkdocs.config import load_config

from kb_plugins.adapter import ahead as mkdocs_ahead

SEQUENCES = int(os.environ.get("EDIT_SEQUENCES") or 4)
CHANGES = 3


class Said(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def built(folder: Path, name: str) -> tuple[dict[str, str], list[str]]:
    """Build the site. Returns its files by path, and everything the build complained of."""
    said = Said()
    logging.getLogger("mkdocs").addHandler(said)
    site = folder / name
    try:
        config = load_config(str(folder / "mkdocs.yml"), site_dir=str(site))
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
        config.plugins.on_shutdown()
    except Exception as error:  # a leak, say: then both builds must refuse
        said.lines.append(str(error).replace(str(site), "site"))
        return {}, sorted(line.replace(str(site), "site") for line in said.lines)
    finally:
        logging.getLogger("mkdocs").removeHandler(said)
    files = {
        path.relative_to(site).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }
    return files, sorted(said.lines)


@pytest.mark.parametrize("seed", range(SEQUENCES))
def test_the_same_bytes_with_and_without_the_cache(
    tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    if seed % 2:  # every other time by worker processes, which few pages would not be worth
        monkeypatch.setattr(mkdocs_ahead, "FEW", 1)
    writers = Writers(tmp_path, seed)
    built(tmp_path, "warm")
    story = []
    for _ in range(CHANGES):
        story += [writers.change() for _ in range(writers.chance.randint(1, 2))]
        compare(tmp_path, monkeypatch, story)
    shutil.rmtree(tmp_path, ignore_errors=True)


def test_templates_of_the_site_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    writers = Writers(tmp_path, 0)
    for _ in range(3):
        writers.template()
        compare(tmp_path, monkeypatch, ["template"])


def compare(folder: Path, monkeypatch: pytest.MonkeyPatch, story: list[str]) -> None:
    warm, warm_said = built(folder, "warm")
    with monkeypatch.context() as without:
        without.setenv("KB_NO_CACHE", "1")
        cold, cold_said = built(folder, "cold")
    different = {name for name in warm | cold if warm.get(name) != cold.get(name)}
    assert not different, story
    assert warm_said == cold_said, story
