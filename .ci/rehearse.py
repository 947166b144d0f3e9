"""Runs the steps of a workflow on this machine, as far as a machine without its host can.

`python .ci/rehearse.py .github/workflows/site.yml --job articles` clones this repository, makes
an environment of Python and runs what stands behind `run:`, in the shell and with the variables of
the host, and with an empty HOME. `.gitlab-ci.yml` works too, and an article of the manual that
shows a workflow. Steps that only the host has (`uses:`) are named and left out. The address of the
finished site is an empty server on this machine, or one with an earlier site (`--live`).
"""

from __future__ import annotations

import argparse
import itertools
import os
import re
import shutil
import subprocess
import sys
import tempfile
import textwrap
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
GITHUB = {
    "github.repository": "example/help",
    "github.repository_owner": "example",
    "github.event.repository.name": "help",
    "github.server_url": "https://github.com",
    "github.sha": "0" * 40,
    "github.ref": "refs/heads/main",
    "runner.os": "Linux",
}
KEPT = re.compile(r"PYTEST_ARGS$|PIP_|UV_|SSL_|REQUESTS_|NO_PROXY$|HTTPS?_PROXY$|https?_proxy$")
"""Variables that say where packages come from, or which tests are wanted. Others stay outside."""


@dataclass
class Job:
    """What a job runs: scripts with their variables, what it leaves to the host and must make."""

    name: str
    host: str
    python: str = ""
    steps: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    makes: list[str] = field(default_factory=list)


def read(file: Path) -> dict[str, Any]:
    """Return a workflow, also the first one that an article shows. Raises SystemExit without."""
    text = file.read_text(encoding="utf-8")
    if file.suffix != ".md":
        return yaml.safe_load(text)
    for _indent, block in re.findall(r"^( *)```yaml\n(.*?)^\1```", text, re.M | re.S):
        found = yaml.safe_load(textwrap.dedent(block))
        if "jobs" in found or any("script" in job for job in found.values()):
            return found
    sys.exit(f"{file} shows no workflow")


def github_jobs(workflow: dict[str, Any]) -> Iterator[Job]:
    """Yield the jobs of GitHub Actions, one for each combination of a matrix."""
    for name, job in workflow["jobs"].items():
        matrix = job.get("strategy", {}).get("matrix", {})
        for values in itertools.product(*matrix.values()):
            known = {f"matrix.{key}": value for key, value in zip(matrix, values, strict=True)}
            yield github_job(" ".join([name, *values]), job["steps"], GITHUB | known)


def github_job(name: str, steps: list[dict[str, Any]], known: dict[str, str]) -> Job:
    """Return a job with the values of its expressions filled in."""
    made = Job(name, "GITHUB_ACTIONS")
    for step in steps:
        if "run" in step:
            values = {key: fill(value, known) for key, value in step.get("env", {}).items()}
            made.steps.append((fill(step["run"], known), values))
            continue
        made.left.append(step["uses"].partition("@")[0])
        options = step.get("with", {})
        made.python = fill(options.get("python-version", made.python), known)
        if "upload" in step["uses"]:
            made.makes.append(options["path"])
    return made


def fill(text: str, known: dict[str, str]) -> str:
    """Return a text without expressions. Raises KeyError for one that is not known here."""
    return re.sub(r"\$\{\{ *([\w.]+) *\}\}", lambda found: known[found[1]], text)


def gitlab_jobs(workflow: dict[str, Any], address: str) -> Iterator[Job]:
    """Yield the jobs of GitLab CI in their order. Their variables come as the host sets them."""
    own = {"CI_PAGES_URL": address, "CI_PROJECT_URL": "https://gitlab.com/example/help",
           "CI_PROJECT_DIR": "."}  # fmt: skip
    for name, job in workflow.items():
        if "script" in job:
            variables = workflow.get("variables", {}) | job.get("variables", {})
            image = job.get("image") or workflow.get("default", {}).get("image", "")
            values = {key: str(value) for key, value in variables.items()}
            for key, value in values.items():
                values[key] = re.sub(r"\$(\w+)", lambda found: own[found[1]], value)
            made = Job(name, "GITLAB_CI", image.partition(":")[2].partition("-")[0])
            made.steps = [("\n".join(job["script"]), own | values)]
            made.makes = job.get("artifacts", {}).get("paths", [])
            yield made


def serve(folder: Path) -> str:
    """Serve a folder until this program ends. Returns the address."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/"


def environment(job: Job, folder: Path) -> str:
    """Make an environment of the Python that a job wants, or this one. Returns its PATH."""
    python = shutil.which(f"python{job.python}") or sys.executable
    print(f"  Python {job.python or 'of this machine'}: {python}", flush=True)
    subprocess.run([python, "-m", "venv", folder], check=True)
    return f"{folder / 'bin'}:{Path(python).parent}"


def run(job: Job, work: Path, place: Path, skip: str, address: str) -> None:
    """Run the steps of a job. Raises SystemExit if one fails or leaves no artefact."""
    print(f"== {job.name}\n  left to the host: {', '.join(job.left) or 'nothing'}", flush=True)
    # Where nothing is installed, what is installed beside this program is used.
    programs = str(Path(sys.executable).parent) if skip else environment(job, place / job.name)
    base = variables(job, programs, place / "home")
    for script, values in job.steps:
        lines = [line for line in script.strip().split("\n") if not skip or skip not in line]
        if "SITE_URL" in values:
            values = values | {"SITE_URL": address}
        print(textwrap.indent("\n".join(lines), "  $ "), flush=True)
        done = subprocess.run(["bash", "-e", "-o", "pipefail", "-c", "\n".join(lines)], cwd=work,
                              env=base | values, stdin=subprocess.DEVNULL)  # fmt: skip
        if done.returncode:
            sys.exit(f"{job.name}: a step failed with {done.returncode}")
    for path in job.makes:
        if not (work / path).exists():
            sys.exit(f"{job.name}: there is no {path} to keep")


def variables(job: Job, programs: str, home: Path) -> dict[str, str]:
    """Return the variables of a fresh machine, with an empty home."""
    home.mkdir(exist_ok=True)
    kept = {key: value for key, value in os.environ.items() if KEPT.match(key)}
    path = f"{programs}:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"
    return kept | {"PATH": path, "HOME": str(home), "CI": "true", job.host: "true"}


def main() -> None:
    """Read the command line and run what it names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workflow", type=Path)
    parser.add_argument("--job", action="append", help="a name, with the values of a matrix")
    parser.add_argument("--source", type=Path, help="a folder to work in, instead of a clone")
    parser.add_argument("--skip", default="", help="lines to leave out: 'pip install'")
    parser.add_argument("--live", type=Path, help="an earlier site")
    arguments = parser.parse_args()
    workflow = read(arguments.workflow)
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary)
        (place / "empty").mkdir()
        address = serve(arguments.live or place / "empty")
        jobs = github_jobs(workflow) if "jobs" in workflow else gitlab_jobs(workflow, address)
        work = arguments.source
        for job in jobs:
            if arguments.job and job.name not in arguments.job:
                continue
            # Jobs of GitHub begin with a clone each; those of GitLab hand their artefacts on.
            if not arguments.source and (work is None or "jobs" in workflow):
                work = place / f"clone of {job.name}"
                subprocess.run(["git", "clone", "--quiet", ROOT, work], check=True)
            run(job, work, place, arguments.skip, address)


if __name__ == "__main__":
    main()
