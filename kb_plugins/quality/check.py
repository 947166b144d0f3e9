"""Runs the rules over the sources: what a team's policy and waivers leave is what gets reported."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from kb_plugins.model import Problem
from kb_plugins.quality.policy import Policy
from kb_plugins.quality.registry import all_rules, rule_by_id
from kb_plugins.quality.rule import Rule, Sources
from kb_plugins.quality.waivers import RULE, UNUSED, read_waivers


def check(
    sources: Sources,
    policy: Policy,
    label: str = "docs",
    progress: Callable[[str], None] = lambda rule: None,
    rules: Iterable[Rule] | None = None,
) -> tuple[Problem, ...]:
    """Return the problems of a help centre, sorted by file and line.

    `label` is what problems call the docs folder; `progress` is told the rule that runs next.
    `rules` are those to choose from, by default all.
    """
    chosen = [rule for rule in (all_rules() if rules is None else rules) if policy.runs(rule)]
    ran = {rule.id for rule in chosen}
    found: list[Problem] = []
    for rule in chosen:
        progress(rule.id)
        found += rule.run(sources)
    # What is reported under an id that no rule has is a mistake of ours, and no reason for silence.
    strays = [p for p in (*sources.found, *sources.pointing) if p.rule not in rule_by_id()]
    if not found and all(rule.in_build for rule in chosen):
        return tuple(sorted(strays))  # a good build need not take its texts apart
    waivers = read_waivers(sources, label)
    by_id = {rule.id: rule for rule in chosen}
    left = strays + [p for p in found if by_id[p.rule].locked or not waivers.cover(p)]
    if RULE in ran:
        left += waivers.problems
    if UNUSED in ran:
        left += waivers.unused(ran)
    return tuple(sorted(map(policy.apply, left)))
