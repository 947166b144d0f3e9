"""The days on which texts changed, as the plugin for git that writers use found them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from kb_plugins.model import Article, KnowledgeBase


def with_git_dates(kb: KnowledgeBase, files: Files) -> KnowledgeBase:
    """Fill in dates that mkdocs-git-revision-date-localized found and the writer did not give."""

    def dated(article: Article) -> Article:
        file = files.get_file_from_path(article.source)
        page = file.page if file and not file.generated_by else None
        meta = page.meta if page else {}
        created = article.created or _day(meta.get("git_creation_date_localized_raw_iso_date"))
        updated = article.updated or _day(meta.get("git_revision_date_localized_raw_iso_date"))
        if (created, updated) == (article.created, article.updated):
            return article
        return replace(article, created=created, updated=updated)

    return replace(kb, articles=tuple(map(dated, kb.articles)))


def git_day(page: Page) -> date | None:
    """Return the day that mkdocs-git-revision-date-localized found for a page, if it did.

    A page that no file holds is unknown to git, and that plugin gives it the day of the build.
    """
    if page.file.generated_by:
        return None
    return _day(page.meta.get("git_revision_date_localized_raw_iso_date"))


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text)[:10]) if text else None
    except ValueError:
        return None
