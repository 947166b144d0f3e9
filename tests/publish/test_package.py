"""The package has everything, and builds a site from where it is installed."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source archive and the wheel that is built from it."""
    folder = tmp_path_factory.mktemp("dist")
    hatchling = [sys.executable, "-m", "hatchling", "build", "-d", str(folder)]
    subprocess.run([*hatchling, "-t", "sdist"], cwd=ROOT, check=True, capture_output=True)
    (archive,) = folder.glob("*.tar.gz")
    with tarfile.open(archive) as packed:
        # Python 3.11.2, that of Debian 12, has no filters yet; later ones warn without.
        safe = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
        packed.extractall(folder, **safe)
    source = folder / archive.name.removesuffix(".tar.gz")
    subprocess.run([*hatchling, "-t", "wheel"], cwd=source, check=True, capture_output=True)
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


def test_the_installed_package_builds_a_site(dist: Path, tmp_path: Path) -> None:
    (wheel,) = dist.glob("*.whl")
    place, help_ = tmp_path / "place", tmp_path / "help"
    with zipfile.ZipFile(wheel) as packed:  # what an installation does with a pure wheel
        packed.extractall(place)
    (help_ / "docs").mkdir(parents=True)
    (help_ / "docs/pay.md").write_text("---\ntitle: How do I pay?\nlevel: 0\n---\n\nBy card.\n")
    (help_ / "mkdocs.yml").write_text(
        'site_name: Help\ntheme: {name: material, language: de}\nplugins:\n'
        '  - kb: {channels: {ticket: "mailto:support@example.com"}}\n')  # fmt: skip
    environment = os.environ | {"PYTHONPATH": str(place), "DISABLE_MKDOCS_2_WARNING": "true"}
    run = {"cwd": help_, "capture_output": True, "text": True, "env": environment}
    where = subprocess.run([sys.executable, "-c", "import kb_plugins; print(kb_plugins.__file__)"],
                           **run)  # fmt: skip
    assert where.stdout.startswith(str(place))
    done = subprocess.run([sys.executable, "-m", "mkdocs", "build", "--strict"], **run)
    assert done.returncode == 0, done.stderr
    assert "Hilfe" in (help_ / "site/a-z/index.html").read_text()
    assert (help_ / "site/pay/index.html").is_file()
