"""For programs of the team: a JSON object with a list of problems."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from kb_plugins.model import Problem


def json_report(problems: Sequence[Problem]) -> str:
    """Return `{"version": 1, "problems": [{path, line, rule, severity, message, fix}]}`."""
    data = {"version": 1, "problems": [asdict(problem) for problem in problems]}
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
