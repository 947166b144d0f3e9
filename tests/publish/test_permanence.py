"""No published address vanishes: each change that breaks one stops the build, and says the fix."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

CONFIG = """site_name: Help
site_url: https://help.example.com/
theme: {name: material}
markdown_extensions: [attr_list, tables]
plugins:
  - kb:
      channels: {ticket: "mailto:support@example.com"}
"""
REFUND = """---
title: How do I get my money back?
level: 0
description: Ask within 30 days.
---

Ask within 30 days.

## When does the money arrive?

Within a week.

## Who pays the postage?

We do.
"""
PAY = """---
title: How do I pay?
level: 0
description: By card.
---

By card. [When do I get it back](refund.md#when-does-the-money-arrive)?
Or take the [form](form.pdf).

## Which cards do you take?

All of them.
"""


def publish(folder: Path, **settings: object) -> Path:
    """Build as CI does, and keep the list of what was published as CI does."""
    config = load_config(str(folder / "mkdocs.yml"), site_dir=str(folder / "site"), strict=True,
                         **settings)  # fmt: skip
    build(config)
    config.plugins.on_shutdown()
    shutil.copy(folder / "site/published.txt", folder / "published.txt")
    return folder / "site"


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("once")
    (folder / "docs/billing").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(CONFIG)
    (folder / "docs/billing/refund.md").write_text(REFUND)
    (folder / "docs/billing/pay.md").write_text(PAY)
    (folder / "docs/billing/form.pdf").write_bytes(b"%PDF-1.4")
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


def edit(file: Path, *changes: tuple[str, str]) -> None:
    text = file.read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    file.write_text(text)


def test_the_list(site: Path) -> None:
    lines = (site / "published.txt").read_text().splitlines()
    addresses = [line for line in lines if not line.startswith("#")]
    assert addresses == sorted(addresses)
    assert {"./", "a-z/", "levels/1-ticket/", "billing/", "billing/form.pdf", "billing/refund/",
            "billing/refund/#when-does-the-money-arrive"} <= set(addresses)  # fmt: skip
    assert "404.html" not in addresses
    publish(site)
    assert (site / "published.txt").read_text().splitlines() == lines


def rename(site: Path) -> None:
    (site / "docs/billing/refund.md").rename(site / "docs/billing/money-back.md")
    edit(site / "docs/billing/pay.md", ("refund.md", "money-back.md"))


def move(site: Path) -> None:
    (site / "docs/returns").mkdir()
    (site / "docs/billing/refund.md").rename(site / "docs/returns/refund.md")
    edit(site / "docs/billing/pay.md", ("refund.md", "../returns/refund.md"))


def delete(site: Path) -> None:
    (site / "docs/billing/refund.md").unlink()
    edit(site / "docs/billing/pay.md", ("[When do I get it back](refund.md#when-does-the-money-"
                                        "arrive)?", ""))  # fmt: skip


def reword(site: Path) -> None:
    edit(site / "docs/billing/refund.md", ("## When does the money arrive?",
                                           "## When is the money there?"))  # fmt: skip
    edit(site / "docs/billing/pay.md", ("#when-does-the-money-arrive", "#when-is-the-money-there"))


def cut(site: Path) -> None:
    edit(site / "docs/billing/refund.md", ("## Who pays the postage?\n\n", ""))


def drop_file(site: Path) -> None:
    (site / "docs/billing/form.pdf").unlink()
    edit(site / "docs/billing/pay.md", ("[form](form.pdf)", "form"))


def redirect(path: str) -> Callable[[Path, str], None]:
    """Mend by adding what the message says to the front matter that it names."""

    def apply(site: Path, message: str) -> None:
        key, file = re.search(r"Add `(redirect_from: \[.*?\])` to (\S+)[,.]", message).groups()
        assert file == path
        edit(site / file, ("level: 0\n", f"level: 0\n{key}\n"))

    return apply


def let_go(site: Path, message: str) -> None:
    setting = re.search(r"`(gone: \[.*?\])`", message)[1]
    edit(site / "mkdocs.yml", ("  - kb:\n", f"  - kb:\n      {setting}\n"))


def keep_heading(site: Path, message: str) -> None:
    path, line = re.match(r"(\S+):(\d+):", message).groups()
    heading = re.search(r"`(## .* \{#.*\})`", message)[1]
    lines = (site / path).read_text().splitlines()
    assert lines[int(line) - 1].startswith("## ")
    lines[int(line) - 1] = heading
    (site / path).write_text("\n".join(lines) + "\n")
    edit(site / "docs/billing/pay.md", ("#when-is-the-money-there", "#when-does-the-money-arrive"))


def alias(site: Path, message: str) -> None:
    mark = re.search(r"`(<a id=.*?></a>)`", message)[1]
    edit(site / "docs/billing/refund.md", ("\nWe do.", f"\n{mark}\nWe do."))


CHANGES = {
    "rename": (rename, "billing/refund/", redirect("docs/billing/money-back.md")),
    "move": (move, "billing/refund/", redirect("docs/returns/refund.md")),
    "delete": (delete, "billing/refund/", let_go),
    "reword a heading": (
        reword, "billing/refund/#when-does-the-money-arrive", keep_heading),
    "remove a heading": (cut, "billing/refund/#who-pays-the-postage", alias),
    "remove a download": (drop_file, "billing/form.pdf", let_go),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_a_broken_promise_stops_the_build_until_it_is_mended(
    change: str, site: Path, caplog: pytest.LogCaptureFixture
) -> None:
    spoil, address, mend = CHANGES[change]
    spoil(site)
    said = complaints(site, caplog)
    assert len(said) == 1
    assert f'"{address}" was published' in said[0]
    mend(site, said[0])
    publish(site)
    assert (address in (site / "published.txt").read_text().splitlines()) == (mend is not let_go)
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
