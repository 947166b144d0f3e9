"""Prints random findings of `kb check` in two real help centres, with their lines, to be read.

`python bench/findings.py [COUNT] [RULE ...]` takes up to COUNT (50) of each rule, or of those
named, always the same ones. What came of reading them is in `findings.md`.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests/sites"))

from build import CORPORA, lay_out

KB = [sys.executable, "-c", "from kb_plugins.cli import main; main()", "check", "--format", "json"]
SEED = 20261123


def findings(name: str, folder: Path) -> list[tuple[str, str]]:
    """Return the findings in one help centre: rule, and what to read."""
    config = lay_out(name, folder)
    done = subprocess.run(KB, cwd=config.parent, capture_output=True, check=False)
    found = []
    for problem in json.loads(done.stdout)["problems"]:
        text = (folder / problem["path"]).read_text(encoding="utf-8", errors="replace")
        line = text.splitlines()[problem["line"] - 1 : problem["line"]]
        said = f"{name}/{problem['path']}:{problem['line']}: {problem['message']}"
        found.append((problem["rule"], f"{said}\n    {''.join(line)[:160]}"))
    return found


def main() -> None:
    arguments = sys.argv[1:]
    count = int(arguments.pop(0)) if arguments and arguments[0].isdigit() else 50
    by_rule: dict[str, list[str]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as place:
        for name in CORPORA:
            for rule, text in findings(name, Path(place) / name):
                by_rule[rule].append(text)
    for rule, texts in sorted(by_rule.items()):
        if arguments and rule not in arguments:
            continue
        sample = random.Random(SEED).sample(texts, min(count, len(texts)))
        print(f"\n## {rule}: {len(sample)} of {len(texts)}\n")
        print("\n".join(sample))


if __name__ == "__main__":
    main()
