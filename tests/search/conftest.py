"""What the tests of the search share: the engine of the fixture, and the corpora if any."""

import os
import sys
from pathlib import Path

import pytest

from kb_plugins.search.engine import Engine, engine_from_files
from kb_plugins.search.index import build_index

sys.path.insert(0, str(Path(__file__).parent))

from search_shop import ENGLISH


@pytest.fixture(scope="session")
def engine() -> Engine:
    """An engine over the English shop."""
    return engine_from_files(build_index(ENGLISH, "en"), "en")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of test corpora; tests that need it are skipped where there is none."""
    beside = Path(__file__).parents[2].parent / "shared"
    folder = Path(os.environ.get("FIRSTLINE_SHARED", beside))
    if not (folder / "search").is_dir():
        pytest.skip("no corpora: put them at ../shared or name their folder in FIRSTLINE_SHARED")
    return folder
