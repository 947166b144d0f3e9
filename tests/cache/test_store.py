"""The build cache may be torn, shared, replaced or forbidden at any time: then it misses."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_plugins.cache.fingerprint import UnkeyableError, fingerprint
from kb_plugins.cache.store import FORMAT, Store

KEY = b"key"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "build.sqlite"


def keep(file: Path, **values: object) -> None:
    store = Store(file)
    for name, value in values.items():
        store.put(name.encode(), value)
    store.close()


def kept(file: Path, key: bytes = KEY) -> object:
    store = Store(file)
    try:
        return store.get(key)
    finally:
        store.close()


def test_a_value_comes_back_in_the_next_build(file: Path) -> None:
    value = ["<p>\ud800 ü</p>", {"a": [1, None, True]}]
    keep(file, key=value)
    assert kept(file) == value
    assert kept(file, b"other") is None


def test_without_a_file_nothing_is_kept() -> None:
    store = Store(None)
    store.put(KEY, 1)
    assert store.get(KEY) is None
    assert not store.on


@pytest.mark.parametrize("damage", ["", "not a database", "SQLite format 3\0" + "x" * 5000])
def test_a_file_that_is_no_cache_is_made_anew(file: Path, damage: str) -> None:
    file.parent.mkdir()
    file.write_text(damage)
    assert kept(file) is None
    keep(file, key=1)
    assert kept(file) == 1


@given(cut=st.integers(0, 60_000), junk=st.binary(max_size=40))
def test_any_torn_file_gives_the_value_or_nothing(
    tmp_path_factory: pytest.TempPathFactory, cut: int, junk: bytes
) -> None:
    file = tmp_path_factory.mktemp("torn") / "build.sqlite"
    keep(file, key="x" * 30_000, more="y" * 20_000)
    data = file.read_bytes()
    file.write_bytes(data[:cut] + junk + data[cut + len(junk) :] if junk else data[:cut])
    assert kept(file) in (None, "x" * 30_000)
    keep(file, key="z")
    assert kept(file) in (None, "z", "x" * 30_000)


def test_a_row_that_rotted_is_a_miss(file: Path) -> None:
    keep(file, key="right")
    base = sqlite3.connect(file)
    with base:
        base.execute("UPDATE entry SET value = ?", (b'"wrong"',))
    base.close()
    assert kept(file) is None


def test_another_format_is_thrown_away(file: Path) -> None:
    keep(file, key=1)
    base = sqlite3.connect(file)
    base.execute(f"PRAGMA user_version = {FORMAT + 1}")
    base.close()
    assert kept(file) is None


def test_a_folder_in_place_of_the_file_turns_the_cache_off(file: Path) -> None:
    file.mkdir(parents=True)
    assert kept(file) is None


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_turns_the_cache_off(file: Path) -> None:
    file.parent.mkdir(mode=0o500)
    assert kept(file) is None


def test_the_size_is_bounded_and_what_was_used_last_stays(file: Path) -> None:
    keep(file, old="o" * 5000)
    keep(file, new="n" * 5000)
    store = Store(file, limit=8000)
    store.put(b"newest", "x" * 500)
    store.close()
    assert kept(file, b"old") is None
    assert kept(file, b"new") == "n" * 5000
    assert kept(file, b"newest") == "x" * 500


def _write_many(file: Path, number: int) -> None:
    store = Store(file)
    for count in range(200):
        store.put(f"{number}-{count}".encode(), "x" * 1000)
    store.put(b"both", "same")
    store.close()


def test_builds_at_once_leave_a_whole_cache(file: Path) -> None:
    context = multiprocessing.get_context("spawn")
    builds = [context.Process(target=_write_many, args=(file, number)) for number in range(3)]
    for build in builds:
        build.start()
    for build in builds:
        build.join()
    assert [build.exitcode for build in builds] == [0, 0, 0]
    assert kept(file, b"both") == "same"
    assert kept(file, b"2-199") == "x" * 1000


def test_a_cache_is_kept_while_it_stays_open(file: Path) -> None:
    """A preview lives for hours; a build beside it and the next preview have what it made."""
    store = Store(file)
    store.put(KEY, 1)
    store.flush()
    assert kept(file) == 1
    keep(file, other=2)
    assert store.get(b"other") == 2
    store.close()


def test_threads_share_a_cache(file: Path) -> None:
    """Requests of a preview come while it makes its index."""
    store = Store(file)

    def work(number: int) -> list[object]:
        for count in range(300):
            store.put(f"{number}-{count}".encode(), "x" * 5000)
            store.put(b"same", count)
        return [store.get(f"{number}-{count}".encode()) for count in range(300)]

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(work, range(4)))
    assert found == [["x" * 5000] * 300] * 4
    store.close()
    assert kept(file, b"3-299") == "x" * 5000


def _die_writing(file: Path) -> None:
    store = Store(file)
    for count in range(20_000):
        store.put(f"{count}".encode(), "x" * 1000)
        if count == 15_000:
            os._exit(9)


def test_a_build_that_was_killed_leaves_a_usable_cache(file: Path) -> None:
    keep(file, key=1)
    build = multiprocessing.get_context("spawn").Process(target=_die_writing, args=(file,))
    build.start()
    build.join()
    assert kept(file) == 1


def test_a_fingerprint_tells_types_and_places_apart() -> None:
    values = [[], (), {}, "", None, 0, False, [[]], ["", ""], [" "], {"a": 1}, {"a": "1"}, b""]
    assert len({fingerprint(value) for value in values}) == len(values)
    assert fingerprint("a", "b") != fingerprint("ab", "")


def test_what_has_no_lasting_value_has_no_fingerprint() -> None:
    with pytest.raises(UnkeyableError, match="type object"):
        fingerprint({"a": [object()]})
    with pytest.raises(UnkeyableError, match="the function"):
        fingerprint(lambda: 0)
