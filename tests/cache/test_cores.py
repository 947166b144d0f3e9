"""Work on all cores, and pieces that pages share, change no byte of a site."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kb_plugins.cores import Coming, cores, spread

CONFIG = """
site_name: Help
site_url: https://help.example.com/kb/
theme: {name: material%s}
plugins:
  - kb: {channels: {ticket: "https://desk.example.com/?s={title}"}}
"""
ARTICLE = """---
title: Question %(number)d
level: %(level)d
---

# Question %(number)d

The answer is in [the next article](%(next)s), and on page %(number)d of the book.

## Details %(number)d

`code` and <b style="color: red">more</b>.
"""


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixty articles in folders within folders, one of them beside a folder of its own name."""
    docs = tmp_path_factory.mktemp("cores") / "docs"
    for number in range(60):
        folder = docs / ("a", "a/b", "c", "a/b/d")[number % 4]
        folder.mkdir(parents=True, exist_ok=True)
        text = ARTICLE % {"number": number, "level": number % 5, "next": f"q{number + 4}.md"}
        (folder / f"q{number}.md").write_text(text)
    (docs / "a/b.md").write_text(ARTICLE % {"number": 60, "level": 0, "next": "q0.md"})
    return docs.parent


def build(
    folder: Path, *start: str, **environment: str
) -> tuple[dict[str, bytes], str]:
    """Build a site in a process of its own. Returns its files, and what it said."""
    build = ("build", "--verbose", "-d", str(folder / "site"))
    command = [sys.executable, *(start or ("-m", "mkdocs")), *build]
    variables = os.environ | {"SOURCE_DATE_EPOCH": "1790000000"} | environment
    done = subprocess.run(
        command, cwd=folder, env=variables, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    site = folder / "site"
    files = {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file()
    }
    return files, done.stderr


def lay_out(sources: Path, folder: Path, theme: str = "") -> Path:
    shutil.copytree(sources, folder)
    (folder / "mkdocs.yml").write_text(CONFIG % theme)
    return folder


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> set[str]:
    return {name for name in one | other if one.get(name) != other.get(name)}


@pytest.mark.skipif(cores() < 2 or sys.platform != "linux", reason="nothing is spread here")
def test_pages_are_the_same_whoever_made_them(sources: Path, tmp_path: Path) -> None:
    spread_out, said = build(lay_out(sources, tmp_path / "spread"))
    assert "pages are finished on all cores" in said
    alone, said = build(lay_out(sources, tmp_path / "alone"), KB_NO_CACHE="1")
    assert "on all cores" not in said
    assert not differing(spread_out, alone)


DYING = """
import os, sys
from importlib import import_module

def dying(*arguments, **options):
    global before
    before -= 1
    if before < 0 and os.getpid() != here:
        open("died", "a").close()
        os.kill(os.getpid(), 9)
    return real(*arguments, **options)

here, before, (module, owner, name) = os.getpid(), 9, sys.argv[1].split(":")
place = import_module(module)
place = getattr(place, owner) if owner else place
real = getattr(place, name)
setattr(place, name, dying)
sys.argv[1:2] = []
from mkdocs.__main__ import cli
cli()
"""
"""A build whose other processes are killed when they call a function for the tenth time."""


@pytest.mark.skipif(cores() < 2 or sys.platform != "linux", reason="nothing is spread here")
@pytest.mark.parametrize(
    "function",
    [
        "kb_plugins.adapter.render:Renderer:render",
        "kb_plugins.adapter.finishing::get_context",
        "kb_plugins.search.index:SearchBuilder:_analyse",
    ],
)
def test_a_site_is_whole_whatever_process_dies(
    function: str, sources: Path, tmp_path: Path
) -> None:
    dead = lay_out(sources, tmp_path / "dead")
    files, _ = build(dead, "-c", DYING, function)
    assert (dead / "died").exists()
    alone, _ = build(lay_out(sources, tmp_path / "alone"), KB_NO_CACHE="1")
    assert not differing(files, alone)


@pytest.mark.skipif(cores() < 2 or sys.platform != "linux", reason="nothing is spread here")
def test_the_published_site_is_not_written_into(sources: Path, tmp_path: Path) -> None:
    """Pages that processes make ahead are links to published ones where they are the same."""
    folder = lay_out(sources, tmp_path / "again")
    before, _ = build(folder)
    shutil.copytree(folder / "site", tmp_path / "published", copy_function=os.link)
    shutil.rmtree(folder / ".cache")
    article = folder / "docs/a/q0.md"
    article.write_text(article.read_text().replace("q4.md", "q8.md"))  # no word of the search
    after, said = build(folder)
    assert "pages are finished on all cores" in said
    published = tmp_path / "published"
    assert {name: (published / name).read_bytes() for name in before} == before
    changed = differing(before, after)
    assert "a/q0/index.html" in changed
    same = [name for name in before.keys() - changed if name.endswith("index.html")]
    assert len(same) > 60
    assert [name for name in same if not (folder / "site" / name).samefile(published / name)] == []
    fresh = lay_out(sources, tmp_path / "fresh")
    shutil.copy(article, fresh / "docs/a/q0.md")
    assert not differing(after, build(fresh, KB_NO_CACHE="1")[0])


def test_pages_are_the_same_with_and_without_shared_pieces(sources: Path, tmp_path: Path) -> None:
    shared, _ = build(lay_out(sources, tmp_path / "shared"), KB_NO_CACHE="1")
    apart = lay_out(sources, tmp_path / "apart", ", custom_dir: own")
    (apart / "own/partials").mkdir(parents=True)
    (apart / "own/partials/mine.html").write_text("{# Prints {{ page.title }}, so no page can. #}")
    pages, _ = build(apart, KB_NO_CACHE="1")
    assert not differing(shared, pages)


def test_results_come_in_order_and_errors_are_raised() -> None:
    assert list(spread(lambda number: number * 2, range(100))) == list(range(0, 200, 2))
    with pytest.raises(ZeroDivisionError):
        list(spread(lambda number: 1 // (50 - number), range(100)))


def test_work_goes_on_when_a_process_dies() -> None:
    here = os.getpid()

    def die(number: int) -> int:
        if number == 70 and os.getpid() != here:
            os._exit(1)
        return number

    assert list(spread(die, range(100))) == list(range(100))


def test_what_comes_is_taken_up_to_what_is_needed() -> None:
    taken: list[tuple[str, int]] = []
    results = spread(len, ["a", "bb", "ccc"] * 20)
    items = [f"{number}" for number in range(60)]
    coming = Coming(items, results, lambda item, result: taken.append((item, result)))
    coming.begin()
    assert taken == [("0", 1)]
    coming.need("2")
    coming.need("1")
    coming.need("unknown, for which all of it is not worth waiting")
    assert taken == [("0", 1), ("1", 2), ("2", 3)]
    coming.stop()
    coming.need("3")
    assert len(taken) == 3


def test_what_comes_may_end_early() -> None:
    taken: list[int] = []
    results = (number for number in range(2))
    coming = Coming("abcd", results, lambda item, result: taken.append(result))
    coming.need("d")
    assert taken == [0, 1]


BESIDE = """
import os
from kb_plugins.cores import Aside, forks, spread

here = os.getpid()

def work():
    yield os.getpid()
    yield list(spread(abs, range(100), spare=1))

def dies():
    yield 6
    yield 7 if os.getpid() == here else os._exit(1)

def fails():
    yield 8
    yield 1 // 0

aside = Aside(work)
assert list(spread(abs, range(100))) == list(range(100))
there, found = aside.results()
assert found == list(range(100))
assert there != here and not os.path.exists(f"/proc/{there}")
assert list(Aside(work, wait=True).results())[0] == here
assert list(Aside(dies).results()) == [6, 7]
waits, tells = os.pipe()

def told():
    yield os.read(waits, 1)

while not forks():  # a thread of the pools above may still be about to end
    pass
called = []
assert list(Aside(told).results(lambda: called.append(os.write(tells, b"x")))) == [b"x"]
assert called
for found in Aside(fails).results():
    assert found == 8
"""


@pytest.mark.skipif(cores() < 2 or sys.platform != "linux", reason="nothing is forked here")
def test_work_beside_other_work_is_done_and_fails_as_it_does_here() -> None:
    command = [sys.executable, "-c", BESIDE]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr.endswith("ZeroDivisionError: integer division or modulo by zero\n")


@pytest.mark.skipif(cores() < 2 or sys.platform != "linux", reason="nothing is forked here")
def test_work_beside_ends_when_nobody_waits_for_it(tmp_path: Path) -> None:
    code = "import os\nfrom pathlib import Path\nfrom kb_plugins.cores import Aside\n"
    code += f"def work():\n    Path('{tmp_path}', str(os.getpid())).touch()\n"
    code += "    yield bytes(10**7)\n"
    code += f"aside = Aside(work)\nwhile not os.listdir('{tmp_path}'): pass\n"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
    (file,) = tmp_path.iterdir()
    while runs(int(file.name)):
        time.sleep(0.1)


@pytest.mark.skipif(cores() < 2 or sys.platform != "linux", reason="nothing is forked here")
def test_a_killed_build_leaves_no_process_behind(tmp_path: Path) -> None:
    """A process that stays would keep the folder of the unfinished site from being cleaned up."""
    code = "import os, time\nfrom kb_plugins.cores import spread\n"
    code += f"def work(number):\n    open(f'{tmp_path}/{{os.getpid()}}', 'w')\n    time.sleep(1)\n"
    code += "list(spread(work, range(10_000)))"
    kill_at_work(code, tmp_path)


@pytest.mark.skipif(cores() < 2 or sys.platform != "linux", reason="nothing is forked here")
def test_a_killed_build_leaves_no_work_beside_it(tmp_path: Path) -> None:
    code = "import os, time\nfrom pathlib import Path\nfrom kb_plugins.cores import Aside, spread\n"
    code += f"def piece(number):\n    Path('{tmp_path}', str(os.getpid())).touch()\n"
    code += "    time.sleep(0.05)\n"
    code += "def work():\n    yield list(spread(piece, range(300)))\n"
    code += f"    Path('{tmp_path}/done').touch()\n"
    code += "aside = Aside(work)\ntime.sleep(600)"
    kill_at_work(code, tmp_path)
    assert not (tmp_path / "done").exists()


def kill_at_work(code: str, folder: Path) -> None:
    """Kill a process when two of its workers left their numbers in a folder; wait for their end."""
    process = subprocess.Popen([sys.executable, "-c", code])
    while len(list(folder.iterdir())) < 2:
        assert process.poll() is None
        time.sleep(0.05)
    process.kill()
    process.wait()
    workers = [int(file.name) for file in folder.iterdir() if file.name.isdigit()]
    while any(map(runs, workers)):
        time.sleep(0.1)


def runs(number: int) -> bool:
    """Whether a process is there and not just waiting to be forgotten."""
    try:
        state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
