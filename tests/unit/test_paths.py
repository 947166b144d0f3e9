"""Files and addresses: odd names, links, and two files with one address."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urljoin

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kb_plugins.content.paths import (
    absolute,
    address,
    humanise,
    is_index,
    level_file,
    resolve,
    slugify,
    stem,
    walk,
)

ODD_NAMES = [
    "a file with spaces.md",
    "v1.2.3 notes.md",
    "🎉 party.md",
    "كلمة المرور.md",
    "סיסמה.md",
    "日本語.md",
    "Ünïcödé.markdown",
    "100%.md",
    "a#b.md",
    "a?b.md",
    'quote\'d "x".md',
    "--.md",
    "&amp;<b>.md",
]


def test_odd_names_are_found(docs: Path):
    for name in ODD_NAMES:
        (docs / name).write_text("x", encoding="utf-8")
    assert walk(docs, "docs") == (sorted(ODD_NAMES), [])


def test_what_is_not_looked_at(docs: Path):
    for name in (".hidden/a.md", "a.md", "b.txt", ".b.md", "sub/c.mkd", "sub/d.MD", "drafts/e.md"):
        (docs / name).parent.mkdir(exist_ok=True)
        (docs / name).write_text("x")
    paths, _problems = walk(docs, "docs", lambda path: path.startswith("drafts/"))
    assert paths == ["a.md", "sub/c.mkd"]


def test_missing_folder(tmp_path: Path):
    assert walk(tmp_path / "nowhere", "docs") == ([], [])


@pytest.mark.parametrize(
    ("link", "target"), [("a/loop", ".."), ("a/loop", "../a"), ("a/b/loop", "../.."), ("loop", ".")]
)
def test_symlink_loops(docs: Path, link: str, target: str):
    (docs / "a/b").mkdir(parents=True)
    (docs / "a/page.md").write_text("x")
    (docs / link).symlink_to(target)
    paths, problems = walk(docs, "docs")
    assert paths == ["a/page.md"]
    assert [str(problem) for problem in problems] == [
        f"docs/{link}:1: symlink-loop: This link leads back to a folder above it. "
        "Remove the link, or let it point elsewhere."
    ]


def test_links_to_themselves_and_to_nothing(docs: Path):
    (docs / "self").symlink_to("self")
    (docs / "self.md").symlink_to("self.md")
    (docs / "gone.md").symlink_to("nowhere.md")
    assert walk(docs, "docs") == (["gone.md", "self.md"], [])


def test_links_that_are_no_loop_are_followed(docs: Path, tmp_path: Path):
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared/a.md").write_text("x")
    (docs / "one").symlink_to(tmp_path / "shared")
    (docs / "two").symlink_to("one")
    assert walk(docs, "docs") == (["one/a.md", "two/a.md"], [])


@pytest.mark.parametrize(
    "paths",
    [
        ("reset.md", "reset/index.md"),
        ("reset.md", "reset.markdown"),
        ("reset.md", "Reset.md"),
        ("a/index.md", "a/README.md"),
        ("index.md", "README.md"),
        ("Straße.md", "STRASSE.md"),
        ("e\u0301.md", "\u00e9.md"),
    ],
)
def test_one_address(paths: tuple[str, str]):
    first, second = map(address, paths)
    assert first == second


@pytest.mark.parametrize(
    "paths", [("v1.2.md", "v1.3.md"), ("a b.md", "a-b.md"), ("a/b.md", "a.md"), ("🎉.md", "🎈.md")]
)
def test_different_addresses(paths: tuple[str, str]):
    first, second = map(address, paths)
    assert first != second


@pytest.mark.parametrize(
    ("target", "source", "path"),
    [
        ("b.md", "a.md", "b.md"),
        ("b.md", "x/a.md", "x/b.md"),
        ("../b.md", "x/a.md", "b.md"),
        ("/b.md", "x/y/a.md", "b.md"),
        ("./b.md#part", "a.md", "b.md"),
        ("b.md?x=1#y", "a.md", "b.md"),
        ("../../b.md", "x/a.md", "../b.md"),
        ("my file.md", "x/a.md", "x/my file.md"),
    ],
)
def test_resolve(target: str, source: str, path: str):
    assert resolve(target, source) == path


@pytest.mark.parametrize(
    ("path", "parts"),
    [
        ("levels/0-self-help.md", (0, "self-help")),
        ("levels/12-a_b.markdown", (12, "a_b")),
        ("levels/1-hilfe-für-alle.md", (1, "hilfe-für-alle")),
        ("levels/index.md", None),
        ("levels/100-x.md", None),
        ("levels/x-1.md", None),
        ("levels/1-a b.md", None),
        ("en/levels/1-a.md", None),
        ("levels/1-a/b.md", None),
    ],
)
def test_level_files(path: str, parts: tuple[int, str] | None):
    assert level_file(path) == parts


@pytest.mark.parametrize(
    ("path", "index"),
    [("index.md", True), ("a/README.md", True), ("a/readme.md", False), ("indexes.md", False)],
)
def test_index(path: str, index: bool):
    assert is_index(path) is index


def test_words_of_a_path():
    assert stem("a/v1.2.md") == "a/v1.2"
    assert humanise("reset-my_password") == "Reset my password"
    assert humanise("🎉") == "🎉"
    assert slugify("Wie geht's, Straße?") == "wie-geht-s-strasse"
    assert slugify("כלמה  المرور") == "כלמה-المرور"
    assert slugify("!?") == ""


BASES = ["https://a.b/", "https://a.b/c/", "https://a.b/c", "https://a.b", "https://a.b/c//d/", ""]
BASES += ["https://a.b/../c/", "https://a.b/?q=/", "/", "https://a.b/#/", "mailto:"]
urls = st.lists(st.sampled_from([*"ab1%~-_.:/;?#@é ", "../", "./", "//", "c/"])).map("".join)


@given(base=st.sampled_from(BASES), url=urls)
@example(base="https://a.b/", url="a//b/")
@example(base="https://a.b/", url="a/../b/")
@example(base="https://a.b/c", url="b/")
def test_absolute_addresses_are_those_of_the_standard_library(base: str, url: str) -> None:
    assert absolute(base, url) == urljoin(base, url)
