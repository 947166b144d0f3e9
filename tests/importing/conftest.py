"""One import and one strict build of each source, for all tests."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from moving import SITES, SOURCES, Imported, build_strictly, run_import


@pytest.fixture(scope="session", params=SOURCES)
def imported(request, tmp_path_factory) -> Imported:
    folder = tmp_path_factory.mktemp(request.param)
    said = run_import(folder, SITES / request.param)
    build_strictly(folder)
    return Imported(request.param, folder, said)
