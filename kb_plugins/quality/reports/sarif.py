"""For code scanning: SARIF 2.1.0, the format that GitHub, GitLab and editors read.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Any
from urllib.parse import quote

from kb_plugins.model import Problem, Severity
from kb_plugins.quality.registry import all_rules
from kb_plugins.quality.rule import Rule

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def sarif_report(problems: Sequence[Problem]) -> str:
    """Return a SARIF log with one run. It names every rule, found or not."""
    rules = all_rules()
    places = {rule.id: place for place, rule in enumerate(rules)}
    driver: dict[str, Any] = {
        "name": "Firstline",
        "rules": [_rule(rule) for rule in rules],
    }
    if number := _version():
        driver["version"] = number
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(problem, places) for problem in problems],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "id": rule.id,
        "shortDescription": {"text": rule.title},
        "defaultConfiguration": {
            "enabled": rule.severity is not None,
            "level": _LEVELS[rule.severity or Severity.WARNING],
        },
    }
    if rule.why:
        entry["fullDescription"] = {"text": rule.why}
        entry["help"] = {"text": rule.how}
    return entry


def _result(problem: Problem, places: dict[str, int]) -> dict[str, Any]:
    return {
        "ruleId": problem.rule,
        "ruleIndex": places[problem.rule],
        "level": _LEVELS[problem.severity],
        "message": {"text": str(problem).split(f": {problem.rule}: ", 1)[1]},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": quote(problem.path, safe="/")},
                    "region": {"startLine": max(1, problem.line)},
                }
            }
        ],
    }


def _version() -> str:
    try:
        return version("mkdocs-firstline")
    except PackageNotFoundError:
        return ""
