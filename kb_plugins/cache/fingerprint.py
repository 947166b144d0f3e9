"""Keys: one hash of any number of values, and an error for what has no lasting value."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Container, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from enum import Enum
from fnmatch import fnmatch
from functools import cache, partial
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path, PurePath
from typing import Any

from pydantic_core import PydanticSerializationError, to_json

PURE = {
    "markdown": "Markdown",
    "pymdownx": "pymdown-extensions",
    "material": "mkdocs-material",
    "pygments": "Pygments",
}
"""Packages whose functions always answer the same, and the distributions that have a version."""


class UnkeyableError(Exception):
    """A value has no lasting identity, so nothing that depends on it can be kept."""


def fingerprint(*values: Any) -> bytes:
    """Return a hash of plain values. Raises UnkeyableError for anything else."""
    plain = [_plain(value) for value in values]
    try:
        form = to_json(plain)
    except PydanticSerializationError:  # lone surrogates
        form = json.dumps(plain).encode()
    return sha256(form).digest()


def text_digest(text: str) -> str:
    """Return a hash of one text."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@cache
def code_digest() -> str:
    """Return a hash of all files of this package: code, templates, scripts, catalogues."""
    return files_digest(Path(__file__).parent.parent)


def files_digest(root: Path, pattern: str = "*", without: Container[str] = ()) -> str:
    """Return a hash of the files of a folder; folders called as in `without` are left out."""
    digest = sha256()
    for folder, subfolders, names in os.walk(root):
        subfolders[:] = sorted(name for name in subfolders if name not in without)
        if folder.endswith("__pycache__"):
            continue
        for name in sorted(names):
            if fnmatch(name, pattern):
                path = Path(folder, name)
                digest.update(path.relative_to(root).as_posix().encode() + b"\0")
                digest.update(sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def versions(*packages: str) -> dict[str, str]:
    """Return the installed versions of distributions; missing ones are left out."""
    return {name: found for name in packages if (found := _version(name))}


@cache
def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _plain(value: Any) -> Any:
    """Turn a value into what JSON writes, with types kept apart."""
    if value is None or isinstance(value, (bool, int, float)):
        return value if not isinstance(value, Enum) else [type(value).__qualname__, value.value]
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bytes):
        return ["bytes", value.hex()]
    if isinstance(value, Mapping):
        return ["map", [[_plain(key), _plain(item)] for key, item in value.items()]]
    if isinstance(value, (list, tuple)):
        return ["list" if isinstance(value, list) else "tuple", *map(_plain, value)]
    if isinstance(value, (set, frozenset)):
        return ["set", *sorted((_plain(item) for item in value), key=repr)]
    if isinstance(value, (date, datetime, time, PurePath)):
        return [type(value).__name__, str(value)]
    if isinstance(value, re.Pattern):
        return ["pattern", value.pattern, value.flags]
    if is_dataclass(value) and not isinstance(value, type):
        parts = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        return [type(value).__qualname__, parts]
    if isinstance(value, partial):
        return ["partial", _plain(value.func), _plain(value.args), _plain(value.keywords)]
    if callable(value):
        return _function(value)
    raise UnkeyableError(f"a value of type {type(value).__qualname__}")


def _function(value: Any) -> list[str]:
    """Name a function of a library that is known to be pure, with the version of the library."""
    module = getattr(value, "__module__", None) or ""
    name = getattr(value, "__qualname__", "")
    package = PURE.get(module.partition(".")[0])
    if package is None or not name or "<" in name:
        raise UnkeyableError(f"the function {module}.{name or type(value).__qualname__}")
    return ["function", module, name, _version(package)]
