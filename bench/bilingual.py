"""A bilingual site against its two halves: 794 English and 211 Italian articles.

`python bench/bilingual.py [--runs 3]` builds each half alone and both as one site, in turn, without
the cache, and prints CPU and wall seconds and the ratio of the whole to the sum of the halves.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import statistics
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tests" / "sites"))
import bilingual_site  # noqa: E402  the sites of the tests

spec = importlib.util.spec_from_file_location("bench_build", HERE / "build.py")
assert spec and spec.loader
bench_build = importlib.util.module_from_spec(spec)
spec.loader.exec_module(bench_build)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    os.environ["KB_NO_CACHE"] = "1"
    with tempfile.TemporaryDirectory() as folder:
        configs = {"both": bilingual_site.lay_out(Path(folder) / "both")}
        for name in bilingual_site.LANGUAGES.values():
            configs[name] = bench_build.lay_out(name, Path(folder) / name)
        rows = [
            {name: bench_build.measure(config) for name, config in configs.items()}
            for _run in range(options.runs)
        ]
    for kind in ("cpu s", "wall s"):
        for name in configs:
            print(f"{kind:7} {name:8} {statistics.median(row[name][kind] for row in rows):6.1f}")
        ratios = [row["both"][kind] / (row["magento"][kind] + row["adobe"][kind]) for row in rows]
        print(f"{kind:7} both / sum of the halves {statistics.median(ratios):.2f}")


if __name__ == "__main__":
    main()
