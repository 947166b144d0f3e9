"""The search in Python: an embedded V8 that runs the very JavaScript that the site ships."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb_plugins.search.parts import manifest_name, sources_name
from kb_plugins.search.script import engine_script

Read = Callable[[str], bytes]

# What a browser has and a bare V8 has not: UTF-8 decoding and a way to ask for files.
_HOST = """
globalThis.TextDecoder ??= class {
  decode(bytes) {
    let text = "";
    for (let i = 0; i < bytes.length; ) {
      const byte = bytes[i++];
      const more = byte < 128 ? 0 : byte < 224 ? 1 : byte < 240 ? 2 : 3;
      let code = more ? byte & (63 >> more) : byte;
      for (let j = 0; j < more; j++) code = code * 64 + (bytes[i++] & 63);
      text += String.fromCodePoint(code);
    }
    return text;
  }
};
const host = { waiting: new Map(), asked: [], done: null };
host.read = (name) =>
  new Promise((resolve) => {
    host.waiting.set(name, resolve);
    host.asked.push(name);
  });
host.give = (name, latin) => {
  host.waiting.get(name)(Uint8Array.from(latin, (letter) => letter.charCodeAt(0)));
  host.waiting.delete(name);
};
host.start = (promise) => {
  host.done = null;
  promise.then(
    (value) => (host.done = { value }),
    (error) => (host.done = { error: String(error.stack || error) }),
  );
};
host.state = () => JSON.stringify({ asked: host.asked.splice(0), done: host.done });
"""


@dataclass(frozen=True, slots=True)
class Hit:
    """One article found: its path below the docs folder, its score, its record for display."""

    source: str
    score: float
    title: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a query that an article has.

    `how` it was met: the `word` itself, a `synonym`, its `beginning` or a mended `spelling`. `said`
    is the stem that the index has for it, or what else calls for the synonym. `fields` are where it
    stands, `share` (0 to 1) is what it weighs.
    """

    word: str
    how: str
    said: str
    fields: tuple[str, ...]
    share: float

    @property
    def met(self) -> str:
        """How the word was met, for people: `"pasword", taken for "password"`."""
        ways = {
            "word": f'"{self.word}"',
            "synonym": f'"{self.word}", a synonym ({self.said})',
            "beginning": f'"{self.word}", as the beginning of "{self.said}"',
            "spelling": f'"{self.word}", taken for "{self.said}"',
        }
        return ways[self.how]


@dataclass(frozen=True, slots=True)
class Explained:
    """One article found, with the words that decided, weightiest first, and those it lacks."""

    source: str
    score: float
    words: tuple[Word, ...]
    missing: tuple[str, ...]


class Engine:
    """One index, ready for queries. It needs the package `mini-racer`."""

    def __init__(self, language: str, manifest: bytes, read: Read, sources: Sequence[str]) -> None:
        """Take a manifest's bytes and `read`, which gives a part of the index by its name."""
        from py_mini_racer import MiniRacer

        self._read = read
        self.sources = tuple(sources)
        self._v8 = MiniRacer()
        self._v8.eval(engine_script(language))
        self._v8.eval(_HOST)
        self._v8.eval(f"const engine = new kbSearch.Engine({manifest.decode()}, host.read); 0")

    def search(self, query: str, most: int = 10) -> list[Hit]:
        """The best articles for a query, as a reader who typed it would get them."""
        text = json.dumps(query)
        found = self.run(
            f"engine.search({text}).then(({{ hits }}) => Promise.all(hits.slice(0, {most}).map("
            "async (hit) => ({ ...hit, ...(await engine.store.record(hit.doc)) }))))"
        )
        return [
            Hit(self.sources[hit["doc"]], hit["score"], hit["title"], hit["url"]) for hit in found
        ]

    def ranks(self, query: str, most: int = 10) -> list[str]:
        """The paths of the best articles, without fetching their records."""
        best = f"({{ hits }}) => hits.slice(0, {most}).map((hit) => hit.doc)"
        numbers = self.run(f"engine.search({json.dumps(query)}).then({best})")
        return [self.sources[number] for number in numbers]

    def explain(self, query: str, most: int = 10) -> tuple[list[Explained], list[str]]:
        """The best articles with the words that decided, and the words that were not looked for."""
        found = self.run(f"kbSearch.explain(engine, {json.dumps(query)}, {most})")
        hits = [
            Explained(
                self.sources[hit["doc"]],
                hit["score"],
                tuple(Word(**{**word, "fields": tuple(word["fields"])}) for word in hit["words"]),
                tuple(hit["missing"]),
            )
            for hit in found["hits"]
        ]
        return hits, found["left"]

    def deciding(self, query: str, most: int) -> dict[str, str]:
        """The paths of the best articles, each with the two words that weighed most there."""
        hits, _left = self.explain(query, most)
        return {hit.source: " and ".join(word.met for word in hit.words[:2]) for hit in hits}

    def run(self, expression: str) -> Any:
        """The value of a JavaScript promise, files given to it as it asks for them."""
        self._v8.eval(f"host.start({expression}); 0")
        while True:
            state = json.loads(str(self._v8.eval("host.state()")))
            if state["done"]:
                if "error" in state["done"]:
                    raise RuntimeError(state["done"]["error"])
                return state["done"].get("value")
            if not state["asked"]:
                raise RuntimeError("the search waits for nothing")
            for name in state["asked"]:
                latin = json.dumps(_unpack(self._read(name)).decode("latin-1"))
                self._v8.eval(f"host.give({json.dumps(name)}, {latin}); 0")


def _unpack(content: bytes) -> bytes:
    return zlib.decompress(content, 31) if content[:2] == b"\x1f\x8b" else content


def engine_from_files(files: dict[str, bytes], language: str) -> Engine:
    """An engine over what `build_index` gave."""
    sources = json.loads(files[sources_name(language)])
    manifest = files[manifest_name(language)]
    return Engine(language, manifest, lambda name: files[f"{language}/{name}"], sources)


def engine_from_site(site: Path, language: str = "") -> Engine:
    """An engine over a built site (the folder that is published), by language or the only one.

    Raises `FileNotFoundError` when the site holds no index of that language.
    """
    home = site / "assets" / "kb" / "search"
    manifests = {path.stem: path for path in sorted(home.glob("*.json"))}
    chosen = manifests.get(language) or next(iter(manifests.values()), None)
    if chosen is None:
        raise FileNotFoundError(f"{site} holds no search index")
    code = chosen.stem
    sources = json.loads((home / sources_name(code)).read_bytes())
    read = (home / code).joinpath
    return Engine(code, chosen.read_bytes(), lambda name: read(name).read_bytes(), sources)
