"""Where an article leads."""

from __future__ import annotations

import pytest

from kb_plugins.content.levels import find_level
from kb_plugins.escalation.ladder import climb, way_out
from kb_plugins.model import Article, Channel, KnowledgeBase, Level


def ladder(*rungs: tuple[int, str, int | None], channels: str = "ticket phone mail"):
    """Make a knowledge base of rungs: number, channel, the level above."""
    return KnowledgeBase(
        levels=tuple(
            Level(
                number=number,
                slug=f"l{number}",
                name=f"Level {number}",
                source=f"levels/{number}-l{number}.md",
                channel=channel,
                escalates_to=above,
            )
            for number, channel, above in rungs
        ),
        channels=tuple(
            Channel(name=name, url=f"mailto:{name}@example.org") for name in channels.split()
        ),
    )


def leads(kb: KnowledgeBase, level: int, escalate: str = "") -> tuple[str, int] | None:
    article = Article(source="a.md", title="A", level=level, escalate=escalate)
    found = way_out(kb, article)
    return (found.channel.name, found.level.number) if found else None


PLAIN = ladder((0, "", 1), (1, "ticket", 2), (2, "", 3), (3, "phone", None))


@pytest.mark.parametrize(
    ("level", "way"), [(0, ("ticket", 1)), (1, ("ticket", 1)), (2, ("phone", 3)), (3, ("phone", 3))]
)
def test_own_level_then_the_next_with_a_channel(level: int, way: tuple[str, int]):
    assert leads(PLAIN, level) == way


@pytest.mark.parametrize(
    ("escalate", "way"),
    [
        ("phone", ("phone", 3)),  # a channel, and the level whose people answer there
        ("mail", ("mail", 0)),  # a channel of no level
        ("3", ("phone", 3)),
        ("l3", ("phone", 3)),
        ("3-l3", ("phone", 3)),
        ("L3", ("phone", 3)),
        ("2", ("phone", 3)),  # a level without a channel leads on
        ("unknown", ("ticket", 1)),  # reported elsewhere; the reader still gets help
    ],
)
def test_escalate_comes_first(escalate: str, way: tuple[str, int]):
    assert leads(PLAIN, 0, escalate) == way


def test_a_channel_is_shared_by_levels():
    kb = ladder((0, "", 1), (1, "phone", 2), (2, "phone", None))
    assert leads(kb, 2, "phone") == ("phone", 1)


def test_escalate_to_a_dead_end_falls_back():
    kb = ladder((0, "ticket", 1), (1, "", None))
    assert leads(kb, 0, "1") == ("ticket", 0)


@pytest.mark.parametrize(
    "kb",
    [
        ladder((0, "", 1), (1, "", None)),
        ladder((0, "", 1), (1, "ticket", None), channels=""),
        ladder((0, "", 1), (1, "", 0)),  # a circle
        ladder((0, "", 7)),  # nothing there
    ],
)
def test_dead_ends(kb: KnowledgeBase):
    assert leads(kb, 0) is None
    assert climb(kb, None) is None


@pytest.mark.parametrize(
    ("reference", "number"), [("2", 2), ("l2", 2), ("2-l2", 2), ("L2", 2), ("9", None), ("", None)]
)
def test_level_called(reference: str, number: int | None):
    level = find_level(PLAIN.levels, reference)
    assert (level.number if level else None) == number
