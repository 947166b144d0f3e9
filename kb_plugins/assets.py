"""Scripts and styles as few files with a hash in their names.

ES modules and style sheets are the source, one subject each. What ships is their concatenation:
one file is one round trip on a slow phone, its name carries its content so that browsers may keep
it for ever, and a classic script runs from `file://`, where modules may not.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_IMPORT = re.compile(r"^import .*?;\n", re.MULTILINE | re.DOTALL)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:class|function|const|let))", re.MULTILINE)
_COMMENT = re.compile(r"^\s*//.*\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Asset:
    """A file for browsers (UTF-8); its name carries a hash of its content."""

    name: str
    content: bytes


def hashed(stem: str, text: str, ending: str) -> Asset:
    """Return a text as an asset: `hashed("search", code, "js")` is called `search-0a1b….js`."""
    content = text.encode()
    return Asset(f"{stem}-{hashlib.sha256(content).hexdigest()[:10]}.{ending}", content)


def join_modules(files: Iterable[Path], last: str = "") -> str:
    """Return ES modules, in the order of their needs, as one classic script in a scope of its own.

    Names at the top of the modules must differ. `last` is a statement that runs at the end.
    """
    bodies = "".join(map(module_body, files))
    return f'(() => {{\n"use strict";\n{bodies}{last}\n}})();\n'


def when_parsed(code: str) -> str:
    """Return a script that waits until its page is parsed, however early it is there itself."""
    return (
        f'{{\nconst run = () => {{\n{code}}}\n'
        'if (document.readyState !== "loading") run()\n'
        'else document.addEventListener("DOMContentLoaded", run)\n}\n'
    )


def module_body(file: Path) -> str:
    """Return a module without imports, export marks and whole-line comments."""
    code = file.read_text(encoding="utf-8")
    return _COMMENT.sub("", _EXPORT.sub("", _IMPORT.sub("", code)))


def join_styles(files: Iterable[Path]) -> str:
    """Return style sheets as one, in their order."""
    return "\n".join(file.read_text(encoding="utf-8") for file in files)
