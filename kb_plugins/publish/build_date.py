"""The date that a build writes into a site. It belongs to the content, not to the day of the build.

It is `SOURCE_DATE_EPOCH` (https://reproducible-builds.org/specs/source-date-epoch/), else the date
of the last commit, else that of the newest file.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from pathlib import Path

VARIABLE = "SOURCE_DATE_EPOCH"


def build_epoch(folder: Path, sources: Iterable[Path]) -> int:
    """Return the date of a build in seconds since 1970.

    `folder` is where to ask git, `sources` are looked at where there is no git.
    """
    given = os.environ.get(VARIABLE, "")
    if given.isdigit():
        return int(given)
    committed = _last_commit(folder)
    return committed if committed is not None else _newest(sources)


def _last_commit(folder: Path) -> int | None:
    command = ["git", "-C", str(folder), "log", "-1", "--format=%ct"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    except (OSError, subprocess.SubprocessError):
        return None
    return int(done.stdout) if done.stdout.strip().isdigit() else None


def _newest(sources: Iterable[Path]) -> int:
    newest = 0.0
    for source in sources:
        for parent, _folders, names in os.walk(source):
            newest = max(newest, *(_changed(Path(parent, name)) for name in names), 0.0)
        if source.is_file():
            newest = max(newest, _changed(source))
    return int(newest)


def _changed(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except OSError:
        return 0.0
