"""Nothing internal in a public site: planted leaks of many kinds fail the build."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

SITE = """site_name: Help
theme: {name: material}
plugins:
  - kb: {audience: !ENV [AUDIENCE, public], channels: {ticket: "mailto:support@example.com"}}
"""
INTERNAL = """---
title: Reset the licence server by hand
level: 0
audience: internal
description: Only the night shift of our own team may do this.
---

Stop the green service on the second machine before midnight, then call Robert.
Ask for the orange key in room twelve, and sign the paper list there.
"""
SAID = "stop the green service on the second machine before midnight"
ESCAPED = "".join(f"\\u{ord(letter):04x}" for letter in SAID)
PLANTED = {
    "text of a page": ("old.html", f"<p>{SAID}</p>"),
    "text with mark-up": ("old.html", "<p>Stop the <b>green</b> service on the <i>second</i> "
                                      "machine</p>"),
    "entities": ("old.html", SAID.replace("e", "&#101;")),
    "a comment": ("old.html", f"<!-- {SAID} -->"),
    "an attribute": ("old.html", f'<img src="x.svg" alt="{SAID}">'),
    "a title in a list": ("old.html", "<li>Reset the licence server by hand</li>"),
    "a link": ("old.html", '<a href="../staff/licence/">here</a>'),
    "the sitemap": ("map.xml", "<loc>https://example.com/staff/licence/</loc>"),
    "a feed": ("feed.xml", f"<entry><![CDATA[{SAID}]]></entry>"),
    "data for scripts": ("data.json", '{"text": "Stop the green service\\non the second machine"}'),
    "escapes of JSON": ("data.json", f'{{"text": "{ESCAPED}"}}'),
    "a list for machines": ("llms.txt", "- Reset the licence server by hand"),
    "a copy of the source": ("staff.txt", INTERNAL),
    "another case": ("notes.txt", SAID.upper()),
    "a compressed file": ("data.json.gz", gzip.compress(SAID.encode()).decode("latin-1")),
    "the name of a file": ("staff/licence.png", "picture"),
}  # fmt: skip


def lay_out(folder: Path) -> Path:
    docs = folder / "docs"
    (docs / "staff").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(SITE)
    (docs / "staff/licence.md").write_text(INTERNAL)
    (docs / "pay.md").write_text("---\ntitle: How do I pay?\nlevel: 0\n---\n\nBy card, at once.\n")
    return folder


def build_it(folder: Path) -> None:
    config = load_config(str(folder / "mkdocs.yml"), site_dir=str(folder / "site"))
    build(config)
    config.plugins.on_shutdown()


def test_a_public_site_has_no_trace(tmp_path: Path) -> None:
    build_it(lay_out(tmp_path))
    assert (tmp_path / "site/pay/index.html").is_file()


@pytest.mark.parametrize("kind", PLANTED)
def test_a_planted_leak_fails_the_build(
    kind: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    name, text = PLANTED[kind]
    lay_out(tmp_path)
    file = tmp_path / "docs" / name
    file.write_bytes(text.encode("latin-1" if name.endswith(".gz") else "utf-8"))
    with pytest.raises(Abort):
        build_it(tmp_path)
    messages = [record.getMessage() for record in caplog.records]
    assert (
        f"docs/staff/licence.md:1: internal-leak: The public site gives this article away in {name}"
        ". Take out what repeats it there, or make the article public."
    ) in messages


def test_pictures_of_internal_articles_only_are_left_out(tmp_path: Path) -> None:
    docs = lay_out(tmp_path) / "docs"
    for name in ("key.svg", "map.svg", "form.txt", "unused.svg"):
        (docs / name).write_text("<svg/>")
    shown = "\n![The key](../key.svg) ![The map](../map.svg) [The form](../form.txt)\n"
    (docs / "staff/licence.md").write_text(INTERNAL + shown)
    (docs / "way.md").write_text("---\ntitle: The way\nlevel: 0\n---\n\n![Map](map.svg)\n")
    build_it(tmp_path)
    left = {file.name for file in (tmp_path / "site").iterdir()}
    assert {"map.svg", "unused.svg"} <= left
    assert not {"key.svg", "form.txt"} & left


def test_what_public_articles_say_too_is_no_leak(tmp_path: Path) -> None:
    lay_out(tmp_path)
    (tmp_path / "docs/help.md").write_text(f"---\ntitle: Night shift\nlevel: 0\n---\n\n{SAID}.\n")
    build_it(tmp_path)


def test_an_internal_site_may_say_everything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDIENCE", "internal")
    build_it(lay_out(tmp_path))
    assert (tmp_path / "site/staff/licence/index.html").is_file()


def test_what_other_plugins_write_at_the_end_is_looked_at_too(tmp_path: Path) -> None:
    folder = lay_out(tmp_path)
    (folder / "mkdocs.yml").write_text(SITE + "hooks: [late.py]\n")
    (folder / "late.py").write_text(
        "from pathlib import Path\n\n\n"
        "def on_post_build(config):\n"
        f"    (Path(config.site_dir) / 'late.txt').write_text({SAID!r})\n"
    )
    with pytest.raises(Abort):
        build_it(folder)
