"""The JavaScript of the search as classic scripts: lunr, the language's stemmer, our modules.

The modules under `js/` are the source and run as they are in Node. What ships is their
concatenation, because one file is one round trip on a slow phone, carries a content hash in its
name, runs from `file://` where modules may not, and runs in an embedded V8 unchanged.
"""

from __future__ import annotations

import hashlib
import importlib.util
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kb_plugins.search.recipe import base_language
from kb_plugins.search.stemming import SNOWBALL

MODULES = Path(__file__).parent / "js"
ENGINE = ("analysis", "packed", "store", "spelling", "query", "engine")
SERVICE = ("files", "excerpt", "session", "service")
INTERFACE = ("dom", "results", "combobox", "page", "remote", "app")

_IMPORT = re.compile(r"^import .*?;\n", re.MULTILINE | re.DOTALL)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:class|function|const|let))", re.MULTILINE)
_COMMENT = re.compile(r"^\s*//.*\n", re.MULTILINE)


def engine_script(language: str) -> str:
    """Everything that finds and nothing that shows, for an embedded V8: it sets `kbSearch`."""
    return _libraries(language) + _wrap(ENGINE, "globalThis.kbSearch = { Engine };")


@dataclass(frozen=True, slots=True)
class Script:
    """A file for browsers; its name carries a hash of its content."""

    name: str
    content: bytes


def worker_script(language: str) -> Script:
    """The engine with what feeds it, for a worker (or the page of a site opened from a folder)."""
    code = _libraries(language) + _wrap((*ENGINE, *SERVICE), "serve();")
    return _hashed(f"engine-{base_language(language)}", code)


def interface_script() -> Script:
    """What shows results, loaded when a reader reaches for the search."""
    return _hashed("search", _wrap(INTERFACE, "start();"))


def loader_script() -> Script:
    """The small script of every page, which loads the others when they are wanted."""
    return _hashed("main", _body("main"))


def _hashed(stem: str, code: str) -> Script:
    content = code.encode()
    return Script(f"{stem}-{hashlib.sha256(content).hexdigest()[:10]}.js", content)


def _wrap(modules: Iterable[str], last: str) -> str:
    bodies = "".join(_body(name) for name in modules)
    return f'(() => {{\n"use strict";\n{bodies}{last}\n}})();\n'


def _body(name: str) -> str:
    """One module without imports, export marks and whole-line comments."""
    code = (MODULES / f"{name}.js").read_text(encoding="utf-8")
    return _COMMENT.sub("", _EXPORT.sub("", _IMPORT.sub("", code)))


def _libraries(language: str) -> str:
    """lunr and the stemmer lunr.js needs for a language (English is built in)."""
    code = base_language(language)
    parts = [(MODULES / "vendor" / "lunr.min.js").read_text(encoding="utf-8")]
    if code in SNOWBALL:
        folder = _stemmer_folder()
        parts += [
            (folder / f"lunr.{name}.min.js").read_text(encoding="utf-8")
            for name in ("stemmer.support", code)
        ]
    return "\n;".join(parts) + "\n;"


def _stemmer_folder() -> Path:
    """Where Material for MkDocs keeps lunr-languages; it is data, nothing is imported."""
    found = importlib.util.find_spec("material")
    if found is None or not found.submodule_search_locations:
        raise FileNotFoundError("mkdocs-material is not installed, which carries lunr-languages")
    home = Path(next(iter(found.submodule_search_locations)))
    return home / "templates" / "assets" / "javascripts" / "lunr" / "min"
