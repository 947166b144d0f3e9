"""Levels: the built-in five, and those that a team writes."""

from __future__ import annotations

from datetime import time

import pytest

from kb_plugins.content.frontmatter import parse_document
from kb_plugins.content.levels import built_in_levels, find_level, read_levels
from kb_plugins.model import Example, OpeningHours, Resource, ResourceKind


def same(text: str) -> str:
    return text


def levels(files: dict[str, str]):
    documents = [
        parse_document(text.encode(), path, f"docs/{path}") for path, text in files.items()
    ]
    found, problems = read_levels(documents)
    return found, [str(problem) for problem in problems]


def test_five_levels_are_built_in():
    rungs = built_in_levels(same)
    assert [(level.number, level.slug, level.channel, level.escalates_to) for level in rungs] == [
        (0, "self-help", "", 1),
        (1, "ticket", "ticket", 2),
        (2, "callback", "callback", 3),
        (3, "expert", "expert", 4),
        (4, "external", "external", None),
    ]
    assert [level.source for level in rungs][4] == "levels/4-external.md"
    assert [level.external for level in rungs] == [False, False, False, False, True]
    assert all(
        level.purpose and level.for_whom and level.who and level.how and level.examples
        for level in rungs
    )
    assert [bool(level.consent) for level in rungs] == [False, False, False, False, True]


def test_built_in_levels_are_translated():
    rungs = built_in_levels(str.upper)
    texts = [level.name + level.purpose + level.examples[0].question for level in rungs]
    assert all(text.isupper() for text in texts)


def test_a_whole_level_file():
    found, problems = levels(
        {
            "levels/7-desk.md": (
                "---\nname: Help desk\npurpose: Helps.\nfor_whom: All\nwho: We\nhow: Write\n"
                "entitlement: None\nresponse: 4 hours\nhours: Mo-Fr 09:00-17:00\n"
                "timezone: Europe/Rome\nchannel: ticket\nexternal: true\nconsent: I agree\n"
                "resources:\n  - {label: Prices, url: ../prices/, kind: manual}\n"
                "  - {label: Terms, url: ../terms.md}\n"
                "  - {label: Call, url: 'tel:1', kind: phone}\n"
                "examples:\n  - Why?\n  - {question: How?, article: ../how.md}\n---\nText.\n"
            )
        }
    )
    assert problems == []
    (level,) = found
    assert (level.number, level.slug, level.name) == (7, "desk", "Help desk")
    assert level.source == "levels/7-desk.md"
    assert level.hours == (OpeningHours(days=(1, 2, 3, 4, 5), opens=time(9), closes=time(17)),)
    assert level.resources == (
        Resource(label="Prices", url="prices/index.md", kind=ResourceKind.MANUAL),
        Resource(label="Terms", url="terms.md", kind=ResourceKind.ARTICLES),
        Resource(label="Call", url="tel:1", kind=ResourceKind.PHONE),
    )
    assert level.examples == (Example(question="Why?"), Example(question="How?", article="how.md"))
    assert (level.timezone, level.channel, level.external, level.escalates_to) == (
        "Europe/Rome",
        "ticket",
        True,
        None,
    )


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("---\nname: A\ntitle: B\n---\n# C\n", "A"),
        ("---\ntitle: B\n---\n# C\n", "B"),
        ("# C\n", "C"),
        ("", "First aid"),
    ],
)
def test_name_of_a_level(text: str, name: str):
    (level,), problems = levels({"levels/1-first-aid.md": text})
    assert (level.name, problems) == (name, [])


def test_levels_are_sorted_by_number_and_lead_on():
    found, problems = levels(
        {
            "levels/10-c.md": "",
            "levels/2-b.md": "",
            "levels/1-a.md": "",
            "levels/index.md": "",
            "other.md": "",
        }
    )
    assert problems == []
    assert [(level.number, level.escalates_to) for level in found] == [(1, 2), (2, 10), (10, None)]


def test_number_and_slug_of_the_front_matter_win():
    (level,), problems = levels({"levels/1-a.md": "---\nnumber: 5\nslug: b\n---\n"})
    assert (level.number, level.slug, problems) == (5, "b", [])


@pytest.mark.parametrize("reference", ["3", "c", "3-c", "C"])
def test_escalates_to(reference: str):
    found, problems = levels(
        {
            "levels/1-a.md": f"---\nescalates_to: {reference}\n---\n",
            "levels/2-b.md": "",
            "levels/3-c.md": "",
        }
    )
    assert problems == []
    assert [level.escalates_to for level in found] == [3, 3, None]


def test_escalates_to_nowhere():
    found, problems = levels(
        {
            "levels/1-ticket.md": "---\nname: A\nescalates_to: callbck\n---\n",
            "levels/2-callback.md": "---\nescalates_to: 9\n---\n",
            "levels/3-expert.md": "---\nescalates_to: 3\n---\n",
        }
    )
    assert problems == [
        'docs/levels/1-ticket.md:3: level-unknown: There is no level "callbck" to escalate to. '
        'Did you mean "callback"?',
        'docs/levels/2-callback.md:2: level-unknown: There is no level "9" to escalate to. '
        "Name another level, or remove the line.",
        "docs/levels/3-expert.md:2: level-unknown: The level escalates to itself. "
        "Name another level, or remove the line.",
    ]
    assert [level.escalates_to for level in found] == [2, 3, None]


def test_two_levels_with_one_number():
    found, problems = levels(
        {
            "levels/1-a.md": "",
            "levels/2-b.md": "---\nname: B\nnumber: 1\n---\n",
            "levels/01-c.md": "",
        }
    )
    assert [level.slug for level in found] == ["a"]
    assert problems == [
        "docs/levels/2-b.md:3: level-duplicate: Level 1 exists already in levels/1-a.md. "
        "Give one of the two another number.",
        "docs/levels/01-c.md:1: level-duplicate: Level 1 exists already in levels/1-a.md. "
        "Give one of the two another number.",
    ]


def test_a_broken_level_file_is_reported_and_left_out():
    found, problems = levels(
        {"levels/1-a.md": "---\nname: [\n---\n", "levels/2-b.md": "---\nhours: never\n---\n"}
    )
    assert [level.slug for level in found] == ["b"]
    assert problems == [
        "docs/levels/1-a.md:3: yaml: The settings are not valid YAML: did not find expected node "
        "content. Check the quotes, the colons and the indentation of this line and the one "
        "above.",
        'docs/levels/2-b.md:2: schema: `hours`: write opening hours as "Mo-Fr 09:00-17:00". '
        "Correct the value, or remove the line.",
    ]


@pytest.mark.parametrize(
    ("reference", "number"),
    [
        ("2", 2),
        ("callback", 2),
        (" CallBack ", 2),
        ("2-callback", 2),
        ("calback", None),
        ("22", None),
        ("", None),
        ("2-ticket", None),
    ],
)
def test_find_level(reference: str, number: int | None):
    level = find_level(built_in_levels(same), reference)
    assert (level.number if level else None) == number
