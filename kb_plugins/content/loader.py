"""A docs folder to a knowledge base. Reports everything that is wrong and never raises for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from kb_plugins.content.articles import ArticleReader
from kb_plugins.content.defaults import FolderDefaults
from kb_plugins.content.editions import Edition, Source
from kb_plugins.content.frontmatter import Document, parse_document, read_document
from kb_plugins.content.levels import built_in_levels, read_levels
from kb_plugins.content.paths import LEVELS, address, humanise, is_index, level_file, walk
from kb_plugins.content.text import read_opening
from kb_plugins.content.topics import gather_topics
from kb_plugins.content.translations import inherit
from kb_plugins.model import (
    Article,
    Audience,
    Channel,
    KnowledgeBase,
    Problem,
    Status,
)

TOPICS_PAGE = "topics.md"
"""The page of all topics, and of the articles outside every folder."""
LISTING_PAGE = "a-z.md"
"""The page of all articles."""
HELP_PAGE = "get-help.md"
"""The page that leads to people."""
ACCESSIBILITY_PAGE = "accessibility.md"
"""The accessibility statement."""
SEARCH_PAGE = "search.md"
"""The page of search results."""
OVERVIEW_PAGE = f"{LEVELS}/index.md"
"""The page of all levels."""
OWN_PAGES = (
    "index.md",
    OVERVIEW_PAGE,
    TOPICS_PAGE,
    LISTING_PAGE,
    SEARCH_PAGE,
    HELP_PAGE,
    ACCESSIBILITY_PAGE,
)
"""Pages that Firstline generates where a team has not written them."""
OWN_ADDRESSES = frozenset(map(address, OWN_PAGES[1:]))
"""Addresses of pages that Firstline generates; a file that has one is the text above the list."""


@dataclass(frozen=True)
class Settings:
    """What the loader must know beside the files.

    `label` is how problems call the docs folder; `skip` says which paths are not looked at and
    `plain` which pages are no articles; `types` maps ids of article types to labels;
    `translate` is the gettext function for the built-in levels, `edition` chooses the language.
    """

    label: str = "docs"
    audience: Audience = Audience.PUBLIC
    types: Mapping[str, str] = field(default_factory=dict)
    channels: tuple[Channel, ...] = ()
    skip: Callable[[str], bool] = lambda path: False
    plain: Callable[[str], bool] = lambda path: False
    translate: Callable[[str], str] = lambda text: text
    edition: Edition = field(default_factory=Edition)


@dataclass(frozen=True)
class Loaded:
    """What came out of a folder.

    `left_out` are the paths that must not be published: broken ones, drafts, internal ones.
    `documents` are the sources of the articles, for checks that name lines. `internal` are those
    of `left_out` that are for colleagues only. `originals` are the documents that others translate,
    by the path they share.
    """

    kb: KnowledgeBase
    problems: tuple[Problem, ...]
    left_out: frozenset[str]
    documents: Mapping[str, Document]
    internal: frozenset[str] = frozenset()
    originals: Mapping[str, Document] = field(default_factory=dict)


def load(docs: Path, settings: Settings, extra: Mapping[str, bytes] | None = None) -> Loaded:
    """Read a folder of Markdown (UTF-8).

    `extra` are pages that other plugins made, by path; they win over files of the same path.
    """
    files, problems = walk(docs, settings.label, settings.skip)
    problems += settings.edition.twins(files, settings.label)
    extra = extra or {}
    sources = [source for source in settings.edition.select(files) if source.path not in extra]
    documents = [_read(docs, source, settings) for source in sources]
    documents += [
        parse_document(data, path, f"{settings.label}/{path}")
        for path, data in sorted(extra.items())
    ]
    originals = {
        source.path: read_document(
            docs / source.original, source.path, f"{settings.label}/{source.original}"
        )
        for source in sources
        if source.original
    }
    defaults = FolderDefaults(docs, settings.label)
    return _assemble(documents, originals, defaults, settings, problems)


def _read(docs: Path, source: Source, settings: Settings) -> Document:
    document = read_document(docs / source.file, source.path, f"{settings.label}/{source.file}")
    foreign = source.language if source.language != settings.edition.language else ""
    return replace(document, file=source.file, language=foreign)


def _assemble(
    documents: list[Document],
    originals: Mapping[str, Document],
    defaults: FolderDefaults,
    settings: Settings,
    problems: list[Problem],
) -> Loaded:
    documents = _mark_twins(sorted(documents, key=lambda document: document.path))
    whole = {path: defaults.apply(original)[0] for path, original in originals.items()}
    documents = [
        inherit(document, whole[document.path]) if document.path in whole else document
        for document in documents
    ]
    levels, found = read_levels(documents)
    problems += found
    levels = levels or built_in_levels(settings.translate)
    reader = ArticleReader(levels, settings.types)
    articles: list[Article] = []
    pages: set[str] = set()
    internal: set[str] = set()
    left_out = {document.path for document in documents if document.broken}
    for document in documents:
        if is_page(document) or settings.plain(document.path) or settings.plain(document.file):
            pages.add(document.path)
            if level_file(document.path) is None:  # read_levels reported those
                problems += document.problems
            continue
        article, found = reader.read(*defaults.apply(document))
        problems += found
        if article is None or not _visible(article, settings.audience):
            left_out.add(document.path)
            if article and article.audience is Audience.INTERNAL:
                internal.add(document.path)
        else:
            articles.append(article)
    problems += defaults.problems
    placed, topics = gather_topics(
        articles, _topic_texts(documents), own_page(TOPICS_PAGE, pages), OWN_ADDRESSES
    )
    kb = KnowledgeBase(
        levels=levels,
        articles=placed,
        topics=topics,
        channels=settings.channels,
        types=tuple(settings.types.items()),
        pages=frozenset(pages - left_out),
    )
    by_path = {document.path: document for document in documents}
    return Loaded(
        kb, tuple(sorted(problems)), frozenset(left_out), by_path, frozenset(internal), originals
    )


def is_page(document: Document) -> bool:
    """Whether a document is a page around the articles: home, a level, a topic, our own pages.

    The index of a folder is the text of its topic, unless it says that it is an article by having
    a level of its own (`reset-password/index.md`, as other generators lay out articles).
    """
    path = document.path
    if level_file(path) or address(path) in OWN_ADDRESSES or address(path) == "":
        return True
    return is_index(path) and "level" not in document.meta


def own_page(page: str, paths: Iterable[str]) -> str:
    """Return which of some paths is one of our own pages: `topics.md` may be `topics/index.md`."""
    wanted = address(page)
    return next((path for path in sorted(paths) if address(path) == wanted), page)


def _mark_twins(documents: Iterable[Document]) -> list[Document]:
    """Give a problem to documents whose address another one has: the first by path keeps it."""
    owners: dict[str, Document] = {}
    marked = []
    for document in documents:
        owner = owners.setdefault(address(document.path), document)
        if owner is not document:
            twin = Problem(
                path=document.shown,
                line=1,
                rule="duplicate-url",
                message=f"The page has the same address as {owner.shown}",
                fix="Rename one of the two",
            )
            document = replace(document, problems=(*document.problems, twin))
        marked.append(document)
    return marked


def _visible(article: Article, audience: Audience) -> bool:
    if article.status is Status.DRAFT:
        return False
    return audience is Audience.INTERNAL or article.audience is Audience.PUBLIC


def _topic_texts(documents: Iterable[Document]) -> dict[str, tuple[str, str, str]]:
    """Find the pages that a team wrote for folders: folder to path, title and language."""
    texts = {}
    for document in documents:
        folder = document.path.rpartition("/")[0]
        if document.broken or not is_index(document.path) or not is_page(document):
            continue
        if address(document.path) and address(document.path) not in OWN_ADDRESSES:
            title = document.meta.get("title")
            if not isinstance(title, str) or not title.strip():
                title = read_opening(document.body).heading or humanise(folder)
            texts[folder] = (document.path, " ".join(title.split()), document.language)
    return texts
