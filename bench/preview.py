"""How long a preview takes from a save to the new page, and to a search that knows the new words.

`python bench/preview.py MKDOCS_YML [--saves 5] [--search]` starts `mkdocs serve`, adds a word to an
article again and again, and asks for its page until the word is there. Between saves it waits until
the server has nothing left to do. `--search` also asks for the index of the search and looks the
word up in it, as the browser of somebody who searches would. It prints seconds, and of the server
the CPU seconds of each save, all that follows from it included, and the most memory it ever had.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import socket
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from kb_plugins.search.unpacking import unpack_words

QUIET = 3.0
"""Seconds without work after which a server is done."""
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Save:
    """Seconds until the page and the search were right, and CPU seconds until all was done."""

    page: float
    search: float
    cpu: float


@dataclass
class Server:
    """A preview that runs."""

    process: subprocess.Popen[bytes]
    home: str

    def get(self, path: str) -> bytes:
        """Return a file of the site, or what is shown in its place."""
        try:
            with urlopen(self.home + path, timeout=600) as answer:
                return bytes(answer.read())
        except HTTPError as error:
            return error.read()
        except URLError:
            return b""

    def words(self, letter: str) -> list[str]:
        """Return the words of the index that begin with a letter."""
        folder = "assets/kb/search/"
        manifest = json.loads(self.get(f"{folder}en.json"))
        together, hashes = manifest["parts"]["w"]
        digest = hashes[manifest["words"].index(letter) // together * 10 :][:10]
        packed = self.get(f"{folder}en/w{letter}-{digest}.bin")
        return unpack_words(gzip.decompress(packed))

    def cpu(self) -> float:
        """Return the CPU seconds of the server and of its processes that ended."""
        times = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()[11:15]
        return sum(map(int, times)) / TICKS

    def peak(self) -> float:
        """Return the most memory the server ever had, in MiB."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))

    def rest(self) -> float:
        """Wait until nothing is done any more. Returns the CPU seconds by then."""
        before, since = self.cpu(), time.monotonic()
        while time.monotonic() - since < QUIET:
            time.sleep(0.25)
            if (now := self.cpu()) > before + 0.02:
                before, since = now, time.monotonic()
        return before


def start(config: Path) -> Server:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{free.getsockname()[1]}"
    command = [sys.executable, "-m", "mkdocs", "serve", "--quiet", "-f", str(config), "-a", place]
    server = Server(subprocess.Popen(command, stderr=subprocess.DEVNULL), f"http://{place}/")
    while not server.get(""):
        time.sleep(0.2)
    return server


def new_word() -> str:
    """Return a word that no text has."""
    return "zq" + "".join(chr(97 + int(digit)) for digit in str(time.time_ns()))


def saves(config: Path, count: int, search: bool = False) -> tuple[list[Save], float]:
    """Save an article some times. Returns what each cost, and the server's peak memory in MiB."""
    docs = config.parent / "docs"
    article = sorted(path for path in docs.rglob("*.md") if path.stem != "index")[7]
    text = article.read_text(encoding="utf-8")
    address = f"{article.relative_to(docs).with_suffix('').as_posix()}/"
    server = start(config)
    found = []
    try:
        for _ in range(count):
            before, word = server.rest(), new_word()
            article.write_text(f"{text}\n\n{word}\n", encoding="utf-8")
            begun = time.perf_counter()
            while word.encode() not in server.get(address):
                time.sleep(0.005)
            page = time.perf_counter() - begun
            while search and word not in server.words("z"):
                time.sleep(0.005)
            both = time.perf_counter() - begun
            found.append(Save(page, both, server.rest() - before))
        return found, server.peak()
    finally:
        server.process.terminate()
        server.process.wait()
        article.write_text(text, encoding="utf-8")


def latencies(config: Path, count: int) -> list[float]:
    """Return seconds until the page was right, one for each save."""
    return [save.page for save in saves(config, count)[0]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("config", type=Path)
    parser.add_argument("--saves", type=int, default=5)
    parser.add_argument("--search", action="store_true", help="look the word up in the index too")
    options = parser.parse_args()
    found, peak = saves(options.config, options.saves, options.search)
    for save in found:
        searched = f"search {save.search:6.2f} s   " if options.search else ""
        print(f"page {save.page:5.2f} s   {searched}CPU {save.cpu:6.2f} s")
    median = statistics.median(save.page for save in found)
    print(f"median page {median:.2f} s, peak {peak:.0f} MiB")


if __name__ == "__main__":
    main()
