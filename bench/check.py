"""How long `kb check` takes for 1,000 articles: first run, and after it, in CPU seconds.

The articles are those of `../shared/corpora` (or $FIRSTLINE_SHARED/corpora), repeated under other
names until there are enough; each copy gets a number into every paragraph, so that none is a
duplicate. `python bench/check.py [COUNT]` prints the median of five runs.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from itertools import cycle, islice
from pathlib import Path

SHARED = Path(os.environ.get("FIRSTLINE_SHARED") or Path(__file__).parents[2] / "shared")
CONFIG = """site_name: Bench
theme: {name: material}
plugins:
  - kb: {channels: {ticket: "mailto:support@example.com"}}
"""
KB = [sys.executable, "-c", "from kb_plugins.cli import main; main()", "check", "--format", "json"]


def lay_out(folder: Path, count: int) -> None:
    (folder / "mkdocs.yml").write_text(CONFIG)
    sources = sorted(SHARED.joinpath("corpora").rglob("*.md"))
    for number, source in enumerate(islice(cycle(sources), count)):
        text = source.read_text(encoding="utf-8").replace("\n\n", f"\n\n{number} ")
        target = folder / "docs" / f"part-{number % 20}" / f"{number}-{source.name}"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


def cpu(folder: Path) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(KB, cwd=folder, capture_output=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(done.stderr.decode())
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lay_out(folder, count)
        first = cpu(folder)
        later = statistics.median(cpu(folder) for _ in range(5))
    print(f"{count} articles: first run {first:.2f} s CPU, later {later:.2f} s")


if __name__ == "__main__":
    main()
