"""`kb check` as its users call it: formats, choices, mending, baselines, exit codes."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

from kb_plugins.cli import main
from kb_plugins.quality.registry import all_rules
from kb_plugins.quality.reports import REPORTS

SITE = """site_name: Help
theme: {name: material}
plugins:
  - kb:
      channels: {ticket: "mailto:support@example.com"}
"""
GOOD = "---\ntitle: How do I pay?\nlevel: 0\ndescription: By card.\n---\n\nPay by card.\n"
BAD = (
    "---\ntitle: How do I reset it?\nlevel: 0\ndescription: Press it.\n---\r\n\r\n"
    'Click [here](pai.md) or [pay, "now": 100 %, ok](plans/pay.md).\r\n\r\n```\r\nreset\r\n```\r\n'
)


@pytest.fixture(autouse=True)
def _no_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "docs/billing").mkdir(parents=True)
    (tmp_path / "mkdocs.yml").write_text(SITE)
    (tmp_path / "docs/billing/pay.md").write_text(GOOD)
    (tmp_path / "docs/reset.md").write_bytes(BAD.replace("---\n", "---\r\n").encode())
    return tmp_path


def kb(site: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["check", "-f", str(site / "mkdocs.yml"), *options])


REPORT = """\
docs/reset.md:7: broken-link: "pai.md" leads nowhere. Remove the link, or correct it.
docs/reset.md:7: broken-link: "plans/pay.md" leads nowhere. Did you mean "billing/pay.md"?
docs/reset.md:7: link-text: The words "here" do not say where the link leads. Link the words that \
name the target.
docs/reset.md:9: code-language: The block of code names no language. Write it after the opening \
signs, or `text` for messages and output.
"""


def test_text(site: Path) -> None:
    done = kb(site)
    assert done.stdout == REPORT
    assert done.stderr == "2 files: 3 warnings, 1 note.\n"
    assert done.exit_code == 1


def test_nothing_wrong(site: Path) -> None:
    (site / "docs/reset.md").unlink()
    done = kb(site)
    assert (done.stdout, done.exit_code) == ("", 0)
    assert done.stderr == "1 file: no problems.\n"


def test_notes_fail_nothing(site: Path) -> None:
    assert kb(site, "--select", "code-language").exit_code == 0


def test_github(site: Path) -> None:
    assert kb(site, "--format", "github", "--select", "link-text,code-language").stdout == (
        '::warning file=docs/reset.md,line=7,title=link-text::The words "here" do not say where '
        "the link leads. Link the words that name the target.\n"
        "::notice file=docs/reset.md,line=9,title=code-language::The block of code names no "
        "language. Write it after the opening signs, or `text` for messages and output.\n"
    )


def test_json(site: Path) -> None:
    data = json.loads(kb(site, "--format", "json", "--select=link-text").stdout)
    assert data == {
        "version": 1,
        "problems": [
            {
                "path": "docs/reset.md",
                "line": 7,
                "rule": "link-text",
                "message": 'The words "here" do not say where the link leads',
                "fix": "Link the words that name the target",
                "severity": "warning",
            }
        ],
    }


def test_junit(site: Path) -> None:
    root = ElementTree.fromstring(kb(site, "--format", "junit").stdout)
    suite = root.find("testsuite")
    assert suite is not None
    assert (suite.get("tests"), suite.get("failures")) == ("4", "3")
    assert len(suite.findall("testcase/failure")) == 3
    assert suite.find("testcase[@classname='code-language']/system-out") is not None


def test_sarif(site: Path) -> None:
    """What the schema of SARIF 2.1.0 demands, and what GitHub wants beyond it."""
    log = json.loads(kb(site, "--format", "sarif").stdout)
    assert set(log) == {"$schema", "version", "runs"}
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule.id for rule in all_rules()]
    for rule in rules:
        assert rule["shortDescription"]["text"]
        assert rule["defaultConfiguration"]["level"] in ("none", "note", "warning", "error")
    assert len(run["results"]) == 4
    for result in run["results"]:
        assert set(result) == {"ruleId", "ruleIndex", "level", "message", "locations"}
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        (location,) = result["locations"]
        place = location["physicalLocation"]
        assert place["artifactLocation"]["uri"] == "docs/reset.md"
        assert place["region"]["startLine"] >= 1


@pytest.mark.parametrize("form", REPORTS)
def test_every_format_without_problems(form: str) -> None:
    assert isinstance(REPORTS[form]([]), str)


def test_ignore(site: Path) -> None:
    done = kb(site, "--ignore", "broken-link", "--ignore", "link-text")
    assert [line.split(": ")[1] for line in done.stdout.splitlines()] == ["code-language"]


def test_severities_of_the_configuration(site: Path) -> None:
    rules = "      rules: {link-text: off, broken-link: info, code-language: error}\n"
    (site / "mkdocs.yml").write_text(SITE + rules)
    done = kb(site)
    assert done.stderr == "2 files: 1 error, 2 notes.\n"
    assert done.exit_code == 1


def test_fix_changes_broken_lines_only(site: Path) -> None:
    before = (site / "docs/reset.md").read_bytes()
    done = kb(site, "--fix")
    assert done.stderr.startswith("2 lines mended.\n")
    assert (site / "docs/reset.md").read_bytes() == before.replace(
        b"](plans/pay.md)", b"](billing/pay.md)"
    ).replace(b"```\r\nreset", b"```text\r\nreset")
    assert "Did you mean" not in done.stdout
    again = (site / "docs/reset.md").read_bytes()
    assert kb(site, "--fix").stderr.startswith("0 lines mended.\n")
    assert (site / "docs/reset.md").read_bytes() == again


def test_baseline_only_shrinks(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = site / "known.txt"
    first = kb(site, "--baseline", str(file))
    assert first.exit_code == 0
    assert len(re.findall("^docs/", file.read_text(), re.M)) == 3
    article = site / "docs/reset.md"
    # The same mistakes further down are still known; one more of the same kind is new.
    text = article.read_text().replace("Click", "\n\nClick")
    article.write_text(text + "\n[here](billing/pay.md)\n")
    known = file.read_text()
    done = kb(site, "--baseline", str(file))
    assert [line.split(": ")[1] for line in done.stdout.splitlines()] == [
        "code-language",
        "link-text",
    ]
    assert done.exit_code == 1
    assert file.read_text() == known
    # What was mended leaves the file, and may not come back; CI only reads it.
    article.write_text(GOOD.replace("pay", "reset"))
    monkeypatch.setenv("CI", "true")
    assert kb(site, "--baseline", str(file)).exit_code == 0
    assert file.read_text() == known
    monkeypatch.delenv("CI")
    assert kb(site, "--baseline", str(file), "--select=link-text").exit_code == 0
    assert file.read_text() == known
    kb(site, "--baseline", str(file))
    assert "docs/" not in file.read_text()
    article.write_text(text)
    assert kb(site, "--baseline", str(file)).exit_code == 1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--select", "link-txt"], 'There is no rule "link-txt". Did you mean "link-text"?'),
        (["--format", "xml"], "'xml' is not one of"),
        (["--baseline", "no.txt", "--select=yaml"], "Make it without --select"),
    ],
)
def test_a_wrong_call(site: Path, options: list[str], message: str) -> None:
    done = kb(site, *options)
    assert done.exit_code == 2
    assert message in " ".join(done.stderr.split())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("site_name: [", "cannot be used"),
        ("site_name: Help\nplugins: [search]\n", "does not use the plugin"),
        ("plugins: [kb]\n", "site_name"),
        ("site_name: Help\nplugins:\n  - kb: {audience: all}\n", "audience"),
    ],
)
def test_a_wrong_configuration(site: Path, text: str, message: str) -> None:
    (site / "mkdocs.yml").write_text(text)
    done = kb(site)
    assert done.exit_code == 2
    assert message in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


def test_no_configuration(tmp_path: Path) -> None:
    done = kb(tmp_path)
    assert done.exit_code == 2
    assert "does not exist" in done.stderr


def test_list(site: Path) -> None:
    lines = kb(site, "--list").stdout.splitlines()
    assert len(lines) == len(all_rules())
    assert any(line.startswith("orphan-article ") and " off " in line for line in lines)


def test_help_lists_the_commands() -> None:
    done = CliRunner().invoke(main, ["--help"])
    assert re.search(r"^  check  +\w", done.stdout, re.M)
    assert CliRunner().invoke(main, ["chek"]).exit_code == 2
