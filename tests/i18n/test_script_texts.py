"""Scripts hold no text of their own: what readers see or hear comes to them as data."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "kb_plugins"
SCRIPTS = sorted(
    path for folder in ("theme/assets", "search/js") for path in (PACKAGE / folder).rglob("*.js")
    if "vendor" not in path.parts)

_CODE = re.compile(
    r"""//[^\n]*|/\*.*?\*/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`""", re.S)
_FILLED = re.compile(r"\$\{[^}]*\}")
_SENTENCE = re.compile(r"[^\W\d_]{2,} [^\W\d_]{2,} [^\W\d_]{2,}|^[A-Z][a-z]+(?: [a-z]+)*[.?!]?$")
# Names of events, keys, elements and errors, which nobody reads.
NAMES = re.compile(r"^(?:Arrow(?:Up|Down)|Enter|Escape|Home|End|Tab|[A-Z]+)$")
SELECTOR = re.compile(r"[\[\]#>:.]|^(?:use strict)$")


def texts(script: str) -> list[str]:
    """Return the strings of a script that read like texts for people."""
    found = []
    for match in _CODE.finditer(script):
        literal = match.group()
        if literal.startswith(("//", "/*")):
            continue
        text = " ".join(_FILLED.sub("", literal[1:-1]).split())
        before = script[max(0, match.start() - 40):match.start()]
        if re.search(r"(?:Error|class|className|classList\.\w+)\W*$", before):
            continue
        if _SENTENCE.search(text) and not NAMES.search(text) and not SELECTOR.search(text):
            found.append(text)
    return found


@pytest.mark.parametrize("file", SCRIPTS, ids=lambda file: file.relative_to(PACKAGE).as_posix())
def test_a_script_has_no_texts(file: Path) -> None:
    assert texts(file.read_text(encoding="utf-8")) == []


def test_the_check_sees_texts() -> None:
    assert texts('a.textContent = "Copied"; b.title = `Open ${x} now please`') == [
        "Copied", "Open now please"]
    assert texts('// "Copied"\nevent.key === "Escape"; throw new Error("Bad thing")') == []
    assert texts('element("p", { class: "kb-a kb-b kb-c" }); q("a[href] > b c")') == []
