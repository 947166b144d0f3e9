"""lunr-languages, the stemmers and stop words of lunr.js, as Material for MkDocs carries them.

It is data for us: nothing of it is imported. Browsers get the scripts; the build asks them too
where Python has no twin.
"""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

_STOP = re.compile(r'generateStopWordFilter\("([^"]*)"\.split')
_SUPPORT = "stemmer.support"


def stemmer_scripts(code: str) -> list[str]:
    """Return the scripts that give lunr.js the stemmer of a language."""
    return [_script(name) for name in (_SUPPORT, code)]


def script_stemmer(code: str, lunr: str) -> Callable[[str], str]:
    """Return a stemmer that is a script of lunr-languages. `lunr` is the script of lunr.js.

    It costs a call into an embedded V8 a word, so callers remember what it said.
    """
    from py_mini_racer import MiniRacer

    v8 = MiniRacer()
    for script in (lunr, *stemmer_scripts(code)):
        v8.eval(script)
    stemmer = f"lunr[{json.dumps(code)}].stemmer(new lunr.Token(%s, {{}})).toString()"
    return lambda word: str(v8.eval(stemmer % json.dumps(word)))


@cache
def lunr_stop_words(code: str) -> frozenset[str]:
    """Return the stop words of a language, as they are written; empty where there are none."""
    try:
        found = _STOP.search(_script(code))
    except FileNotFoundError:
        return frozenset()
    return frozenset(found[1].split()) if found else frozenset()


def _script(name: str) -> str:
    return (_folder() / f"lunr.{name}.min.js").read_text(encoding="utf-8")


@cache
def _folder() -> Path:
    found = importlib.util.find_spec("material")
    if found is None or not found.submodule_search_locations:
        raise FileNotFoundError("mkdocs-material is not installed, which carries lunr-languages")
    home = Path(next(iter(found.submodule_search_locations)))
    return home / "templates" / "assets" / "javascripts" / "lunr" / "min"
