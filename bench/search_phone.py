"""What a phone feels: bytes and seconds to the first result, main-thread time of each key press.

`python bench/search_phone.py SITE [--queries FILE.jsonl] [--runs 5]` serves a built site with gzip,
opens it in Chromium with the processor slowed four times on a line of 1.6 Mbit/s with 150 ms, and
prints medians (and the 95th percentile of key presses). The server is the slow line, since browsers
do not slow down the requests of workers. Bytes are gzip bytes on the wire, headers included, from
the moment the field is focused, plus the style sheet and the loader that every page has already.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import http.server
import json
import shutil
import statistics
import threading
import time
from pathlib import Path

from playwright.sync_api import CDPSession, Page, sync_playwright

CPU, LATENCY, BYTES_A_SECOND = 4, 0.150, 1_600_000 / 8
CHUNK = 2048
QUERIES = ("password reset", "cron jobs not running", "product images missing")
RESULT = ".kb-search-result"


class Handler(http.server.SimpleHTTPRequestHandler):
    """Static files on a slow line, text compressed as any web host does; `sent` counts bytes."""

    protocol_version = "HTTP/1.1"
    line = threading.Lock()
    slow = False
    sent = 0

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path.partition("?")[0]))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        content = path.read_bytes()
        packed = path.suffix in {".html", ".js", ".css", ".json", ".svg"}
        content = gzip.compress(content, 9) if packed else content
        if Handler.slow:
            time.sleep(LATENCY)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Length", str(len(content)))
        if packed:
            self.send_header("Content-Encoding", "gzip")
        Handler.sent += len(b"".join(self._headers_buffer))
        self.end_headers()
        for start in range(0, len(content), CHUNK):
            self.pass_on(content[start : start + CHUNK])

    def pass_on(self, chunk: bytes) -> None:
        """Send a piece when the line, which all requests share, has had the time for it."""
        if Handler.slow:
            with Handler.line:
                time.sleep(len(chunk) / BYTES_A_SECOND)
        Handler.sent += len(chunk)
        self.wfile.write(chunk)


def slow_down(page: Page) -> CDPSession:
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    session.send("Emulation.setCPUThrottlingRate", {"rate": CPU})
    return session


def busy(session: CDPSession) -> float:
    """Milliseconds the main thread has computed (not waited for a busy machine) so far."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return next(m["value"] for m in metrics if m["name"] == "TaskDuration") * 1000


def first_result(page: Page, query: str) -> float:
    """Milliseconds in the page from focusing the field with a query in it to a shown result."""
    return float(
        page.evaluate(
            """([query, result]) => new Promise((resolve) => {
              const fields = document.querySelectorAll("form[data-kb-search] input[type=search]");
              const input = [...fields]
                .find((one) => one.getClientRects().length);
              const start = performance.now();
              const watch = new MutationObserver(() => {
                if (!document.querySelector(result)) return;
                watch.disconnect();
                requestAnimationFrame(() => resolve(performance.now() - start));
              });
              watch.observe(document.body, { childList: true, subtree: true });
              input.focus();
              input.value = query;
              input.dispatchEvent(new Event("input", { bubbles: true }));
            })""",
            [query, RESULT],
        )
    )


def key_presses(page: Page, session: CDPSession, query: str) -> list[float]:
    """Main-thread milliseconds of each key press, every one given time to finish."""
    spent = []
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    page.wait_for_timeout(400)
    for letter in query:
        before = busy(session)
        page.keyboard.type(letter)
        page.wait_for_timeout(900)
        spent.append(busy(session) - before)
    return spent


def visit(browser: object, address: str, query: str, keys: bool) -> tuple[float, int, list[float]]:
    context = browser.new_context(viewport={"width": 390, "height": 800})  # type: ignore[attr-defined]
    page = context.new_page()
    session = slow_down(page)
    Handler.slow = False
    page.goto(address, wait_until="networkidle")
    page.wait_for_timeout(300)
    Handler.slow, Handler.sent = True, 0
    taken = first_result(page, query)
    page.wait_for_timeout(300)
    total = Handler.sent
    presses = key_presses(page, session, query) if keys else []
    context.close()
    return taken, total, presses


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("site", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--queries", nargs="*", default=list(QUERIES))
    arguments = parser.parse_args()
    handler = functools.partial(Handler, directory=str(arguments.site))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/"
    home = arguments.site / "assets" / "kb"
    before = [*home.glob("style-*.css"), *home.glob("page-*.js")]
    fixed = sum(len(gzip.compress(path.read_bytes(), 9)) for path in before)
    times, sizes, presses = [], [], []
    with sync_playwright() as playwright:
        chromium = next(filter(None, map(shutil.which, ("chromium", "google-chrome"))))
        options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=chromium, args=options)
        for run in range(arguments.runs):
            for query in arguments.queries:
                taken, size, keys = visit(browser, address, query, run == 0)
                times.append(taken)
                sizes.append(size + fixed)
                presses += keys
        browser.close()
    print(
        json.dumps(
            {
                "first result, ms, median": round(statistics.median(times)),
                "first result, ms, worst": round(max(times)),
                "bytes to first result, median": round(statistics.median(sizes)),
                "bytes to first result, worst": max(sizes),
                "key press, main-thread ms, median": round(statistics.median(presses)),
                "key press, main-thread ms, p95": round(statistics.quantiles(presses, n=20)[-1]),
            },
            indent=2,
        )
    )


if __name__ == "__main__":
    main()
