"""Kills builds at random moments and looks at the site that is in place: is it one whole build?

`python bench/kills.py --builds 200 --swaps 1000` builds two versions of a small help centre in turn
and kills each build with SIGKILL, at moments spread evenly over its length, until so many were
killed while they ran. The swaps kill only the last step, which is too short to be met often: a made
site replaces the one in place. Then that step is killed before each single thing that it asks of
the system, by an audit hook. With `--renames` they do it as on systems that cannot exchange two
folders, where the next build mends.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config

from kb_plugins.publish import staging

ARTICLES = 8
CONFIG = """site_name: Help
site_url: https://help.example.com/
theme: {name: material}
plugins:
  - kb: {channels: {ticket: "mailto:support@example.com"}}
"""
ARTICLE = """---
title: How do I pay invoice %(number)d?
level: 0
description: By card, in the customer area.
updated: 2026-11-23
---

Version %(version)s: pay by card.
"""


def lay_out(folder: Path, version: str) -> Path:
    """Write the sources of one version. Returns the configuration file."""
    docs = folder / "docs/billing"
    docs.mkdir(parents=True)
    for number in range(ARTICLES):
        text = ARTICLE % {"number": number, "version": version}
        (docs / f"pay-{number}.md").write_text(text, encoding="utf-8")
    (folder / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    return folder / "mkdocs.yml"


def print_of(site: Path) -> str:
    """Return one value for all names and bytes of a site."""
    total = hashlib.sha256()
    for path in sorted(site.rglob("*")):
        total.update(path.relative_to(site).as_posix().encode() + b"\0")
        total.update(path.read_bytes() if path.is_file() else b"")
    return total.hexdigest()


def kill(work: Callable[[], None], after: float) -> bool:
    """Run something in a process of its own and kill it. Returns whether it was still running."""
    child = os.fork()
    if child == 0:
        work()
        os._exit(0)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    _pid, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def build_to(config_file: Path, site: Path) -> None:
    """Build a site, as `mkdocs build --strict` does."""
    config = load_config(str(config_file), site_dir=str(site), strict=True)
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    config.plugins.on_shutdown()


def swap_to(made: Path, site: Path) -> None:
    """Put a copy of a made site in place, as a build does at its end."""
    stage = staging.begin(site)
    shutil.copytree(made, stage.folder, dirs_exist_ok=True)
    stage.publish()


def step_by_step(made: list[Path], site: Path, mend: bool) -> Counter[str]:
    """Kill the last step before its first call of the system, before its second, ... to its end."""
    found: Counter[str] = Counter()
    few = [site.with_name(path.parent.name) / "few" for path in made]
    for path, target in zip(made, few, strict=True):
        shutil.copytree(path, target, ignore=shutil.ignore_patterns("assets"))
    whole = set(map(print_of, few))
    swap_to(few[0], site)
    killed = True
    while killed:
        child = os.fork()
        if child == 0:
            stage = staging.begin(site)
            number = found["whole, killed"]
            shutil.copytree(few[number % 2], stage.folder, dirs_exist_ok=True)
            sys.addaudithook(Countdown(number))
            stage.publish()
            os._exit(0)
        killed = os.WIFSIGNALED(os.waitpid(child, 0)[1])
        if mend:
            staging.begin(site).discard()
        state = "whole" if site.is_dir() and print_of(site) in whole else "BROKEN"
        found[f"{state}, {'killed' if killed else 'finished'}"] += 1
        if state == "BROKEN":
            break
    return found


class Countdown:
    """Kills this process at an event: a file is opened, a folder renamed, a library called."""

    def __init__(self, left: int) -> None:
        self.left = left

    def __call__(self, event: str, _arguments: object) -> None:
        """Count an event that touches the system."""
        if event.startswith(("os.", "open", "shutil.", "ctypes.")):
            self.left -= 1
            if self.left == -1:
                os.kill(os.getpid(), signal.SIGKILL)


def attack(
    works: list[Callable[[], None]], site: Path, whole: set[str], times: int, mend: bool
) -> Counter[str]:
    """Kill each work in turn, and count how the site was found."""
    found: Counter[str] = Counter()
    begun = time.monotonic()
    works[0]()
    length = time.monotonic() - begun
    number = killed = 0
    while killed < times:
        moment = length * 1.2 * (number % times + random.random()) / times
        running = kill(works[number % len(works)], moment)
        number, killed = number + 1, killed + running
        if mend:  # what the next build begins with
            staging.begin(site).discard()
        state = "whole" if site.is_dir() and print_of(site) in whole else "BROKEN"
        found[f"{state}, {'killed' if running else 'finished before'}"] += 1
    works[0]()  # the next build cleans up
    left = [path.name for path in site.parent.iterdir() if path != site]
    found["leftovers"] = len(left)
    return found


def main() -> int:
    """Attack, print the counts. Returns 1 if a site was not whole."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--builds", type=int, default=200)
    parser.add_argument("--swaps", type=int, default=1000)
    parser.add_argument("--renames", action="store_true")
    arguments = parser.parse_args()
    if arguments.renames:
        staging._exchange = lambda one, other: False
    folder = Path(tempfile.mkdtemp(prefix="kills-"))
    try:
        configs = [lay_out(folder / version, version) for version in ("one", "two")]
        made = [config.parent / "made" for config in configs]
        for config, target in zip(configs, made, strict=True):
            build_to(config, target)
        whole = {print_of(target) for target in made}
        site = folder / "www/site"
        builds = [lambda config=config: build_to(config, site) for config in configs]
        swaps = [lambda target=target: swap_to(target, site) for target in made]
        failed = 0
        attacks = {
            "builds": lambda: attack(builds, site, whole, arguments.builds, arguments.renames),
            "swaps": lambda: attack(swaps, site, whole, arguments.swaps, arguments.renames),
            "steps": lambda: step_by_step(made, site, arguments.renames),
        }
        for name, run in attacks.items():
            found = run()
            print(f"{name}:", ", ".join(f"{count} {what}" for what, count in found.items()))
            failed += found["leftovers"] + sum(
                count for what, count in found.items() if what.startswith("BROKEN")
            )
        return int(failed > 0 or len(whole) != 2)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main())
