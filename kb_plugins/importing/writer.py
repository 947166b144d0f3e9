"""Writes a plan so that doing it twice changes nothing and nobody's work is overwritten.

A file beside the articles remembers what was written (`.kb-import.json`, which MkDocs leaves out
because of its dot). A file that is not as we left it was edited by hand, and stays.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path

from kb_plugins.importing.model import SourceError
from kb_plugins.importing.plan import Plan

MEMORY = ".kb-import.json"
"""What an import wrote, beside the articles."""


@dataclass
class Outcome:
    """What writing did. Paths are relative to the docs folder."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    removed_by_hand: list[str] = field(default_factory=list)
    left_over: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)


def write_plan(
    plan: Plan, docs: Path, kind: str, force: bool = False, dry: bool = False
) -> Outcome:
    """Write what is new or changed. Raises SourceError if the folder cannot be written."""
    memory = _read_memory(docs / MEMORY)
    outcome = Outcome()
    remembered = {path: dict(entry) for path, entry in memory.items()}
    pending: list[tuple[str, bytes]] = []
    for path in sorted(plan.files):
        data = _data(plan.files[path])
        if data is None:
            outcome.unreadable.append(path)
            continue
        digest = hashlib.sha256(data).hexdigest()
        ours = memory.get(path, {}).get("sha256", "")
        state = _state(docs, path, digest, ours, force)
        getattr(outcome, state).append(path)
        if state in ("new", "changed"):
            pending.append((path, data))
        if state not in ("kept", "removed_by_hand"):
            remembered[path] = {"from": kind, "sha256": digest}
    outcome.left_over = sorted(
        path for path, entry in memory.items()
        if entry.get("from") == kind and path not in plan.files and (docs / path).exists()
    )  # fmt: skip
    if dry:
        return outcome
    try:
        for path, data in pending:
            _write(docs / path, data)
        text = json.dumps(remembered, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
        if remembered:
            _write_if_changed(docs / MEMORY, text.encode())
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise SourceError(f"{error.filename or docs}: cannot be written ({reason})") from error
    return outcome


def _state(docs: Path, path: str, digest: str, ours: str, force: bool) -> str:
    file = docs / path
    if file.is_symlink() or not file.resolve().is_relative_to(docs.resolve()):
        return "kept"  # a link could lead out of the folder
    if not file.exists():
        return "removed_by_hand" if ours and not force else "new"
    try:
        now = hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return "kept"
    if now == digest:
        return "unchanged"
    return "changed" if now == ours or force else "kept"


def _data(source: bytes | Path) -> bytes | None:
    if isinstance(source, bytes):
        return source
    try:
        return source.read_bytes()
    except OSError:
        return None


def _write(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    temporary = file.with_name(f".{file.name[:60]}.part")
    temporary.write_bytes(data)
    temporary.replace(file)


def _write_if_changed(file: Path, data: bytes) -> None:
    if not file.is_file() or file.read_bytes() != data:
        _write(file, data)


def _read_memory(file: Path) -> dict[str, dict[str, str]]:
    if not file.is_file():
        return {}
    try:
        memory = json.loads(file.read_text(encoding="utf-8"))
        files = memory.items()
        return {str(path): {str(k): str(v) for k, v in entry.items()} for path, entry in files}
    except (OSError, ValueError, AttributeError) as error:
        raise SourceError(
            f"{file}: cannot be read ({error}). Restore it, or remove it: then every file that is"
            " there counts as edited by hand"
        ) from error
