"""The JavaScript of the search as classic scripts: lunr, the language's stemmer, our modules.

The modules under `js/` are the source and run as they are in Node. What ships is their
concatenation (`assets.py` says why), which an embedded V8 runs unchanged.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kb_plugins.assets import Asset, hashed, join_modules, module_body
from kb_plugins.search.lunr_languages import stemmer_scripts
from kb_plugins.search.recipe import base_language
from kb_plugins.search.stemming import LUNR, STEMMED

MODULES = Path(__file__).parent / "js"
ENGINE = ("analysis", "packed", "store", "spelling", "query", "engine")
SERVICE = ("files", "excerpt", "session", "service")
INTERFACE = ("dom", "results", "combobox", "page", "remote", "app")


def engine_script(language: str) -> str:
    """Everything that finds and nothing that shows, for an embedded V8: it sets `kbSearch`."""
    return _libraries(language) + _join(
        (*ENGINE, "explain"), "globalThis.kbSearch = { Engine, explain };"
    )


def worker_script(language: str) -> Asset:
    """The engine with what feeds it, for a worker (or the page of a site opened from a folder)."""
    code = _libraries(language) + _join((*ENGINE, *SERVICE), "serve();")
    return hashed(f"engine-{base_language(language)}", code, "js")


def interface_script() -> Asset:
    """What shows results, loaded when a reader reaches for the search."""
    return hashed("search", _join(INTERFACE, "start();"), "js")


def loader_script() -> Asset:
    """What every page has of the search in its script: it loads the rest when that is wanted."""
    return hashed("main", module_body(MODULES / "main.js"), "js")


def _join(modules: Iterable[str], last: str) -> str:
    return join_modules((MODULES / f"{name}.js" for name in modules), last)


def _libraries(language: str) -> str:
    """lunr and the stemmer lunr.js needs for a language (English is built in)."""
    code = base_language(language)
    parts = [LUNR.read_text(encoding="utf-8")]
    if code in STEMMED:
        parts += stemmer_scripts(code)
    return "\n;".join(parts) + "\n;"
