"""For people: one line a problem, as a build prints it, and a line that counts them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kb_plugins.model import Problem, Severity

NAMES = {
    Severity.ERROR: ("error", "errors"),
    Severity.WARNING: ("warning", "warnings"),
    Severity.INFO: ("note", "notes"),
}


def text_report(problems: Sequence[Problem]) -> str:
    """Return the problems, a line each."""
    return "".join(f"{problem}\n" for problem in problems)


def count_line(problems: Sequence[Problem]) -> str:
    """Return `1 error, 2 warnings, 3 notes`, without what there is none of."""
    counts = Counter(problem.severity for problem in problems)
    parts = [
        f"{counts[severity]} {names[counts[severity] != 1]}"
        for severity, names in NAMES.items()
        if counts[severity]
    ]
    return ", ".join(parts) or "no problems"
