"""Small sites through the command line, as a stranger would build them."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from urllib.parse import unquote

import pytest
from command_line import mkdocs, mkdocs_process
from selectolax.lexbor import LexborHTMLParser

ZERO = "site_name: Help\ntheme:\n  name: material\nplugins: [kb]\n"


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_zero_configuration(tmp_path: Path) -> None:
    write(tmp_path, {"mkdocs.yml": ZERO, "docs/billing/refund.md": "# A refund\n\nAsk us.\n"})
    code, said = mkdocs_process(tmp_path, "build")
    assert code == 0, said
    site = tmp_path / "site"
    made = {path.parent.relative_to(site).as_posix() for path in site.rglob("index.html")}
    assert made == {
        ".", "levels", "levels/0-self-help", "levels/1-ticket", "levels/2-callback",
        "levels/3-expert", "levels/4-external", "topics", "a-z", "search", "get-help",
        "accessibility", "billing",
        "billing/refund"}
    assert "A refund" in (site / "a-z" / "index.html").read_text()
    assert (site / "404.html").is_file()


def test_the_front_page_says_what_the_site_is_and_every_page_leads_to_the_search(
    tmp_path: Path,
) -> None:
    write(tmp_path, {"mkdocs.yml": ZERO, "docs/billing/refund.md": "# A refund\n\nAsk us.\n"})
    assert mkdocs(tmp_path, "build")[0] == 0
    pages = {
        path.parent.name: LexborHTMLParser(path.read_text(encoding="utf-8"))
        for path in (tmp_path / "site").rglob("index.html")
    }
    home = pages["site"]
    said = home.css_first('meta[name="description"]').attributes["content"]
    assert said == "Help. How can we help? Billing"
    assert home.css_first("title").text() == "Help"
    for page in pages.values():
        assert page.css_first(".kb-foot-links a").text() == "Search"


def test_the_front_page_is_called_what_its_writer_called_it(tmp_path: Path) -> None:
    texts = {
        "title: Welcome": "Welcome - Help",
        "title: Help for all": "Help for all",
        "hide: []": "Help",
    }
    for front, title in texts.items():
        write(tmp_path, {"mkdocs.yml": ZERO, "docs/index.md": f"---\n{front}\n---\n\n# Hello\n"})
        assert mkdocs(tmp_path, "build")[0] == 0
        home = LexborHTMLParser((tmp_path / "site/index.html").read_text(encoding="utf-8"))
        assert home.css_first("title").text() == title


def test_no_article_at_all(tmp_path: Path) -> None:
    write(tmp_path, {"mkdocs.yml": ZERO, "docs/index.md": "# Welcome\n"})
    code, said = mkdocs(tmp_path, "build", "--strict")
    assert code == 0, said


def test_strict_writes_nothing_and_says_everything(tmp_path: Path) -> None:
    write(tmp_path, {
        "mkdocs.yml": ZERO,
        "docs/a.md": "---\nlevel: 2-calback\n---\ntext\n",
        "docs/b.md": "---\nlevel: 1\nrelated: [c.md]\n---\ntext\n",
        "site/index.html": "what was published",
    })
    code, said = mkdocs_process(tmp_path, "build", "--strict")
    assert code == 1
    assert 'docs/a.md:2: level-unknown: There is no level "2-calback". ' \
        'Did you mean "callback"?' in said
    assert 'docs/b.md:3: related-unknown: There is no article "c.md".' in said
    assert "mkdocs.yml:4: dead-end:" in said
    assert "Traceback" not in said
    assert (tmp_path / "site" / "index.html").read_text() == "what was published"
    assert [path.name for path in (tmp_path / "site").iterdir()] == ["index.html"]


def test_a_channel_with_a_dangerous_scheme_is_refused_with_its_line(tmp_path: Path) -> None:
    config = ZERO.replace("[kb]", "\n  - kb:\n      channels:\n        ticket:\n"
                          "          url: javascript:alert(1)")
    write(tmp_path, {"mkdocs.yml": config, "docs/a.md": "---\nlevel: 1\n---\ntext\n"})
    code, said = mkdocs(tmp_path, "build", "--strict")
    assert code == 1
    assert "mkdocs.yml:8: channel-url:" in said
    assert "javascript" in said


def test_another_theme_is_refused_in_one_line(tmp_path: Path) -> None:
    write(tmp_path, {"mkdocs.yml": "site_name: Help\nplugins: [kb]\n", "docs/a.md": "text\n"})
    code, said = mkdocs_process(tmp_path, "build")
    assert code == 1
    assert "builds on Material for MkDocs" in said
    assert "Traceback" not in said


def test_internal_drafts_and_broken_pages_leave_no_trace(tmp_path: Path) -> None:
    write(tmp_path, {
        "mkdocs.yml": ZERO,
        "docs/open.md": "---\nlevel: 0\ntitle: Open\nrelated: [closed.md]\n---\ntext\n",
        "docs/closed.md": "---\nlevel: 0\naudience: internal\ntitle: Zebra\n---\nZebra text\n",
        "docs/draft.md": "---\nlevel: 0\nstatus: draft\ntitle: Zebra two\n---\nZebra text\n",
        "docs/broken.md": "---\nlevel: 0\naudience: internl\ntitle: Zebra three\n---\nZebra\n",
    })
    code, _said = mkdocs(tmp_path, "build")
    assert code == 0
    for path in (tmp_path / "site").rglob("*"):
        if path.is_file():
            assert b"ebra" not in path.read_bytes(), path
    internal = ZERO.replace("[kb]", "\n  - kb:\n      audience: internal")
    write(tmp_path, {"mkdocs.yml": internal})
    mkdocs(tmp_path, "build")
    assert "Zebra text" in (tmp_path / "site" / "closed" / "index.html").read_text()
    assert not (tmp_path / "site" / "broken").exists()


def test_hostile_titles_are_text(tmp_path: Path) -> None:
    title = '"><script>alert(1)</script><b x=\'y\' {{ 7*7 }} {% raw %}'
    quoted = title.replace("'", "''")
    meta = f"---\nlevel: 0\ntitle: '{quoted}'\ndescription: '{quoted}'\nproduct: '{quoted}'\n" \
        f"questions: ['{quoted}']\nauthor: '{quoted}'\ntopic: '{quoted}'\n---\ntext\n"
    write(tmp_path, {"mkdocs.yml": ZERO, "docs/a.md": meta, "docs/b.md": meta})
    code, said = mkdocs(tmp_path, "build")
    assert code == 0, said
    pages = list((tmp_path / "site").rglob("*.html"))
    assert len(pages) > 10
    for path in pages:
        html = path.read_text()
        assert "<script>alert" not in html, path
        assert "<b x=" not in html, path
        assert ">49<" not in html


def test_two_builds_in_one_process_do_not_remember_each_other(tmp_path: Path) -> None:
    """`serve` keeps the plugin object: a deleted article must vanish from every list."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    write(tmp_path, {"mkdocs.yml": ZERO, "docs/a.md": "# Alpha\n\ntext\n",
                     "docs/b.md": "# Beta\n\ntext\n"})
    first = load_config(str(tmp_path / "mkdocs.yml"))
    build(first)
    (tmp_path / "docs" / "b.md").unlink()
    second = load_config(str(tmp_path / "mkdocs.yml"))
    assert second.plugins["kb"] is first.plugins["kb"]
    build(second)
    assert "Beta" not in (tmp_path / "site" / "a-z" / "index.html").read_text()
    assert not (tmp_path / "site" / "b").exists()


def test_a_folder_called_like_one_of_our_pages(tmp_path: Path) -> None:
    write(tmp_path, {"mkdocs.yml": ZERO, "docs/search/find.md": "# How to find\n\ntext\n"})
    code, said = mkdocs(tmp_path, "build")
    assert code == 0, said
    assert "data-kb-search-page" in (tmp_path / "site/search/index.html").read_text()
    assert "How to find" in (tmp_path / "site/search/topic/index.html").read_text()


def test_file_urls_without_directories(tmp_path: Path) -> None:
    write(tmp_path, {"mkdocs.yml": ZERO + "use_directory_urls: false\n",
                     "docs/x y/ä.b.md": "# Umlaut\n\ntext\n"})
    code, said = mkdocs(tmp_path, "build")
    assert code == 0, said
    assert 'href="x%20y/%C3%A4.b.html"' in (tmp_path / "site" / "a-z.html").read_text()


def test_ids_are_unique_and_the_level_search_starts_filtered(tmp_path: Path) -> None:
    write(tmp_path, {"mkdocs.yml": ZERO, "docs/a.md": "---\nlevel: 1\n---\n\n## Kb articles\n"})
    mkdocs(tmp_path, "build")
    for path in (tmp_path / "site").rglob("*.html"):
        tree = LexborHTMLParser(path.read_text(encoding="utf-8"))
        ids = [node.attributes["id"] for node in tree.css("[id]")]
        assert len(ids) == len(set(ids)), path
        names = [node.attributes.get("aria-label") for node in tree.css("[role=search]")]
        assert len(names) == len(set(names)) > 0, path
    level = LexborHTMLParser((tmp_path / "site/levels/1-ticket/index.html").read_text())
    assert level.css_first("main form[data-level]").attributes["data-level"] == "1"


def test_dates_come_from_git_by_the_plugin_writers_use(tmp_path: Path) -> None:
    git_dates = "{git-revision-date-localized: {enable_creation_date: true}}"
    config = ZERO.replace("[kb]", f"[{git_dates}, kb]")
    write(tmp_path, {"mkdocs.yml": config, "docs/a.md": "---\nlevel: 0\n---\ntext\n",
                     "docs/b.md": "---\nlevel: 0\nupdated: 2020-02-02\n---\ntext\n"})

    def git(*arguments: str, day: str) -> None:
        when = {"GIT_AUTHOR_DATE": f"{day}T12:00:00Z", "GIT_COMMITTER_DATE": f"{day}T12:00:00Z"}
        name = ["-c", "user.name=A Writer", "-c", "user.email=writer@example.com"]
        subprocess.run(["git", *name, *arguments], cwd=tmp_path, check=True, capture_output=True,
                       env={**os.environ, **when})

    git("init", day="2021-03-04")
    git("add", ".", day="2021-03-04")
    git("commit", "-m", "first", day="2021-03-04")
    write(tmp_path, {"docs/a.md": "---\nlevel: 0\n---\nmore text\n"})
    git("commit", "-am", "second", day="2022-05-06")
    code, said = mkdocs(tmp_path, "build")
    assert code == 0, said
    page = LexborHTMLParser((tmp_path / "site/a/index.html").read_text())
    assert [node.attributes["datetime"] for node in page.css(".kb-foot time")] == [
        "2022-05-06", "2021-03-04"]
    page = LexborHTMLParser((tmp_path / "site/b/index.html").read_text())
    assert page.css_first(".kb-foot time").attributes["datetime"] == "2020-02-02"


@pytest.mark.parametrize("name", ["two words", "v1.2.3", "🙂", "שלום", "a'b&c#d%e"])
def test_strange_file_names(tmp_path: Path, name: str) -> None:
    write(tmp_path, {"mkdocs.yml": ZERO, f"docs/{name}/{name}.md": "---\nlevel: 0\n---\ntext\n"})
    code, said = mkdocs(tmp_path, "build")
    assert code == 0, said
    listing = LexborHTMLParser((tmp_path / "site/a-z/index.html").read_text())
    (link,) = listing.css(".kb-index a")
    target = tmp_path / "site" / "a-z" / unquote(link.attributes["href"])
    assert (target / "index.html").is_file()
