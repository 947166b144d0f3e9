"""A configuration of MkDocs to everything that rules look at. Build and `kb check` share it."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import _AbsoluteLinksValidationValue
from pathspec import GitIgnoreSpec

from kb_plugins.adapter import config as mkdocs_config
from kb_plugins.adapter.config import KbConfig
from kb_plugins.adapter.languages import editions
from kb_plugins.adapter.search import SYNONYMS, read_synonyms
from kb_plugins.cache.fingerprint import fingerprint, versions
from kb_plugins.cache.store import Store
from kb_plugins.content import text
from kb_plugins.content.editions import Edition
from kb_plugins.content.loader import Loaded, load
from kb_plugins.content.settings import Settings
from kb_plugins.i18n import Language
from kb_plugins.i18n.catalogue import completeness
from kb_plugins.model import Audience, Channel, Problem
from kb_plugins.publish.hosting.plan import base_of
from kb_plugins.quality.check import check
from kb_plugins.quality.customers import read_customers
from kb_plugins.quality.digest_cache import DigestStore
from kb_plugins.quality.policy import Policy, read_severities
from kb_plugins.quality.registry import extension_problems
from kb_plugins.quality.rule import Sources
from kb_plugins.quality.terms import TERMS, read_terms
from kb_plugins.translation.history import History
from kb_plugins.translation.state import read_states

if TYPE_CHECKING:
    from kb_plugins.search.engine import Engine

CACHE = Path(".cache") / "kb" / "digests.json"
"""Beside `mkdocs.yml`, in the folder that Material's plugins use for the same."""


@dataclass(frozen=True)
class HelpCentre:
    """A help centre as it was read: what a build goes on with, and what rules look at."""

    language: Language
    edition: Edition
    settings: Settings
    loaded: Loaded
    sources: Sources
    policy: Policy
    synonyms: str

    def own_problems(
        self, problems: Iterable[Problem], known: Collection[Problem]
    ) -> Iterator[Problem]:
        """Yield the problems of this language, and not of the articles that stand in for it.

        `known` are those of the default language: what a translation takes over from its original
        is mended there.
        """
        shown = {document.shown: document for document in self.loaded.documents.values()}
        said = {(p.path, p.rule, p.message) for p in known}
        for problem in problems:
            document = shown.get(problem.path)
            if problem in known or (document and document.language):
                continue
            original = self.loaded.originals.get(document.path) if document else None
            same = (original.shown, problem.rule, problem.message) if original else None
            if problem.line > 1 or same not in said:
                yield problem


def read_help_centres(
    config: MkDocsConfig, own: KbConfig, drafts: bool = False, loaded: Loaded | None = None
) -> tuple[HelpCentre, ...]:
    """Read the sources of a site in every language, the default first. `drafts` keeps drafts.

    `loaded` are the articles of a site with one language, where they were read already.
    """
    store = DigestStore(_folder(config) / CACHE)
    centres = [_read(config, own, edition, store, drafts, loaded) for edition in editions(config)]
    history = History(Path(config.docs_dir))
    return (centres[0], *(_translation(centre, centres[0], history) for centre in centres[1:]))


def _translation(centre: HelpCentre, default: HelpCentre, history: History) -> HelpCentre:
    """Return what was read of a language, with how each of its texts stands to its original."""
    states = read_states(default.loaded, centre.loaded, centre.edition, history)
    return replace(centre, sources=replace(centre.sources, translations=states))


def read_help_centre(config: MkDocsConfig, own: KbConfig) -> HelpCentre:
    """Read the sources of a site in its default language. `own` are our plugin's settings."""
    return _read(config, own, editions(config)[0], DigestStore(_folder(config) / CACHE))


def check_all(
    centres: Sequence[HelpCentre],
    policy: Policy,
    engine: Callable[[str], Engine] | None = None,
    progress: Callable[[str], None] = lambda rule: None,
) -> tuple[Problem, ...]:
    """Return the problems of a site in all its languages, each once.

    `engine` gives the search of a built site in a language, `progress` is told the rule that runs.
    """
    found: set[Problem] = set()
    for centre in centres:
        sources = centre.sources
        if engine is not None:
            found_by = engine(centre.language.code)
            sources = replace(sources, search=found_by.ranks, deciding=found_by.deciding)
        problems = check(sources, policy, centre.settings.label, progress)
        own = problems if centre.edition.is_default else centre.own_problems(problems, found)
        found |= set(own)
    return tuple(sorted(found))


def _read(
    config: MkDocsConfig,
    own: KbConfig,
    edition: Edition,
    store: DigestStore,
    drafts: bool = False,
    loaded: Loaded | None = None,
) -> HelpCentre:
    lines = mkdocs_config.config_lines(config)
    speaker, wrong_messages = mkdocs_config.speaker(config, own, lines, edition.language)
    channels, problems = mkdocs_config.channels(own, lines, edition.language)
    severities, wrong_rules = read_severities(own.rules, lines)
    review, wrong_review = mkdocs_config.review_intervals(own, lines)
    settings = Settings(
        label=_label(config),
        audience=Audience(own.audience),
        types=mkdocs_config.article_types(own, speaker),
        channels=channels,
        broken_channels=frozenset(map(str, own.channels)) - {channel.name for channel in channels},
        skip=lambda path: (
            _matches(config.exclude_docs, path)
            or (not drafts and _matches(config.draft_docs, path))
        ),
        plain=lambda path: _matches(own.exclude, path),
        draft=lambda path: _matches(config.draft_docs, path),
        drafts=drafts,
        translate=speaker.gettext,
        edition=edition,
        review=review,
    )
    docs = Path(config.docs_dir)
    loaded = loaded or load(docs, settings)
    name = edition.own_file(docs, TERMS)
    terms, wrong_terms = read_terms(docs, settings.label, name) if name else ((), [])
    customers, wrong_customers = read_customers(_folder(config))
    synonyms, wrong_synonyms = read_synonyms(docs, settings.label, edition.own_file(docs, SYNONYMS))
    sources = Sources(
        kb=loaded.kb,
        documents=loaded.documents,
        docs=docs,
        today=today(),
        digests=store,
        root=_root(config, edition),
        left_out=loaded.left_out,
        internal=loaded.internal,
        found=(
            *problems,
            *wrong_messages,
            *wrong_rules,
            *extension_problems((lines.path, lines.start)),
            *wrong_review,
            *wrong_terms,
            *wrong_customers,
            *wrong_synonyms,
            *loaded.problems,
        ),
        config_at=(lines.path, lines.start),
        language=speaker.code,
        interface=completeness(speaker),
        terms=terms,
        customers=customers,
        allowed_hosts=_hosts(config.site_url or "", channels),
    )
    return HelpCentre(speaker, edition, settings, loaded, sources, Policy(severities), synonyms)


def _folder(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path or ".").absolute().parent


def _label(config: MkDocsConfig) -> str:
    """Return how problems call the docs folder: relative to the configuration, if it is inside."""
    docs, base = Path(config.docs_dir), _folder(config)
    return docs.relative_to(base).as_posix() if docs.is_relative_to(base) else docs.as_posix()


def _root(config: MkDocsConfig, edition: Edition) -> str:
    """Return the path below which addresses that begin with `/` are ours to judge, or nothing.

    The pages of other languages are not known here. MkDocs can be told to take such addresses for
    files; then it looks after them itself.
    """
    links = config.validation.links.absolute_links
    if len(edition.languages) > 1 or links is _AbsoluteLinksValidationValue.RELATIVE_TO_DOCS:
        return ""
    return base_of(config.site_url or "")


def _matches(spec: GitIgnoreSpec | None, path: str) -> bool:
    """Whether a setting that holds patterns names a file."""
    return spec is not None and spec.match_file(path)


def _hosts(site_url: str, channels: Iterable[Channel]) -> frozenset[str]:
    """Return the hosts of the team: that of the site, and where its channels lead."""
    addresses = [site_url, *(channel.url for channel in channels)]
    found = {(urlsplit(url).hostname or "") for url in addresses if not url.startswith("mailto:")}
    found |= {
        url.partition("?")[0].rpartition("@")[2] for url in addresses if url.startswith("mailto:")
    }
    return frozenset(host.casefold() for host in found if host)


def today() -> date:
    """Return the day of the check, which a reproducible build sets by SOURCE_DATE_EPOCH."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC).date() if epoch.isdigit() else date.today()


@contextmanager
def openings_from(store: Store) -> Iterator[None]:
    """Take how texts begin from the cache while sources are read, and keep what is new."""
    code = Path(text.__file__).read_bytes()
    key = fingerprint("openings", code, versions("markdown-it-py"))
    kept = store.get(key)
    memory = text.OPENINGS_KEPT
    memory.known = {**(kept if isinstance(kept, dict) else {}), **memory.used}
    memory.used = {}
    yield
    if memory.used != kept:
        store.put(key, memory.used)
