"""No value that a reader or a writer gives changes where a link leads, or adds a parameter."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hostile import HOSTILE
from systems import LABELS, SYSTEMS, pairs, plan_of

from kb_plugins.content.config_lines import ConfigLines
from kb_plugins.escalation.channels import read_channels
from kb_plugins.escalation.link import build_link, carried

NAMES = ("title", "text", *LABELS)


def test_the_set_is_large() -> None:
    assert len(HOSTILE) >= 200


@pytest.mark.parametrize("name", SYSTEMS)
def test_the_target_stays(name: str) -> None:
    plan = plan_of(name)
    harmless = build_link(plan, dict.fromkeys(NAMES, "x")).url
    expected = urlsplit(harmless)
    for value in HOSTILE:
        link = build_link(plan, dict.fromkeys(NAMES, value))
        found = urlsplit(link.url)
        assert found[:3] == expected[:3], value
        assert found.fragment == expected.fragment, value
        assert set(pairs(link.url)) <= set(pairs(harmless)), value
        assert link.url.isascii() and link.url.isprintable() and " " not in link.url, value
        assert len(link.url) <= plan.limit, value
        if link.items and "title" in carried(plan.target):
            assert len(link.items) > 1


def test_no_hostile_address_becomes_a_channel() -> None:
    """What is no plain web, mail or telephone address is refused."""
    taken = []
    for value in HOSTILE:
        found, problems = read_channels({"x": value}, ConfigLines("mkdocs.yml"))
        assert bool(found) is not bool(problems), value
        taken += [channel.url for channel in found]
    assert taken == ["https://evil.example/"]  # a good address, whoever owns it
