"""What the build says about a lost address is done, and a real browser follows the old address."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from mkdocs.exceptions import Abort

sys.path.insert(0, str(Path(__file__).parents[1] / "publish"))
from mutations import ARRIVE, CHANGES, lay_out, lost_address, publish


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


@pytest.mark.browser
@pytest.mark.parametrize(("before", "now"), [("{}/", "{}.html"), ("{}.html", "{}/")])
def test_addresses_of_another_form_lead_to_those_of_now(
    before: str, now: str, tmp_path: Path, serve, visit
) -> None:
    lay_out(tmp_path)
    site = publish(tmp_path, use_directory_urls=before.endswith("/"))
    promised = set((tmp_path / "published.txt").read_text().splitlines())
    publish(tmp_path, use_directory_urls=now.endswith("/"))
    assert promised < set((tmp_path / "published.txt").read_text().splitlines())
    there = visit(site=serve(site))
    for name in ("billing/refund", "levels/1-desk", "get-help", "a-z"):
        anchor = ARRIVE if name == "billing/refund" else ""
        there.go(before.format(name) + anchor)
        there.page.wait_for_url(there.address + now.format(name) + anchor)
        assert there.page.locator("h1").count() == 1
    publish(tmp_path, use_directory_urls=before.endswith("/"))  # and back again
    there.go(now.format("billing/refund") + ARRIVE)
    there.page.wait_for_url(there.address + before.format("billing/refund") + ARRIVE)
