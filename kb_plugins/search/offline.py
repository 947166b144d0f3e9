"""The index for a site opened from a folder, where a browser may load scripts but fetch nothing."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping

TOGETHER = 32
"""Numbered files of one kind that share a script: a disk is quick to read and slow to search."""
_NUMBERED = re.compile(r"(.*/[a-z])(\d+)\.bin")


def offline_files(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return scripts that hand the files of an index to `kbSearchFile`, by name.

    `js/files.js` knows which script holds which file.
    """
    scripts: dict[str, bytes] = {}
    for name, content in files.items():
        if not name.endswith("/sources.json"):
            script = script_of(name)
            scripts[script] = scripts.get(script, b"") + _call(name, content)
    return scripts


def script_of(name: str) -> str:
    """Return the script in which a file of the index lies."""
    if numbered := _NUMBERED.fullmatch(name):
        return f"{numbered[1]}-{int(numbered[2]) // TOGETHER}.bin.js"
    return f"{name}.js"


def _call(name: str, content: bytes) -> bytes:
    text = base64.b64encode(content).decode()
    return f"kbSearchFile({json.dumps(name)},{json.dumps(text)});\n".encode()
