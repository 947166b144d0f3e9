"""Measures builds of Firstline beside Material for MkDocs and Zensical, on the same articles.

`python bench/build.py [--articles 250 1000 3000 10000] [--runs 3] [--preview] [--zensical]` builds
in turn, in one run: Firstline from nothing, again with its cache, again after one article was
edited; Material with its own search and `navigation.prune`; Material without prune up to 1,000
articles (its cost grows with the square); Zensical, installed into an environment of its own.
It prints CPU and wall seconds and peak memory of each whole process (workers count for CPU), the
median of the runs and the median of the ratios to pruned Material. Quote ratios: machines drift.
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
import venv
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from corpora import corpus, lay_out
from preview import latencies

Figures = dict[str, float]
Runs = dict[str, list[Figures]]
NOT_COMPILED = "PYTHONDONTWRITEBYTECODE"
MEASURES = ("cpu s", "wall s", "memory MiB")


def measure(command: list[str], folder: Path) -> Figures:
    """Run a build in a process of its own. Returns seconds and MiB."""
    # What is installed by pip is compiled once; a checkout must be allowed to keep that, too.
    variables = {name: os.environ[name] for name in os.environ if name != NOT_COMPILED}
    started = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _pid, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"A build failed; run it by hand in {folder}: {' '.join(command)}")
    scale = 1 if sys.platform == "darwin" else 1024
    return {
        "cpu s": usage.ru_utime + usage.ru_stime,
        "wall s": wall,
        "memory MiB": usage.ru_maxrss * scale / 2**20,
    }


def mkdocs(config: Path) -> list[str]:
    return [sys.executable, "-m", "mkdocs", "build", "--quiet", "-f", str(config)]


def from_nothing(config: Path) -> None:
    for name in ("site", ".cache"):
        shutil.rmtree(config.parent / name, ignore_errors=True)


def edit(config: Path) -> None:
    """Add a sentence to one article."""
    path = sorted((config.parent / "docs").rglob("*.md"))[7]
    path.write_text(path.read_text(encoding="utf-8") + f"\nEdited {time.time_ns()}.\n")


def contestants(
    configs: dict[str, Path], count: int, zensical: str
) -> Iterator[tuple[str, Path, Callable[[Path], None], list[str]]]:
    """Yield each build: its name, its site, what comes before it, and the command."""
    ours = configs["firstline"]
    yield "clean", ours, from_nothing, mkdocs(ours)
    yield "nothing changed", ours, lambda config: None, mkdocs(ours)
    yield "one edited", ours, edit, mkdocs(ours)
    pruned = configs["pruned"]
    yield "material, prune", pruned, from_nothing, mkdocs(pruned)
    if count <= 1000:
        yield "material", configs["material"], from_nothing, mkdocs(configs["material"])
    if zensical:
        command = [zensical, "build", "--clean", "-f", str(pruned)]
        yield "zensical", pruned, from_nothing, command


def install_zensical(folder: Path) -> str:
    """Install Zensical. Returns its command, or nothing with a word of why."""
    venv.create(folder, with_pip=True)
    done = subprocess.run(
        [folder / "bin" / "pip", "install", "--quiet", "zensical"], capture_output=True, check=False
    )
    if done.returncode:
        print("Zensical cannot be installed here, so it is left out:", done.stderr.decode()[-200:])
        return ""
    return str(folder / "bin" / "zensical")


def race(
    name: str, count: int, runs: int, zensical: str, folder: Path, only: Collection[str] = ()
) -> Runs:
    """Build everything in turn, or `only` what is named, as often as asked."""
    configs = lay_out(name, count, folder)
    results: Runs = {}
    for _ in range(runs):
        for title, config, before, command in contestants(configs, count, zensical):
            if only and title not in only:
                continue
            before(config)
            results.setdefault(title, []).append(measure(command, config.parent))
    return results


def median(results: list[Figures], measured: str) -> float:
    return statistics.median(result[measured] for result in results)


def ratio(results: Runs, title: str, measured: str, against: str = "material, prune") -> float:
    pairs = zip(results[title], results[against], strict=True)
    return statistics.median(one[measured] / other[measured] for one, other in pairs)


def show(count: int, results: Runs) -> None:
    print(f"\n{count} articles{'':12}" + "".join(f"{m:>12}{'ratio':>8}" for m in MEASURES))
    for title, figures in results.items():
        cells = (
            f"{median(figures, measured):12.2f}{ratio(results, title, measured):8.2f}"
            for measured in MEASURES
        )
        print(f"{title:25}" + "".join(cells))
    if "zensical" in results:
        print(f"clean, wall, against Zensical: {ratio(results, 'clean', 'wall s', 'zensical'):.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, nargs="*", default=[250, 1000, 3000, 10_000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--corpus", choices=("magento", "adobe"), default="magento")
    parser.add_argument("--preview", action="store_true", help="measure saves in a preview too")
    parser.add_argument("--zensical", action="store_true", help="install Zensical and measure it")
    parser.add_argument("--json", action="store_true", help="print the raw figures")
    options = parser.parse_args()
    if not corpus(options.corpus).is_dir():
        sys.exit(f"The articles are missing: {corpus(options.corpus)}. Set FIRSTLINE_SHARED.")
    each: dict[int, float] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        zensical = install_zensical(folder / "zensical") if options.zensical else ""
        for count in options.articles:
            place = folder / str(count)
            results = race(options.corpus, count, options.runs, zensical, place)
            if options.json:
                print(json.dumps({"articles": count, **results}))
            else:
                show(count, results)
            each[count] = median(results["clean"], "cpu s") / count
            if options.preview:
                saves = latencies(place / "firstline" / "mkdocs.yml", 5)
                print("preview after a save, s:", " ".join(f"{one:.2f}" for one in saves))
            shutil.rmtree(place)
    first = next(iter(each.values()), 0)
    for count, cost in each.items():
        print(f"{count} articles: {cost * 1000:.1f} ms CPU a page, {cost / first:.2f} of the first")


if __name__ == "__main__":
    main()
