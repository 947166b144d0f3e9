"""Whatever happens to a build, the site in place is the last whole one."""

from __future__ import annotations

import os
import re
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from command_line import ROOT, mkdocs, mkdocs_process

from kb_plugins.publish import staging

CONFIG = """site_name: Help
site_url: https://help.example.com/
theme: {name: material}
plugins:
  - kb: {channels: {ticket: "mailto:support@example.com"}}
"""
ARTICLE = """---
title: How do I pay?
level: 0
description: By card.
updated: 2026-11-23
---

Version one: pay by card, as the invoice says.
"""
INTERNAL = """---
title: Reset the licence server by hand
level: 0
audience: internal
description: Only the night shift may do this.
---

Stop the green service on the second machine before midnight.
"""
UNANSWERED = """---
number: 0
name: Self-help
purpose: Help yourself.
channel: ticket
examples:
  - {question: Is the moon made of cheese?, article: ../pay.md}
---
"""
CRASH = "def on_post_build(config):\n    raise RuntimeError('another plugin')\n"
SPOIL = """from pathlib import Path
def on_post_build(config):
    for file in Path(config.site_dir).rglob('*.*'):
        if file.is_file():
            with file.open('r+b') as site:
                site.write(b'spoiled')
    raise RuntimeError('spoiled')
"""
WARN = """import logging
def on_post_build(config):
    logging.getLogger('mkdocs').warning('late')
"""


def content(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes()
            for path in site.rglob("*") if path.is_file()}  # fmt: skip


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A help centre that is published."""
    folder = tmp_path_factory.mktemp("first")
    (folder / "docs").mkdir()
    (folder / "mkdocs.yml").write_text(CONFIG)
    (folder / "docs/pay.md").write_text(ARTICLE)
    done = mkdocs(folder)
    assert done.code == 0, done.said
    return folder


@pytest.fixture
def published(first: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy of it for one test. No test may leave parts of a build behind."""
    folder = shutil.copytree(first, tmp_path / "help")
    yield folder
    assert [path.name for path in folder.iterdir() if ".kb-" in path.name] == []


def change(published: Path) -> None:
    (published / "docs/pay.md").write_text(ARTICLE.replace("one", "two"))


def test_a_build_replaces_the_site(published: Path) -> None:
    site = published / "site"
    (site / ".well-known").mkdir()
    (site / ".well-known/security.txt").write_text("Contact: mailto:security@example.com")
    (site / ".htaccess").write_text("# Made by Firstline, and no longer\n")
    (site / "gone.html").write_text("an article of long ago")
    change(published)
    assert mkdocs(published).code == 0
    now = content(site)
    assert b"Version two" in now["pay/index.html"]
    assert "gone.html" not in now
    assert ".well-known/security.txt" in now, "hidden files of the team stay, as MkDocs does it"
    assert ".htaccess" not in now


def test_what_did_not_change_is_not_written_again(published: Path) -> None:
    """It keeps its time, by which servers and rsync know that; what changed is a new file."""
    site = published / "site"
    add("docs/refund.md", ARTICLE.replace("pay", "get a refund"))(published)
    assert mkdocs(published).code == 0
    before = {name: (site / name).stat() for name in content(site)}
    assert mkdocs(published).code == 0
    for name in ("accessibility/index.html", "refund/index.html", "refund/index.md"):
        now = (site / name).stat()
        assert (now.st_ino, now.st_mtime_ns) == (before[name].st_ino, before[name].st_mtime_ns)
    change(published)
    assert mkdocs(published).code == 0
    assert (site / "refund/index.md").stat().st_ino == before["refund/index.md"].st_ino
    assert (site / "pay/index.md").stat().st_ino != before["pay/index.md"].st_ino
    assert b"Version two" in (site / "pay/index.md").read_bytes()
    assert all(file.stat().st_nlink == 1 for file in site.rglob("*") if file.is_file())


def test_one_edit_changes_one_page(published: Path) -> None:
    add("docs/refund.md", ARTICLE.replace("pay", "get a refund"))(published)
    assert mkdocs(published).code == 0
    before = content(published / "site")
    change(published)
    assert mkdocs(published).code == 0
    now = content(published / "site")
    renewed = {name for name in before.keys() | now.keys() if before.get(name) != now.get(name)}
    assert {name for name in renewed if not name.startswith("assets/kb/search/")} == {
        "llms-full.txt", "pay/index.html", "pay/index.md",
    }  # fmt: skip
    assert "assets/kb/search/en.json" in renewed


def add(path: str, text: str) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)

    return write


def hook(text: str) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        (folder / "hook.py").write_text(text)
        (folder / "mkdocs.yml").write_text(CONFIG + "hooks: [hook.py]\n")

    return write


FAILURES = {
    "an article that is wrong": (add("docs/bad.md", "---\nlevel: 99\n---\nBad."), "level-unknown"),
    "a dead link": (add("docs/bad.md", ARTICLE + "[no](none.md)"), "not found among documentation"),
    "a dead anchor": (add("docs/bad.md", ARTICLE + "[no](pay.md#none)"), "1 warning"),
    "a question without answer": (add("docs/levels/0-self-help.md", UNANSWERED), "moon"),
    "another plugin": (hook(CRASH), "another plugin"),
    "another plugin that writes into files": (hook(SPOIL), "spoiled"),
    "a late warning": (hook(WARN), "Aborted with 1 warnings in strict mode"),
}


@pytest.mark.parametrize("what", FAILURES)
def test_a_failed_build_changes_nothing(what: str, published: Path) -> None:
    spoil, message = FAILURES[what]
    before = content(published / "site")
    change(published)
    spoil(published)
    if what == "a dead anchor":
        (published / "mkdocs.yml").write_text(CONFIG + "validation: {anchors: warn}\n")
    done = mkdocs(published)
    assert done.code != 0, done.said
    assert message in done.said
    assert content(published / "site") == before


def test_a_leak_changes_nothing(published: Path) -> None:
    before = content(published / "site")
    add("docs/staff/reset.md", INTERNAL)(published)
    add("docs/old.html", "<p>Reset the licence server by hand</p>")(published)
    done = mkdocs(published)
    assert "stays as it was" in done.said
    assert done.code == 1
    assert content(published / "site") == before


def test_a_warning_without_strict_is_published(published: Path) -> None:
    hook(WARN)(published)
    change(published)
    assert mkdocs(published, "build").code == 0
    assert b"Version two" in content(published / "site")["pay/index.html"]


def test_a_full_disk_changes_nothing(published: Path, small_disk: Path | None) -> None:
    change(published)
    (published / "docs/film.bin").write_bytes(bytes(3_000_000))
    if small_disk:  # 4 MB: the site, and no second one with the film
        before = content_of_first_build(published, small_disk)
        done = mkdocs(published, "build", "--strict", "-d", str(small_disk / "site"))
        site = small_disk / "site"
    else:  # without root: no file may grow beyond 1 MB
        before, site = content(published / "site"), published / "site"
        limit = (1_000_000, 1_000_000)
        done = mkdocs_process(published, preexec_fn=lambda: resource.setrlimit(
            resource.RLIMIT_FSIZE, limit))  # fmt: skip
    assert done.code == 1
    assert "Traceback" not in done.said
    assert f"{site} stays as it was" in done.said
    assert content(site) == before
    assert [path.name for path in site.parent.iterdir() if ".kb-" in path.name] == []


def content_of_first_build(published: Path, disk: Path) -> dict[str, bytes]:
    film = published / "docs/film.bin"
    text = film.read_bytes()
    film.unlink()
    assert mkdocs(published, "build", "--strict", "-d", str(disk / "site")).code == 0
    film.write_bytes(text)
    return content(disk / "site")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path | None]:
    """A disk of 4 MB, or None for those who may not mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(disk)]
    if os.geteuid() or subprocess.run(mount, capture_output=True).returncode:
        yield None
        return
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_site_that_is_a_mount_point_gets_its_files(
    published: Path, small_disk: Path | None
) -> None:
    if not small_disk:
        pytest.skip("only root may mount")
    (small_disk / "old").mkdir()
    (small_disk / "old/page.html").write_text("an article of long ago")
    (small_disk / ".htaccess").write_text("# of the team\n")
    done = mkdocs(published, "build", "--strict", "-d", str(small_disk))
    assert done.code == 0, done.said
    there = content(small_disk)
    assert there.pop(".htaccess")
    assert there == content(published / "site")
    assert not (small_disk / "old").exists()


def test_a_link_to_the_site_stays_a_link(published: Path) -> None:
    real = published / "releases/today"
    real.mkdir(parents=True)
    (published / "www").symlink_to(real)
    assert mkdocs(published, "build", "-d", "www").code == 0
    assert (published / "www").is_symlink()
    assert content(real) == content(published / "site")


def test_a_folder_that_cannot_be_written_is_one_line(published: Path) -> None:
    (published / "file").write_text("")
    done = mkdocs(published, "build", "-d", "file/site")
    assert done.code == 1
    assert "cannot be written" in done.said
    assert "Traceback" not in done.said


def test_a_running_build_is_left_alone(tmp_path: Path) -> None:
    site = tmp_path / "site"
    running = staging.begin(site)
    killed = staging.begin(site)
    os.close(killed.lock)  # what a kill does
    (running.folder / "index.html").write_text("new")
    third = staging.begin(site)
    assert running.folder.exists()
    assert not killed.folder.exists()
    third.discard()
    running.publish()
    assert content(site) == {"index.html": b"new"}
    assert list(tmp_path.iterdir()) == [site]


@pytest.mark.parametrize("way", [(), ("--renames",)], ids=["exchange", "renames"])
def test_killed_builds_leave_a_whole_site(way: tuple[str, ...]) -> None:
    counts = ("--builds", "2" if way else "25", "--swaps", "10" if way else "80")
    done = subprocess.run([sys.executable, ROOT / "bench/kills.py", *counts, *way],
                          capture_output=True, text=True, env=os.environ | {
                              "PYTHONPATH": str(ROOT)})  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "BROKEN" not in done.stdout
    killed = [int(count) for count in re.findall(r"(\d+) whole, killed", done.stdout)]
    assert killed[:2] == [int(counts[1]), int(counts[3])]
    assert killed[2] > 60, "each step of the exchange"
