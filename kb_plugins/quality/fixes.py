"""`kb check --fix`: mends what is mechanical, one line at a time, and nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from kb_plugins.model import Problem
from kb_plugins.quality.registry import rule_by_id


def mend(problems: Iterable[Problem], folder: Path) -> int:
    """Mend files below `folder`, which paths of problems are relative to. Returns lines changed.

    Line endings, a byte order mark and everything that is not on a broken line stay as they are.
    """
    by_file: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        rule = rule_by_id().get(problem.rule)
        if rule is not None and rule.mend is not None:
            by_file[problem.path].append(problem)
    return sum(_mend_file(folder / path, found) for path, found in sorted(by_file.items()))


def _mend_file(file: Path, problems: list[Problem]) -> int:
    try:
        text = file.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return 0
    lines = text.split("\n")
    changed: set[int] = set()
    for problem in problems:
        mend_line = rule_by_id()[problem.rule].mend
        number = problem.line - 1
        if mend_line is None or not 0 <= number < len(lines):
            continue
        end = "\r" if lines[number].endswith("\r") else ""
        old = lines[number].removesuffix("\r")
        new = mend_line(old, problem)
        if new != old and "\n" not in new:
            lines[number] = new + end
            changed.add(number)
    if changed:
        file.write_bytes("\n".join(lines).encode("utf-8"))
    return len(changed)
