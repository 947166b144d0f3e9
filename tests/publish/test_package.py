"""The package has everything, and builds a site from where it is installed."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest
from command_line import ROOT, mkdocs_process


def pip(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "pip", "--quiet", *arguments], check=True)


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source archive and the wheel that pip builds from it."""
    folder = tmp_path_factory.mktemp("dist")
    hatchling = [sys.executable, "-m", "hatchling", "build", "-d", str(folder)]
    subprocess.run([*hatchling, "-t", "sdist"], cwd=ROOT, check=True, capture_output=True)
    (archive,) = folder.glob("*.tar.gz")
    pip("wheel", "--no-deps", "--wheel-dir", str(folder), str(archive))
    return folder


def test_the_wheel_has_every_file(dist: Path) -> None:
    (wheel,) = dist.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "kb_plugins").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert wanted - names == set()
    assert "kb_plugins/py.typed" in names
    assert any(name.endswith(".po") for name in names)
    assert any(name.endswith("theme/kb/article.html") for name in names)
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert {name.partition("/")[0].rpartition(".")[2] for name in names} == {
        "kb_plugins", "dist-info"}  # fmt: skip


def test_the_source_archive_has_what_a_distribution_needs(dist: Path) -> None:
    (archive,) = dist.glob("*.tar.gz")
    with tarfile.open(archive) as packed:
        names = {name.partition("/")[2] for name in packed.getnames()}
    assert {"pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "PKG-INFO"} <= names


def test_the_wheel_builds_a_site_in_an_empty_environment(dist: Path, tmp_path: Path) -> None:
    """What the package asks for is all it needs."""
    (wheel,) = dist.glob("*.whl")
    venv.create(tmp_path / "venv")
    python = tmp_path / "venv/bin/python"
    # Few of the files are read before all are removed, so none is compiled ahead.
    pip("--python", str(python), "install", "--no-compile",
        "-c", str(ROOT / "constraints.txt"), str(wheel))  # fmt: skip
    help_ = tmp_path / "help"
    (help_ / "docs").mkdir(parents=True)
    (help_ / "docs/pay.md").write_text("---\ntitle: How do I pay?\nlevel: 0\n---\n\nBy card.\n")
    (help_ / "mkdocs.yml").write_text(
        'site_name: Help\ntheme: {name: material, language: de}\nplugins:\n'
        '  - kb: {channels: {ticket: "mailto:support@example.com"}}\n')  # fmt: skip
    outside = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = mkdocs_process(help_, python=python, env=outside)
    assert done.code == 0, done.said
    assert "Hilfe" in (help_ / "site/a-z/index.html").read_text()
    assert (help_ / "site/pay/index.html").is_file()
