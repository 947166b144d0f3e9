"""Packages of other people, as the manual teaches to write them: installed, used, and broken."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_FILE = re.compile(r'^ +```\w+ title="([\w.]+)"\n(.*?)\n +```$', re.M | re.S)
SITE = """\
site_name: Help
theme: {name: material}
plugins:
  - kb:
      channels:
        ticket:
          provider: deskly
          url: https://help.example.com
          %s: billing
"""
ARTICLE = """---
title: How do I pay?
level: 1
description: By card.
---

Please press Save.
"""


def run(packages: Path, site: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(packages), str(ROOT)))}
    environment.pop("CI", None)
    return subprocess.run(
        [sys.executable, *command],
        cwd=site,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def kb(packages: Path, site: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run(packages, site, "-c", "from kb_plugins.cli import main; main()", *arguments)


def install(sources: Path, target: Path) -> None:
    options = ("--quiet", "--no-deps", "--no-build-isolation", "--disable-pip-version-check")
    subprocess.run(
        [sys.executable, "-m", "pip", "install", *options, "--target", str(target), str(sources)],
        check=True,
        capture_output=True,
    )


def package_of(article: str, folder: Path) -> Path:
    """Write the files of the example in an article of the manual."""
    text = (ROOT / "docs/extending" / article).read_text(encoding="utf-8")
    files = dict(_FILE.findall(text))
    assert len(files) == 2
    folder.mkdir(parents=True)
    for name, content in files.items():
        (folder / name).write_text(textwrap.dedent(content) + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the packages of the manual, installed as pip does."""
    home = tmp_path_factory.mktemp("outside")
    for article in ("own-rule.md", "own-ticket-system.md"):
        install(package_of(article, home / article.removesuffix(".md")), home / "installed")
    return home / "installed"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/pay.md").write_text(ARTICLE)
    (tmp_path / "mkdocs.yml").write_text(SITE % "queue")
    return tmp_path


def test_a_rule_of_another_package(packages: Path, site: Path) -> None:
    assert "no-please                warning" in kb(packages, site, "check", "--list").stdout
    done = kb(packages, site, "check")
    assert (done.returncode, done.stdout) == (
        1,
        'docs/pay.md:7: no-please: The text says "please". Say what to do, and nothing else.\n',
    )
    assert kb(packages, site, "check", "--ignore", "no-please").returncode == 0
    assert kb(packages, site, "check", "--fix").returncode == 0
    assert (site / "docs/pay.md").read_text().endswith("\n\npress Save.\n")


def test_a_ticket_system_of_another_package(packages: Path, site: Path) -> None:
    done = run(packages, site, "-m", "mkdocs", "build", "--quiet", "--strict")
    assert done.returncode == 0, done.stderr
    page = (site / "site/pay/index.html").read_text()
    assert "https://help.example.com/tickets/new?subject=How%20do%20I%20pay" in page
    assert "queue=billing" in page


def test_its_settings_are_checked(packages: Path, site: Path) -> None:
    (site / "mkdocs.yml").write_text(SITE % "queeu")
    done = kb(packages, site, "check", "--select", "channel-url")
    assert done.returncode == 1
    assert done.stdout.startswith("mkdocs.yml:9: channel-url: Channel `ticket`, ")
    assert "queeu" in done.stdout


BROKEN = """
from dataclasses import replace
from firstline_no_please import RULE
def fail(sources):
    raise ZeroDivisionError("oh")
    yield
FAILING = replace(RULE, id="failing", check=fail, severity=RULE.severity)
WRONG = replace(RULE, id="wrong", check=lambda sources: ["text"])
TAKEN = (RULE, replace(RULE, id="link-text"))
NONE = 7
"""
POINTS = """
[firstline.rules]
a = firstline_broken:FAILING
b = firstline_broken:WRONG
z = firstline_broken:TAKEN
d = firstline_broken:NONE
e = firstline_broken:MISSING
f = nowhere:RULE
[firstline.providers]
g = firstline_broken:NONE
"""


def test_faults_of_other_packages_are_findings(
    packages: Path, site: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "broken"
    (broken / "broken-1.dist-info").mkdir(parents=True)
    (broken / "broken-1.dist-info/METADATA").write_text("Name: broken\nVersion: 1\n")
    (broken / "broken-1.dist-info/entry_points.txt").write_text(POINTS)
    (broken / "firstline_broken.py").write_text(BROKEN)
    both = Path(f"{packages}{os.pathsep}{broken}")
    done = kb(both, site, "check", "--ignore", "no-please")
    assert "Traceback" not in done.stderr
    lines = [line.split(": ", 1)[1] for line in done.stdout.splitlines()]
    assert all(line.startswith("mkdocs.yml:4: ") for line in done.stdout.splitlines())
    assert sorted(lines) == [
        "extension: `d` of the package broken (firstline.rules) is no Rule. Update broken, or "
        "uninstall it.",
        "extension: `e` of the package broken (firstline.rules) cannot be loaded "
        "(AttributeError: module 'firstline_broken' has no attribute 'MISSING'). Update broken, "
        "or uninstall it.",
        "extension: `f` of the package broken (firstline.rules) cannot be loaded "
        "(ModuleNotFoundError: No module named 'nowhere'). Update broken, or uninstall it.",
        "extension: `g` of the package broken (firstline.providers) is no Provider with "
        "ChannelSettings. Update broken, or uninstall it.",
        "extension: `z` of the package broken (firstline.rules) has the taken name "
        '"link-text". Update broken, or uninstall it.',
        "extension: `z` of the package broken (firstline.rules) has the taken name "
        '"no-please". Update broken, or uninstall it.',
        "failing: The rule itself fails (ZeroDivisionError: oh). Tell its authors, or turn it off "
        "under `rules`.",
        "wrong: The rule itself fails (TypeError: it must give Findings). Tell its authors, or "
        "turn it off under `rules`.",
    ]
