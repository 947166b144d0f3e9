"""Builds do not get slower unnoticed: CPU time against Material's, which the same machine spends.

The budget is `bench/budget.json`; a ratio that slips by more than a fifth fails. Each side counts
with its best of some runs in turn, because whatever else the machine does only ever adds.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[2] / "bench"
ARTICLES, RUNS, SLACK = 200, 2, 1.2


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.syspath_prepend(str(BENCH))
    for name in ("build", "corpora", "preview"):  # other folders have files of these names
        monkeypatch.delitem(sys.modules, name, raising=False)
    import importlib.util

    spec = importlib.util.spec_from_file_location("bench_build", BENCH / "build.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_cost_of_builds_stays_within_the_budget(bench, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    if not bench.corpus("adobe").is_dir():
        pytest.skip(f"the articles are missing: {bench.corpus('adobe')}")
    budget = json.loads((BENCH / "budget.json").read_text())
    results = bench.race("adobe", ARTICLES, RUNS, "", tmp_path, only=(*budget, "material, prune"))
    best = {title: min(run["cpu s"] for run in runs) for title, runs in results.items()}
    ratios = {title: best[title] / best["material, prune"] for title in budget}
    slow = {title: ratio for title, ratio in ratios.items() if ratio > budget[title] * SLACK}
    assert not slow, f"the budget is {budget}; measured: {ratios}"
