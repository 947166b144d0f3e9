"""MkDocs as people run it: its command line, in this process, or in one of its own.

The first is the same code from the arguments to the exit code, without a second to start.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner
from mkdocs.__main__ import cli

ROOT = Path(__file__).resolve().parents[2]


class Done(NamedTuple):
    """What a command left: its exit code and everything it said."""

    code: int
    said: str


def mkdocs(folder: Path, *arguments: str) -> Done:
    """Run mkdocs in the folder of a help centre. Raises what MkDocs itself does not expect."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        result = CliRunner().invoke(cli, arguments or ("build", "--strict"))
    if result.exception and not isinstance(result.exception, SystemExit | RuntimeError):
        raise result.exception
    return Done(result.exit_code, f"{result.output}{result.exception}")


def mkdocs_process(
    folder: Path, *arguments: str, python: str | Path = sys.executable, **options: Any
) -> Done:
    """Run mkdocs in a process of its own."""
    command = [str(python), "-m", "mkdocs", *(arguments or ("build", "--strict"))]
    options.setdefault("env", os.environ | {"PYTHONPATH": str(ROOT)})
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, **options)
    return Done(done.returncode, done.stdout + done.stderr)
