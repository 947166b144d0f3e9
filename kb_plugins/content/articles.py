"""Documents to articles: defaults, validation, and what a missing value means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kb_plugins.content.fields import suggest
from kb_plugins.content.frontmatter import Document
from kb_plugins.content.levels import find_level, level_names
from kb_plugins.content.paths import humanise, is_index, resolve, slugify
from kb_plugins.content.schema import NEEDED, ArticleMeta, validate
from kb_plugins.content.text import first_sentence, read_opening
from kb_plugins.model import Article, Audience, Level, Problem, Severity


@dataclass(frozen=True)
class ArticleReader:
    """Turns documents into articles of one knowledge base.

    `levels` are those that are shown; an article on another one of `all_levels` is internal, too.
    `review` gives days by type or level, for articles that do not say themselves how often they
    must be checked.
    """

    levels: tuple[Level, ...]
    all_levels: tuple[Level, ...]
    types: Mapping[str, str]
    review: Mapping[str, int] = field(default_factory=dict)

    def read(
        self, document: Document, broken_defaults: str
    ) -> tuple[Article | None, list[Problem]]:
        """Return the article of a document, or None if it must be left out, and the problems."""
        problems = list(document.problems)
        if broken_defaults and not document.broken:
            problems.append(
                Problem(
                    path=document.shown,
                    line=1,
                    rule="folder-defaults",
                    message=f"The defaults in {broken_defaults} are wrong, so this article is "
                    "left out",
                    fix="Mend that file",
                )
            )
            return None, problems
        if document.broken:
            return None, problems
        meta, found = validate(ArticleMeta, document, NEEDED)
        problems += found
        if meta is None:
            return None, problems
        level, level_problems = self._level(document, meta)
        kind, type_problems = self._type(document, meta)
        problems += [*level_problems, *type_problems]
        if level is None:
            return None, problems
        days = self.review.get(kind) or self.review.get(str(level.number))
        return _article(document, meta, level, kind, meta.review_every or days), problems

    def _level(self, document: Document, meta: ArticleMeta) -> tuple[Level | None, list[Problem]]:
        if meta.level is None:
            lowest = self.levels[0]
            return lowest, [
                Problem(
                    path=document.shown,
                    line=1,
                    rule="level-missing",
                    message=f"The article has no level, so it is listed under {lowest.number}",
                    fix=f"Add `level: {lowest.number}`, or a default for the folder in .meta.yml",
                    severity=Severity.WARNING,
                )
            ]
        level = find_level(self.all_levels, meta.level)
        if level is not None:
            return level, []
        path, line = document.place("level")
        numbers = ", ".join(f"{level.number} ({level.slug})" for level in self.levels)
        return None, [
            Problem(
                path=path,
                line=line,
                rule="level-unknown",
                message=f'There is no level "{meta.level}"',
                fix=suggest(meta.level, level_names(self.levels)) or f"Use one of {numbers}",
            )
        ]

    def _type(self, document: Document, meta: ArticleMeta) -> tuple[str, list[Problem]]:
        if not meta.type:
            return "", []
        kind = slugify(meta.type)
        if kind in self.types:
            return kind, []
        path, line = document.place("type")
        return "", [
            Problem(
                path=path,
                line=line,
                rule="type-unknown",
                message=f'There is no type "{meta.type}"',
                fix=suggest(meta.type, self.types)
                or f"Use one of {', '.join(self.types)}, or add it to `types` of the kb plugin",
                severity=Severity.WARNING,
            )
        ]


def _article(
    document: Document, meta: ArticleMeta, level: Level, kind: str, review_every: int | None
) -> Article:
    opening = read_opening(document.body) if not (meta.title and meta.description) else None
    title = meta.title or (opening.heading if opening else "") or _name(document.path)
    description = meta.description or (opening.sentence if opening else "")
    return Article(
        source=document.path,
        title=title,
        level=level.number,
        type=kind,
        topic=_topic(meta.topic, document.path),
        description=first_sentence(description, 300),
        questions=meta.questions,
        expect_not=meta.expect_not,
        product=meta.product,
        versions=meta.versions,
        tags=meta.tags,
        related=_links(meta.related, document.path),
        author=meta.author,
        owner=meta.owner or "",
        created=meta.created,
        updated=meta.updated,
        review_every=review_every,
        audience=Audience.INTERNAL if level.audience is Audience.INTERNAL else meta.audience,
        status=meta.status,
        replaced_by=resolve(meta.replaced_by, document.path) if meta.replaced_by else "",
        escalate=meta.escalate or "",
        redirect_from=meta.redirect_from,
        language=document.language,
    )


def _name(path: str) -> str:
    """Make a title of a path, for an article that gives none."""
    folder, _, name = path.rpartition("/")
    if is_index(path):
        name = folder
    return humanise(name.rsplit(".", 1)[0] if "." in name else name) or path


def _topic(declared: str | None, path: str) -> str:
    if declared is None:
        folder = path.rpartition("/")[0]
        return folder.rpartition("/")[0] if is_index(path) else folder
    parts = (part.strip() for part in declared.split("/"))
    return "/".join(part for part in parts if part and part not in (".", ".."))


def _links(targets: Iterable[str], source: str) -> tuple[str, ...]:
    resolved = (resolve(target, source) for target in targets)
    return tuple(dict.fromkeys(resolved))
