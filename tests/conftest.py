"""What all tests share: folders of articles, and repeatable random input."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from kb_plugins.content.loader import Loaded, load
from kb_plugins.content.schema import TYPES
from kb_plugins.content.settings import Settings

# A slow machine is no failure, and the same commit must give the same verdict in CI.
settings.register_profile("local", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("local"), derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "local")

Files = Mapping[str, str | bytes]


def write_files(root: Path, files: Files) -> Path:
    """Write files (text as UTF-8, its line ends as they are) below `root`."""
    root.mkdir(parents=True, exist_ok=True)
    for path, content in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """An empty docs folder."""
    folder = tmp_path / "docs"
    folder.mkdir()
    return folder


@pytest.fixture
def read(docs: Path) -> Callable[..., Loaded]:
    """Write files into the docs folder and load it: `read({"a.md": "text"}, audience=...)`."""

    def reader(files: Files, **options: object) -> Loaded:
        write_files(docs, files)
        options.setdefault("types", {kind: kind for kind in TYPES})
        return load(docs, Settings(**options))

    return reader


@pytest.fixture
def problems(read: Callable[..., Loaded]) -> Callable[..., list[str]]:
    """Return what a writer would read about some files."""

    def reader(files: Files, **options: object) -> list[str]:
        return [str(problem) for problem in read(files, **options).problems]

    return reader
