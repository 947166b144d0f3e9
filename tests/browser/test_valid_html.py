"""The Nu HTML checker, the one behind validator.w3.org, on every page: no error, no warning.

`tests/sites` has the same of other companies' articles.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "sites"))
from html_checker import check


def test_every_page_of_the_manual(manual: Path) -> None:
    assert [line for line in check(manual) if not is_wrong_guess(line, manual)] == []


def is_wrong_guess(line: str, site: Path) -> bool:
    """An article that is not translated: its text says its language, and the checker guesses one
    for the whole page, the Italian around it included."""
    page = (site / line.partition(":")[0].lstrip("/")).read_text(encoding="utf-8")
    return "appears to be written in" in line and '<div lang="en" dir="ltr">' in page


def test_the_checker_sees(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<!doctype html><title>T</title><p><div></p>")
    found = check(tmp_path)
    assert any("lang" in line for line in found)
    assert any("p" in line and "end tag" in line for line in found)
