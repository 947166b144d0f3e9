"""What the files for machines cost: CPU seconds of a build, and bytes.

`python bench/machines.py` builds the articles of `magento` with all `outputs` and without any, in
turn, and prints medians of whole builds, each without the build cache.
"""

from __future__ import annotations

import gzip
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from mkdocs.commands.build import build
from mkdocs.config import load_config

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "sites"))
from build import lay_out

from kb_plugins.quality.json_schema import OUTPUTS

RUNS = 3
FILES = ("llms.txt", "llms-full.txt", "catalog.json")


def seconds(config_file: Path, outputs: bool) -> float:
    config = load_config(str(config_file), site_dir=str(config_file.parent / "site"))
    own = config.plugins["kb"].config
    own.cache = False
    for name in OUTPUTS:
        own.outputs[name] = outputs
    begun = time.process_time()
    build(config)
    spent = time.process_time() - begun
    config.plugins.on_shutdown()
    return spent


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        config_file = lay_out("magento", Path(folder) / "magento")
        runs = [(seconds(config_file, False), seconds(config_file, True)) for _ in range(RUNS)]
        without, whole = (median(column) for column in zip(*runs, strict=True))
        count = sum(1 for _ in (config_file.parent / "docs").rglob("*.md"))
        print(f"{count} articles: {without:.2f} s without, {whole:.2f} s with all outputs (CPU)")
        for name in FILES:
            data = (config_file.parent / "site" / name).read_bytes()
            print(f"{name}: {len(data):,} bytes, {len(gzip.compress(data)):,} gzip")


if __name__ == "__main__":
    main()
