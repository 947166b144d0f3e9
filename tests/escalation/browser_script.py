"""Runs the modules that readers' browsers run, in an embedded V8."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from py_mini_racer import MiniRacer

FOLDER = Path(__file__).resolve().parents[2] / "kb_plugins/theme/assets/kb/escalate"


class Module:
    """One module without imports; call its functions with plain data."""

    def __init__(self, name: str) -> None:
        code = (FOLDER / name).read_text(encoding="utf-8")
        self._v8 = MiniRacer()
        self._v8.eval(re.sub(r"^export ", "", code, flags=re.MULTILINE))

    def call(self, function: str, *arguments: Any) -> Any:
        given = ", ".join(json.dumps(argument) for argument in arguments)
        return json.loads(str(self._v8.eval(f"JSON.stringify({function}({given}))")))
