"""MkDocs' pages -> the files of the search, and what templates need to offer it."""

from __future__ import annotations

import zlib
from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from kb_plugins.adapter.texts import text_of
from kb_plugins.cache.fingerprint import code_digest, fingerprint
from kb_plugins.cache.store import Store, encode
from kb_plugins.escalation.ladder import climb
from kb_plugins.escalation.link import Context
from kb_plugins.i18n import Language
from kb_plugins.model import Article, Problem, Severity
from kb_plugins.pages.site import Site
from kb_plugins.search.concepts import SynonymError, parse_synonyms
from kb_plugins.search.engine import Engine, engine_from_files
from kb_plugins.search.index import Making, Packed, Row, SearchBuilder, article_keys
from kb_plugins.search.offline import TOGETHER, offline_files
from kb_plugins.search.parts import manifest_name
from kb_plugins.search.records import Record
from kb_plugins.search.script import interface_script, worker_script

FOLDER = "assets/kb/search/"
SYNONYMS = "synonyms.yml"
_WORDS = "kb-search-words"


@dataclass
class SearchMemory:
    """What is kept of one language between the rebuilds of `serve`: texts analysed, an index.

    `keys` are those of its articles, by path. A build that is the only one is not `lasting`.
    """

    lasting: bool
    synonyms: str = ""
    builder: SearchBuilder | None = None
    last: tuple[str, Packed] | None = None
    keys: dict[str, bytes] = field(default_factory=dict)


@dataclass
class ComingIndex:
    """The index of the search, which is made beside other work. `start` is its manifest."""

    start: File
    files: Files
    config: MkDocsConfig
    wait: Making | None

    def finish(self, meanwhile: Callable[[], bool] = lambda: False) -> None:
        """Add the files of the index, which may take a while the first time.

        `meanwhile` is called until they are there, or until it is false.
        """
        if self.wait is None:
            return
        index, self.wait = self.wait(meanwhile), None
        for name, content in {**index, **offline_files(index)}.items():
            if FOLDER + name == self.start.src_uri:
                self.start.content_bytes = content
            else:
                self.files.append(File.generated(self.config, FOLDER + name, content=content))


def add_search(
    config: MkDocsConfig,
    files: Files,
    site: Site,
    speaker: Language,
    synonyms: str,
    memory: SearchMemory,
    store: Store,
) -> tuple[dict[str, Any], ComingIndex]:
    """Add the search to `files`, and begin to make the index of all rendered articles.

    Returns what templates know as `kb_search`: `config`, plain data for the script of every page;
    and the index. Call it when every page is rendered, and finish the index before files are
    written.
    """
    if file := files.get_file_from_path(SYNONYMS):
        files.remove(file)  # the index holds what it says
    script, engine = interface_script(), worker_script(speaker.code)
    for item in (script, engine):
        files.append(File.generated(config, FOLDER + item.name, content=item.content))
    start = File.generated(config, FOLDER + manifest_name(speaker.code), content="")
    files.append(start)  # at once, since articles may link to it
    wait = _index(_articles(files, site), speaker.code, synonyms, memory, store)
    view = {
        "config": {
            "index": FOLDER + manifest_name(speaker.code),
            "script": FOLDER + script.name,
            "engine": FOLDER + engine.name,
            "page": site.shared.search.url,
            "list": site.shared.listing.url,
            "title": config.site_name,
            "most": 6,
            "mostOnPage": 20,
            "words": _WORDS,
            "together": TOGETHER,
            "tones": {str(badge.number): badge.tone for badge in site.shared.badges},
            "ladder": _ladder(site),
            "texts": _texts(speaker),
            "counts": speaker.forms(lambda count: _count(speaker, count)),
            "others": [],
            "language": speaker.code.replace("_", "-"),
        },
    }
    return view, ComingIndex(start, files, config, wait)


def read_synonyms(docs: Path, label: str, name: str = SYNONYMS) -> tuple[str, list[Problem]]:
    """Read the team's own words, `synonyms.yml` (UTF-8), and check them.

    Returns the text, empty if there is none or it is wrong, and the problems. `label` is how
    problems call the docs folder.
    """
    file = docs / name
    if not name or not file.is_file():
        return "", []
    try:
        text = file.read_text(encoding="utf-8-sig")
        parse_synonyms(text)
    except SynonymError as error:
        fix = "Write one group an entry: `- log in, sign in` or `- app => program`"
        return "", [_synonym_problem(f"{label}/{name}", error.line, str(error), fix)]
    except (OSError, UnicodeDecodeError):
        fix = "Save it with the encoding UTF-8"
        return "", [_synonym_problem(f"{label}/{name}", 1, "The file is not UTF-8", fix)]
    return text, []


def _synonym_problem(path: str, line: int, message: str, fix: str) -> Problem:
    return Problem(
        path=path,
        line=line,
        rule="synonyms",
        message=message,
        fix=fix,
        severity=Severity.WARNING,
    )


def searcher(
    coming: ComingIndex, language: str, store: Store
) -> Callable[[str, int], Sequence[str]]:
    """Return the search of the site that is being built: a question and a number to paths.

    The engine starts only for a question that this very index and script have not answered before.
    """

    @cache
    def made() -> dict[str, bytes]:
        coming.finish()
        return {
            file.src_uri.removeprefix(FOLDER): file.content_bytes
            for file in coming.files
            if file.src_uri.startswith(FOLDER) and not file.src_uri.endswith(".js")
        }

    @cache
    def state() -> tuple[str, ...]:
        index = sha256(made()[manifest_name(language)]).hexdigest()  # has the hashes of all parts
        return index, worker_script(language).name, code_digest()

    @cache
    def engine() -> Engine:
        return engine_from_files(made(), language)

    def ranks(question: str, most: int) -> Sequence[str]:
        key = fingerprint("answer", *state(), question, most)
        known = store.get(key)
        if isinstance(known, list):
            return [str(path) for path in known]
        found = engine().ranks(question, most)
        store.put(key, found)
        return found

    return ranks


def _builder(language: str, synonyms: str, memory: SearchMemory) -> SearchBuilder:
    """The builder kept from the last build, unless the synonyms changed."""
    if memory.builder is None or memory.synonyms != synonyms:
        memory.builder = SearchBuilder(language, synonyms)
        memory.synonyms = synonyms
    return memory.builder


def _articles(files: Files, site: Site) -> list[tuple[Record, str]]:
    """A record, still without its text, and the HTML of every article that is to be found.

    What is not translated is found in its own language only: its words have other stems.
    """
    found = []
    for article in site.pages.listed:
        if article.language:
            continue
        file = files.get_file_from_path(article.source)
        if file and file.page and not _excluded(file.page.meta):
            found.append((_record(article, file.url, site), text_of(file.page).html))
    return found


def _index(
    articles: list[tuple[Record, str]],
    language: str,
    synonyms: str,
    memory: SearchMemory,
    store: Store,
) -> Making:
    """Begin to make the files of the index: the last ones if nothing that they hold has changed.

    Else the parts of the last one that are still the same are not compressed again. Returns a
    function that waits for the files.
    """
    keys = article_keys(articles, language, synonyms)
    state = fingerprint(keys).hex()
    place = fingerprint("search", code_digest(), language, zlib.ZLIB_RUNTIME_VERSION)
    last, packed = memory.last or _unpacked(store.get(place))
    paths = {record.source: key for key, (record, _) in zip(keys, articles, strict=True)}
    if last == state:
        memory.last, memory.keys = (last, packed), paths
        return lambda meanwhile: packed
    builder = _builder(language, synonyms, memory)

    def row(files: Packed) -> Row:
        texts = {name: b64encode(content).decode() for name, content in files.items()}
        return place, encode([state, texts])

    by_key = dict(zip(keys, articles, strict=True))
    pack = row if memory.last is None else None  # after a save it is kept where it was made
    made = builder.update(by_key, store, packed, memory.keys, pack, memory.lasting)

    def wait(meanwhile: Callable[[], bool]) -> Packed:
        files = made(meanwhile)
        memory.last, memory.keys = (state, files), paths
        return files

    return wait


def _unpacked(row: Any) -> tuple[str, Packed]:
    """Return what `_index` kept: the state of the articles, and the files."""
    if row is None:
        return "", {}
    state, texts = row
    return state, {name: b64decode(text) for name, text in texts.items()}


def _record(article: Article, url: str, site: Site) -> Record:
    card = site.pages.card(article)
    return Record(
        url=url,
        source=article.source,
        title=article.title,
        level=article.level,
        level_name=card.badge.name,
        type=article.type,
        type_label=card.type,
        product=article.product,
        topic=card.topic if article.topic else "",
        tags=article.tags,
        questions=article.questions,
        description=article.description,
    )


def _excluded(meta: Any) -> bool:
    search = meta.get("search")
    return isinstance(search, dict) and search.get("exclude") is True


def _ladder(site: Site) -> list[dict[str, Any]]:
    """For each level the channel that a search there leads to, a mark where the words go."""
    pages, rungs = site.pages, []
    for level in pages.kb.levels:
        if found := climb(pages.kb, level):
            way = site.ways.view(found, Context(title=_WORDS, language=pages.language.code))
            rungs.append({"number": level.number, "label": way.label, "href": way.href})
    return rungs


def _count(speaker: Language, count: int) -> str:
    return speaker.ngettext("%(num)s result", "%(num)s results", count, "{count}")


def _texts(speaker: Language) -> dict[str, str]:
    _ = speaker.gettext
    return {
        "results": _("Search results"),
        "none": _("Nothing found for “{query}”."),
        "nearest": _("These articles come nearest."),
        "all": _("All results"),
        "more": _("More results"),
        "elsewhere": _("In other languages:"),
        "help": _("Nothing fits?"),
        "failed": _("The search could not be loaded."),
        "list": _("Browse all articles from A to Z"),
        "level": _("Level"),
        "type": _("Type"),
        "product": _("Product"),
        "any": _("All"),
    }
