"""Changes that break what was published, each with the fix that the build writes out."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config

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


LEVEL = """---
number: %(number)d
name: %(name)s
purpose: We help.
channel: ticket
---

## Who we are

Some of us.
"""


def lay_out(folder: Path) -> None:
    """Write a help centre with two levels and two articles."""
    (folder / "docs/billing").mkdir(parents=True)
    (folder / "docs/levels").mkdir()
    (folder / "mkdocs.yml").write_text(CONFIG)
    (folder / "docs/billing/refund.md").write_text(REFUND)
    (folder / "docs/billing/pay.md").write_text(PAY)
    (folder / "docs/billing/form.pdf").write_bytes(b"%PDF-1.4")
    for number, name in enumerate(("help", "desk")):
        text = LEVEL % {"number": number, "name": name}
        (folder / f"docs/levels/{number}-{name}.md").write_text(text)


def publish(folder: Path, **settings: object) -> Path:
    """Build as CI does, and keep the list of what was published as CI does."""
    config = load_config(str(folder / "mkdocs.yml"), site_dir=str(folder / "site"), strict=True,
                         **settings)  # fmt: skip
    build(config)
    config.plugins.on_shutdown()
    shutil.copy(folder / "site/published.txt", folder / "published.txt")
    return folder / "site"


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


def rename_level(site: Path) -> None:
    (site / "docs/levels/1-desk.md").rename(site / "docs/levels/1-counter.md")


def rename_topic(site: Path) -> None:
    (site / "docs/billing").rename(site / "docs/payments")


def drop_file(site: Path) -> None:
    (site / "docs/billing/form.pdf").unlink()
    edit(site / "docs/billing/pay.md", ("[form](form.pdf)", "form"))


def redirect(site: Path, message: str) -> None:
    """Add what the message says to the front matter that it names."""
    key, file = re.search(r"Add `(redirect_from: \[.*?\])` to (\S+)[,.]", message).groups()
    text = (site / file).read_text()
    (site / file).write_text(text.replace("---\n", f"---\n{key}\n", 1))


def new_file(site: Path, message: str) -> None:
    file, lines = re.search(r"Write a file (\S+) with three lines: (.*?), or,", message).groups()
    (site / file).write_text("\n".join(re.findall("`(.*?)`", lines)) + "\n")


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


@dataclass(frozen=True)
class Change:
    """What somebody does; the fix of each address that is lost; where a browser gets by then.

    `leads` has nothing for an address that was given up.
    """

    spoil: Callable[[Path], None]
    mends: dict[str, Callable[[Path, str], None]]
    leads: dict[str, str]


ARRIVE = "#when-does-the-money-arrive"
CHANGES = {
    "rename": Change(
        rename, {"billing/refund/": redirect},
        {f"billing/refund/{ARRIVE}": f"billing/money-back/{ARRIVE}"}),
    "move": Change(
        move, {"billing/refund/": redirect}, {"billing/refund/": "returns/refund/"}),
    "delete": Change(delete, {"billing/refund/": let_go}, {"billing/refund/": ""}),
    "rename a level": Change(
        rename_level, {"levels/1-desk/": redirect},
        {"levels/1-desk/#who-we-are": "levels/1-counter/#who-we-are"}),
    "rename a topic": Change(
        rename_topic,
        {"billing/": new_file, "billing/pay/": redirect, "billing/refund/": redirect,
         "billing/form.pdf": let_go},
        {"billing/": "payments/", "billing/pay/": "payments/pay/",
         f"billing/refund/{ARRIVE}": f"payments/refund/{ARRIVE}", "billing/form.pdf": ""}),
    "reword a heading": Change(
        reword, {f"billing/refund/{ARRIVE}": keep_heading},
        {f"billing/refund/{ARRIVE}": f"billing/refund/{ARRIVE}"}),
    "remove a heading": Change(
        cut, {"billing/refund/#who-pays-the-postage": alias},
        {"billing/refund/#who-pays-the-postage": "billing/refund/#who-pays-the-postage"}),
    "remove a download": Change(drop_file, {"billing/form.pdf": let_go}, {"billing/form.pdf": ""}),
}  # fmt: skip


def lost_address(message: str) -> str:
    return re.search(r'gone: "(.*?)" was published', message)[1]
