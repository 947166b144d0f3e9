"""The index for a site opened from a folder, where a browser may load scripts but fetch nothing."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping

from kb_plugins.search.parts import SOURCES

SCRIPTS = "file/"
"""Where the scripts lie. No address on a server leads there."""
TOGETHER = 32
"""Numbered parts of one kind that share a script: a disk is quick to read and slow to search."""
_PART = re.compile(r"(.*/[a-z])(\w+)-[0-9a-f]+\.bin")


def offline_files(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return scripts that hand the files of an index to `kbSearchFile`, by name.

    `js/files.js` knows which script holds which file.
    """
    scripts: dict[str, list[bytes]] = {}
    for name, content in files.items():
        if not name.startswith(SOURCES):
            scripts.setdefault(script_of(name), []).append(_call(name, content))
    return {script: b"".join(calls) for script, calls in scripts.items()}


def script_of(name: str) -> str:
    """Return the script in which a file of the index lies."""
    part = _PART.fullmatch(name)
    if part is None:
        return f"{SCRIPTS}{name}.js"
    label = int(part[2]) // TOGETHER if part[2].isdigit() else part[2]
    return f"{SCRIPTS}{part[1]}{label}.js"


def _call(name: str, content: bytes) -> bytes:
    text = base64.b64encode(content).decode()
    return f"kbSearchFile({json.dumps(name)},{json.dumps(text)});\n".encode()
