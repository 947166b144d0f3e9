"""Titles and descriptions out of the text itself."""

from __future__ import annotations

import re
from unittest.mock import patch

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kb_plugins.content import text as texts
from kb_plugins.content.text import OPENINGS, Opening, first_sentence, read_opening


@pytest.mark.parametrize(
    ("body", "heading", "sentence"),
    [
        ("", "", ""),
        ("# A *heading*\n\nFirst `one` of two. Second.\n", "A heading", "First one of two."),
        ("Heading\n===\n\nText.\n", "Heading", "Text."),
        ("## Smaller\n\nText.\n", "", "Text."),
        ("Text before it all.\n\n# Late\n", "", "Text before it all."),
        ("# With anchor { #anchor .class }\n", "With anchor", ""),
        ("# A [link](x.md) and ![alt](x.png)\n", "A link and", ""),
        ("```\n# no heading\n```\n\nText after code.\n", "", "Text after code."),
        ("> A quotation is no description.\n\nThis is one.\n", "", "This is one."),
        ("- A list item.\n\nAfter the list.\n", "", "After the list."),
        ("<div>html</div>\n\nAfter <b>HTML</b> it goes on.\n", "", "After HTML it goes on."),
        ("!!! note\n    Inside.\n\nAfter the note.\n", "", "After the note."),
        ('??? tip "x"\n    y\n\nAfter details.\n', "", "After details."),
        ("![picture](a.png)\n\nAfter the picture.\n", "", "After the picture."),
        ("{% include 'x' %}\n\nAfter the macro.\n", "", "After the macro."),
        ("| a | b |\n|---|---|\n\nAfter the table.\n", "", "After the table."),
        ("Two\nlines\nin one. More.\n", "", "Two lines in one."),
        ("# One\n\n# Two\n", "One", ""),
        ("Écrivez-nous à l'adresse ci-dessous\n", "", "Écrivez-nous à l'adresse ci-dessous"),
        ("كيف أعيد تعيين كلمة المرور؟ نعم.\n", "", "كيف أعيد تعيين كلمة المرور؟ نعم."),
    ],
)
def test_openings(body: str, heading: str, sentence: str):
    assert read_opening(body) == Opening(heading, sentence)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", ""),
        ("No end", "No end"),
        ("Is this the first sentence? Yes.", "Is this the first sentence?"),
        ('She said "this is how it goes." Then she left.', 'She said "this is how it goes."'),
        (
            "Use a database, e.g. PostgreSQL, for this. Done.",
            "Use a database, e.g. PostgreSQL, for this.",
        ),
        ("Version 1.10 is out today. Get it.", "Version 1.10 is out today."),
        ("Hm. That is too short for one. Go.", "Hm. That is too short for one."),
        ("  blanks \n everywhere\there ", "blanks everywhere here"),
    ],
)
def test_first_sentence(text: str, sentence: str):
    assert first_sentence(text) == sentence


def test_long_sentences_are_cut_at_a_word():
    assert first_sentence("alpha beta, gamma delta", 13) == "alpha beta…"
    assert first_sentence("alpha beta", 10) == "alpha beta"
    assert first_sentence("x" * 30, 10) == "x" * 9 + "…"


PIECES = (
    *("a", "Words. ", "1", " ", "\n", "\n\n", "# ", "#", "**", "*", "_", "`", "[a](b)", "[a]: b"),
    *("<b>", "<!--", "-->", "&amp;", "\\", "![x](y)", "> ", "- ", "===", "---", "    ", "\t"),
    *("{#x}", "| a |", "é", "“", "\r\n", "\0", "e.g. ", "!!! note", "x" * 300),
)


@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
@example("# a #\n\nWords.\n")
@example(f"x [{'a ' * 300}](b). The end.\n")
def test_plain_paragraphs_are_read_as_the_parser_reads_them(body: str):
    quick = texts._read_opening(body)
    with patch.object(texts, "_PLAIN", re.compile(r"(?!)")):
        assert texts._read_opening(body) == quick


def test_only_the_beginning_is_read():
    assert read_opening("\n" * OPENINGS[-1] + "# Too late\n\nMuch too late.\n") == Opening("", "")


@pytest.mark.parametrize(
    "body",
    [
        "[" * 9_000,
        "![" * 4_000,
        "**a " * 2_000,
        "> " * 3_000,
        "- " * 3_000,
        "<a" * 3_000,
        "".join("`" * n + " " for n in range(100)),
        "etc. " * 13_000,
    ],
)
def test_hostile_texts_end(body: str):
    opening = read_opening(body)
    assert len(first_sentence(body)) <= 200
    assert len(opening.sentence) <= 200
