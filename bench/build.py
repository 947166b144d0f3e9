"""Measures a clean build against plain Material for MkDocs on the same articles, in one run.

`python bench/build.py [--runs 5] [--corpus magento]` builds Firstline and Material (its own search,
`navigation.prune`) in turn and prints CPU and wall seconds and peak memory of each whole process:
minimum, median and maximum, and the ratio of each pair. Quote medians and ratios: machines drift.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "sites"))
from build import HERE, corpus, lay_out  # the sites of the tests

PLAIN = """
site_name: Plain
site_url: https://help.example.com/
theme:
  name: material
  language: {language}
  font: false
  features: [navigation.prune]
plugins: [search]
markdown_extensions: [attr_list, tables, pymdownx.superfences, {{toc: {{permalink: true}}}}]
validation: {{links: {{not_found: info, unrecognized_links: info, anchors: info}}}}
"""


def measure(config: Path) -> dict[str, float]:
    """Build a site in a process of its own. Returns seconds and MiB."""
    shutil.rmtree(config.parent / "site", ignore_errors=True)
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "-f", str(config)]
    started = time.perf_counter()
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    _pid, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"The build of {config} failed; run it by hand: {' '.join(command)}")
    scale = 1 if sys.platform == "darwin" else 1024
    return {"cpu s": usage.ru_utime + usage.ru_stime, "wall s": wall,
            "memory MiB": usage.ru_maxrss * scale / 2**20}


def prepare(name: str, folder: Path) -> dict[str, Path]:
    """Lay out both sites; the plain one has the same articles and no file of ours."""
    first = lay_out(name, folder / "firstline")
    plain = folder / "plain"
    shutil.copytree(corpus(name), plain / "docs", copy_function=shutil.copyfile)
    for path in plain.rglob("*.md"):  # Material's templates break on a `hide` that is no list
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("\nhide: true\n", "\n"), encoding="utf-8")
    (plain / "docs" / "index.md").write_text("# Help\n")
    language = "it" if "language: it" in (HERE / name / "mkdocs.yml").read_text() else "en"
    (plain / "mkdocs.yml").write_text(PLAIN.format(language=language))
    return {"firstline": first, "material": plain / "mkdocs.yml"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--corpus", choices=("magento", "adobe"), default="magento")
    parser.add_argument("--json", action="store_true", help="print the raw figures")
    options = parser.parse_args()
    if not corpus(options.corpus).is_dir():
        sys.exit(f"The articles are missing: {corpus(options.corpus)}. Set FIRSTLINE_SHARED.")
    runs: dict[str, list[dict[str, float]]] = {"firstline": [], "material": []}
    with tempfile.TemporaryDirectory() as folder:
        configs = prepare(options.corpus, Path(folder))
        for config in configs.values():
            measure(config)  # warm the file cache, uncounted
        for _ in range(options.runs):
            for name, config in configs.items():
                runs[name].append(measure(config))
    if options.json:
        print(json.dumps(runs))
        return
    print(f"{'':22}{'min':>9}{'median':>9}{'max':>9}")
    for figure in ("cpu s", "wall s", "memory MiB"):
        for name, results in runs.items():
            row(f"{name} {figure}", [result[figure] for result in results])
        pairs = zip(runs["firstline"], runs["material"], strict=True)
        row(f"ratio {figure.split()[0]}", [a[figure] / b[figure] for a, b in pairs])


def row(title: str, values: list[float]) -> None:
    cells = (min(values), statistics.median(values), max(values))
    print(f"{title:22}" + "".join(f"{value:9.2f}" for value in cells))


if __name__ == "__main__":
    main()
