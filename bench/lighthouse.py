"""Lighthouse on every kind of page, as on a phone: scores, LCP, TBT, CLS and bytes.

    python bench/lighthouse.py [SITE] [--runs 3]

Builds our manual unless a built site is named, serves it gzipped under the strict
Content-Security-Policy, and asks Lighthouse (through `npx`, so Node 20 or newer is needed) for each
page. Figures are medians of the runs. Ends with 1 if a page misses what issue and manual promise.
The first row is a page of two lines without script or style: what it blocks, the machine blocks.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import json
import os
import subprocess
import sys
import tempfile
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median_low

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "browser"))
from install import BROWSERS, find_chromium  # noqa: E402

LIGHTHOUSE = "lighthouse@^13"
PAGES = {
    "home": "",
    "overview": "levels/",
    "level": "levels/1-ticket/",
    "topic": "third-party/",
    "A to Z": "a-z/",
    "article": "third-party/netlify/",
    "long article": "reference/configuration/",
    "get help": "get-help/",
    "search": "search/",
    "accessibility": "accessibility/",
}
UNINDEXED = {"search"}
BASELINE = "baseline-of-the-bench/"
TRIVIAL = b"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="description" content="What a page costs that has nothing."><title>Baseline</title>
<link rel="icon" href="data:,"></head><body><main><h1>Baseline</h1><p>Text.</p></main></body></html>
"""
SCORES = ("performance", "accessibility", "best-practices", "seo")
LIMITS = {"LCP": 1200, "TBT": 50, "CLS": 0.001, "KB": 60}
POLICY = ("default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; "
          "object-src 'none'; base-uri 'none'")
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking"


class Handler(SimpleHTTPRequestHandler):
    """Serves text gzipped, as hosts do."""

    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() or self.path == f"/{BASELINE}" else path
        if not path.is_file() and self.path != f"/{BASELINE}":
            self.send_error(404)
            return
        kind = self.guess_type(str(path))
        body = TRIVIAL if self.path == f"/{BASELINE}" else path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if "text" in kind else kind)
        if kind.startswith(("text/", "application/j", "image/svg")):
            body = gzip.compress(body, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Cache-Control", "max-age=3600")
        self.end_headers()
        self.wfile.write(body)


def measure(url: str, runs: int) -> dict[str, float]:
    """Return the medians of scores (0 to 100), LCP and TBT (ms), CLS and KB over the wire."""
    reports = [report(url) for _ in range(runs)]
    audits = {"LCP": "largest-contentful-paint", "TBT": "total-blocking-time",
              "CLS": "cumulative-layout-shift", "KB": "total-byte-weight"}
    found = {name: median_low([100 * (one["categories"][name]["score"] or 0) for one in reports])
             for name in SCORES}
    for short, name in audits.items():
        value = median_low([one["audits"][name]["numericValue"] for one in reports])
        found[short] = value / 1024 if short == "KB" else value
    return found


def report(url: str) -> dict:
    command = ["npx", "--yes", LIGHTHOUSE, url, "--quiet", "--output=json",
               f"--chrome-flags={FLAGS}", f"--only-categories={','.join(SCORES)}"]
    done = subprocess.run(command, capture_output=True, text=True,
                          env={**os.environ, "CHROME_PATH": find_chromium(BROWSERS) or ""})
    if done.returncode:
        sys.exit(f"Lighthouse failed on {url}:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout)


def build(folder: Path) -> Path:
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "-q", "-d", str(folder)], cwd=ROOT,
                   env={**os.environ, "SITE_URL": "https://help.example.com/"}, check=True)
    return folder


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("site", type=Path, nargs="?")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        site = options.site or build(Path(scratch) / "site")
        handler = functools.partial(Handler, directory=str(site))
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        missed = []
        print(f"{'page':14} perf a11y best  seo   LCP ms  TBT ms    CLS     KB")
        for kind, path in {"(baseline)": BASELINE, **PAGES}.items():
            if path != BASELINE and not (site / path / "index.html").is_file():
                continue
            got = measure(f"http://127.0.0.1:{server.server_port}/{path}", options.runs)
            scores = " ".join(f"{got[name]:4.0f}" for name in SCORES)
            print(f"{kind:14} {scores} {got['LCP']:8.0f} {got['TBT']:7.0f} {got['CLS']:6.3f} "
                  f"{got['KB']:6.1f}", flush=True)
            if path == BASELINE:
                continue
            wanted = [name for name in SCORES if name != "seo" or kind not in UNINDEXED]
            missed += [f"{kind}: {name}" for name in wanted if got[name] < 100]
            missed += [f"{kind}: {name}" for name, limit in LIMITS.items() if got[name] > limit]
        server.shutdown()
    sys.exit(f"missed: {', '.join(missed)}" if missed else 0)


if __name__ == "__main__":
    main()
