"""All rules: those of the files in `rules/`, and those of other packages (`firstline.rules`)."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from importlib import import_module

from kb_plugins.escalation.providers import provider_faults
from kb_plugins.extensions import RULES, Fault, find_extensions, misfit
from kb_plugins.model import Problem, Severity
from kb_plugins.quality import rules as folder
from kb_plugins.quality.rule import Finding, Rule, Sources


@cache
def all_rules() -> tuple[Rule, ...]:
    """Return every rule, sorted by id."""
    return tuple(sorted((*_own(), *_outside()[0]), key=lambda rule: rule.id))


@cache
def rule_by_id() -> dict[str, Rule]:
    """Return the rules by id."""
    return {rule.id: rule for rule in all_rules()}


def search_rules() -> tuple[Rule, ...]:
    """Return the rules that ask the search of a finished site."""
    return tuple(rule for rule in all_rules() if rule.asks_search)


def extension_problems(config_at: tuple[str, int]) -> list[Problem]:
    """Return what is wrong with the rules and ticket systems of other packages.

    `config_at` is file and line of the plugin's settings, where problems are shown.
    """
    path, line = config_at
    return [
        Problem(
            path=path,
            line=line,
            rule="extension",
            message=fault.message,
            fix=fault.fix,
            severity=Severity.WARNING,
        )
        for fault in (*provider_faults(), *_outside()[1])
    ]


@cache
def _own() -> tuple[Rule, ...]:
    """A file has one `RULE`, or `RULES` that belong together."""
    found: list[Rule] = []
    for module_info in pkgutil.iter_modules(folder.__path__):
        module = import_module(f"{folder.__name__}.{module_info.name}")
        found += getattr(module, "RULES", ()) or (module.RULE,)
    return tuple(found)


@cache
def _outside() -> tuple[tuple[Rule, ...], tuple[Fault, ...]]:
    extensions = find_extensions(RULES)
    good: dict[str, Rule] = {}
    faults = list(extensions.faults)
    taken = {rule.id for rule in _own()}
    for name, part in extensions.parts:
        for rule in part if isinstance(part, tuple) else (part,):
            if not isinstance(rule, Rule):
                faults.append(misfit(RULES, name, "is no Rule"))
            elif rule.id in taken or rule.id in good:
                faults.append(misfit(RULES, name, f'has the taken name "{rule.id}"'))
            else:
                good[rule.id] = _guarded(rule)
    return tuple(good.values()), tuple(faults)


def _guarded(rule: Rule) -> Rule:
    """Return a rule whose own faults are findings. It may not keep pages out of a site."""

    def check(sources: Sources) -> Iterator[Finding | Problem]:
        try:
            yield from _checked(rule.check(sources))
        except Exception as error:  # whatever another package's code may do
            path, line = sources.config_at
            yield Problem(
                path=path,
                line=line,
                rule=rule.id,
                message=f"The rule itself fails ({type(error).__name__}: {error})",
                fix="Tell its authors, or turn it off under `rules`",
                severity=Severity.WARNING,
            )

    def mend(line: str, problem: Problem) -> str:
        try:
            return str(rule.mend(line, problem)) if rule.mend else line
        except Exception:  # what it cannot mend stays as it is
            return line

    return replace(rule, check=check, mend=mend if rule.mend else None, locked=False)


def _checked(found: Iterable[Finding | Problem]) -> Iterator[Finding]:
    for item in found:
        if not isinstance(item, Finding):
            raise TypeError("it must give Findings")
        yield item
