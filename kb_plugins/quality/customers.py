"""The names of customers, which must not stand in articles (`customers.txt` beside `mkdocs.yml`).

The list is not in the docs folder: nothing there should hold what must never be published.
"""

from __future__ import annotations

import re
from pathlib import Path

from kb_plugins.model import Problem, Severity

CUSTOMERS = "customers.txt"
RULE = "customer-name"
_SHORTEST = 3


def read_customers(folder: Path) -> tuple[re.Pattern[str] | None, list[Problem]]:
    """Read `customers.txt` (UTF-8): one name a line, empty lines and those with `#` do not count.

    Returns what finds the names, None without a list, and the lines that cannot be used.
    """
    try:
        lines = (folder / CUSTOMERS).read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError:
        return None, []
    except (OSError, UnicodeDecodeError):
        return None, [_wrong(1, "The file cannot be read as UTF-8", "Save it as UTF-8")]
    names, problems = [], []
    for number, line in enumerate(lines, start=1):
        name = " ".join(line.split())
        if not name or name.startswith("#"):
            continue
        if len(name) < _SHORTEST:
            problems.append(
                _wrong(number, f'"{name}" is too short to be found', "Write the whole name")
            )
            continue
        names.append(r"\s+".join(map(re.escape, name.split())))
    if not names:
        return None, problems
    # Longest first, so that the whole name is shown; as it is written, for `Apple` is no fruit.
    options = "|".join(sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{options})(?![\w-])"), problems


def _wrong(line: int, message: str, fix: str) -> Problem:
    return Problem(
        path=CUSTOMERS, line=line, rule=RULE, message=message, fix=fix, severity=Severity.WARNING
    )
