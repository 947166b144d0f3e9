"""A folder of Markdown: GitHub with alerts, Experience League, the Markdown of Zendesk exports."""

from __future__ import annotations

import json
import posixpath
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kb_plugins.importing.dialects.alerts import alerts
from kb_plugins.importing.dialects.mdx import admonitions, mdx
from kb_plugins.importing.model import (
    Form,
    ImportedSite,
    Importer,
    Options,
    Page,
    SourceError,
    Weight,
)
from kb_plugins.importing.names import slug
from kb_plugins.importing.sources.folder import (
    MARKDOWN,
    Text,
    add_assets,
    dates,
    drop_unused,
    labels,
    read_text,
    tell_all,
    title_of,
    walk,
)
from kb_plugins.importing.sources.zendesk_addresses import canonical

GROUP = ".group.json"
"""A category or section of Zendesk, as its migration tool leaves it in each folder."""
_PLUMBING = {"toc", "summary", "_sidebar", "_navbar", "_coverpage"}
_ZENDESK = re.compile(
    r"https?://(?P<host>[\w.-]+)/hc/[\w-]+/articles/(?P<number>\d+)-[^\s)\]\"'#?<>&]+"
)
_MDX = re.compile(r"^(?:`{3,}mdx-code-block|import \w+ from ['\"]@|<TabItem\b)", re.MULTILINE)
_LINK_LINE = re.compile(r"^\s*[-*+]\s+.*\]\(", re.MULTILINE)


def detect(source: Path) -> int:
    """Recognise any folder with Markdown in it; other systems are surer of theirs."""
    if not source.is_dir():
        return 0
    return 10 if any(path.endswith(MARKDOWN) for path in walk(source)) else 0


def read(source: Path, options: Options) -> ImportedSite:
    """Read all Markdown files of a folder."""
    if not source.is_dir():
        raise SourceError(f"{source}: this is no folder")
    site = ImportedSite(kind="markdown", name=source.resolve().name, language=options.default)
    hosts = {urlsplit(options.old_url).hostname or ""}
    for path in walk(source):
        if not path.endswith(MARKDOWN):
            continue
        text = read_text(source, path, site)
        if text is None:
            continue
        if _is_plumbing(text):
            site.lose(path, "page-skipped", "a table of contents, which Firstline makes itself")
            continue
        site.pages.append(_page(text, options))
    _groups(site, source, hosts)
    _zendesk_numbers(site, hosts)
    site.hosts = frozenset(host for host in hosts if host)
    add_assets(site, source)
    drop_unused(site)
    if not site.pages:
        raise SourceError(f"{source}: there is no Markdown file in this folder")
    return site


def _is_plumbing(text: Text) -> bool:
    name = posixpath.basename(text.path).rpartition(".")[0].lower()
    return name in _PLUMBING and bool(_LINK_LINE.search(text.body))


def _page(text: Text, options: Options) -> Page:
    meta = dict(text.meta)
    title = title_of(meta, text.body, text.path)
    tags = labels(meta.pop("labels", None)) + labels(meta.get("tags"))
    if tags:
        meta["tags"] = list(dict.fromkeys(tags))
    if meta.pop("draft", None) is True:
        meta["status"] = "draft"
    meta.update(dates(meta, "created_at", "last-update"))
    stem = posixpath.splitext(text.path)[0]
    folder, name = posixpath.split(stem)
    is_index = name.lower() in ("index", "readme", "_index")
    path = posixpath.join(folder, "index.md") if is_index else f"{stem}.md"
    address = "/" + text.path
    page = Page(
        key=text.path, path=path, title=title, body="", form=Form.MARKDOWN, shown=text.path,
        meta=meta, is_index=is_index, bases=(address,), article=not is_index,
        addresses=_addresses(text.path, options),
    )  # fmt: skip
    tell_all(page, text)
    body = _own_boxes(text.body)
    if text.path.endswith(".mdx") or _MDX.search(body):
        body = mdx(body, page, lambda name: None)
    page.body = alerts(admonitions(body), page)
    return page


def _addresses(path: str, options: Options) -> tuple[str, ...]:
    # Experience League writes `/help/…` for the root of its repository.
    found = ["/" + path, "/help/" + path]
    if options.old_url:
        stem = posixpath.splitext(path)[0]
        found.append(posixpath.join(urlsplit(options.old_url).path or "/", stem))
    return tuple(found)


def _own_boxes(text: str) -> str:
    """Nobody but us may write our own element."""
    return re.sub(r"</?kb-box\b", lambda match: "&lt;" + match[0][1:], text, flags=re.IGNORECASE)


def _groups(site: ImportedSite, source: Path, hosts: set[str]) -> None:
    """Give folders their names, texts and old addresses from the files of a Zendesk migration."""
    folders = sorted({posixpath.dirname(page.key) for page in site.pages} - {""})
    every = {folder for name in folders for folder in _above(name)}
    indexed = {posixpath.dirname(page.path) for page in site.pages if page.is_index}
    for folder in sorted(every):
        file = source / folder / GROUP
        if not file.is_file():
            continue
        shown = f"{folder}/{GROUP}"
        try:
            group = json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            site.lose(shown, "group-broken", "the file is no JSON; its folder keeps its own name")
            continue
        if isinstance(group, dict):
            _group_page(site, folder, group, shown, hosts, folder in indexed)


def _group_page(
    site: ImportedSite, folder: str, group: dict[str, Any], shown: str, hosts: set[str], has: bool
) -> None:
    name = str(group.get("name") or "").strip()
    url = str(group.get("html_url") or "")
    host = urlsplit(url).hostname
    if host:
        hosts.add(host)
    if not name or has:
        if has:
            site.lose(shown, "group-text", "the folder has an index page, which stays as it is",
                      Weight.NOTE)  # fmt: skip
        return
    text = str(group.get("description") or "").strip()
    site.pages.append(
        Page(
            key=shown,
            path=f"{folder}/index.md",
            title=name,
            body=text,
            form=Form.HTML,
            shown=shown,
            addresses=(f"/{folder}/", f"/{folder}", *([url] if url else [])),
            redirects=(url,) if url else (),
            bases=(f"/{folder}/",),
            is_index=True,
            article=False,
        )
    )


def _zendesk_numbers(site: ImportedSite, hosts: set[str]) -> None:
    """Learn from links with a slug which number an article had, as its old address needs it.

    The Markdown of a Zendesk export has lost the numbers; links in it still carry both.
    """
    by_name: dict[str, list[Page]] = {}
    for page in site.pages:
        stem = posixpath.basename(page.path).removesuffix(".md")
        for name in {slug(stem), slug(page.title)}:
            by_name.setdefault(name, []).append(page)
    found: dict[str, str] = {}
    for page in site.pages:
        for match in _ZENDESK.finditer(page.body):
            if match["host"].lower() in hosts:
                found.setdefault(match["number"], match[0])
    for number, url in sorted(found.items()):
        pages = by_name.get(slug(url.partition(f"{number}-")[2]), [])
        if len(pages) == 1:
            pages[0].addresses += (f"/hc/articles/{number}",)
            pages[0].redirects += (url,)
    if found:
        site.canonical = canonical


def _above(folder: str) -> list[str]:
    parts = folder.split("/")
    return ["/".join(parts[:count]) for count in range(1, len(parts) + 1)]


IMPORTER = Importer(
    name="markdown",
    title="A folder of Markdown files, with GitHub or Experience League alerts",
    detect=detect,
    read=read,
)
