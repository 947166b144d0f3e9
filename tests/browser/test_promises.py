"""What the build says about a lost address is done, and a real browser follows the old address."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from mkdocs.exceptions import Abort

sys.path.insert(0, str(Path(__file__).parents[1] / "publish"))
from mutations import CHANGES, lay_out, lost_address, publish


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("promised")
    lay_out(folder)
    publish(folder)
    return folder


@pytest.mark.browser
@pytest.mark.parametrize("what", CHANGES)
def test_the_fix_that_is_written_out_keeps_the_promise(
    what: str, once: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture, serve, visit
) -> None:
    change = CHANGES[what]
    site = shutil.copytree(once, tmp_path / "help")
    change.spoil(site)
    with pytest.raises(Abort):
        publish(site)
    said = [record.getMessage() for record in caplog.records]
    for message in said:
        if "was published" in message:
            change.mends[lost_address(message)](site, message)
    there = visit(site=serve(publish(site)))
    for old, new in change.leads.items():
        if not new:
            assert there.page.request.get(there.address + old).status == 404
            continue
        there.go(old)
        there.page.wait_for_url(there.address + new)
        anchor = new.partition("#")[2]
        mark = f"[id='{anchor}']" if anchor else "h1"
        assert there.page.locator(mark).count() == 1
