"""One commit, two builds that differ in everything around them: the same bytes and modes."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import bilingual_site
import pytest
from build import corpus

from kb_plugins.publish.build_date import build_epoch

ROOT = Path(__file__).resolve().parents[2]
FEW = 0 if os.environ.get("FIRSTLINE_FULL") else 30
SOURCES = ("docs", "overrides", "mkdocs.yml")
GIT_DATES = "  - git-revision-date-localized: {enable_creation_date: true}\n\nmarkdown_extensions:"
# MkDocs as the command line runs it, on a day of our choice.
RUN = """
import sys, time_machine
time_machine.travel(float(sys.argv.pop(1))).start()
from mkdocs.__main__ import cli
cli()
"""
COMMITTED = 1_790_000_000


def git(folder: Path, *arguments: str) -> None:
    date = f"@{COMMITTED} +0000"
    who = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.com", "GIT_AUTHOR_DATE": date,
           "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.com",
           "GIT_COMMITTER_DATE": date}  # fmt: skip
    subprocess.run(["git", "-C", folder, *arguments], check=True, capture_output=True,
                   env=os.environ | who)  # fmt: skip


def lay_out_corpora(folder: Path) -> None:
    """Lay two help centres of other companies out as one, in English and Italian."""
    if not all(corpus(name).is_dir() for name in bilingual_site.LANGUAGES.values()):
        pytest.skip("the corpora are not beside the project; set FIRSTLINE_SHARED")
    bilingual_site.lay_out(folder, FEW)


def lay_out_manual(folder: Path) -> None:
    """Lay this repository's own manual out, which is in two languages too."""
    folder.mkdir(parents=True)
    for name in SOURCES:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copyfile
        copy(ROOT / name, folder / name)
    config = folder / "mkdocs.yml"
    config.write_text(config.read_text().replace("\nmarkdown_extensions:", GIT_DATES))


def commit(folder: Path) -> None:
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "All")


def in_other_order(source: Path, target: Path) -> None:
    """Copy a folder, its files in the opposite order, with other times."""
    target.mkdir(parents=True)
    for path in sorted(source.iterdir(), reverse=True):
        if path.is_dir():
            in_other_order(path, target / path.name)
        else:
            shutil.copyfile(path, target / path.name)
            os.utime(target / path.name, (1_000_000_000, 1_000_000_000))


def build(folder: Path, now: float, umask: int, **environment: str) -> Path:
    inherited = {key: value for key, value in os.environ.items()
                 if key not in ("SOURCE_DATE_EPOCH", "LANG", "LC_ALL", "PYTHONUTF8")}  # fmt: skip
    command = [sys.executable, "-c", RUN, str(now), "build"]
    environment |= {"PYTHONPATH": str(ROOT), "SITE_URL": "https://help.example.com/",
                    "DISABLE_MKDOCS_2_WARNING": "true"}  # fmt: skip
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, umask=umask,
                          env=inherited | environment)  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "site"


def content(site: Path) -> dict[str, tuple[int, bytes]]:
    """Return every file and folder of a site with its mode and bytes."""
    return {
        path.relative_to(site).as_posix(): (
            stat.S_IMODE(path.stat().st_mode),
            path.read_bytes() if path.is_file() else b"",
        )
        for path in (site, *site.rglob("*"))
    }


@pytest.mark.parametrize("lay_out", [lay_out_manual, lay_out_corpora])
def test_two_builds_of_one_commit_are_the_same(
    lay_out: Callable[[Path], None], tmp_path: Path
) -> None:
    one, other = tmp_path / "one", tmp_path / "a folder/far away/other"
    lay_out(one)
    commit(one)
    in_other_order(one, other)
    first = content(build(one, COMMITTED + 86_400, 0o022, TZ="Pacific/Auckland", LANG="C.UTF-8",
                          PYTHONHASHSEED="1"))  # fmt: skip
    second = content(build(other, COMMITTED + 400 * 86_400, 0o077, TZ="America/Los_Angeles",
                           LC_ALL="C", LANG="C", PYTHONHASHSEED="4242", PYTHONUTF8="0",
                           PYTHONCOERCECLOCALE="0"))  # fmt: skip
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []
    assert len(first) > 200
    assert sum(name.startswith("it/") for name in first) > 80


def test_the_date_of_a_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    article = tmp_path / "docs/pay.md"
    article.parent.mkdir()
    article.write_text("Pay.")
    os.utime(article, (1_234_567, 1_234_567))
    assert build_epoch(tmp_path, [article.parent]) == 1_234_567
    git(tmp_path, "init", "-q")
    assert build_epoch(tmp_path, [article.parent]) == 1_234_567
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "One")
    assert build_epoch(tmp_path, [article.parent]) == COMMITTED
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "99")
    assert build_epoch(tmp_path, [article.parent]) == 99
    assert build_epoch(tmp_path, []) == 99
