"""All rules, found by their files: adding a file to `rules/` is all it takes."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module

from kb_plugins.quality import rules as folder
from kb_plugins.quality.rule import Rule


@cache
def all_rules() -> tuple[Rule, ...]:
    """Return every rule, sorted by id. A file has one `RULE`, or `RULES` that belong together."""
    found: list[Rule] = []
    for module_info in pkgutil.iter_modules(folder.__path__):
        module = import_module(f"{folder.__name__}.{module_info.name}")
        found += getattr(module, "RULES", ()) or (module.RULE,)
    return tuple(sorted(found, key=lambda rule: rule.id))


@cache
def rule_by_id() -> dict[str, Rule]:
    """Return the rules by id."""
    return {rule.id: rule for rule in all_rules()}
