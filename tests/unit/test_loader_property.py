"""Thousands of generated files: the loader never fails, and never drops one without a word."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kb_plugins.content.frontmatter import parse_document, parse_mapping
from kb_plugins.content.levels import read_levels
from kb_plugins.content.loader import load
from kb_plugins.content.schema import TYPES, ArticleMeta, LevelMeta
from kb_plugins.content.settings import Settings
from kb_plugins.escalation.ladder import way_out
from kb_plugins.model import Audience, Channel
from kb_plugins.pages.related import Related
from kb_plugins.quality.references import check_references

EXAMPLES = {
    "bytes": 900,
    "text": 1600,
    "broken": 1000,
    "settings": 1000,
    "levels": 300,
    "folders": 200,
}
"""How many files each kind of test makes, at the least; issue 2 asks for 5,000 together."""

# --- what a hostile or hurried writer may type -------------------------------------------------

WORDS = st.sampled_from(
    [
        "0",
        "1",
        "ticket",
        "2-calback",
        "4-external",
        "draft",
        "internal",
        "Published",
        "deprecated",
        "faq",
        "how-to",
        "2026-01-02",
        "2026-13-45",
        "2026-1-2",
        "6 months",
        "a.md",
        "./a.md#x",
        "../../etc/passwd",
        "/a.md",
        "javascript:alert(1)",
        "https://[",
        "mailto:",
        "Mo-Fr 9:00-17:00",
        "Mo-Fr 25:00-99:99",
        "Europe/Rome",
        "Mars/Base",
        "<script>",
        "{{ x }}",
        "\u202egnp.exe",
        "\0",
        "\ufeff",
        "\u2028",
        "\x85",
        "💥",
        "مرحبا",
        "e\u0301",
        "\ufdd0",
        "",
        " ",
        "\t",
        "---",
        "...",
        "yes",
        "null",
        "~",
        "!!binary x",
        "&a",
        "*a",
        "<<",
        "1e999",
        "0x" + "f" * 5000,
        "9" * 1500,
        "a" * 3000,
        "[" * 300,
        "- " * 300,
        "a: " * 20,
        "%",
        "@",
        "`",
        "'",
        '"',
        "#",
        "|",
        ">",
        "\\",
    ]
)
# Dumped as words, and then put in bare, so that YAML reads them as something else.
BARE = {
    "BARE-NUMBER": "0x" + "f" * 5000,
    "BARE-DATE": "2026-02-30",
    "BARE-TIME": "2026-01-01T25:00:00Z",
    "BARE-CODE": "!!python/name:os.system x",
    "BARE-STAMP": "!!timestamp x",
    "BARE-TRUTH": "!!bool maybe",
    "BARE-INT": "!!int ''",
    "BARE-SET": "!!set {a, b}",
    "BARE-FLOAT": "-1.0e+999",
    "BARE-BASE-60": "1:2:3:59",
    "BARE-ALIAS": "*nobody",
}
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([10**999, -(10**999), 2**64])
    | st.floats()
    | st.dates()
    | st.datetimes()
    | st.binary(max_size=8)
    | WORDS
    | st.sampled_from(sorted(BARE))
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
)
KEYS = st.sampled_from(
    [
        *ArticleMeta.model_fields,
        *LevelMeta.model_fields,
        "label",
        "url",
        "kind",
        "question",
        "article",
        "unknown",
        "<<",
    ]
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS | WORDS, inner, max_size=4),
    max_leaves=8,
)
SETTINGS = st.dictionaries(KEYS, VALUES, max_size=6)
BODIES = (
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
    | st.lists(WORDS, max_size=6).map(" ".join)
    | st.just("# Title\n\nA sentence of text.\n")
)
# Marks that matter, in any order, so that fences, brackets and quotes often nearly fit.
SOUP = st.lists(
    st.sampled_from(
        [
            "---",
            "\n",
            "\n",
            "\n",
            "...",
            ": ",
            "- ",
            "? ",
            "{",
            "}",
            "[",
            "]",
            "&a ",
            "*a",
            "!!str ",
            "!x ",
            "#",
            "|\n ",
            ">-\n ",
            "'",
            '"',
            "\\",
            "\t",
            "  ",
            ",",
            "<<: ",
            "level",
            "title",
            "1",
            "\r\n",
            "\r",
            "\u2028",
            "\x85",
            "\ufeff",
            "%YAML 1.1\n",
            "2026-02-30",
            "=",
            "@",
            "é",
            "💥",
        ]
    ),
    max_size=25,
).map("".join)


@st.composite
def dumped(draw: st.DrawFn, block: bool = True) -> bytes:
    """Draw a file whose settings are valid YAML, whatever they mean."""
    settings_ = yaml.safe_dump(
        draw(SETTINGS),
        allow_unicode=draw(st.booleans()),
        default_flow_style=draw(st.sampled_from([None, False])),
        sort_keys=False,
    )
    for word, bare in BARE.items():
        settings_ = settings_.replace(word, bare)
    text = f"---\n{settings_}---\n{draw(BODIES)}"
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    return text.encode()


DOCS = Path(__file__).parent / "no-such-folder"
OPTIONS = Settings(
    types={kind: kind for kind in TYPES},
    channels=(Channel(name="ticket", url="mailto:help@example.org"),),
)


def line_count(data: bytes) -> int:
    text = data.decode("utf-8", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1


def check(files: dict[str, bytes], audience: Audience = Audience.PUBLIC) -> None:
    """Load files, and check the promises that hold for every folder."""
    loaded = load(
        DOCS, Settings(types=OPTIONS.types, channels=OPTIONS.channels, audience=audience), files
    )
    articles = {article.source for article in loaded.kb.articles}
    # Each file is exactly one of three.
    assert articles | loaded.kb.pages | loaded.left_out == files.keys()
    assert len(articles) + len(loaded.kb.pages) + len(loaded.left_out) == len(files)
    # Whoever is missing was told why, on a line that exists.
    told = {problem.path.removeprefix("docs/") for problem in loaded.problems}
    for path in loaded.left_out - told:
        meta = parse_document(files[path], path, path).meta
        hidden = (
            str(meta.get("audience")).strip().lower() == "internal"
            or str(meta.get("status")).strip().lower() == "draft"
        )
        assert hidden, path
    for problem in loaded.problems:
        path = problem.path.removeprefix("docs/")
        assert 1 <= problem.line <= line_count(files[path]), problem
        assert problem.message and problem.fix and problem.rule
        assert "\n" not in str(problem)
    # Everything downstream can work with what came out.
    related = Related(loaded.kb.articles)
    for article in loaded.kb.articles:
        assert article.title and article.level in loaded.kb.level_by_number
        assert article.topic in loaded.kb.topic_by_path
        assert article not in related.of(article)
        way_out(loaded.kb, article)
        f"{article}".encode()  # no lone surrogate, which could not be written
    for problem in check_references(loaded.kb, loaded.documents, ("mkdocs.yml", 1)):
        assert problem.line >= 1
    # The same input gives the same output.
    assert (
        load(
            DOCS, Settings(types=OPTIONS.types, channels=OPTIONS.channels, audience=audience), files
        ).problems
        == loaded.problems
    )


def test_enough_examples():
    assert sum(EXAMPLES.values()) >= 5_000


@settings(max_examples=EXAMPLES["bytes"])
@given(st.binary(max_size=200) | st.binary(max_size=100).map(lambda data: b"---\n" + data))
def test_any_bytes(data: bytes):
    check({"a.md": data})


@settings(max_examples=EXAMPLES["text"])
@given(
    SOUP,
    SOUP,
    st.sampled_from(["---\n", "--- \n", "\ufeff---\n", "---\r\n", ""]),
    st.sampled_from(["\n---\n", "\n...\n", "\n---", "---\n", ""]),
)
def test_any_text(head: str, body: str, opening: str, closing: str):
    check({"a.md": (opening + head + closing + body).encode()})


@settings(max_examples=EXAMPLES["broken"])
@given(dumped(), st.data())
def test_settings_with_damage(data: bytes, draw: st.DataObject):
    at = draw.draw(st.integers(0, len(data)))
    damage = draw.draw(st.binary(max_size=3) | SOUP.map(str.encode))
    gone = draw.draw(st.integers(0, 3))
    check({"a.md": data[:at] + damage + data[at + gone :]})


@settings(max_examples=EXAMPLES["settings"])
@given(dumped(), st.sampled_from(Audience))
def test_settings_of_any_kind(data: bytes, audience: Audience):
    check({"topic/a.md": data}, audience)


@settings(max_examples=EXAMPLES["levels"])
@given(dumped(), dumped(), st.sampled_from(["levels/1-a.md", "levels/2-b.md", "levels/01-a.md"]))
def test_levels_of_any_kind(first: bytes, second: bytes, path: str):
    files = {"levels/1-desk.md": first, path: second}
    levels, problems = read_levels(
        [parse_document(data, name, name) for name, data in sorted(files.items())]
    )
    assert len(levels) <= len(files)
    assert levels or problems
    assert len({level.number for level in levels}) == len(levels)
    check({**files, "a.md": b"---\nlevel: 1\n---\n"})


@settings(max_examples=EXAMPLES["folders"])
@given(
    st.dictionaries(
        st.sampled_from(
            [
                "a.md",
                "A.md",
                "a/index.md",
                "a/README.md",
                "index.md",
                "README.md",
                "a/b.md",
                "levels/index.md",
                "levels/1-a.md",
                "a-z.md",
                "topics/index.md",
                "search/c.md",
                "b c.md",
                "🎉.md",
                "ا.md",
                "x.y.md",
                ".md",
            ]
        ),
        dumped() | SOUP.map(str.encode),
        min_size=1,
        max_size=6,
    )
)
def test_folders_of_any_kind(files: dict[str, bytes]):
    check(files)


@pytest.mark.parametrize("opening", ["[", "{", "- ", "? ", "a: [", "- - "])
def test_deep_nesting_ends(opening: str):
    """A crash of the YAML library would end the whole process."""
    document = parse_mapping("a:\n  " + opening * 20_000, ".meta.yml", "docs/.meta.yml")
    assert [problem.rule for problem in document.problems] in (["yaml"], ["front-matter-size"])
