"""How severe each rule is for this team, and which rules run. Rules themselves know none of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from kb_plugins.content.config_lines import ConfigLines
from kb_plugins.content.fields import suggest
from kb_plugins.model import Problem, Severity
from kb_plugins.quality.registry import all_rules, rule_by_id
from kb_plugins.quality.rule import Rule

OFF = "off"
CHOICES = (*(severity.value for severity in Severity), OFF)


@dataclass(frozen=True)
class Policy:
    """What a team decided. `severities` come from the configuration, None is off.

    `select` runs only some rules, whatever their severity; `ignore` leaves some out. `building`
    is whether this is a build, where only the rules made for it run, and those configured.
    """

    severities: Mapping[str, Severity | None] = field(default_factory=dict)
    select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    building: bool = False

    def runs(self, rule: Rule) -> bool:
        """Whether a rule is to be run."""
        if self.select:
            return rule.id in self.select and rule.id not in self.ignore
        if rule.id in self.ignore:
            return False
        if rule.id in self.severities:
            return self.severities[rule.id] is not None
        return rule.in_build or (rule.severity is not None and not self.building)

    def apply(self, problem: Problem) -> Problem:
        """Return a problem with the severity that the team gave its rule."""
        severity = self.severities.get(problem.rule)
        return replace(problem, severity=severity) if severity else problem


def read_severities(
    value: Mapping[str, object], lines: ConfigLines
) -> tuple[dict[str, Severity | None], list[Problem]]:
    """Read `rules` of the configuration. Returns severities by rule and what is wrong with it."""
    severities: dict[str, Severity | None] = {}
    problems: list[Problem] = []
    for name, word in value.items():
        # YAML 1.1 reads a bare `off` as false.
        text = OFF if word is False else str(word).strip().lower()
        wrong = _wrong(str(name), text)
        if wrong:
            problems.append(
                Problem(
                    path=lines.path,
                    line=lines.line("rules", str(name)),
                    rule="rule-setting",
                    message=wrong[0],
                    fix=wrong[1],
                )
            )
        else:
            severities[str(name)] = None if text == OFF else Severity(text)
    return severities, problems


def _wrong(name: str, severity: str) -> tuple[str, str] | None:
    rule = rule_by_id().get(name)
    if rule is None:
        return unknown_rule(name)
    if severity not in CHOICES:
        return (
            f'`{name}`: there is no severity "{severity[:40]}"',
            f"Use one of {', '.join(CHOICES)}",
        )
    if rule.locked and severity != Severity.ERROR:
        return (
            f"`{name}` keeps pages out of the site, so it cannot be turned down",
            "Remove the line, and mend what the rule finds",
        )
    return None


def unknown_rule(name: str) -> tuple[str, str]:
    """Return what is wrong with the name of a rule that does not exist, and how to mend it."""
    hint = suggest(name, (rule.id for rule in all_rules()))
    return f'There is no rule "{name}"', hint or "`kb check --list` shows all rules"
