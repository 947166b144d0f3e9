"""The manual under the very headers that a host gets: nothing of ours is stopped."""

from __future__ import annotations

import functools
import re
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

ROOT = Path(__file__).resolve().parents[2]


class WithHeaders(SimpleHTTPRequestHandler):
    """Serves files with the headers that `_headers` has for every path."""

    extra: tuple[tuple[str, str], ...] = ()

    def log_message(self, format: str, *args: object) -> None:
        pass

    def end_headers(self) -> None:
        for name, value in self.extra:
            if name != "Strict-Transport-Security":
                self.send_header(name, value)
        super().end_headers()


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The manual behind its own headers. Yields its address."""
    site = tmp_path_factory.mktemp("guarded") / "site"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CF_PAGES", "1")
        patch.setenv("SITE_URL", "https://help.example.com/")
        config = load_config(str(ROOT / "mkdocs.yml"), site_dir=str(site), strict=True)
        build(config)
        config.plugins.on_shutdown()
    block = re.search(r"^/\*\n((?:  .*\n)+)", (site / "_headers").read_text(), re.M)[1]
    pairs = tuple(tuple(line.strip().split(": ", 1)) for line in block.splitlines())
    kind = type("Guarded", (WithHeaders,), {"extra": pairs})
    server = ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(kind, directory=str(Path(site))))  # fmt: skip
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_of_ours_is_stopped(guarded: str, visit, scheme: str) -> None:
    there = visit(site=guarded, scheme=scheme)
    refused: list[str] = []
    there.page.on("console", lambda message: refused.append(message.text)
                  if message.type == "error" else None)  # fmt: skip
    for path in ("", "a-z/", "levels/1-ticket/", "get-help/", "reference/rules/", "search/"):
        there.go(path)
        there.page.wait_for_load_state("networkidle")
    field = there.page.locator("[data-kb-search] input").first
    field.fill("cloudflare")
    there.page.get_by_text("How do I publish on Cloudflare Pages?").first.wait_for()
    assert refused == []
    assert there.outside == []
