"""A configuration of MkDocs to everything that rules look at. Build and `kb check` share it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlsplit

from mkdocs.config.defaults import MkDocsConfig

from kb_plugins import mkdocs_config
from kb_plugins.content.loader import Loaded, Settings, load
from kb_plugins.i18n import Language
from kb_plugins.mkdocs_config import KbConfig
from kb_plugins.mkdocs_search import read_synonyms
from kb_plugins.model import Audience, Channel
from kb_plugins.quality.digest_cache import DigestStore
from kb_plugins.quality.policy import Policy, read_severities
from kb_plugins.quality.rule import Sources
from kb_plugins.quality.terms import read_terms

CACHE = Path(".cache") / "kb" / "digests.json"
"""Beside `mkdocs.yml`, in the folder that Material's plugins use for the same."""


@dataclass(frozen=True)
class HelpCentre:
    """A help centre as it was read: what a build goes on with, and what rules look at."""

    language: Language
    settings: Settings
    loaded: Loaded
    sources: Sources
    policy: Policy
    synonyms: str


def read_help_centre(config: MkDocsConfig, own: KbConfig) -> HelpCentre:
    """Read the sources of a site. `own` are the settings of our plugin."""
    speaker = mkdocs_config.site_language(config)
    lines = mkdocs_config.config_lines(config)
    channels, problems = mkdocs_config.channels(own, lines)
    severities, wrong_rules = read_severities(own.rules, lines)
    review, wrong_review = mkdocs_config.review_intervals(own, lines)
    plain = own.exclude
    settings = Settings(
        label=_label(config),
        audience=Audience(own.audience),
        types=mkdocs_config.article_types(own, speaker),
        channels=channels,
        skip=lambda path: _excluded(config, path),
        plain=lambda path: plain is not None and plain.match_file(path),
        translate=speaker.gettext,
    )
    docs = Path(config.docs_dir)
    loaded = load(docs, settings)
    terms, wrong_terms = read_terms(docs, settings.label)
    synonyms, wrong_synonyms = read_synonyms(docs, settings.label)
    sources = Sources(
        kb=loaded.kb,
        documents=loaded.documents,
        docs=docs,
        today=today(),
        digests=DigestStore(_folder(config) / CACHE),
        left_out=loaded.left_out,
        found=(
            *problems,
            *wrong_rules,
            *wrong_review,
            *wrong_terms,
            *wrong_synonyms,
            *loaded.problems,
        ),
        config_at=(lines.path, lines.start),
        language=speaker.code,
        terms=terms,
        allowed_hosts=_hosts(config.site_url or "", channels),
        review=review,
    )
    return HelpCentre(speaker, settings, loaded, sources, Policy(severities), synonyms)


def _folder(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path or ".").absolute().parent


def _label(config: MkDocsConfig) -> str:
    """Return how problems call the docs folder: relative to the configuration, if it is inside."""
    docs, base = Path(config.docs_dir), _folder(config)
    return docs.relative_to(base).as_posix() if docs.is_relative_to(base) else docs.as_posix()


def _excluded(config: MkDocsConfig, path: str) -> bool:
    """Whether the site's own settings keep a file out of the build."""
    specs = (config.exclude_docs, config.draft_docs)
    return any(spec is not None and spec.match_file(path) for spec in specs)


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
