"""No published address vanishes: each change that breaks one stops the build, and says the fix."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from mkdocs.exceptions import Abort
from mutations import CHANGES, edit, lay_out, let_go, lost_address, publish, rename, reword


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("once")
    lay_out(folder)
    publish(folder)
    return folder


@pytest.fixture
def site(once: Path, tmp_path: Path) -> Path:
    """A help centre that is published."""
    return shutil.copytree(once, tmp_path / "help")


def complaints(site: Path, caplog: pytest.LogCaptureFixture) -> list[str]:
    """Build, which must fail and leave the site as it was. Returns what it said of addresses."""
    before = (site / "site/sitemap.xml").read_bytes()
    caplog.clear()
    with pytest.raises(Abort):
        publish(site)
    assert (site / "site/sitemap.xml").read_bytes() == before
    said = [record.getMessage() for record in caplog.records]
    return [line for line in said if re.search(r":\d+: (url|anchor)-gone: ", line)]


@pytest.mark.parametrize("what", CHANGES)
def test_a_broken_promise_stops_the_build_until_it_is_mended(
    what: str, site: Path, caplog: pytest.LogCaptureFixture
) -> None:
    change = CHANGES[what]
    change.spoil(site)
    said = {lost_address(line): line for line in complaints(site, caplog)}
    assert said.keys() == change.mends.keys()
    for address, mend in change.mends.items():
        mend(site, said[address])
    publish(site)
    listed = (site / "published.txt").read_text().splitlines()
    assert all((old in listed) == bool(new) for old, new in change.leads.items())
    publish(site)


def test_without_attr_list_an_anchor_of_its_own_is_asked_for(
    site: Path, caplog: pytest.LogCaptureFixture
) -> None:
    edit(site / "mkdocs.yml", ("attr_list, ", ""))
    reword(site)
    (said,) = complaints(site, caplog)
    assert said.startswith("docs/billing/refund.md:9: anchor-gone: ")
    assert '`<a id="when-does-the-money-arrive"></a>` in a line of its own above' in said


def test_a_moved_article_keeps_its_anchors(site: Path, caplog: pytest.LogCaptureFixture) -> None:
    rename(site)
    article = site / "docs/billing/money-back.md"
    edit(article, ("Who pays the postage?", "What does the postage cost?"),
         ("level: 0\n", "level: 0\nredirect_from: refund.md\n"))  # fmt: skip
    said = complaints(site, caplog)
    assert any('"billing/refund/" was published' in line for line in said), "it was in billing/"
    edit(article, ("redirect_from: refund", "redirect_from: billing/refund"))
    (said,) = complaints(site, caplog)
    assert "#who-pays-the-postage" in said


def test_an_internal_article_leaves_no_trace(site: Path, caplog: pytest.LogCaptureFixture) -> None:
    edit(site / "docs/billing/refund.md", ("level: 0\n", "level: 0\naudience: internal\n"))
    edit(site / "docs/billing/pay.md", ("[When do I get it back](refund.md#when-does-the-money-"
                                        "arrive)?", ""))  # fmt: skip
    (said,) = complaints(site, caplog)
    let_go(site, said)
    publish(site)
    assert "refund" not in (site / "published.txt").read_text()


def test_the_map_of_mkdocs_redirects_counts(site: Path) -> None:
    pytest.importorskip("mkdocs_redirects")
    rename(site)
    with (site / "mkdocs.yml").open("a") as file:
        file.write("  - redirects: {redirect_maps: {billing/refund.md: billing/money-back.md}}\n")
    built = publish(site)
    page = (built / "billing/refund/index.html").read_text()
    assert 'href="../money-back/"' in page
    assert "<script>" not in page


def test_an_unreadable_list_is_one_line(site: Path, caplog: pytest.LogCaptureFixture) -> None:
    (site / "published.txt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Abort):
        publish(site)
    assert any("published.txt:1: published-list: " in r.getMessage() for r in caplog.records)
