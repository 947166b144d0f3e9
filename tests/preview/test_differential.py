"""What a preview shows after saves is what a preview shows that begins with the same sources."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from serving import CONFIG, Server

OPTIONS = "validation: {links: {not_found: info, anchors: info, unrecognized_links: info}}\n"
ARTICLE = """---
title: Question %(number)d
level: %(level)d
updated: 2026-01-%(day)02d
tags: [t%(level)d]
---

The answer is on [another page](q%(next)d.md#part), ![a picture](gone%(number)d.png).

## Part

Word%(number)d and [more](q%(next)d.md#late), [nothing](nowhere.md).
"""
RELOAD = re.compile(r"<script>\nvar livereload.*?</script>", re.DOTALL)


def lay_out(folder: Path) -> None:
    (folder / "docs" / "topic").mkdir(parents=True)
    for number in range(30):
        place = folder / "docs" / ("topic" if number % 2 else "") / f"q{number}.md"
        values = {"number": number, "level": number % 4, "day": number + 1, "next": number + 2}
        place.write_text(ARTICLE % values)
    alone = "---\ntitle: Alone\nlevel: 0\n---\n\nSee [it](q2.md#late).\n"
    (folder / "docs" / "alone.md").write_text(alone)
    (folder / "own").mkdir()
    (folder / "mkdocs.yml").write_text(CONFIG + OPTIONS)


def shown(server: Server) -> dict[str, str]:
    """Return every file of the site as it is served; pages without the script of MkDocs."""
    for name in ("assets/kb/search/en.json", "catalog.json"):  # what is made of all pages
        server.get_bytes(name)
    (site,) = server.folder.glob("mkdocs_*")
    names = [path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()]
    # The first holds a time, the second is written at the end of a whole build alone.
    kept = [name for name in names if not name.endswith((".gz", "published.txt"))]
    return {name: RELOAD.sub("", server.get_bytes(name).decode("latin-1")) for name in kept}


@pytest.fixture
def server(tmp_path: Path) -> Server:
    lay_out(tmp_path)
    return Server(tmp_path)


def test_saves_lead_where_a_fresh_start_leads(server: Server) -> None:
    try:
        edit(server, "q4", "Word4", "Anotherword")
        edit(server, "q2", "## Part", "## Part\n\nNew.\n\n## Late")  # what q0 leads to is there now
        edit(server, "q6", "## Part", "## Other")  # and what q4 leads to is gone
        edit(server, "q8", "title: Question 8", "title: A new name\ndescription: Short")
        edit(server, "topic/q9", "![a picture](gone9.png)", "![a picture](gone9.png) https://x.org")
        after = shown(server)
    finally:
        server.stop()
    assert server.log.read_text().count("Took in") == 5
    for page in ("q0", "alone"):
        assert 'href="../q2/#late"' in after[f"{page}/index.html"]
    assert "#part" not in after["q4/index.html"].partition("another page")[0][-40:]
    for cache in server.folder.glob(".cache"):
        shutil.rmtree(cache)
    fresh = Server(server.folder, port=server.port)
    try:
        expected = shown(fresh)
    finally:
        fresh.stop()
    assert after.keys() == expected.keys()
    assert [name for name in sorted(after) if after[name] != expected[name]] == []


def edit(server: Server, name: str, old: str, new: str) -> None:
    """Save an article and wait until the preview shows it."""
    text = (server.folder / "docs" / f"{name}.md").read_text()
    assert old in text
    mark = f"mark{server.log.read_text().count('Took in')}"
    server.write(f"docs/{name}.md", text.replace(old, new) + f"\n{mark}\n")
    server.wait(f"{name}/", lambda page: mark in page)
