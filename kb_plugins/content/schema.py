"""The front matter of articles and levels, and the channels of the configuration (pydantic).

Unknown keys are left to other plugins. A wrong value becomes a Problem with the line of its key.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator

from kb_plugins.content.fields import (
    Day,
    HoursLines,
    Interval,
    Line,
    Lines,
    Zone,
    reason,
    safe_url,
    suggest,
)
from kb_plugins.content.frontmatter import Document
from kb_plugins.model import Audience, Problem, ResourceKind, Severity, Status

TYPES = ("faq", "how-to", "troubleshooting", "reference", "video", "news")
"""Types of articles that are built in; the configuration can add others."""

_ALMOST = 0.8
"""How alike a key must be to one that is needed, from 0 to 1: `audince`, `Level`; not `state`."""

NEEDED = frozenset({"level", "audience", "status"})
"""Keys of an article without which it cannot be placed or might leak: wrong means left out."""

NEEDED_OF_LEVEL = frozenset({"audience"})
"""The same of a level."""


def enum_text(value: Any) -> Any:
    """Return a word of a list as the list writes it."""
    return value.strip().lower() if isinstance(value, str) else value


def _status(value: Any) -> Any:
    """Material shows `new` beside a page in the navigation; for us that is a published article."""
    value = enum_text(value)
    return Status.PUBLISHED if value == "new" else value


def _reference(value: Any) -> Any:
    """A level, by number or slug."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value


class Schema(BaseModel):
    """What all schemas share."""

    # Other plugins read the same front matter, so what we do not know is none of our business.
    model_config = ConfigDict(extra="ignore", frozen=True, populate_by_name=True)


_T = TypeVar("_T", bound=Schema)


class ArticleMeta(Schema):
    """Front matter of an article, or of a folder's `.meta.yml`."""

    title: Annotated[Line, Field(min_length=1)] | None = Field(
        None, description="The title, in the customer's words. Default: the first heading."
    )
    level: Annotated[Line, BeforeValidator(_reference)] | None = Field(
        None, description="The support level that can solve the problem, by number or slug."
    )
    type: Line | None = Field(
        None, description="What kind of article it is, one of the configured types."
    )
    topic: Line | None = Field(
        None, description="The subject, as a path of folders. Default: the article's folder."
    )
    description: Line | None = Field(
        None, description="One sentence for lists and search engines. Default: the first sentence."
    )
    questions: Lines = Field((), description="How customers would ask for this article.")
    expect_not: Lines = Field((), description="Questions that must not lead to this article.")
    product: Lines = Field((), description="The products it is about.")
    versions: Lines = Field((), description="The versions of the product it is about.")
    tags: Lines = Field((), description="Free keywords, as in Material's tags plugin.")
    related: Lines = Field((), description="Paths of related articles, relative to this one.")
    author: Lines = Field((), description="Who wrote it.")
    owner: Line | None = Field(None, description="Who keeps it up to date.")
    created: Day | None = Field(None, description="The day it was written. Default: from git.")
    updated: Day | None = Field(None, description="The day it was last changed. Default: from git.")
    review_every: Interval | None = Field(
        None, description="After how long it must be checked again: days, or `6 months`."
    )
    audience: Annotated[Audience, BeforeValidator(enum_text)] = Field(
        Audience.PUBLIC, description="`internal` keeps it out of a public build."
    )
    status: Annotated[Status, BeforeValidator(_status)] = Field(
        Status.PUBLISHED,
        description="`draft` shows in the preview only, `deprecated` points onwards.",
    )
    replaced_by: Line | None = Field(
        None, description="Path of the article that takes the place of a deprecated one."
    )
    escalate: Annotated[Line, BeforeValidator(_reference)] | None = Field(
        None, description="Where this article leads: a channel, or a level by number or slug."
    )
    redirect_from: Lines = Field((), description="Old addresses of the article.")
    source_revision: Line | None = Field(
        None, description="In a translation: the state of the original that it renders."
    )


class ResourceMeta(Schema):
    """One resource of a level."""

    label: Annotated[Line, Field(min_length=1)]
    url: Line
    kind: Annotated[ResourceKind, BeforeValidator(enum_text)] = ResourceKind.ARTICLES

    @field_validator("url")
    @classmethod
    def _url(cls, value: str) -> str:
        is_page = ":" not in value.split("/")[0] and value.endswith((".md", "/"))
        return value if is_page and not value.startswith("/") else safe_url(value)


class ExampleMeta(Schema):
    """One example question of a level."""

    question: Annotated[Line, Field(min_length=1)]
    article: Line | None = None


def _example(value: Any) -> Any:
    return {"question": value} if isinstance(value, str) else value


class LevelMeta(Schema):
    """Front matter of `levels/<n>-<slug>.md`."""

    name: Annotated[Line, Field(min_length=1)] | None = Field(
        None, description="What the level is called. Default: `title`."
    )
    title: Annotated[Line, Field(min_length=1)] | None = Field(
        None, description="The title of the landing page, and the name if there is no `name`."
    )
    number: int | None = Field(
        None, ge=0, le=99, description="The rung. Default: from the file name."
    )
    slug: Annotated[Line, Field(pattern=r"^[\w-]+$")] | None = Field(
        None, description="The name in addresses. Default: from the file name."
    )
    purpose: Line = Field("", description="What the level is for, in one sentence.")
    for_whom: Line = Field("", description="Which readers and problems it is for.")
    who: Line = Field("", description="Who solves the problem.")
    how: Line = Field("", description="How a reader reaches them.")
    entitlement: Line = Field("", description="What it takes, for instance a service contract.")
    response: Line = Field("", description="The response target, for instance `4 working hours`.")
    hours: HoursLines = Field((), description="Opening hours such as `Mo-Fr 09:00-17:00`.")
    timezone: Zone = Field("", description="Time zone of the hours, such as `Europe/Rome`.")
    channel: Line = Field("", description="The channel of the configuration that leads here.")
    escalates_to: Annotated[Line, BeforeValidator(_reference)] | None = Field(
        None, description="The level above, by number or slug. Default: the next number."
    )
    audience: Annotated[Audience, BeforeValidator(enum_text)] = Field(
        Audience.PUBLIC, description="`internal` keeps the level out of a public build."
    )
    external: bool = Field(False, description="Whether another company solves the problem.")
    consent: Line = Field("", description="What a customer agrees to before we forward a problem.")
    resources: tuple[ResourceMeta, ...] = Field((), description="Places where this level helps.")
    examples: tuple[Annotated[ExampleMeta, BeforeValidator(_example)], ...] = Field(
        (), description="Questions it answers, each with the `article` that does."
    )


def validate(
    schema: type[_T], document: Document, needed: Iterable[str] = ()
) -> tuple[_T | None, tuple[Problem, ...]]:
    """Check the meta of a document against a schema.

    A wrong value costs its key only, with a warning, unless the key is one of `needed`: then
    nothing is returned beside the problems, and they are errors. So is a key that is almost one of
    them: `audince: internal` must not be published.
    """
    meta: Mapping[str, Any] = {k: v for k, v in document.meta.items() if v is not None}
    needed = frozenset(needed)
    problems = list(_misspelt(schema, document, needed))
    if problems:
        return None, tuple(problems)
    for _ in range(len(meta) + 1):
        try:
            return schema.model_validate(meta), tuple(problems)
        except ValidationError as error:
            found = [_problem(schema, document, item, needed) for item in error.errors()]
            problems.extend(problem for _key, problem in found)
            wrong = {key for key, _problem in found}
            if not wrong & meta.keys() or any(p.severity is Severity.ERROR for _, p in found):
                break
            meta = {key: value for key, value in meta.items() if key not in wrong}
    return None, tuple(problems)


def _misspelt(
    schema: type[Schema], document: Document, needed: frozenset[str]
) -> Iterator[Problem]:
    if schema.model_config.get("extra") == "forbid":  # which says so itself
        return
    for key in sorted(document.meta.keys() - schema.model_fields.keys(), key=str):
        near = get_close_matches(str(key).casefold(), needed - document.meta.keys(), 1, _ALMOST)
        if near:
            yield Problem(
                path=document.shown,
                line=document.line(key),
                rule="schema",
                message=f"There is no key `{key}`",
                fix=f"Did you mean `{near[0]}`?",
            )


def _problem(
    schema: type[Schema], document: Document, error: Any, needed: frozenset[str]
) -> tuple[str, Problem]:
    key = str(error["loc"][0]) if error["loc"] else ""
    inner = ".".join(str(part + 1 if isinstance(part, int) else part) for part in error["loc"][1:])
    where = f"`{key}`" + (f" (entry {inner})" if inner else "")
    message, fix = _words(schema, key, error)
    return key, Problem(
        path=document.shown,
        line=document.line(key),
        rule="schema",
        message=f"{where}: {message}",
        fix=fix,
        severity=Severity.ERROR if key in needed else Severity.WARNING,
    )


def _words(schema: type[Schema], key: str, error: Any) -> tuple[str, str]:
    """Say in plain language what pydantic found, and how to mend it."""
    kind, value = error["type"], error["input"]
    shown = repr(value) if len(repr(value)) < 60 else repr(value)[:57] + "..."
    if kind == "value_error":
        text, _, hint = reason(error["ctx"]["error"]).rstrip(".").partition("|")
        return text, hint or "Correct the value, or remove the line"
    if kind == "enum":
        choices = [
            c.strip().strip("'") for c in error["ctx"]["expected"].replace(" or ", ", ").split(",")
        ]
        hint = suggest(value, choices)
        return f"{shown} is not one of {', '.join(choices)}", hint or "Use one of these words"
    if kind in ("too_short", "string_too_short"):
        return "this is empty", "Write something, or remove the line"
    if kind == "missing":
        return "this is required", "Add it"
    if kind == "extra_forbidden":
        known = list(schema.model_fields)
        hint = suggest(error["loc"][-1], known)
        return "there is no such setting", hint or f"Use {', '.join(known)}"
    if kind in (
        "string_type",
        "tuple_type",
        "int_parsing",
        "bool_parsing",
        "int_type",
        "bool_type",
        "model_type",
        "model_attributes_type",
        "dict_type",
    ):
        wants = {
            "str": "text",
            "tup": "a list",
            "int": "a number",
            "boo": "true or false",
            "mod": "a mapping",
            "dic": "a mapping",
        }[kind[:3]]
        return f"{shown} is not {wants}", f"Write {wants}"
    return f"{shown} is not possible ({error['msg'].lower()})", "Correct the value"
