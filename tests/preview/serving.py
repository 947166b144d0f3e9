"""A preview that runs, and a small site for it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

PATIENCE = 90
"""Seconds until a test gives up; nothing here is about speed."""
CONFIG = """
site_name: Help
site_url: https://help.example.com/sub/
theme: {name: material, custom_dir: own}
plugins:
  - kb: {channels: {ticket: "https://desk.example.com/?s={title}"}}
"""
ARTICLE = "---\ntitle: %s\nlevel: %s\ntags: [office]\n---\n\n%s\n"


class Server:
    """A running preview."""

    def __init__(self, folder: Path, *options: str, port: int = 0) -> None:
        self.folder = folder
        if not port:
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                port = free.getsockname()[1]
        self.port = port
        self.home = f"http://127.0.0.1:{port}/sub/"
        self.log = folder / "serve.log"
        command = [sys.executable, "-m", "mkdocs", "serve", "-a", f"127.0.0.1:{port}", *options]
        with self.log.open("w") as log:
            variables = {"PYTHONWARNINGS": "default", "TMPDIR": str(folder)}
            self.process = subprocess.Popen(
                command, cwd=folder, stderr=log, env=os.environ | variables
            )
        self.wait("", lambda page: "Help" in page)

    def get(self, path: str) -> str:
        return self.get_bytes(path).decode()

    def get_bytes(self, path: str) -> bytes:
        try:
            with urlopen(self.home + path, timeout=PATIENCE) as answer:
                return bytes(answer.read())
        except HTTPError as error:
            return str(error.code).encode() + error.read()
        except URLError:
            return b""

    def wait(self, path: str, wanted: Callable[[str], object]) -> str:
        end = time.monotonic() + PATIENCE
        while not wanted(page := self.get(path)):
            assert time.monotonic() < end, f"{path}: {page[:3000]}\n{self.log.read_text()}"
            assert self.process.poll() is None, self.log.read_text()
            time.sleep(0.1)
        return page

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait()
        for site in self.folder.glob("mkdocs_*"):  # MkDocs leaves it, if it is ended so
            shutil.rmtree(site)

    def write(self, path: str, text: str) -> None:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def lay_out(folder: Path) -> None:
    (folder / "own").mkdir()
    docs = folder / "docs"
    for name, title, level in (("one", "Print", 0), ("two", "Scan", 1), ("three", "Fax", 0)):
        docs.mkdir(exist_ok=True)
        text = ARTICLE % (f"{title} a page", level, f"How to {title.lower()}. [x](one.md)")
        (docs / f"{name}.md").write_text(text)
    (folder / "mkdocs.yml").write_text(CONFIG)
