"""A baseline: the problems that a team knows of and will mend later. It only ever shrinks.

The file is text, one problem a line without its line number, sorted, so that a pull request shows
what was mended. Made once from everything that is found; later runs only take out what is gone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kb_plugins.model import Problem, Severity

HEADER = (
    "# Problems that were there when this team began to check. Lines may only leave this file.\n"
)


@dataclass(frozen=True)
class Compared:
    """Problems against a baseline: `new` are not in it, `known` counts those that are.

    `gone` counts lines of the file that nothing matches any more.
    """

    new: tuple[Problem, ...]
    known: int
    gone: int
    left: tuple[str, ...]


def compare(problems: Iterable[Problem], lines: Iterable[str]) -> Compared:
    """Take known problems out. A line of the baseline covers one problem, not all like it."""
    allowed = Counter(line for line in lines if line.strip() and not line.startswith("#"))
    before = allowed.total()
    new: list[Problem] = []
    left: list[str] = []
    for problem in problems:
        line = entry(problem)
        if problem.severity is not Severity.INFO and allowed[line] > 0:
            allowed[line] -= 1
            left.append(line)
        else:
            new.append(problem)
    return Compared(tuple(new), len(left), before - len(left), tuple(sorted(left)))


def entry(problem: Problem) -> str:
    """Return how a baseline writes a problem: without the line, which moves with every edit."""
    return f"{problem.path}: {problem.rule}: {problem.message}"


def read_baseline(file: Path) -> list[str] | None:
    """Return the lines of a baseline, or None if there is no such file. Raises OSError."""
    try:
        return file.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return None


def write_baseline(file: Path, lines: Iterable[str]) -> None:
    """Write a baseline. Raises OSError."""
    file.write_text(HEADER + "".join(f"{line}\n" for line in sorted(lines)), encoding="utf-8")
