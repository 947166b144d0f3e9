"""Folders a writer could have made, and the exact report of a strict build.

A case is a folder: `docs/` and `problems.txt`, perhaps a `mkdocs.yml` of its own, and perhaps
`links.txt` with symbolic links to make (`where -> target`).
"""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

import kb_plugins

HERE = Path(__file__).parent
CASES = sorted(folder.parent.name for folder in HERE.glob("*/problems.txt"))
CODE = Path(kb_plugins.__file__).parent
MESSAGES = HERE.parents[1] / "docs/reference/messages.md"
LAST_GOOD = "The last good site"


def lay_out(name: str, out: Path) -> Path:
    """Copy a case to a folder, beside a finished site. Returns the configuration file."""
    shutil.copytree(HERE / name, out, dirs_exist_ok=True)
    config_file = out / "mkdocs.yml"
    if not config_file.exists():
        shutil.copy(HERE / "mkdocs.yml", config_file)
    links = out / "links.txt"
    for line in links.read_text().splitlines() if links.exists() else ():
        where, target = line.split(" -> ")
        (out / where).symlink_to(target)
    (out / "site").mkdir()
    (out / "site/index.html").write_text(LAST_GOOD)
    return config_file


def report(records: list) -> list[str]:
    """Return what the build logged as warnings and errors."""
    return [record.getMessage() for record in records if record.levelname in ("WARNING", "ERROR")]


def expected(name: str) -> list[str]:
    return (HERE / name / "problems.txt").read_text(encoding="utf-8").splitlines()


def remains(out: Path) -> bool:
    """Whether the last good site is there, and nothing else."""
    files = [path.relative_to(out / "site").as_posix() for path in (out / "site").rglob("*")]
    return files == ["index.html"] and (out / "site/index.html").read_text() == LAST_GOOD


@pytest.mark.parametrize("name", [name for name in CASES if expected(name)])
def test_report(name: str, tmp_path: Path, caplog: pytest.LogCaptureFixture):
    config = load_config(str(lay_out(name, tmp_path)), strict=True, site_dir=str(tmp_path / "site"))
    with pytest.raises(Abort):
        build(config)
    messages = report(caplog.records)
    problems = expected(name)
    if name != "config":  # which speaks before anything is read
        count = f"{len(problems)} problem{'s' if len(problems) > 1 else ''}"
        assert messages.pop() == f"kb found {count}; nothing was written"
    assert messages == problems
    assert remains(tmp_path)


def test_good_site(tmp_path: Path, caplog: pytest.LogCaptureFixture):
    config = load_config(
        str(lay_out("good", tmp_path)), strict=True, site_dir=str(tmp_path / "site")
    )
    build(config)
    assert report(caplog.records) == expected("good") == []
    built = {
        path.parent.relative_to(tmp_path / "site").as_posix()
        for path in (tmp_path / "site").rglob("index.html")
    }
    assert {"billing/invoice", "billing/refund", "old", "levels/1-ticket", "a-z"} <= built
    assert not {"staff/notes", "unfinished"} & built


def test_without_strict_the_site_is_built(tmp_path: Path, caplog: pytest.LogCaptureFixture):
    """What cannot be understood is reported and left out; the rest is published."""
    config = load_config(
        str(lay_out("several", tmp_path)), strict=False, site_dir=str(tmp_path / "site")
    )
    build(config)
    assert report(caplog.records) == expected("several")
    site = tmp_path / "site"
    assert (site / "b/index.html").exists()
    assert not (site / "a/index.html").exists()
    assert not (site / "c/d/index.html").exists()


def test_command_line(tmp_path: Path):
    """What CI does: the exit code stops the publication, and the report is on the screen."""
    lay_out("several", tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict"],
        cwd=tmp_path,
        check=False,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "NO_COLOR": "1"},
    )
    assert done.returncode == 1
    assert [line for line in expected("several") if line not in done.stderr] == []
    assert remains(tmp_path)


def rules_in_code() -> Iterator[str]:
    """Find the rule ids of all problems that the code can report."""
    for file in CODE.rglob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        position = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                names = [arg.arg for arg in node.args.args if arg.arg != "self"]
                if "rule" in names:
                    position[node.name] = names.index("rule")
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                values = [keyword.value for keyword in node.keywords if keyword.arg == "rule"]
                if name in position:
                    values += node.args[position[name] :][:1]
                yield from (value.value for value in values if isinstance(value, ast.Constant))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield from re.findall(r"^:\d+: ([a-z-]+): ", node.value)


# What `kb adopt` says of a site is no rule of ours; tests/unit/test_adopt.py has its cases.
RULES = sorted({rule for rule in rules_in_code() if not rule.startswith("adopt")})


def test_rules_are_found():
    """The search above must not go blind when the code changes its ways."""
    assert {"encoding", "yaml", "schema", "config", "dead-end", "related-unknown"} <= set(RULES)
    assert len(RULES) >= 25


AFTER_RENDERING = {"url-gone", "anchor-gone", "published-list", "hosting"}
"""Found in finished pages; tests/publish has their cases."""
ELSEWHERE = {
    "extension": "tests/extending",
    "event": "tests/report",
    "search-replaced": "tests/sites",
    "diagram-as-text": "tests/sites",
    "diagram-broken": "tests/sites",
}
"""Rules about other packages and other files, and where their cases are."""
OPTIONAL = {"translation-missing"}
"""In the article about rules, with a case in `tests/golden-rules`."""
EACH_RULE = pytest.mark.parametrize("rule", sorted(set(RULES) - AFTER_RENDERING - OPTIONAL))


@EACH_RULE
def test_every_rule_has_a_case(rule: str):
    if folder := ELSEWHERE.get(rule):
        files = (HERE.parents[1] / folder).glob("test_*.py")
        assert any(f"{rule}: " in file.read_text(encoding="utf-8") for file in files)
        return
    assert rule in CASES
    assert any(f": {rule}: " in line for line in expected(rule))


def documented() -> list[str]:
    return re.findall(r"^### `([\w.-]+)`$", MESSAGES.read_text(encoding="utf-8"), re.M)


@EACH_RULE
def test_every_rule_is_documented(rule: str):
    assert rule in documented()


def test_no_rule_is_documented_that_does_not_exist():
    assert set(documented()) <= set(RULES) | AFTER_RENDERING
    assert len(documented()) == len(set(documented()))


MESSAGE = re.compile(r"^\s*((?:docs/\S+|mkdocs\.yml):\d+: ([\w.-]+): .*)$", re.M)
SHOWN = [
    (page.name, match[1])
    for page in sorted(MESSAGES.parents[1].rglob("*.md"))
    for match in MESSAGE.finditer(page.read_text(encoding="utf-8"))
]


def shape(message: str) -> str:
    """Return a message without what differs from file to file: paths, quotations, numbers."""
    text = re.sub(r"^\S+:\d+: ", "", message)
    text = re.sub(r"\"[^\"]*\"|'[^']*'|`[^`]*`", "x", text)
    text = re.sub(r"\b(docs|levels)/\S+", "path", text)
    text = re.sub(r"not one of [\w, -]+", "not one of these", text)
    return re.sub(r"\((?=[A-Z])[\w ]+\)", "(reason)", re.sub(r"\d+", "0", text))


@pytest.mark.parametrize(
    ("page", "message"),
    [
        (page, text)
        for page, text in SHOWN
        if text.split(": ")[1] not in {*AFTER_RENDERING, *ELSEWHERE}
    ],
)
def test_the_manual_quotes_messages_as_they_are(page: str, message: str):
    assert shape(message) in {shape(line) for name in CASES for line in expected(name)}
