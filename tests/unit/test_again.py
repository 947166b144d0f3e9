"""Articles read again after a save: the same as reading the whole folder, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb_plugins.content.again import read_again
from kb_plugins.content.loader import Loaded, load
from kb_plugins.content.settings import Settings
from kb_plugins.model import Audience

Read = Callable[..., Loaded]

FOLDER = {
    ".meta.yml": "product: Invoicer\n",
    "one.md": "---\nlevel: 0\n---\n\n# One\n\nText.\n",
    "money/two.md": "---\ntitle: Two\nlevel: 1\nrelated: [../one.md]\n---\n\nText.\n",
    "money/three.md": "No level here.\n",
    "money/index.md": "---\ntitle: Money\n---\n\nAbout money.\n",
    "levels/1-ticket.md": "---\nname: Write to us\n---\n",
    "levels/0-help.md": "---\nname: Help\n---\n",
}
SITE = Settings()


@pytest.mark.parametrize("path", ["one.md", "money/two.md", "money/three.md"])
def test_a_new_text_and_new_data_are_taken_in(read: Read, docs: Path, path: str):
    old = read(FOLDER, types={})
    (docs / path).write_text("---\ntitle: New\nlevel: 1\ntags: [a]\nowner: [\n---\nx\n")
    assert read_again(docs, SITE, old, {path}) is None, "an article that breaks leaves the site"
    (docs / path).write_text("---\ntitle: New\nlevel: 1\ntags: [a]\ncreated: soon\n---\nSaid.\n")
    new = read_again(docs, SITE, old, {path})
    assert new is not None
    assert new == load(docs, SITE)
    assert new.kb.by_source[path].product == ("Invoicer",)
    assert "created" in str([problem for problem in new.problems if path in problem.path])
    back = FOLDER[path]
    (docs / path).write_text(back)
    assert read_again(docs, SITE, new, {path}) == old


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("money/index.md", "---\ntitle: Coins\n---\n"),
        ("levels/1-ticket.md", "---\nname: Call us\n---\n"),
        ("one.md", "---\nlevel: 0\ntopic: Elsewhere\n---\nText.\n"),
        ("one.md", "---\nlevel: 0\nstatus: draft\n---\nText.\n"),
        ("one.md", "---\nlevel: 0\naudience: internal\n---\nText.\n"),
        ("one.md", "---\nlevel: 7\n---\nText.\n"),
        ("one.md", "---\nlevel: 0\n---\nText.\n\n/// internal\nSecret.\n///\n"),
        ("one.md", "---\nlevel: 0\n---\nText.\n\n/// internal\nNever closed.\n"),
        ("new.md", "Nobody knew this one.\n"),
    ],
)
def test_what_concerns_more_than_articles_takes_reading_everything(
    read: Read, docs: Path, path: str, text: str
):
    old = read(FOLDER, types={})
    (docs / path).write_text(text)
    assert read_again(docs, SITE, old, {path}) is None


def test_a_file_that_is_gone_takes_reading_everything(read: Read, docs: Path):
    old = read(FOLDER, types={})
    (docs / "one.md").unlink()
    assert read_again(docs, SITE, old, {"one.md"}) is None


def test_a_site_with_secrets_is_read_as_a_whole(read: Read, docs: Path):
    secret = {**FOLDER, "two.md": "---\nlevel: 0\naudience: internal\n---\nSecret.\n"}
    old = read(secret, types={})
    (docs / "one.md").write_text("---\nlevel: 0\n---\nOther.\n")
    assert read_again(docs, SITE, old, {"one.md"}) is None


VALUES = st.sampled_from(["0", "1", "2", "internal", "draft", "money", "Money", "a b", "["])
KEYS = st.sampled_from(["level", "topic", "status", "audience", "type", "title", "levl"])
BODIES = st.sampled_from(["", "Text.\n", "# H\n\nText.\n", "/// internal\nx\n///\n", "// x\n"])


@given(
    edits=st.lists(
        st.tuples(
            st.sampled_from([name for name in FOLDER if name.endswith(".md")]),
            st.dictionaries(KEYS, VALUES, max_size=4),
            BODIES,
        ),
        min_size=1,
        max_size=6,
    ),
    audience=st.sampled_from(Audience),
)
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_edits_give_what_reading_everything_gives(
    tmp_path_factory: pytest.TempPathFactory,
    edits: list[tuple[str, dict[str, str], str]],
    audience: Audience,
):
    docs = tmp_path_factory.mktemp("docs")
    for name, text in FOLDER.items():
        (docs / name).parent.mkdir(exist_ok=True)
        (docs / name).write_text(text)
    site = Settings(audience=audience, drafts=True)
    known = load(docs, site)
    for path, meta, body in edits:
        lines = "".join(f"{key}: {value}\n" for key, value in meta.items())
        (docs / path).write_text(f"---\n{lines}---\n{body}")
        whole = load(docs, site)
        assert read_again(docs, site, known, {path}) in (None, whole)
        known = whole
