"""`mkdocs serve` itself, asked for pages while somebody edits the sources."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from serving import ARTICLE, CONFIG, Server, lay_out


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    lay_out(tmp_path)
    server = Server(tmp_path)
    yield server
    server.stop()


def test_everything_that_people_do(server: Server) -> None:
    # A text and a title: the page, the lists, the related articles.
    server.write("docs/one.md", ARTICLE % ("Print a poster", 0, "Take the zebra paper."))
    assert "Print a poster" in server.wait("one/", lambda page: "zebra" in page)
    assert "Print a poster" in server.get("a-z/")
    assert "Print a poster" in server.get("levels/0-self-help/")
    assert "Print a poster" in server.get("three/")
    assert "Took in one.md" in server.log.read_text()

    # The search follows when it is asked, the copy for machines as well.
    server.wait("assets/kb/search/en.json", lambda text: "z" in json.loads(text)["words"])
    assert "zebra" in server.get("one/index.md")

    # Another level, then a page that is gone.
    server.write("docs/one.md", ARTICLE % ("Print a poster", 2, "Take the zebra paper."))
    server.wait("levels/2-callback/", lambda page: "Print a poster" in page)
    assert "Print a poster" not in server.get("levels/0-self-help/")

    # A new article, a new name, a deleted one.
    server.write("docs/new.md", ARTICLE % ("Copy a page", 0, "Use the copier."))
    server.wait("new/", lambda page: "copier" in page)
    assert "Copy a page" in server.get("a-z/")
    (server.folder / "docs" / "new.md").rename(server.folder / "docs" / "renamed.md")
    server.wait("renamed/", lambda page: "copier" in page)
    assert server.get("new/").startswith("404")
    (server.folder / "docs" / "renamed.md").unlink()
    server.wait("renamed/", lambda page: page.startswith("404"))
    assert "Copy a page" not in server.get("a-z/")

    # A level, a template, the configuration.
    server.write("docs/levels/1-ticket.md", "---\nname: Write to us\nchannel: ticket\n---\n\nHi.\n")
    server.wait("levels/1-ticket/", lambda page: "Write to us" in page)
    (server.folder / "docs/levels/1-ticket.md").unlink()
    server.wait("levels/3-expert/", lambda page: not page.startswith("404"))
    own = '{% extends "kb/base.html" %}{% block content %}Mine{% endblock %}'
    server.write("own/kb/page.html", own)
    server.write("mkdocs.yml", CONFIG.replace("site_name: Help", "site_name: Support"))
    server.wait("one/", lambda page: "Support" in page)


def test_an_error_shows_in_browser_and_terminal_and_goes_away(server: Server) -> None:
    good = (server.folder / "docs" / "one.md").read_text()
    server.write("docs/one.md", "---\ntitle: [\n---\n\nText.\n")
    page = server.wait("one/", lambda page: "docs/one.md" in page)
    assert "livereload" in page, "the page comes back by itself"
    assert "docs/one.md" in server.log.read_text()
    assert "Traceback" not in server.log.read_text()
    assert "Scan a page" in server.get("two/")
    server.write("docs/one.md", good)
    server.wait("one/", lambda page: "How to print" in page)

    server.write("mkdocs.yml", CONFIG + "  - no-such-plugin\n")
    server.wait("two/", lambda page: "no-such-plugin" in page)
    server.write("mkdocs.yml", CONFIG)
    server.wait("two/", lambda page: "How to scan" in page)


def test_other_plugins_get_whole_builds(tmp_path: Path) -> None:
    lay_out(tmp_path)
    hook = "def on_page_markdown(markdown, **_): return markdown + '\\n\\nhooked'\n"
    (tmp_path / "hook.py").write_text(hook)
    (tmp_path / "mkdocs.yml").write_text(CONFIG + "hooks: [hook.py]\n")
    server = Server(tmp_path)
    try:
        server.write("docs/one.md", ARTICLE % ("Print a poster", 0, "Take the zebra paper."))
        assert "hooked" in server.wait("one/", lambda page: "zebra" in page)
        assert "Took in" not in server.log.read_text()
    finally:
        server.stop()


def test_a_save_during_the_first_build_is_seen(tmp_path: Path) -> None:
    lay_out(tmp_path)
    text = ARTICLE % ("Print a poster", 0, "Take the zebra paper.")
    hook = f"""
from pathlib import Path

def on_env(env, **_):
    article = Path({str(tmp_path)!r}, "docs", "one.md")
    if "zebra" not in article.read_text():
        article.write_text({text!r})
"""
    (tmp_path / "hook.py").write_text(hook)
    (tmp_path / "mkdocs.yml").write_text(CONFIG + "hooks: [hook.py]\n")
    server = Server(tmp_path)
    try:
        server.wait("one/", lambda page: "zebra" in page)
        assert server.log.read_text().count("Detected file changes") == 1
    finally:
        server.stop()


def test_strict_preview_lives_on(tmp_path: Path) -> None:
    lay_out(tmp_path)
    server = Server(tmp_path, "--strict")
    try:
        good = (tmp_path / "docs" / "one.md").read_text()
        server.write("docs/one.md", good.replace("level: 0", "level: 9"))
        server.wait("two/", lambda page: "level-unknown" in page)
        server.write("docs/one.md", good)
        server.wait("two/", lambda page: "How to scan" in page)
    finally:
        server.stop()
