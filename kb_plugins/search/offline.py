"""The index for a site opened from a folder, where a browser may load scripts but fetch nothing."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping


def offline_files(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Each file that a browser reads, as a script that hands its bytes to `kbSearchFile`."""
    return {
        f"{name}.js": _script(name, content)
        for name, content in files.items()
        if not name.endswith("/sources.json")
    }


def _script(name: str, content: bytes) -> bytes:
    text = base64.b64encode(content).decode()
    return f"kbSearchFile({json.dumps(name)},{json.dumps(text)});\n".encode()
