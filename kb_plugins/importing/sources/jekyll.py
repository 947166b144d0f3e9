"""Jekyll: pages, posts and collections of a site (https://jekyllrb.com/docs/)."""

from __future__ import annotations

import json
import posixpath
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from kb_plugins.importing.dialects.alerts import alerts
from kb_plugins.importing.dialects.liquid import kramdown, liquid
from kb_plugins.importing.front import day
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
    decode,
    drop_unused,
    labels,
    read_text,
    take_apart,
    tell_all,
    title_of,
    walk,
)

_POST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})-(.+)$")
_STYLES = {
    "date": "/:categories/:year/:month/:day/:title.html",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title.html",
    "none": "/:categories/:title.html",
}
_SKIP = frozenset({"node_modules", "_site", "vendor", "_includes", "_layouts", "_sass", "_data",
                   "_plugins"})  # fmt: skip
_UNUSED = ("layout", "nav_order", "nav_exclude", "has_children", "has_toc", "parent",
           "grand_parent", "sidebar", "toc", "comments", "share", "order", "weight",
           "search_exclude", "sitemap", "permalink", "categories", "category", "published",
           "last_modified_at", "date", "excerpt_separator", "css", "js")  # fmt: skip


def detect(source: Path) -> int:
    """Recognise the configuration and one of the folders that only Jekyll has."""
    if not source.is_dir() or not (source / "_config.yml").is_file():
        return 0
    return 92 if any(source.glob("_*")) else 0


def read(source: Path, options: Options) -> ImportedSite:
    """Read all pages with their Liquid replaced by what it stands for."""
    if not (source / "_config.yml").is_file():
        raise SourceError(f"{source}: there is no _config.yml")
    config = _config(source)
    site = ImportedSite(kind="jekyll", name=str(config.get("title") or source.resolve().name))
    site.base_path = str(config.get("baseurl") or "")
    language = str(config.get("lang") or config.get("locale") or "en")
    site.language = options.default or language.partition("-")[0].partition("_")[0]
    hosts = {
        urlsplit(str(url)).hostname or "" for url in (config.get("url") or "", options.old_url)
    }
    site.hosts = frozenset(hosts - {""})
    reader = _Reader(site, source, config)
    for path in walk(source, _SKIP):
        if path.lower().endswith((*MARKDOWN, ".html", ".htm")):
            reader.file(path)
    if reader.menu:
        keys = ", ".join(sorted(reader.menu))
        site.lose("front matter", "menu-order", f"what it says about menu and layout: {keys}",
                  Weight.NOTE)  # fmt: skip
    if not site.pages:
        raise SourceError(f"{source}: there is no page with a text")
    add_assets(site, source)
    drop_unused(site)
    return site


def _config(source: Path) -> dict[str, Any]:
    try:
        text, _encoding = decode((source / "_config.yml").read_bytes())
        data = yaml.safe_load(text)
    except (OSError, ValueError, yaml.YAMLError) as error:
        line = str(error).split("\n")[0]
        raise SourceError(f"{source}/_config.yml: cannot be read ({line})") from error
    config = data if isinstance(data, dict) else {}
    config["data"] = _data(source)
    return config


def _data(source: Path) -> dict[str, Any]:
    found: dict[str, Any] = {}
    folder = source / "_data"
    for path in walk(folder) if folder.is_dir() else ():
        try:
            text = (folder / path).read_text(encoding="utf-8-sig")
            value = json.loads(text) if path.endswith(".json") else (
                yaml.safe_load(text) if path.endswith((".yml", ".yaml")) else None)  # fmt: skip
        except (OSError, ValueError, yaml.YAMLError):
            continue
        inner = found
        *folders, name = posixpath.splitext(path)[0].split("/")
        for part in folders:
            inner = inner.setdefault(part, {})
        inner[name] = value
    return found


class _Reader:
    def __init__(self, site: ImportedSite, root: Path, config: dict[str, Any]) -> None:
        self.site, self.root, self.config = site, root, config
        self.menu: set[str] = set()
        collections = config.get("collections") or {}
        if isinstance(collections, list):
            collections = {str(name): {} for name in collections}
        self.collections = collections if isinstance(collections, dict) else {}

    def file(self, path: str) -> None:
        """Read one file, if it is a page."""
        name = posixpath.basename(path)
        if name.lower() in ("404.html", "404.md", "license.md", "contributing.md"):
            return
        text = read_text(self.root, path, self.site)
        if text is None:
            return
        is_html = path.lower().endswith((".html", ".htm"))
        if is_html and not text.meta and not text.body.startswith("---"):
            self.site.lose(path, "page-skipped", "an HTML file without front matter", Weight.NOTE)
            return
        collection = path.split("/")[0][1:] if path.startswith("_") else ""
        if collection and collection not in ("posts", "drafts", *self.collections):
            if not text.meta:
                return
            self.site.lose(path, "page-skipped", "a folder that is no collection", Weight.LOST)
            return
        self._page(path, text, collection, is_html)

    def _page(self, path: str, text: Text, collection: str, is_html: bool) -> None:
        meta = {**self._defaults(path, collection), **text.meta}
        stem = posixpath.splitext(path)[0]
        post = _POST.search(posixpath.basename(stem))
        if (post and collection in ("posts", "drafts")) or (post and "/_posts/" in path):
            meta.setdefault("date", f"{post[1]}-{int(post[2]):02}-{int(post[3]):02}")
            stem = posixpath.join(posixpath.dirname(stem), post[4])
        title = title_of(meta, text.body, f"{stem}.md")
        address = self._address(meta, stem, collection, title)
        wanted = re.sub(r"^_drafts(?=/)", "posts", stem)
        wanted = wanted.lstrip("_").replace("/_posts/", "/posts/")
        folder, name = posixpath.split(wanted)
        is_index = name.lower() in ("index", "readme")
        page = Page(
            key=path, path=f"{posixpath.join(folder, 'index') if is_index else wanted}.md",
            title=title, body="", form=Form.HTML if is_html else Form.MARKDOWN, shown=path,
            meta=dict(meta), addresses=(f"/{path}", address), redirects=(self._public(address),),
            bases=(address, f"/{path}"), is_index=is_index,
        )  # fmt: skip
        tell_all(page, text)
        page.body = self._body(page, text, is_html)
        page.meta = self._meta(meta, collection)
        page.article = not (is_index and _is_list(text.body))
        self.site.pages.append(page)

    def _public(self, address: str) -> str:
        return posixpath.join("/", self.site.base_path.strip("/"), address.lstrip("/"))

    def _body(self, page: Page, text: Text, is_html: bool) -> str:
        body = re.sub(r"</?kb-box\b", lambda m: "&lt;" + m[0][1:], text.body, flags=re.I)
        body = liquid(body, page, self.config, self._include)
        return body if is_html else alerts(kramdown(body, page), page)

    def _include(self, name: str) -> str | None:
        for folder in ("_includes", "."):
            file = (self.root / folder / name).resolve()
            inside = file.is_relative_to(self.root.resolve())
            if inside and file.is_file() and (folder == "_includes" or name.endswith(MARKDOWN)):
                try:
                    return take_apart(file.read_bytes(), name).body
                except OSError:
                    return None
        return None

    def _defaults(self, path: str, collection: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for entry in self.config.get("defaults") or []:
            if not isinstance(entry, dict) or not isinstance(entry.get("values"), dict):
                continue
            scope: dict[str, Any] = entry["scope"] if isinstance(entry.get("scope"), dict) else {}
            folder, kind = str(scope.get("path") or ""), str(scope.get("type") or "")
            if path.startswith(folder) and (not kind or kind == (collection or "pages")):
                found.update(entry["values"])
        return found

    def _address(self, meta: dict[str, Any], stem: str, collection: str, title: str) -> str:
        own = meta.get("permalink")
        style = str(own or "")
        settings = self.collections.get(collection)
        if not style and isinstance(settings, dict):
            style = str(settings.get("permalink") or "")
        general = str(self.config.get("permalink") or "date")
        if not style and collection in ("posts", "drafts"):
            style = general
        style = _STYLES.get(style, style)
        if not style:
            if collection:
                style = "/:collection/:path.html"
            else:
                name = re.sub(r"(?:^|(?<=/))(?:index|README)$", "", stem)
                pretty = general == "pretty" or general.endswith("/")
                return f"/{name}" if not name or name.endswith("/") else (
                    f"/{name}/" if pretty else f"/{name}.html")  # fmt: skip
        when = day(meta.get("date"))
        words = labels(meta.get("categories")) or str(meta.get("category") or "").split()
        inner = stem.partition("/")[2] if collection else stem
        values = {
            "collection": collection, "path": inner, "name": posixpath.basename(stem),
            "title": str(meta.get("slug") or posixpath.basename(stem)), "slug": slug(title),
            "categories": "/".join(slug(word) for word in words),
            "year": f"{when.year:04}" if when else "", "month": f"{when.month:02}" if when else "",
            "day": f"{when.day:02}" if when else "", "output_ext": ".html",
            "y_day": f"{when.timetuple().tm_yday:03}" if when else "", "basename": inner,
            "i_month": str(when.month) if when else "", "i_day": str(when.day) if when else "",
        }  # fmt: skip
        path = re.sub(r":([a-z_]+)", lambda m: values.get(m[1], ""), style)
        return re.sub(r"/{2,}", "/", "/" + path)

    def _meta(self, meta: dict[str, Any], collection: str) -> dict[str, Any]:
        hidden = meta.get("published") is False or collection == "drafts"
        tags = labels(meta.get("tags")) + labels(meta.get("categories"))
        tags += labels(meta.get("category"))
        created, updated = day(meta.get("date")), day(meta.get("last_modified_at"))
        self.menu |= {key for key in _UNUSED[:13] if meta.get(key) is not None}
        kept = {key: value for key, value in meta.items() if key not in _UNUSED}
        kept["tags"] = list(dict.fromkeys(tags))
        kept["created"], kept["updated"] = created, updated
        if isinstance(meta.get("excerpt"), str):
            kept.setdefault("description", kept.pop("excerpt"))
        if hidden:
            kept["status"] = "draft"
        return kept


def _is_list(body: str) -> bool:
    return "{% for" in body or "{%- for" in body or not body.strip()


IMPORTER = Importer(
    name="jekyll",
    title="A Jekyll site (Markdown with Liquid)",
    detect=detect,
    read=read,
)
