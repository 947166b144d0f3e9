"""Workflows and the container, by the linters that their hosts' users trust."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
WORKFLOW = ".github/workflows/site.yml"
TOOLS = Path(sys.executable).parent
LINTERS = {
    "schema of GitHub Actions": ["check-jsonschema", "--builtin-schema",
                                 "vendor.github-workflows", WORKFLOW],
    "schema of GitLab CI": ["check-jsonschema", "--builtin-schema", "vendor.gitlab-ci",
                            "--data-transform", "gitlab-ci", ".gitlab-ci.yml"],
    "security of workflows": ["zizmor", "--offline", "--no-progress", ".github"],
    "container": ["hadolint", "--no-color", "Containerfile"],
    "scripts": ["bash", "-n", ".ci/run", ".ci/published", ".ci/supply"],
}  # fmt: skip


@pytest.mark.parametrize("what", LINTERS)
def test_linters_find_nothing(what: str) -> None:
    program, *arguments = LINTERS[what]
    found = TOOLS / program
    command = [str(found) if found.exists() else program, *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


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
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/pay.md").write_text("---\ntitle: How do I pay?\nlevel: 9\n---\n\nBy card.\n")
    (tmp_path / "mkdocs.yml").write_text(
        'site_name: Help\ntheme: {name: material}\nplugins:\n'
        '  - kb: {channels: {ticket: "mailto:support@example.com"}}\n')  # fmt: skip
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PATH": f"{TOOLS}:{os.environ['PATH']}"}
    done = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True,
                          env=environment)  # fmt: skip
    assert done.returncode == 1
    assert done.stdout.startswith("::error file=docs/pay.md,line=3")


@pytest.mark.parametrize(("status", "code", "kept"), [(200, 0, True), (404, 0, False),
                                                      (500, 1, False)])  # fmt: skip
def test_fetching_the_list_of_addresses(
    status: int, code: int, kept: bool, tmp_path: Path
) -> None:
    """Only a site without a list may pass for the first publication."""
    program = tmp_path / "curl"
    program.write_text(
        "#!/bin/sh\nwhile [ $# -gt 0 ]; do [ $1 = --output ] && echo a/ > $2; shift; done\n"
        f"printf {status}\n")  # fmt: skip
    program.chmod(0o755)
    done = subprocess.run(["bash", ROOT / ".ci/published"], cwd=tmp_path, capture_output=True,
                          env={"PATH": f"{tmp_path}:/usr/bin:/bin",
                               "SITE_URL": "https://help.example.com"})  # fmt: skip
    assert done.returncode == code
    assert (tmp_path / "published.txt").exists() == kept
    assert not (tmp_path / "published.txt.new").exists()
