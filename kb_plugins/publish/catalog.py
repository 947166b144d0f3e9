"""`catalog.json`: everything the help centre knows about itself, as data for other programs.

The models below are the format; `schemas/catalog.json` is made from them, and a copy lies beside
every catalogue. New keys may come at any time, so readers ignore what they do not know. A key that
goes or changes its meaning raises `version`.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from kb_plugins.escalation.channels import channel_kind
from kb_plugins.escalation.ladder import climb, way_out
from kb_plugins.model import Article, Channel, Level, OpeningHours, Status
from kb_plugins.publish.shelf import Shelf

VERSION = 1
SCHEMA_FILE = "catalog.schema.json"
_WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, defer_build=True)


class CatalogSite(_Part):
    """The help centre."""

    name: str
    description: str = ""
    url: str = Field(description="The front page.")
    language: str = Field(description="The language of all texts (BCP 47).")


class CatalogLevel(_Part):
    """A rung of the ladder, the lowest first."""

    number: int
    slug: str
    name: str
    url: str
    purpose: str = ""
    for_whom: str = ""
    who: str = ""
    how: str = ""
    entitlement: str = ""
    response: str = ""
    hours: list[str] = Field([], description="Opening hours as in schema.org.")
    timezone: str = Field("", description="Time zone of the hours (IANA).")
    channel: str = Field("", description="Name of the channel that leads to its people.")
    escalates_to: int | None = Field(None, description="Number of the level above.")
    external: bool = Field(False, description="Whether another company solves the problem.")
    articles: int = Field(description="How many articles are listed.")


class CatalogChannel(_Part):
    """A way to reach people."""

    name: str
    label: str
    kind: str = Field(description="`mail`, `phone`, `callback`, or the ticket system.")


class CatalogTopic(_Part):
    """A subject of articles; `path` names it."""

    path: str
    title: str
    url: str
    parent: str = Field("", description="Path of the topic above.")
    articles: int = Field(description="How many articles are listed, without subtopics.")


class CatalogWayOut(_Part):
    """Where readers go whom the article did not help."""

    channel: str
    level: int
    url: str = Field(description="What the button opens; it carries the facts of the article.")


class CatalogArticle(_Part):
    """An article; `id` is its path in the sources without the ending."""

    id: str
    title: str
    url: str
    markdown: str = Field("", description="Its text as Markdown.")
    level: int
    topic: str = Field("", description="Path of its topic.")
    type: str = ""
    description: str = ""
    questions: list[str] = []
    product: list[str] = []
    versions: list[str] = []
    tags: list[str] = []
    related: list[str] = Field([], description="Ids of related articles.")
    author: list[str] = []
    created: date | None = None
    updated: date | None = None
    status: Status = Field(
        Status.PUBLISHED, description="A deprecated article has a page but is in no list."
    )
    replaced_by: str = Field("", description="Id of the article that takes its place.")
    way_out: CatalogWayOut | None = None


class Catalog(_Part):
    """A help centre built with Firstline."""

    version: int = Field(description=f"Version of the format, now {VERSION}.")
    site: CatalogSite
    levels: list[CatalogLevel]
    channels: list[CatalogChannel]
    topics: list[CatalogTopic]
    articles: list[CatalogArticle]


def catalog_schema() -> dict[str, Any]:
    """Return the JSON Schema of the catalogue (draft 2020-12)."""
    schema = Catalog.model_json_schema()
    for part in (schema, *schema["$defs"].values()):
        part.pop("title", None)
        for value in part.get("properties", {}).values():
            value.pop("title", None)
    own = {"$schema": {"description": "Address of this schema.", "type": "string"}}
    schema["properties"] = own | schema["properties"]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def catalog_json(shelf: Shelf, copies: bool) -> str:
    """Return the catalogue as JSON. `copies` says whether articles have their Markdown beside."""
    catalog = make_catalog(shelf, copies)
    data = catalog.model_dump(mode="json", exclude_defaults=True)
    return as_json({"$schema": SCHEMA_FILE, **data})


def as_json(data: Any) -> str:
    """Write data as JSON that people can read too."""
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def make_catalog(shelf: Shelf, copies: bool) -> Catalog:
    """Gather the catalogue."""
    pages = shelf.pages
    articles = [_article(shelf, article, copies) for article in pages.kb.articles]
    levels = [_level(shelf, level) for level in pages.kb.levels]
    ways = (climb(pages.kb, level) for level in pages.kb.levels)
    # A channel that no public level or article leads to is nobody's business.
    used = {way.channel.name for way in ways if way}
    used |= {article.way_out.channel for article in articles if article.way_out}
    return Catalog(
        version=VERSION,
        site=CatalogSite(
            name=shelf.name,
            description=shelf.description,
            url=shelf.url(shelf.home),
            language=pages.language.code,
        ),
        levels=levels,
        channels=[_channel(shelf, each) for each in pages.kb.channels if each.name in used],
        topics=[
            CatalogTopic(
                path=topic.path,
                title=topic.title,
                url=shelf.page(topic.source),
                parent=topic.parent,
                articles=len(pages.by_topic.get(topic.path, ())),
            )
            for topic in pages.kb.topics
            if topic.path
        ],
        articles=articles,
    )


def _level(shelf: Shelf, level: Level) -> CatalogLevel:
    return CatalogLevel(
        number=level.number,
        slug=level.slug,
        name=level.name,
        url=shelf.page(level.source),
        purpose=level.purpose,
        for_whom=level.for_whom,
        who=level.who,
        how=level.how,
        entitlement=level.entitlement,
        response=level.response,
        hours=[_hours(line) for line in level.hours],
        timezone=level.timezone,
        channel=level.channel if level.channel in shelf.pages.kb.channel_by_name else "",
        escalates_to=level.escalates_to,
        external=level.external,
        articles=len(shelf.pages.by_level.get(level.number, ())),
    )


def _channel(shelf: Shelf, channel: Channel) -> CatalogChannel:
    return CatalogChannel(
        name=channel.name, label=shelf.ways.label(channel), kind=channel_kind(channel)
    )


def _article(shelf: Shelf, article: Article, copies: bool) -> CatalogArticle:
    known = shelf.pages.kb.by_source
    return CatalogArticle(
        id=article_id(article.source),
        title=article.title,
        url=shelf.page(article.source),
        markdown=shelf.url(shelf.copy(article.source)) if copies else "",
        level=article.level,
        topic=article.topic,
        type=article.type,
        description=article.description,
        questions=list(article.questions),
        product=list(article.product),
        versions=list(article.versions),
        tags=list(article.tags),
        related=[article_id(source) for source in article.related if source in known],
        author=list(article.author),
        created=article.created,
        updated=article.updated,
        status=article.status,
        replaced_by=article_id(article.replaced_by) if article.replaced_by in known else "",
        way_out=_way_out(shelf, article),
    )


def _way_out(shelf: Shelf, article: Article) -> CatalogWayOut | None:
    found, view = way_out(shelf.pages.kb, article), shelf.ways.of_article(article)
    if found is None or view is None:
        return None
    return CatalogWayOut(
        channel=found.channel.name, level=found.level.number, url=shelf.url(view.href)
    )


def article_id(source: str) -> str:
    """Return what names an article in the catalogue: its path without the ending."""
    return source.rpartition(".")[0]


def _hours(line: OpeningHours) -> str:
    days = line.days
    names = [_WEEKDAYS[day - 1] for day in days]
    run = len(days) > 2 and list(days) == list(range(days[0], days[-1] + 1))
    written = f"{names[0]}-{names[-1]}" if run else ",".join(names)
    return f"{written} {line.opens:%H:%M}-{line.closes:%H:%M}"
