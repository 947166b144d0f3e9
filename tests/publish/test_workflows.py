"""Workflows and the container, by the linters that their hosts' users trust."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
WORKFLOW = ".github/workflows/site.yml"
TOOLS = Path(sys.executable).parent
SCRIPTS = (".ci/audit", ".ci/published", ".ci/run", ".ci/supply")
# jactionlint is actionlint with more rules; it gives the scripts of steps to shellcheck.
LINTERS = {
    "workflows": ["jactionlint", "--strict-exit", "--no-hints"],
    "schema of GitLab CI": ["check-jsonschema", "--builtin-schema", "vendor.gitlab-ci",
                            "--data-transform", "gitlab-ci", ".gitlab-ci.yml"],
    "security of workflows": ["zizmor", "--offline", "--no-progress", ".github"],
    "container": ["hadolint", "--no-color", "Containerfile"],
    "scripts": ["shellcheck", *SCRIPTS],
}  # fmt: skip


def lint(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a linter that stands beside this Python, in the folder of the project."""
    environment = os.environ | {"PATH": f"{TOOLS}:{os.environ['PATH']}"}
    return subprocess.run([TOOLS / program, *arguments], cwd=ROOT, capture_output=True, text=True,
                          env=environment)  # fmt: skip


@pytest.mark.parametrize("what", LINTERS)
def test_linters_find_nothing(what: str) -> None:
    done = lint(*LINTERS[what])
    assert done.returncode == 0, done.stdout + done.stderr


def shown(article: str) -> str:
    """Return the first YAML that an article of the manual shows."""
    text = (ROOT / "docs" / article).read_text(encoding="utf-8")
    return textwrap.dedent(re.search(r"^ *```yaml\n(.*?)^ *```", text, re.M | re.S)[1])


def test_workflows_that_the_manual_shows(tmp_path: Path) -> None:
    github, gitlab = tmp_path / "pages.yml", tmp_path / ".gitlab-ci.yml"
    github.write_text(shown("third-party/github-pages.md"))
    gitlab.write_text(shown("third-party/gitlab-pages.md"))
    schema = LINTERS["schema of GitLab CI"][:-1]
    for command in (["jactionlint", "--strict-exit", "--no-hints", str(github)],
                    ["zizmor", "--offline", "--no-progress", str(github)],
                    [*schema, str(gitlab)]):  # fmt: skip
        done = lint(*command)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(("article", "job", "site"), [
    ("github-pages", "build", "site"), ("gitlab-pages", "pages", "public")])  # fmt: skip
def test_their_steps_are_right(article: str, job: str, site: str, tmp_path: Path) -> None:
    """All of them but the installation run in a help centre, and leave what the host publishes."""
    help_centre(tmp_path)
    command = [sys.executable, ROOT / ".ci/rehearse.py", ROOT / f"docs/third-party/{article}.md",
               "--job", job, "--source", tmp_path, "--skip", "pip install"]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "$ kb check" in done.stdout
    assert (tmp_path / site / "pay/index.html").is_file()


def help_centre(folder: Path, level: int = 0) -> None:
    """Write a help centre with one article. There is no level 9."""
    (folder / "docs").mkdir()
    (folder / "docs/pay.md").write_text(
        f"---\ntitle: How do I pay?\nlevel: {level}\ndescription: By card.\n---\n\nBy card.\n")
    (folder / "mkdocs.yml").write_text(
        'site_name: Help\ntheme: {name: material}\nplugins:\n'
        '  - kb: {channels: {ticket: "mailto:support@example.com"}}\n')  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "said"), [
    ("${{ matrix.python }}", "${{ matrix.pythons }}", '"pythons" is not defined'),
    ("needs: [articles, test, versions]", "needs: [article, test]", '"article"'),
    ("run: bash .ci/run", "run: bash $RUN", "SC2086"),
])  # fmt: skip
def test_the_linter_sees(right: str, wrong: str, said: str, tmp_path: Path) -> None:
    text = (ROOT / WORKFLOW).read_text(encoding="utf-8")
    assert right in text
    (tmp_path / "site.yml").write_text(text.replace(right, wrong))
    assert said in lint("jactionlint", str(tmp_path / "site.yml")).stdout


def workflow() -> dict:
    return yaml.safe_load((ROOT / WORKFLOW).read_text(encoding="utf-8"))


def test_actions_are_pinned_and_say_their_version() -> None:
    """In the workflow, and in what the manual tells others to copy."""
    texts = [ROOT / WORKFLOW, *(ROOT / "docs").rglob("*.md")]
    uses = [line for path in texts for line in path.read_text("utf-8").splitlines()
            if re.match(r"\s*-? ?uses: ", line)]  # fmt: skip
    assert len(uses) > 10
    pinned = re.compile(r"\s*-? ?uses: [\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")
    assert [line for line in uses if not pinned.match(line)] == []


def test_rights_are_given_job_by_job() -> None:
    site = workflow()
    assert site["permissions"] == {}
    for name, job in site["jobs"].items():
        writes = [right for right, value in job["permissions"].items() if value == "write"]
        assert writes == (["pages", "id-token"] if name == "publish" else [])
        assert job["timeout-minutes"]


def test_every_supported_python_is_in_the_matrix() -> None:
    pythons = workflow()["jobs"]["versions"]["strategy"]["matrix"]["python"]
    assert 'requires-python = ">=3.11"' in (ROOT / "pyproject.toml").read_text()
    assert pythons[0] == "3.11"
    assert len(pythons) >= 3


def test_the_annotations_that_a_pull_request_shows(tmp_path: Path) -> None:
    """The very step of the workflow, in a help centre with a mistake."""
    steps = workflow()["jobs"]["articles"]["steps"]
    command = next(step["run"] for step in steps if "kb check" in step.get("run", ""))
    help_centre(tmp_path, level=9)
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PATH": f"{TOOLS}:{os.environ['PATH']}"}
    done = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True,
                          env=environment)  # fmt: skip
    assert done.returncode == 1
    assert done.stdout.startswith("::error file=docs/pay.md,line=3")


@pytest.mark.parametrize(("status", "code", "listed"), [
    (200, 0, ["# Promises", "a/", "b/"]), (404, 0, ["# Promises", "b/"]),
    (500, 1, ["# Promises", "b/"])])  # fmt: skip
def test_fetching_the_list_of_addresses(
    status: int, code: int, listed: list[str], tmp_path: Path
) -> None:
    """What is committed and what is live both count; only 404 may pass for a first publication."""
    (tmp_path / "published.txt").write_text("# Promises\nb/\n")
    pretend(tmp_path / "curl",
            "while [ $# -gt 0 ]; do\n"
            "  [ $1 = --output ] && printf '# Promises\\na/\\nb/\\n' > $2; shift\ndone\n"
            f"printf {status}\n")  # fmt: skip
    done = subprocess.run(["bash", ROOT / ".ci/published"], cwd=tmp_path, capture_output=True,
                          env={"PATH": f"{tmp_path}:/usr/bin:/bin",
                               "SITE_URL": "https://help.example.com"})  # fmt: skip
    assert done.returncode == code
    assert (tmp_path / "published.txt").read_text().splitlines() == listed
    assert {path.name for path in tmp_path.iterdir()} == {"curl", "published.txt"}


def pretend(program: Path, script: str) -> None:
    """Write a stand-in for a program that needs the net."""
    program.write_text(f"#!/bin/sh\n{script}")
    program.chmod(0o755)


FOUND = '{"dependencies": [{"name": "x", "vulns": [{"id": "PYSEC-1"}]}]}'
SILENT = '{"dependencies": [{"name": "x", "vulns": []}]}'


@pytest.mark.parametrize(("known", "parts", "code"), [
    (FOUND, 0, 0), (FOUND, 1, 1), (SILENT, 0, 2), ("", 0, 2)])  # fmt: skip
def test_an_audit_that_asks_nobody_fails(
    known: str, parts: int, code: int, tmp_path: Path
) -> None:
    """`known` is what is said of a version with a known fault, `parts` of our own."""
    pretend(tmp_path / "pip-audit",
            f"case \"$*\" in *json*) printf '%s' '{known}'; exit 1;; esac\nexit {parts}\n")
    done = subprocess.run(["bash", ROOT / ".ci/audit", "parts.txt"], capture_output=True,
                          text=True, env={"PATH": f"{tmp_path}:/usr/bin:/bin"})  # fmt: skip
    assert done.returncode == code
    assert ("No audit took place" in done.stderr) == (code == 2)
