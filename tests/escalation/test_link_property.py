"""Whatever a reader writes arrives as it was written, within the budget, the same in Python and JS.

The ticket text is checked with 2,000 cases and more; each of them goes through a random system.
"""

from __future__ import annotations

import re

import pytest
from browser_script import Module
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from systems import LABELS, SYSTEMS, pairs, plan_of

from kb_plugins.escalation.link import (
    DROPPED_FIRST,
    Plan,
    build_link,
    form_fields,
    make_plan,
    ticket_text,
)

ODD = (
    "&#%?=+/\\\"'<>{}[]^`|~!*() \t\n\r\u2028\u202e\u200f\u0627\u05d0é😀👩‍👩‍👧\ufffd\ufeff\x00\x7f$"
)
LETTERS = st.sampled_from(ODD) | st.characters(exclude_categories=["Cs"])
SHORT = st.text(LETTERS, max_size=25)
LONG = st.text(LETTERS, max_size=300)
NAMES = ("title", "text", *LABELS)
ITEMS = st.fixed_dictionaries({}, optional=dict.fromkeys(NAMES, SHORT))
MUCH = st.fixed_dictionaries({"title": LONG, "text": LONG}, optional=dict.fromkeys(LABELS, SHORT))
NAME = st.sampled_from(sorted(SYSTEMS))
PLANS = {name: plan_of(name, 1_000_000) for name in SYSTEMS}
HOLDERS = {
    "zendesk": ("tf_subject", "tf_description"),
    "jira-service-management": ("summary", "description"),
    "github": ("title", "body"),
    "gitlab": ("issue[title]", "issue[description]"),
    "calendly": ("a1", "a2"),
    "mailto": ("subject", "body"),
    "url": ("s", "b"),
}
"""Systems that have a parameter for the title and one for the text."""
SLOW = settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))


def limited(name: str, limit: int) -> Plan:
    return Plan(PLANS[name].target, PLANS[name].lines, limit)


@settings(max_examples=2_000, deadline=None)
@given(st.sampled_from(sorted(HOLDERS)), ITEMS)
def test_a_ticket_decodes_to_what_was_put_in(name: str, items: dict[str, str]) -> None:
    plan = PLANS[name]
    url = build_link(plan, items).url
    assert re.fullmatch(r"[!-~]*", url)
    found = pairs(url)
    title, text = HOLDERS[name]
    assert found.get(title, "") == items.get("title", "")
    newline = plan.target.newline
    words = re.sub(r"\r\n?|\n", newline, items.get("text", ""))
    lines = [f"{label}: {items[key]}" for key, label in plan.lines if items.get(key)]
    expected = words + newline.join(["", "", "-- ", *lines]) if lines else words
    assert found.get(text, "") == expected


@settings(max_examples=600, deadline=None)
@given(NAME, MUCH, st.integers(100, 2_000))
def test_the_budget_is_kept_and_the_order_of_dropping(
    name: str, items: dict[str, str], limit: int
) -> None:
    plan = limited(name, limit)
    link = build_link(plan, items)
    bare = build_link(plan, {}).url
    assert len(link.url) <= max(limit, len(bare))
    if not link.items:
        return
    lost = [
        key for key in (*DROPPED_FIRST, "text", "title") if items.get(key) != link.items.get(key)
    ]
    lost = [key for key in lost if items.get(key)]
    order = [key for key in (*DROPPED_FIRST, "text", "title") if items.get(key)]
    assert lost == order[: len(lost)]
    for key in ("text", "title"):
        kept = link.items.get(key, "")
        if kept and kept != items[key]:
            assert kept.endswith("…")
            assert items[key].startswith(kept[:-1])
    whole_url = link.items.get("url") == items.get("url")
    if lost and lost[-1] in DROPPED_FIRST and whole_url:  # no more went than had to
        before = {**link.items, lost[-1]: items[lost[-1]]}
        assert len(build_link(limited(name, 1_000_000), before).url) > limit
    for key in ("consent", "name", "email"):  # a promise and what the reader ticked are kept
        assert link.items.get(key, "") == items.get(key, "")


@pytest.fixture(scope="module")
def script() -> Module:
    return Module("link.js")


@SLOW
@given(NAME, MUCH, st.integers(60, 2_500))
def test_the_browser_makes_the_same_link(
    script: Module, name: str, items: dict[str, str], limit: int
) -> None:
    plan = limited(name, limit)
    link = build_link(plan, items)
    found = script.call("buildLink", plan.data(), items)
    assert found == {"url": link.url, "items": dict(link.items)}
    assert script.call("ticketText", plan.data(), items) == ticket_text(plan, items)
    fields = [list(pair) for pair in form_fields(plan, items)]
    assert script.call("formFields", plan.data(), items) == fields


def test_half_a_letter_becomes_a_mark(script: Module) -> None:
    plan = PLANS["url"]
    items = {"title": "a\ud83d b \ude00"}
    url = build_link(plan, items).url
    assert pairs(url)["s"] == "a\ufffd b \ufffd"
    assert script.call("buildLink", plan.data(), items)["url"] == url


def test_labels_are_text_too() -> None:
    plan = make_plan(PLANS["url"].target, {"url": "Артикул & {title}"})
    assert pairs(build_link(plan, {"url": "u"}).url)["b"] == "\n\n-- \nАртикул & {title}: u"
