"""How long a preview takes from a save to the first byte of the new page.

`python bench/preview.py MKDOCS_YML [--saves 5]` starts `mkdocs serve`, adds a sentence to an
article again and again, and asks for its page until the sentence is there. Between saves it waits
until the server has nothing left to do. `--search` then asks for the index of the search as well,
and prints the seconds until it is there; it is made of all articles.
"""

from __future__ import annotations

import argparse
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

REST = 4.0
"""Seconds between saves."""


def page(address: str) -> str:
    try:
        with urlopen(address, timeout=600) as answer:
            return str(answer.read().decode())
    except HTTPError as error:
        return error.read().decode()
    except URLError:
        return ""


def latencies(config: Path, saves: int, search: list[float] | None = None) -> list[float]:
    """Return seconds, one for each save; `search` gets those until the index was there."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{free.getsockname()[1]}"
    command = [sys.executable, "-m", "mkdocs", "serve", "--quiet", "-f", str(config), "-a", place]
    docs = config.parent / "docs"
    article = sorted(path for path in docs.rglob("*.md") if path.stem != "index")[7]
    text = article.read_text(encoding="utf-8")
    address = f"http://{place}/{article.relative_to(docs).with_suffix('').as_posix()}/"
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    found = []
    try:
        while not page(address):
            time.sleep(0.2)
        for number in range(saves):
            time.sleep(REST)
            sign = f"save-{number}-{time.time_ns()}"
            article.write_text(f"{text}\n\n{sign}\n", encoding="utf-8")
            start = time.perf_counter()
            while sign not in page(address):
                time.sleep(0.005)
            found.append(time.perf_counter() - start)
            if search is not None:
                page(f"http://{place}/assets/kb/search/en.json")
                search.append(time.perf_counter() - start)
    finally:
        server.terminate()
        server.wait()
        article.write_text(text, encoding="utf-8")
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("config", type=Path)
    parser.add_argument("--saves", type=int, default=5)
    parser.add_argument("--search", action="store_true", help="ask for the index as well")
    options = parser.parse_args()
    search: list[float] = []
    for seconds in latencies(options.config, options.saves, search if options.search else None):
        print(f"{seconds:.2f} s")
    if search:
        print("with the search:", " ".join(f"{seconds:.2f} s" for seconds in search))


if __name__ == "__main__":
    main()
