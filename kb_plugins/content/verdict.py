"""What becomes of one document: an article, a page around the articles, or nothing to show."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kb_plugins.content.articles import ArticleReader
from kb_plugins.content.defaults import FolderDefaults
from kb_plugins.content.frontmatter import Document
from kb_plugins.content.own_pages import is_page
from kb_plugins.content.schema import NEEDED, ArticleMeta, validate
from kb_plugins.content.settings import Settings
from kb_plugins.model import Article, Audience, Level, Problem, Status


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a document.

    `article` is what could be read of one, shown or not; a page has none. What is not `shown` is
    `internal`, or a `draft`, or has a problem.
    """

    article: Article | None = None
    shown: bool = False
    internal: bool = False
    draft: bool = False
    problems: tuple[Problem, ...] = ()


class Judge:
    """Decides about the documents of one folder. `levels` are those of `all_levels` shown."""

    def __init__(
        self,
        levels: tuple[Level, ...],
        all_levels: tuple[Level, ...],
        defaults: FolderDefaults,
        settings: Settings,
    ) -> None:
        self._reader = ArticleReader(levels, all_levels, settings.types, settings.review)
        self._defaults = defaults
        self._settings = settings
        self._public = settings.audience is Audience.PUBLIC

    def of(self, document: Document) -> Verdict:
        """Return what becomes of a document that is no level file."""
        settings = self._settings
        if is_page(document) or settings.plain(document.path) or settings.plain(document.file):
            return self._page(*self._defaults.apply(document))
        article, problems = self._reader.read(*self._defaults.apply(document))
        if article is None:
            return Verdict(problems=tuple(problems))
        if settings.draft(document.file or document.path):
            article = replace(article, status=Status.DRAFT)
        shown = self._shown(article.audience, article.status)
        internal = not shown and self._public and article.audience is Audience.INTERNAL
        return Verdict(article, shown, internal, not shown and not internal, tuple(problems))

    def _page(self, document: Document, broken: str) -> Verdict:
        """Read what decides whether a page that is no article is shown; if unknown, it is not."""
        if document.broken or broken:
            return Verdict(problems=document.problems)
        keys = {key: document.meta[key] for key in document.meta if key in ("audience", "status")}
        page, wrong = validate(ArticleMeta, replace(document, meta=keys), NEEDED)
        problems = (*document.problems, *wrong)
        if page is None:
            return Verdict(problems=problems)
        internal = self._public and page.audience is Audience.INTERNAL
        return Verdict(None, self._shown(page.audience, page.status), internal, problems=problems)

    def _shown(self, audience: Audience, status: Status) -> bool:
        if status is Status.DRAFT and not self._settings.drafts:
            return False
        return self._settings.audience is Audience.INTERNAL or audience is Audience.PUBLIC
