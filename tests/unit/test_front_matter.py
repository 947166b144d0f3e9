"""Front matter: every way in which a file can be strange."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kb_plugins.content.frontmatter import (
    Document,
    parse_document,
    parse_mapping,
    read_document,
)
from kb_plugins.content.yaml_reader import MAX_FRONT_MATTER

SYNTAX = "Check the quotes, the colons and the indentation of this line and the one above."


def parse(text: str | bytes) -> Document:
    data = text.encode() if isinstance(text, str) else text
    return parse_document(data, "a.md", "docs/a.md")


def complaints(text: str | bytes) -> list[str]:
    return [str(problem) for problem in parse(text).problems]


def settings(*lines: str) -> str:
    return "\n".join(["---", *lines, "---", "Text.", ""])


def test_keys_have_values_and_lines():
    document = parse(settings("title: One", "", "questions:", "  - a", "  - b", "level: 2"))
    assert document.meta == {"title": "One", "questions": ["a", "b"], "level": 2}
    assert document.lines == {"title": 2, "questions": 4, "level": 7}
    assert (document.body, document.body_line) == ("Text.\n", 9)
    assert document.problems == ()


def test_missing_key_is_on_the_first_line():
    assert parse(settings("title: One")).line("level") == 1


@pytest.mark.parametrize("text", ["", "\n", "Just text.\n", "# Heading\n\nText.\n", "\ufeffText"])
def test_no_front_matter(text: str):
    document = parse(text)
    assert (document.meta, document.problems) == ({}, ())
    assert document.body == text.lstrip("\ufeff")


@pytest.mark.parametrize("end", ["---", "...", "---  ", "---\t"])
def test_both_ends_of_the_fence(end: str):
    document = parse(f"--- \ntitle: One\n{end}\nText.\n")
    assert (document.meta, document.body) == ({"title": "One"}, "Text.\n")


@pytest.mark.parametrize("block", ["", "\n", "# a comment\n"])
def test_empty_front_matter(block: str):
    document = parse(f"---\n{block}---\nText.\n")
    assert (document.meta, document.problems, document.body) == ({}, (), "Text.\n")


def test_a_rule_at_the_top_is_no_front_matter():
    document = parse("---\n\nA text under a line.\n")
    assert (document.meta, document.problems) == ({}, ())


@pytest.mark.parametrize("first", ["---", "--- "])
def test_unclosed_front_matter(first: str):
    assert complaints(f"{first}\ntitle: One\n\nText.\n") == [
        "docs/a.md:1: front-matter-unclosed: The front matter is never closed. "
        "Add a line --- after the last setting."
    ]


def test_front_matter_at_the_very_end():
    assert complaints("---\ntitle: One\n---") == [
        "docs/a.md:3: front-matter-unclosed: The file ends right after the front matter. "
        "Add the text of the article, or at least an empty line."
    ]


def test_byte_order_mark():
    assert parse(b"\xef\xbb\xbf---\ntitle: One\n---\n").meta == {"title": "One"}


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_foreign_line_ends(newline: str):
    document = parse(settings("title: One", "level: 1").replace("\n", newline))
    assert document.meta == {"title": "One", "level": 1}
    assert document.lines == {"title": 2, "level": 3}
    assert document.body == "Text.\n"


def test_line_of_an_error_with_foreign_line_ends():
    assert complaints(b"---\r\ntitle: One\r\nlevel: a: b\r\n---\r\n") == [
        "docs/a.md:3: yaml: The settings are not valid YAML: mapping values are not allowed in "
        "this context. Put a value that contains a colon in quotes."
    ]


@pytest.mark.parametrize(
    "text", [b"---\ntitle: One\n---\nCaf\xe9\n", b"One\nTwo\n\nCaf\xe9 au lait"]
)
def test_not_utf_8(text: bytes):
    assert complaints(text) == [
        "docs/a.md:4: encoding: The file is not UTF-8. Save it with the encoding UTF-8."
    ]


def test_utf_16():
    assert complaints("Text\n".encode("utf-16")) == [
        "docs/a.md:1: encoding: The file is not UTF-8. Save it with the encoding UTF-8."
    ]


def test_nul_byte():
    assert complaints(b"---\ntitle: One\n---\nA\0B\n") == [
        "docs/a.md:4: encoding: The file contains a NUL byte. Remove it, or save the file as text."
    ]


def test_control_character_in_the_settings():
    # The line counts characters, not bytes: the umlauts above must not move it.
    assert complaints(settings("title: äöü", "owner: äöü", "level: \x01", "type: x")) == [
        "docs/a.md:4: yaml: The settings are not valid YAML. "
        "Check the characters and the indentation."
    ]


def test_tab():
    assert complaints(settings("title: One", "questions:", "\t- a")) == [
        "docs/a.md:4: yaml: The settings are not valid YAML: found character that cannot start "
        "any token. Replace the tab with spaces."
    ]


def test_syntax_error():
    assert complaints(settings("title: One", 'owner: "never closed', "level: 1")) == [
        "docs/a.md:3: yaml: The settings are not valid YAML: found unexpected end of stream. "
        + SYNTAX
    ]


@pytest.mark.parametrize("odd", ["\u2028", "\u2029", "\x85"])
def test_lines_that_only_yaml_sees(odd: str):
    document = parse(settings(f"title: 'a{odd}{odd}{odd}b'", "level: 1"))
    assert document.lines == {"title": 2, "level": 3}
    assert [
        problem.line
        for problem in parse(settings(f"title: 'a{odd}{odd}b'", "level: a: b")).problems
    ] == [3]


@pytest.mark.parametrize("block", ["- one\n- two", "just words", "[]", "12", "2026-01-01"])
def test_no_mapping(block: str):
    assert complaints(settings(block)) == [
        "docs/a.md:2: front-matter-type: The settings are not a list of `key: value` lines. "
        "Write one `key: value` on each line."
    ]


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("2026", "2026"),
        ("2026-01-02", "datetime.date(2026, 1, 2)"),
        ("~", "None"),
        ("yes", "True"),
        ("? [a, b]\n", "['a', 'b']"),
    ],
)
def test_key_that_is_no_word(key: str, shown: str):
    assert complaints(settings("title: One", f"{key}: x")) == [
        f"docs/a.md:3: front-matter-type: The key {shown} is not a word. "
        "Put the key in quotes, or remove the line."
    ]


def test_duplicate_key():
    document = parse(settings("level: 1", "title: One", "level: 2"))
    assert [str(problem) for problem in document.problems] == [
        "docs/a.md:4: duplicate-key: `level` is set twice. "
        "Keep one of the two; the first is on line 2."
    ]
    assert document.broken


def bomb(depth: int) -> str:
    rows = ["a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, depth)]
    return settings(*rows)


@pytest.mark.parametrize(
    "text",
    [
        bomb(9),
        settings("a: &a [*a]"),
        settings("a: &a {b: *a}"),
        settings(f"a: {'[' * 60}{']' * 60}"),
    ],
)
def test_exploding_aliases(text: str):
    assert complaints(text) == [
        "docs/a.md:2: yaml-alias: The settings grow beyond measure when their aliases are "
        "followed. Write the values out instead of using & and *."
    ]


def test_modest_aliases():
    document = parse(settings("a: &a [1, 2]", "b: *a", "c: {<<: {d: 1}, e: *a}"))
    assert document.meta == {"a": [1, 2], "b": [1, 2], "c": {"d": 1, "e": [1, 2]}}


@pytest.mark.parametrize(
    "value",
    [
        "[" * 30_000,
        "{" * 30_000,
        "\n" + "- " * 30_000,
        "\n" + "? " * 30_000,
        "[" * 30_000 + "]" * 30_000,
    ],
)
def test_nesting_that_would_crash_the_library(value: str):
    """Libyaml recurses in C: without a check the whole process dies."""
    assert complaints(settings(f"title: {value}")) == [
        "docs/a.md:2: yaml: The settings are nested more than 50 levels deep. "
        "Write them with fewer brackets and less indentation."
    ]


def test_many_brackets_that_do_not_nest():
    document = parse(settings("tags: [" + "[a], " * 600 + "]"))
    assert (document.meta["tags"], document.problems) == ([["a"]] * 600, ())


def test_merge_key():
    document = parse(settings("base: &b {level: 1, title: Base}", "<<: *b", "title: Own"))
    assert document.problems == ()
    assert document.meta == {"base": {"level": 1, "title": "Base"}, "title": "Own", "level": 1}


@pytest.mark.parametrize("value", ["1", "[2]", "text"])
def test_merge_key_without_a_mapping(value: str):
    """MkDocs refuses it, and would show the settings as text."""
    assert complaints(settings("title: One", f"<<: {value}")) == [
        f"docs/a.md:3: yaml: The settings are not valid YAML: << needs a mapping. {SYNTAX}"
    ]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2026-01-02", date(2026, 1, 2)),
        ("'2026-01-02'", "2026-01-02"),
    ],
)
def test_dates_that_exist(written: str, value: object):
    assert parse(settings(f"created: {written}")).meta["created"] == value


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("2026-13-45", "month must be in 1..12"),
        ("2026-02-30", "day is out of range for month"),
        ("2026-01-01 25:00:00", "hour must be in 0..23"),
    ],
)
def test_dates_that_do_not_exist(written: str, reason: str):
    assert complaints(settings("title: One", f"created: {written}")) == [
        f"docs/a.md:3: yaml: The value is not possible ({reason}). Correct it, or put it in quotes."
    ]


@pytest.mark.parametrize("number", ["9" * 2_000, "0x" + "f" * 6_000, "-0x" + "f" * 6_000])
def test_number_that_python_would_not_print(number: str):
    assert complaints(settings(f"level: {number}")) == [
        "docs/a.md:2: yaml: The value is not possible (the number is too long). "
        "Correct it, or put it in quotes."
    ]


@pytest.mark.parametrize("value", ["!!timestamp x", "!!bool maybe", "!!int ''", "!!float []"])
def test_value_that_is_not_what_its_tag_says(value: str):
    found = parse(settings("title: One", f"created: {value}"))
    assert [(problem.line, problem.rule) for problem in found.problems] == [(3, "yaml")]
    assert found.meta["created"] is None


def test_message_without_the_words_of_the_library():
    assert complaints(settings("created: !!timestamp x")) == [
        "docs/a.md:2: yaml: The value is not possible. Correct it, or put it in quotes."
    ]


def test_foreign_tags_run_nothing():
    assert complaints(settings("title: !!python/object/apply:os.getcwd []")) == [
        "docs/a.md:2: yaml: The settings are not valid YAML: could not determine a constructor "
        "for the tag 'tag:yaml.org,2002:python/object/apply:os.getcwd'. Check the value."
    ]


def test_front_matter_that_is_a_whole_book():
    assert complaints(settings("title: " + "word " * (MAX_FRONT_MATTER // 5))) == [
        "docs/a.md:2: front-matter-size: The settings are longer than 64 KB. "
        "Move the text below the closing ---."
    ]


def test_article_of_ten_megabytes():
    body = "A long line of text.\n" * 500_000
    document = parse(f"---\ntitle: Long\n---\n{body}")
    assert (document.meta, document.problems) == ({"title": "Long"}, ())
    assert document.body == body


def test_missing_file(tmp_path: Path):
    document = read_document(tmp_path / "a.md", "a.md", "docs/a.md")
    assert [str(problem) for problem in document.problems] == [
        "docs/a.md:1: file-unreadable: The file cannot be read (No such file or directory). "
        "Check that it exists and that you may read it."
    ]
    assert document.broken


def test_lines_of_a_mapping_count_from_its_first():
    document = parse_mapping("title: One\nlevel: 1\n", ".meta.yml", "docs/.meta.yml")
    assert document.lines == {"title": 1, "level": 2}
    broken = parse_mapping("a: 1\nb: [", ".meta.yml", "docs/.meta.yml")
    assert [str(problem) for problem in broken.problems] == [
        "docs/.meta.yml:2: yaml: The settings are not valid YAML: did not find expected node "
        "content. " + SYNTAX
    ]
