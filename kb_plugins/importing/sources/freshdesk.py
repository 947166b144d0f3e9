"""Freshdesk: its solutions as JSON of the API, or the `Solutions.xml` of an account export.

https://developers.freshdesk.com/api/#solution_content
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
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
from kb_plugins.importing.sources.folder import walk

_OWN_LINK = re.compile(
    r"https?://(?P<host>[\w.-]+)/(?:[\w-]+/)?(?:support|a)/solutions/articles/(?P<number>\d+)"
)
_TAGS = {"solution-category": "categories", "solution-folder": "folders",
         "solution-article": "articles", "category": "categories", "folder": "folders",
         "article": "articles"}  # fmt: skip


def detect(source: Path) -> int:
    """Recognise articles with a folder and a text description, or the elements of the export."""
    for number, (_path, data) in enumerate(documents(source)):
        for record in _items(data):
            if "folder_id" in record and "description" in record and "title" in record:
                return 90
        if number > 40:
            break
    for path in _xml_files(source):
        try:
            head = path.read_bytes()[:20_000]
        except OSError:
            continue
        if b"<solution-" in head:
            return 90
    return 0


def _xml_files(source: Path) -> list[Path]:
    if source.is_file():
        return [source] if source.suffix.lower() == ".xml" else []
    return [source / path for path in walk(source) if path.lower().endswith(".xml")]


def _items(data: Any) -> list[Record]:
    if isinstance(data, dict):
        for key in ("articles", "folders", "categories", "results", "data"):
            if isinstance(data.get(key), list):
                return [item for item in data[key] if isinstance(item, dict)]
        for key in ("article", "folder", "category"):
            if isinstance(data.get(key), dict):
                return [data[key]]
        return [data]
    return [item for item in data if isinstance(item, dict)] if isinstance(data, list) else []


def read(source: Path, options: Options) -> ImportedSite:
    """Read an export."""
    site = ImportedSite(kind="freshdesk", name="Help", language=options.default or "en")
    found: dict[str, list[Record]] = {"categories": [], "folders": [], "articles": []}
    for _path, data in documents(source, site):
        for record in _items(data):
            found[_kind(record)].append(record)
    for file in _xml_files(source):
        _read_xml(file, found, site)
    articles = latest(found["articles"], "id", "language")
    need(articles, source, "there is no solution article in this export")
    base = (options.old_url.rstrip("/") or "") + "/support/solutions"
    paths = _folders(site, found, articles, base)
    for record in articles:
        _article(site, record, paths, base, options)
    hosts = {host(options.old_url)}
    numbers = {str(record.get("id")) for record in articles}
    for record in articles:  # the export names no host, but links between its articles do
        for match in _OWN_LINK.finditer(str(record.get("description") or "")):
            if match["number"] in numbers:
                hosts.add(match["host"].lower())
    site.hosts = frozenset(hosts - {""})
    site.canonical = _canonical
    files(site, source)
    same_tail(site, "\n".join(page.body for page in site.pages))
    return site


def _canonical(address: str) -> str:
    """Drop language and slug: `/en/support/solutions/articles/12-title` is article 12."""
    match = re.match(
        r"(?P<host>//[^/]+)?(?:/[a-z]{2}(?:-[A-Za-z]{2})?)?/(?:support|a)/solutions/"
        r"(?P<kind>articles|folders|categories)?/?(?P<number>\d+)",
        address,
    )
    if match is None:
        return address
    kind = match["kind"] or "categories"
    return f"{match['host'] or ''}/support/solutions/{kind}/{match['number']}"


def _kind(record: Record) -> str:
    if "folder_id" in record or "desc_un_html" in record or "description_text" in record:
        return "articles"
    return "folders" if "category_id" in record or "visibility" in record else "categories"


def _read_xml(file: Path, found: dict[str, list[Record]], site: ImportedSite) -> None:
    try:
        data = file.read_bytes()
        if b"<!ENTITY" in data or b"<!DOCTYPE" in data:
            site.lose(file.name, "file-skipped", "XML with a DOCTYPE is not read", Weight.HAND)
            return
        root = ElementTree.fromstring(data)
    except (OSError, ElementTree.ParseError) as error:
        site.lose(file.name, "file-skipped", f"the file is no XML ({error})", Weight.HAND)
        return
    for node in root.iter():
        kind = _TAGS.get(node.tag)
        if kind and node.find("id") is not None:
            record = _record(node)
            if kind == "articles":
                record.setdefault("description", "")
            found[kind].append(record)


def _record(node: ElementTree.Element) -> Record:
    record: Record = {}
    for child in node:
        key = child.tag.replace("-", "_")
        if len(child) and key == "tags":
            record[key] = [text(item.findtext("name") or item.text) for item in child]
        elif not len(child):
            value = child.text or ""
            numeric = child.get("type") == "integer" or key == "id" or key.endswith("_id")
            number = value.strip().removeprefix("-").isdigit() if numeric else False
            record[key] = int(value) if number else value
    return record


def _folders(
    site: ImportedSite, found: dict[str, list[Record]], articles: list[Record], base: str
) -> dict[tuple[str, object], str]:
    names: dict[tuple[str, object], str] = {}
    parents: dict[object, tuple[str, object]] = {}
    texts: dict[tuple[str, object], str] = {}
    for record in found["categories"]:
        names["categories", record.get("id")] = text(record.get("name"))
        texts["categories", record.get("id")] = text(record.get("description"))
    for record in found["folders"]:
        names["folders", record.get("id")] = text(record.get("name"))
        texts["folders", record.get("id")] = text(record.get("description"))
        parent = record.get("parent_folder_id")
        parents[record.get("id")] = (
            ("folders", parent) if parent else ("categories", record.get("category_id"))
        )
    for article in articles:  # the API names the folders in each article
        above: tuple[str, object] | None = None
        for step in article.get("hierarchy") or []:
            data = step.get("data") if isinstance(step, dict) else None
            if isinstance(data, dict):
                kind = "categories" if step.get("type") == "category" else "folders"
                names.setdefault((kind, data.get("id")), text(data.get("name")))
                if above and kind == "folders":
                    parents.setdefault(data.get("id"), above)
                above = (kind, data.get("id"))
        folder, category = article.get("folder_id"), article.get("category_id")
        if article.get("folder_name"):
            names.setdefault(("folders", folder), text(article["folder_name"]))
        if article.get("category_name"):
            names.setdefault(("categories", category), text(article["category_name"]))
        if category is not None:
            parents.setdefault(folder, ("categories", category))
    return _index_pages(site, names, parents, texts, base)


def _index_pages(
    site: ImportedSite,
    names: dict[tuple[str, object], str],
    parents: dict[object, tuple[str, object]],
    texts: dict[tuple[str, object], str],
    base: str,
) -> dict[tuple[str, object], str]:
    paths: dict[tuple[str, object], str] = {}

    def path(key: tuple[str, object], depth: int = 0) -> str:
        if key not in names or depth > 10:
            return ""
        above = path(parents[key[1]], depth + 1) if key[0] == "folders" and key[1] in parents \
            else ""  # fmt: skip
        name = slug(names[key], f"{key[0]}-{key[1]}")
        return f"{above}/{name}" if above else name

    for key in sorted(names, key=lambda key: (key[0], str(key[1]).zfill(20))):
        wanted = path(key)
        paths[key] = f"{wanted}-{key[1]}" if wanted in paths.values() else wanted
        url = f"{base}/{key[0] + '/' if key[0] == 'folders' else ''}{key[1]}"
        words = texts.get(key, "").replace("&", "&amp;").replace("<", "&lt;")
        site.pages.append(
            Page(
                key=f"{key[0]}/{key[1]}",
                path=f"{paths[key]}/index.md",
                title=names[key],
                body=f"<p>{words}</p>" if words else "",
                form=Form.HTML,
                shown=f"{key[0]} {key[1]}",
                addresses=(url,),
                redirects=(url,),
                is_index=True,
                article=False,
            )
        )
    return paths


def _article(
    site: ImportedSite,
    record: Record,
    paths: dict[tuple[str, object], str],
    base: str,
    options: Options,
) -> None:
    number = str(record.get("id"))
    folder = paths.get(("folders", record.get("folder_id")), "")
    title = text(record.get("title")) or f"Article {number}"
    language = text(record.get("language") or record.get("language_code")).lower()
    language = "" if language == site.language else language
    if options.languages and (language or site.language) not in options.languages:
        return
    url = f"{base}/articles/{number}"
    seo: Record = record["seo_data"] if isinstance(record.get("seo_data"), dict) else {}
    page = Page(
        key=f"articles/{number}" + (f"/{language}" if language else ""),
        path=f"{folder}/{slug(title, 'article-' + number)}.md".lstrip("/"), title=title,
        body=str(record.get("description") or ""), form=Form.HTML, shown=f"article {number}",
        meta={
            "description": text(seo.get("meta_description")) or None,
            "tags": [text(tag) for tag in record.get("tags") or [] if text(tag)]
            if isinstance(record.get("tags"), list) else None,
            "status": "draft" if str(record.get("status")) == "1" else None,
            "created": day(record.get("created_at")),
            "updated": day(record.get("updated_at")),
        },
        group=f"articles/{number}", language=language, addresses=(url, f"{url}-{slug(title)}"),
        redirects=(url, f"{url}-{slug(title)}"), bases=(url,),
    )  # fmt: skip
    if ("folders", record.get("folder_id")) not in paths:
        page.lose("section-missing", f"its folder {record.get('folder_id')} is not in the export")
    for attachment in record.get("attachments") or []:
        if isinstance(attachment, dict) and text(attachment.get("attachment_url")):
            name = text(attachment.get("name")).replace("&", "&amp;").replace("<", "&lt;")
            page.body += f'\n<p><a href="{attachment["attachment_url"]}">{name}</a></p>'
    site.pages.append(page)


IMPORTER = Importer(
    name="freshdesk",
    title="Freshdesk Solutions (JSON of its API, or Solutions.xml)",
    detect=detect,
    read=read,
)
