"""An importer from a package that is not ours: installed, recognised, used by the command."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).parent / "outside-package"
MANUAL = Path(__file__).parents[2] / "docs/extending/write-an-importer.md"


def test_an_installed_package_adds_an_importer(tmp_path: Path) -> None:
    place = tmp_path / "packages"
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation",
         "--disable-pip-version-check", "--target", str(place), str(PACKAGE)], check=True)
    source = tmp_path / "ours.notes"
    source.write_text(
        "First\n<p>See <a href='2'>the second</a>.</p>\n=====\nSecond\n<p>Text</p>\n=====\nEmpty\n")
    code = "from kb_plugins.commands.import_ import import_command as c; c()"
    paths = os.pathsep.join([str(place), *filter(None, sys.path)])

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, "-c", code, *arguments], cwd=tmp_path,
                              capture_output=True, text=True, check=False,
                              env={**os.environ, "PYTHONPATH": paths})

    assert "notes        Notes (.notes)" in run("--list").stdout
    done = run(str(source))
    assert done.returncode == 0, done.stderr
    assert "Notes (.notes): 3 articles." in done.stdout
    first = (tmp_path / "docs/notes/1.md").read_text()
    assert "title: First\nlevel: 0\nredirect_from:\n  - /note/1\n" in first
    assert "[the second](2.md)" in first
    assert "the note has a title only" in (tmp_path / "import-report.md").read_text()
    source.write_bytes(b"\xff\xfe")
    done = run(str(source))
    assert done.returncode == 2
    assert "the importer notes fails (UnicodeDecodeError: " in done.stderr
    assert "Traceback" not in done.stderr


def test_a_broken_package_is_named_in_one_line(tmp_path: Path) -> None:
    place = tmp_path / "broken-1.0.dist-info"
    place.mkdir()
    (place / "METADATA").write_text("Metadata-Version: 2.1\nName: broken\nVersion: 1.0\n")
    (place / "entry_points.txt").write_text("[firstline.importers]\nbroken = nowhere:IMPORTER\n")
    code = "from kb_plugins.commands.import_ import import_command as c; c()"
    paths = os.pathsep.join([str(tmp_path), *filter(None, sys.path)])
    done = subprocess.run([sys.executable, "-c", code, ".", "--from", "broken"], cwd=tmp_path,
                          capture_output=True, text=True, check=False,
                          env={**os.environ, "PYTHONPATH": paths})
    assert done.returncode == 2
    assert 'the importer "broken" needs the package nowhere' in done.stderr
    assert "Traceback" not in done.stderr


def test_the_manual_shows_this_very_package() -> None:
    text = MANUAL.read_text(encoding="utf-8")
    code = (PACKAGE / "src/firstline_notes/__init__.py").read_text(encoding="utf-8").strip()
    blocks = [re.sub(r"^    ", "", block, flags=re.M).strip()
              for block in re.findall(r"```\w+\n(.*?)```", text, re.S)]
    assert code in blocks
    points = '[project.entry-points."firstline.importers"]\nnotes = "firstline_notes:IMPORTER"'
    assert any(points in block for block in blocks)
