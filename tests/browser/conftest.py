"""A built site, a server and a real browser for the tests beside this file."""

from __future__ import annotations

import functools
import sys
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Route,
    sync_playwright,
)

sys.path.insert(0, str(Path(__file__).parent))
from install import find_chromium

ROOT = Path(__file__).resolve().parents[2]
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking",
             "--disable-component-update", "--no-first-run"]


POLICY = ("default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; "
          "object-src 'none'; base-uri 'none'")


class Handler(SimpleHTTPRequestHandler):
    """Serves files without a word, and 404.html for what is missing, as strict hosts do."""

    def __init__(self, *args: object, allow: str = "", **options: object) -> None:
        self.policy = POLICY + allow
        super().__init__(*args, **options)

    def log_message(self, format: str, *args: object) -> None:
        pass

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()

    def send_error(self, code: int, message: str | None = None,
                   explain: str | None = None) -> None:
        lost = Path(self.directory) / "404.html"
        if code != 404 or not lost.is_file():
            super().send_error(code, message, explain)
            return
        body = lost.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="session")
def serve() -> Iterator[object]:
    """Serve a folder: call it with a path, get the address with a slash at its end.

    `allow` is what the strict Content-Security-Policy says beside its own words.
    """
    servers = []

    def start(folder: Path, allow: str = "") -> str:
        handler = functools.partial(Handler, directory=str(folder), allow=allow)
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}/"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def manual(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This repository's own site, its channels set through the environment."""
    out = tmp_path_factory.mktemp("manual")
    with pytest.MonkeyPatch.context() as patch:
        query = "subject={title}&page={url}&level={level}&product={product}&lang={language}"
        patch.setenv("ISSUE_URL", f"https://desk.example.com/new?{query}")
        patch.setenv("EXTERNAL_URL", "mailto:vendors@example.com")
        patch.setenv("SITE_URL", "https://help.example.com/")
        config = load_config(str(ROOT / "mkdocs.yml"), site_dir=str(out), strict=True)
        build(config)
        config.plugins.on_shutdown()
    return out


@pytest.fixture(scope="session")
def address(manual: Path, serve) -> str:
    """Where the manual is served."""
    return serve(manual)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium of the system, without windows if it has that, or Playwright's own."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=find_chromium(), args=ARGUMENTS)
        yield chromium
        chromium.close()


class Visit:
    """A tab that notes what it asks of other hosts, and never reaches them."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.address = address
        self.outside: list[str] = []
        self.errors: list[str] = []
        context.route(lambda url: not url.startswith(address), self._refuse)
        self.page: Page = context.new_page()
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", self._listen)

    def _listen(self, message: ConsoleMessage) -> None:
        """Note what the policy stopped."""
        if "Content Security Policy" in message.text:
            self.errors.append(message.text)

    def _refuse(self, route: Route) -> None:
        self.outside.append(route.request.url)
        route.fulfill(status=200, content_type="text/html", body="<title>outside</title>")

    def go(self, path: str = "") -> Page:
        self.page.goto(self.address + path)
        return self.page


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[object]:
    """Open a tab: `visit(width=360, scheme="dark", scripts=False)`."""
    contexts = []
    visits: list[Visit] = []

    def start(width: int = 1280, scheme: str = "light", scripts: bool = True,
              site: str = address) -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": 800}, color_scheme=scheme,
            java_script_enabled=scripts)
        contexts.append(context)
        visits.append(Visit(context, site))
        return visits[-1]

    yield start
    for context in contexts:
        context.close()
    assert [error for visit in visits for error in visit.errors] == []
