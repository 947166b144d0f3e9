"""`kb check` at a real terminal: colours and progress there, and neither in pipes and in CI."""

from __future__ import annotations

import os
import pty
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

GOOD = Path(__file__).parent / "good-site"
ROOT = Path(__file__).parents[2]
# A second passes whenever somebody looks at the clock: the command believes that it is slow.
SLOW = (
    "import itertools, time; seconds = itertools.count(); "
    "time.monotonic = lambda: float(next(seconds)); from kb_plugins.cli import main; main()"
)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    shutil.copytree(GOOD, tmp_path, dirs_exist_ok=True)
    file = tmp_path / "docs/billing/pay.md"
    file.write_text(file.read_text().replace("[look at your network]", "[here]"))
    return tmp_path


def environment(**changes: str) -> dict[str, str]:
    plain = {k: v for k, v in os.environ.items() if k not in ("CI", "NO_COLOR", "TERM")}
    path = os.pathsep.join((str(ROOT), os.environ.get("PYTHONPATH", "")))
    return (
        plain | {"TERM": "xterm", "SOURCE_DATE_EPOCH": "1795000000", "PYTHONPATH": path} | changes
    )


def at_terminal(site: Path, **changes: str) -> str:
    """Run the command with a terminal for all it says; return that."""
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW, "check"],
        cwd=site, stdout=slave, stderr=slave, stdin=slave, env=environment(**changes),
    )  # fmt: skip
    os.close(slave)
    said = b""
    while True:
        try:
            piece = os.read(master, 4096)
        except OSError:  # how Linux says that nobody writes any more
            break
        if not piece:
            break
        said += piece
    os.close(master)
    assert process.wait() == 1
    return said.decode()


def test_a_terminal_sees_progress_and_colours(site: Path) -> None:
    said = at_terminal(site)
    assert re.search(r"\r\x1b\[Kchecking: broken-link", said)
    assert "\x1b[33mlink-text\x1b[0m" in said
    # Nothing of the progress is left in front of the report.
    assert "\r\x1b[Kdocs/billing/pay.md:9: " in said


def test_no_color_keeps_the_progress_and_takes_the_colours(site: Path) -> None:
    said = at_terminal(site, NO_COLOR="1")
    assert "checking: " in said
    assert "\x1b[33m" not in said
    assert ": link-text: " in said


@pytest.mark.parametrize("changes", [{"CI": "true"}, {"TERM": "dumb"}])
def test_where_nothing_can_be_written_over_there_is_no_progress(
    site: Path, changes: dict[str, str]
) -> None:
    assert "checking: " not in at_terminal(site, **changes)


def test_a_pipe_gets_the_report_alone(site: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SLOW, "check"],
        cwd=site, capture_output=True, text=True, env=environment(), check=False,
    )  # fmt: skip
    assert "\x1b" not in done.stdout + done.stderr
    assert "\r" not in done.stdout + done.stderr
    assert done.stdout.startswith("docs/billing/pay.md:9: link-text: ")
    assert done.stderr == "7 files: 1 warning.\n"


def test_the_hook_for_pre_commit(site: Path) -> None:
    """The hook is what pre-commit expects, and its command fails for a mistake alone."""
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert {"id", "name", "entry", "language"} <= hook.keys()
    assert (hook["language"], hook["pass_filenames"]) == ("python", False)
    # A picture that was moved or a page that was deleted breaks others, so every commit counts.
    assert hook["always_run"] is True
    program, *arguments = shlex.split(hook["entry"])
    assert program == "kb"
    command = [sys.executable, "-c", "from kb_plugins.cli import main; main()", *arguments]
    for folder, code in ((site, 1), (GOOD, 0)):
        done = subprocess.run(command, cwd=folder, env=environment(), check=False)
        assert done.returncode == code
