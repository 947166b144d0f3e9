"""Intercom: articles and collections of its API as JSON, or a folder of its HTML export.

https://developers.intercom.com/docs/references/rest-api/api.intercom.io/articles
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kb_plugins.importing.front import day
from kb_plugins.importing.model import Form, ImportedSite, Importer, Options, Page, Weight
from kb_plugins.importing.names import slug
from kb_plugins.importing.sources.exports import (
    Record,
    documents,
    files,
    host,
    latest,
    need,
    same_tail,
    text,
)


def detect(source: Path) -> int:
    """Recognise the types that Intercom writes into every record."""
    for number, (_path, data) in enumerate(documents(source)):
        for record in _records(data):
            if record.get("type") == "article" and ("body" in record or "parent_id" in record):
                return 90
        if number > 40:
            break
    return 0


def read(source: Path, options: Options) -> ImportedSite:
    """Read an export."""
    site = ImportedSite(kind="intercom", name="Help")
    records = [record for _path, data in documents(source, site) for record in _records(data)]
    articles = latest([r for r in records if r.get("type") == "article"], "id")
    need(articles, source, "there is no article in this export")
    folders = {str(r.get("id")): r for r in records if r.get("type") in ("collection", "section")}
    site.language = options.default or text(articles[0].get("default_locale")) or "en"
    paths = _folders(site, folders)
    for record in articles:
        _article(site, record, paths, options)
    hosts = {host(record.get("url")) for record in [*records]} | {host(options.old_url)}
    site.hosts = frozenset(hosts - {""})
    files(site, source)
    same_tail(site, "\n".join(page.body for page in site.pages))
    return site


def _records(data: Any) -> list[Record]:
    if isinstance(data, dict) and data.get("type") in ("article", "collection", "section"):
        return [data]
    if isinstance(data, dict):
        data = next((data[key] for key in ("data", "articles", "collections", "sections")
                     if isinstance(data.get(key), list)), [])  # fmt: skip
    return [item for item in data if isinstance(item, dict)] if isinstance(data, list) else []


def _folders(site: ImportedSite, folders: dict[str, Record]) -> dict[str, str]:
    paths: dict[str, str] = {}

    def path(number: str, depth: int = 0) -> str:
        record = folders.get(number)
        if record is None or depth > 10:
            return ""
        above = path(str(record.get("parent_id") or ""), depth + 1)
        name = slug(text(record.get("name")), f"collection-{number}")
        return f"{above}/{name}" if above else name

    for number in sorted(folders, key=lambda n: (len(n), n)):
        record = folders[number]
        wanted = path(number)
        paths[number] = f"{wanted}-{number}" if wanted in paths.values() else wanted
        url = text(record.get("url"))
        site.pages.append(
            Page(
                key=f"collection/{number}",
                path=f"{paths[number]}/index.md",
                title=text(record.get("name")) or f"Collection {number}",
                body=_paragraph(record.get("description")),
                form=Form.HTML,
                shown=f"collection {number}",
                addresses=(url,) if url else (),
                redirects=(url,) if url else (),
                is_index=True,
                article=False,
            )
        )
        _translated(site, record, f"collection/{number}", paths[number])
    return paths


def _translated(site: ImportedSite, record: Record, group: str, folder: str) -> None:
    content = record.get("translated_content")
    for locale, version in sorted(content.items()) if isinstance(content, dict) else []:
        if isinstance(version, dict) and locale not in ("type", site.language):
            name = text(version.get("name"))
            if name:
                site.pages.append(
                    Page(
                        key=f"{group}/{locale}",
                        path=f"{folder}/index.md",
                        title=name,
                        body=_paragraph(version.get("description")),
                        form=Form.HTML,
                        group=group,
                        shown=f"{group} ({locale})",
                        language=locale,
                        is_index=True,
                        article=False,
                    )
                )


def _paragraph(value: object) -> str:
    words = text(value).replace("&", "&amp;").replace("<", "&lt;")
    return f"<p>{words}</p>" if words else ""


def _article(site: ImportedSite, record: Record, paths: dict[str, str], options: Options) -> None:
    number = str(record.get("id"))
    parent = record.get("parent_id") or next(iter(record.get("parent_ids") or []), None)
    folder = paths.get(str(parent), "")
    name = slug(text(record.get("title")), f"article-{number}")
    content = record.get("translated_content")
    versions: list[tuple[str, Record]] = [("", record)]
    if isinstance(content, dict):
        versions += [(locale, item) for locale, item in sorted(content.items())
                     if isinstance(item, dict) and locale != site.language
                     and text(item.get("title"))]  # fmt: skip
    for locale, item in versions:
        if options.languages and (locale or site.language) not in options.languages:
            continue
        url = text(item.get("url"))
        page = Page(
            key=f"articles/{number}" + (f"/{locale}" if locale else ""),
            path=f"{folder}/{name}.md".lstrip("/"),
            title=text(item.get("title")) or f"Article {number}", body=str(item.get("body") or ""),
            form=Form.HTML, shown=f"article {number}" + (f" ({locale})" if locale else ""),
            meta={
                "description": text(item.get("description")) or None,
                "status": "draft" if item.get("state") == "draft" else None,
                "created": day(item.get("created_at")),
                "updated": day(item.get("updated_at")),
            },
            group=f"articles/{number}", language=locale, addresses=(url,) if url else (),
            redirects=(url,) if url else (), bases=(url,) if url else (),
        )  # fmt: skip
        if parent is not None and str(parent) not in paths:
            page.lose("section-missing", f"its collection {parent} is not in the export")
        if not page.body.strip():
            page.lose("body-missing", "the article has no text in the export", Weight.HAND)
        site.pages.append(page)


IMPORTER = Importer(
    name="intercom",
    title="Intercom Articles (JSON of its API)",
    detect=detect,
    read=read,
)
