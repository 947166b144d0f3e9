"""A docs folder to a knowledge base. Reports everything that is wrong and never raises for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from kb_plugins.content.defaults import FolderDefaults
from kb_plugins.content.editions import Source
from kb_plugins.content.frontmatter import Document, parse_document, read_document, seal
from kb_plugins.content.levels import built_in_levels, public_levels, read_levels
from kb_plugins.content.own_pages import OWN_ADDRESSES, TOPICS_PAGE, is_page, own_page
from kb_plugins.content.paths import address, humanise, is_index, level_file, walk
from kb_plugins.content.settings import Settings
from kb_plugins.content.text import read_opening
from kb_plugins.content.topics import gather_topics
from kb_plugins.content.translations import inherit
from kb_plugins.content.verdict import Judge
from kb_plugins.model import Article, Audience, Channel, KnowledgeBase, Level, Problem


@dataclass(frozen=True)
class Loaded:
    """What came out of a folder.

    `left_out` are the paths that must not be published: broken ones, drafts, internal ones.
    `documents` are the sources of the articles, for checks that name lines. `internal` are those
    of `left_out` that are for colleagues only, `drafts` those that are not ready;
    `hidden_channels` are the channels for colleagues. `originals` are the documents that others
    translate, by the path they share.
    """

    kb: KnowledgeBase
    problems: tuple[Problem, ...]
    left_out: frozenset[str]
    documents: Mapping[str, Document]
    internal: frozenset[str] = frozenset()
    originals: Mapping[str, Document] = field(default_factory=dict)
    drafts: frozenset[str] = frozenset()
    hidden_channels: tuple[Channel, ...] = ()

    @property
    def secretive(self) -> bool:
        """Whether there is anything that this build must not show."""
        return bool(
            self.internal
            or self.drafts
            or self.hidden_channels
            or any(document.notes for document in self.documents.values())
        )


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
    public = settings.audience is Audience.PUBLIC
    documents = [seal(document, public) for document in documents]
    originals = {path: seal(document, public) for path, document in originals.items()}
    documents = _mark_twins(sorted(documents, key=lambda document: document.path))
    # The index of a folder is no article just because the folder has a default for the level.
    whole = {
        path: original if is_page(original) else defaults.apply(original)[0]
        for path, original in originals.items()
    }
    documents = [
        inherit(document, whole[document.path]) if document.path in whole else document
        for document in documents
    ]
    all_levels, found = read_levels(documents)
    problems += found
    all_levels = all_levels or built_in_levels(settings.translate)
    levels = (public_levels(all_levels) if public else all_levels) or all_levels
    hidden = {level.source for level in all_levels} - {level.source for level in levels}
    judge = Judge(levels, all_levels, defaults, settings)
    articles: list[Article] = []
    pages: set[str] = set()
    understood = {level.source for level in all_levels}
    internal = set(hidden)
    drafts: set[str] = set()
    left_out = {document.path for document in documents if document.broken} | hidden
    for document in documents:
        path = document.path
        if level_file(path):  # read_levels reported what is wrong with it
            (pages if path in understood else left_out).add(path)
            continue
        verdict = judge.of(document)
        problems += verdict.problems
        if not verdict.shown:
            left_out.add(path)
        elif verdict.article:
            articles.append(verdict.article)
        else:
            pages.add(path)
        if verdict.internal:
            internal.add(path)
        if verdict.draft:
            drafts.add(path)
    problems += defaults.problems
    shown, hidden_channels = _for(settings.audience, settings.channels)
    placed, topics = gather_topics(
        articles, _topic_texts(documents), own_page(TOPICS_PAGE, pages), OWN_ADDRESSES
    )
    kb = KnowledgeBase(
        levels=levels,
        articles=placed,
        topics=topics,
        channels=shown,
        types=tuple(settings.types.items()),
        pages=frozenset(pages - left_out),
        broken=frozenset(left_out - internal - drafts) | settings.broken_channels,
        hidden=_names_of(level for level in all_levels if level.source in hidden)
        | {channel.name.casefold() for channel in hidden_channels},
    )
    by_path = {document.path: document for document in documents}
    return Loaded(
        kb,
        tuple(sorted(set(problems))),  # a wrong default is one mistake
        frozenset(left_out),
        by_path,
        frozenset(internal),
        originals,
        frozenset(drafts),
        hidden_channels,
    )


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


def _for(
    audience: Audience, channels: Iterable[Channel]
) -> tuple[tuple[Channel, ...], tuple[Channel, ...]]:
    """Part channels in those that an audience may know, and the others."""
    channels = tuple(channels)
    if audience is Audience.INTERNAL:
        return channels, ()
    shown = tuple(channel for channel in channels if channel.audience is Audience.PUBLIC)
    return shown, tuple(channel for channel in channels if channel not in shown)


def _names_of(levels: Iterable[Level]) -> frozenset[str]:
    """Everything by which a writer may call some levels."""
    return frozenset(
        name.casefold()
        for level in levels
        for name in (str(level.number), level.slug, f"{level.number}-{level.slug}")
    )


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
