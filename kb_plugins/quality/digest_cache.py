"""Digests on disk, keyed by the text they were made of, so that a check reads only what changed."""

from __future__ import annotations

import json
from contextlib import suppress
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from kb_plugins.quality.digest import Digest, unpack
from kb_plugins.quality.markdown import read_digest

_CODE = ("digest.py", "markdown.py", "similarity.py")
"""What makes a digest of a text: when one of these files changes, nothing kept counts."""


class DigestStore:
    """Gives the digest of a text, from the file if it holds it. `file` None keeps nothing."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._kept = _read(file) if file else {}
        self._used: dict[str, Digest | list[Any]] = {}
        self._ready: dict[str, Digest] = {}
        self._new = 0

    def of(self, body: str) -> Digest:
        """Return the digest of a text."""
        key = blake2b(body.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
        if key in self._ready:
            return self._ready[key]
        digest = None
        if key in self._kept:
            with suppress(TypeError, ValueError):
                digest = unpack(self._kept[key])
                self._used[key] = self._kept[key]
        if digest is None:
            digest = read_digest(body)
            self._used[key] = digest
            self._new += 1
        self._ready[key] = digest
        return digest

    def save(self) -> None:
        """Write what was used, if that changed. A folder that cannot be written to is no fault."""
        if self._file is None or (not self._new and len(self._used) == len(self._kept)):
            return
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            fresh = self._file.with_suffix(".new")
            fresh.write_text(
                json.dumps({"form": _form(), "digests": self._used}, separators=(",", ":")),
                encoding="utf-8",
            )
            fresh.replace(self._file)


def _read(file: Path) -> dict[str, Any]:
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(data, dict) or data.get("form") != _form():
        return {}
    kept = data.get("digests")
    return kept if isinstance(kept, dict) else {}


def _form() -> list[str]:
    """What a digest depends on beside the text: our code and the parser."""
    here = Path(__file__).parent
    code = blake2b(b"".join((here / name).read_bytes() for name in _CODE), digest_size=16)
    try:
        return [code.hexdigest(), version("markdown-it-py")]
    except PackageNotFoundError:  # pragma: no cover
        return [code.hexdigest()]
