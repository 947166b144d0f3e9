"""Folders a writer could have made, and the exact report of `kb check` over them.

A case is a folder with the name of its rule: `docs/` holds something that breaks the rule and
something near it that does not, `report.txt` is what must be printed, nothing more. After a change
that is meant, `WRITE_REPORTS=1 pytest tests/golden-rules` writes the reports anew: read the diff.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kb_plugins.cli import main
from kb_plugins.quality.registry import all_rules
from kb_plugins.quality.rules import loading, pointing, questions

HERE = Path(__file__).parent
CASES = sorted(folder.parent.name for folder in HERE.glob("*/docs"))
NOVEMBER_2026 = "1795000000"


@pytest.fixture(autouse=True)
def _same_day_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", NOVEMBER_2026)
    monkeypatch.delenv("CI", raising=False)


def lay_out(name: str, out: Path) -> Path:
    """Copy a case to a folder. Returns the configuration file."""
    shutil.copytree(HERE / name, out, dirs_exist_ok=True)
    if not (out / "mkdocs.yml").exists():
        shutil.copy(HERE / "mkdocs.yml", out / "mkdocs.yml")
    return out / "mkdocs.yml"


def kb_check(config_file: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["check", "--config-file", str(config_file), *options])


@pytest.mark.parametrize("name", CASES)
def test_report(name: str, tmp_path: Path) -> None:
    done = kb_check(lay_out(name, tmp_path))
    report = HERE / name / "report.txt"
    if os.environ.get("WRITE_REPORTS"):
        report.write_text(done.stdout, encoding="utf-8")
    assert done.stdout == report.read_text(encoding="utf-8")
    problems = json.loads(kb_check(tmp_path / "mkdocs.yml", "--format", "json").stdout)["problems"]
    fails = any(problem["severity"] != "info" for problem in problems)
    assert done.exit_code == (1 if fails else 0)


@pytest.mark.parametrize("name", CASES)
def test_the_second_run_says_the_same(name: str, tmp_path: Path) -> None:
    """What comes out of the cache is what went in."""
    config_file = lay_out(name, tmp_path)
    first = kb_check(config_file)
    assert (tmp_path / ".cache/kb/digests.json").is_file()
    assert kb_check(config_file).stdout == first.stdout


@pytest.mark.parametrize("name", CASES)
def test_the_case_is_about_its_rule(name: str) -> None:
    lines = (HERE / name / "report.txt").read_text(encoding="utf-8").splitlines()
    assert any(line.split(": ")[1] == name for line in lines)


@pytest.mark.parametrize("name", CASES)
def test_the_case_shows_what_is_right_too(name: str) -> None:
    """Somewhere in the case stands a text that the rule looks at and leaves in peace."""
    lines = (HERE / name / "report.txt").read_text(encoding="utf-8").splitlines()
    wrong = {line.split(":")[0] for line in lines if line.split(": ")[1] == name}
    texts = {path.relative_to(HERE / name).as_posix() for path in (HERE / name).rglob("*.md")}
    assert texts - wrong


def test_every_rule_has_a_case() -> None:
    """Reading and pointing have theirs in `tests/golden`; questions need a site (`tests/sites`)."""
    elsewhere = {rule.id for rule in (*loading.RULES, *pointing.RULES, *questions.RULES)}
    assert {rule.id for rule in all_rules()} - elsewhere == set(CASES)
