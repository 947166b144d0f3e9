"""Docusaurus: docs, blog, translations and static files of a site (https://docusaurus.io/docs)."""

from __future__ import annotations

import json
import posixpath
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from kb_plugins.importing.dialects.alerts import alerts
from kb_plugins.importing.dialects.mdx import mdx
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
    drop_unused,
    labels,
    read_text,
    take_apart,
    tell_all,
    title_of,
    walk,
)

CONFIGS = tuple(f"docusaurus.config.{ending}" for ending in ("js", "ts", "mjs", "cjs"))
_PREFIX = re.compile(r"^\d+\s*[-_.]+\s*(?=[^\d\s])")
_POST = re.compile(r"^(\d{4})[-/](\d{1,2})[-/](\d{1,2})[-/]?(.*)$")
_MENU = ("sidebar_label", "sidebar_position", "sidebar_class_name", "pagination_label",
         "pagination_next", "pagination_prev", "displayed_sidebar", "hide_title",
         "hide_table_of_contents", "toc_min_heading_level", "toc_max_heading_level",
         "custom_edit_url", "sidebar_custom_props", "parse_number_prefixes")  # fmt: skip
_NOT_OURS = frozenset({"node_modules", "build", "versioned_docs", "versioned_sidebars", "src",
                       "__tests__", "dist"})  # fmt: skip


def detect(source: Path) -> int:
    """Recognise the configuration file, here or one folder below."""
    return 95 if source.is_dir() and _root(source) is not None else 0


def _root(source: Path) -> Path | None:
    for folder in (source, source / "website", source / "docs"):
        if any((folder / name).is_file() for name in CONFIGS):
            return folder
    return None


def read(source: Path, options: Options) -> ImportedSite:
    """Read a site with its translations. Versions other than the current one stay out."""
    root = _root(source)
    if root is None:
        raise SourceError(f"{source}: there is no docusaurus.config.js")
    settings = _settings(root)
    site = ImportedSite(kind="docusaurus", name=settings["title"] or root.name)
    site.base_path = settings["baseUrl"]
    site.language = options.default or settings["defaultLocale"] or "en"
    hosts = {urlsplit(url).hostname or "" for url in (settings["url"], options.old_url)}
    site.hosts = frozenset(hosts - {""})
    reader = _Reader(site, root, settings, options)
    reader.read()
    if not site.pages:
        raise SourceError(f"{root}: there is no article in {settings['path']}/ or blog/")
    for name in ("versioned_docs",):
        if (root / name).is_dir():
            site.lose(name, "versions", "older versions of the docs are not imported")
    for name in ("src/pages",):
        if (root / name).is_dir():
            site.lose(name, "pages-are-programs", "pages written as programs are not imported")
    if any((root / f"sidebars.{ending}").is_file() for ending in ("js", "ts", "cjs", "mjs")):
        what = "the order of the menu; Firstline lists articles by level and topic"
        site.lose("sidebars", "menu-order", what)
    add_assets(site, root, {"static": "/", settings["path"]: settings["routeBasePath"]})
    if settings["path"].startswith(".."):
        add_assets(site, root / settings["path"], at=settings["path"])
    site.assets = [asset for asset in site.assets if not _is_plumbing(asset.addresses[0])]
    drop_unused(site)
    return site


def _is_plumbing(path: str) -> bool:
    return path.startswith(("/src/", "/package", "/tsconfig", "/sidebars", "/i18n/")) \
        and path.endswith((".json", ".txt", ".yml", ".yaml"))  # fmt: skip


def _settings(root: Path) -> dict[str, str]:
    """Return the few settings that matter, found in the program that the configuration is."""
    file = next(root / name for name in CONFIGS if (root / name).is_file())
    try:
        text = file.read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        text = ""
    text = re.sub(r"/\*.*?\*/|^\s*//[^\n]*", "", text, flags=re.S | re.M)
    found = {}
    for key in ("title", "url", "baseUrl", "defaultLocale", "path", "routeBasePath"):
        match = re.search(rf"\b{key}\s*:\s*(['\"`])([^'\"`\n]*)\1", text)
        found[key] = match[2] if match else ""
    inside = _braces(text, re.search(r"\bdocs\s*:\s*\{", text))
    for key in ("path", "routeBasePath"):
        match = re.search(rf"\b{key}\s*:\s*(['\"`])([^'\"`\n]*)\1", inside)
        found[key] = match[2] if match else "docs"
    found["path"] = posixpath.normpath(found["path"] or "docs")
    return found


def _braces(text: str, opening: re.Match[str] | None) -> str:
    """Return what stands between an opening brace and its partner."""
    if opening is None:
        return ""
    depth, at = 1, opening.end()
    while at < len(text) and depth:
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        at += 1
    return text[opening.end() : at]


class _Reader:
    def __init__(
        self, site: ImportedSite, root: Path, settings: dict[str, str], options: Options
    ) -> None:
        self.site, self.root, self.settings, self.options = site, root, settings, options
        self.route = settings["routeBasePath"].strip("/")
        self.menu: set[str] = set()

    def read(self) -> None:
        """Read docs and blog in all languages."""
        docs = self.settings["path"]
        self._folder(docs, self.route, "", "")
        self._folder("blog", "blog", "", "blog")
        folders = sorted(self.root.glob("i18n/*"))
        for folder in folders:
            locale = folder.name
            if locale == self.site.language or not folder.is_dir():
                continue
            if self.options.languages and locale not in self.options.languages:
                continue
            base = f"i18n/{locale}/docusaurus-plugin-content-"
            self._folder(f"{base}docs/current", self.route, locale, "")
            self._folder(f"{base}blog", "blog", locale, "blog")
        if self.menu:
            keys = ", ".join(sorted(self.menu))
            self.site.lose("front matter", "menu-order", f"what it says about the menu: {keys}",
                           Weight.NOTE)  # fmt: skip

    def _folder(self, folder: str, route: str, locale: str, under: str) -> None:
        root = self.root / folder
        if not root.is_dir():
            return
        for path in walk(root, _NOT_OURS):
            name = posixpath.basename(path)
            if path.endswith((".mdx", ".md")):
                parts = path.split("/")
                if any(part.startswith("_") for part in parts):
                    continue
                text = read_text(root, path, self.site)
                if text is not None:
                    self._page(folder, text, route, locale, under)
            elif re.fullmatch(r"_category_\.(?:json|ya?ml)", name):
                self._category(folder, path, route, locale, under)

    def _page(self, folder: str, text: Text, route: str, locale: str, under: str) -> None:
        meta = dict(text.meta)
        title = title_of(meta, text.body, text.path)
        stem = posixpath.splitext(text.path)[0]
        wanted = "/".join(_PREFIX.sub("", part) for part in stem.split("/"))
        dated = wanted
        if under == "blog":
            match = _POST.match(stem.removesuffix("/index"))
            wanted = _post_name(stem, meta)
            dated = "/".join([*match.groups()[:3], wanted]) if match else wanted
        named = under == "blog" and isinstance(meta.get("slug"), str)
        address = self._address(wanted if named else dated, meta, route, locale)
        parent, name = posixpath.split(wanted)
        folder_page = name.lower() in ("index", "readme") or name == posixpath.basename(parent)
        path = posixpath.join(parent, "index") if folder_page and name else wanted
        source = f"/{folder}/{text.path}"
        page = Page(
            key=f"{locale}:{under}:{text.path}", path=posixpath.join(under, f"{path}.md"),
            title=title, body="", form=Form.MARKDOWN, shown=source[1:], meta=self._meta(meta),
            addresses=(source, address, *self._aliases(source, folder, text.path, address)),
            redirects=(address,), bases=(source, address), language=locale,
            group=f":{under}:{text.path}", is_index=folder_page,
        )  # fmt: skip
        if not locale:
            page.group = page.key
        tell_all(page, text)
        body = re.sub(r"</?kb-box\b", lambda m: "&lt;" + m[0][1:], text.body, flags=re.I)
        body = alerts(mdx(body, page, self._partial(source)), page)
        page.body = body.replace("@site/", "/")
        if re.search(r"^\s*`{3,}\s*mermaid", text.body, re.M):
            page.lose("mermaid", "a diagram, which is shown as code", Weight.HAND)
        if re.search(r"^\$\$", text.body, re.M):
            page.lose("math", "a formula, which is shown as text", Weight.HAND)
        self.site.pages.append(page)

    def _aliases(self, source: str, folder: str, path: str, address: str) -> list[str]:
        base = self.site.base_path.rstrip("/")
        found = [f"/{self.settings['path']}/{path}"] if folder.startswith("i18n/") else []
        if base and address.startswith(base + "/"):
            found.append(address[len(base) :])
        return found

    def _address(self, wanted: str, meta: dict[str, Any], route: str, locale: str) -> str:
        base = posixpath.join("/", self.site.base_path.strip("/"), locale, route)
        own = meta.get("slug")
        parent, name = posixpath.split(wanted)
        if isinstance(own, str) and own.strip():
            own = own.strip()
            path = own if own.startswith("/") else posixpath.join("/", parent, own)
        else:
            if isinstance(meta.get("id"), str):
                name = meta["id"]
            if name.lower() in ("index", "readme") or name == posixpath.basename(parent) != "":
                path = f"/{parent}/"
            else:
                path = posixpath.join("/", parent, name)
        return posixpath.normpath(f"{base}/{path}") + ("/" if path.endswith("/") else "")

    def _meta(self, meta: dict[str, Any]) -> dict[str, Any]:
        self.menu |= {key for key in _MENU if meta.pop(key, None) is not None}
        for key in ("id", "slug"):
            meta.pop(key, None)
        tags = labels(meta.pop("tags", None)) + labels(meta.pop("keywords", None))
        last = meta.pop("last_update", None)
        if isinstance(last, dict):
            meta["updated"] = day(last.get("date"))
            if isinstance(last.get("author"), str):
                meta.setdefault("author", last["author"])
        authors = meta.pop("authors", None)
        if authors is not None:
            meta["author"] = labels(authors)
        meta["created"] = day(meta.pop("date", None))
        if meta.pop("draft", None) is True or meta.pop("unlisted", None) is True:
            meta["status"] = "draft"
        meta["tags"] = list(dict.fromkeys(tags))
        return meta

    def _partial(self, source: str) -> Any:
        def load(path: str) -> str | None:
            if not path.endswith(MARKDOWN):
                return None
            if path.startswith("@site/"):
                wanted = path.removeprefix("@site/")
            else:
                wanted = posixpath.join(posixpath.dirname(source[1:]), path)
            file = (self.root / posixpath.normpath(wanted)).resolve()
            if not file.is_relative_to(self.root.resolve()) or not file.is_file():
                return None
            try:
                return take_apart(file.read_bytes(), path).body
            except OSError:
                return None

        return load

    def _category(self, folder: str, path: str, route: str, locale: str, under: str) -> None:
        file = self.root / folder / path
        try:
            text = file.read_text(encoding="utf-8-sig")
            data = json.loads(text) if path.endswith(".json") else yaml.safe_load(text)
        except (OSError, ValueError, yaml.YAMLError):
            self.site.lose(f"{folder}/{path}", "category-broken", "a category that cannot be read")
            return
        parent = posixpath.dirname(path)
        root = self.root / folder / parent
        names = ("index", "README", "readme", posixpath.basename(parent))
        has = any((root / f"{name}.{end}").is_file() for name in names for end in ("md", "mdx"))
        if not isinstance(data, dict) or not parent or has:
            return
        wanted = "/".join(_PREFIX.sub("", part) for part in parent.split("/"))
        link: dict[str, Any] = data["link"] if isinstance(data.get("link"), dict) else {}
        own = link.get("slug") or f"/category/{slug(str(data.get('label') or wanted))}"
        address = self._address(wanted, {"slug": own}, route, locale)
        words = str(link.get("description") or data.get("description") or "").strip()
        words = words.replace("&", "&amp;").replace("<", "&lt;")
        fallback = posixpath.basename(wanted).replace("-", " ").capitalize()
        self.site.pages.append(
            Page(
                key=f"{locale}:{under}:{path}",
                path=posixpath.join(under, wanted, "index.md"),
                title=str(data.get("label") or link.get("title") or fallback),
                body=f"<p>{words}</p>" if words else "",
                form=Form.HTML,
                shown=f"{folder}/{path}",
                addresses=(address, f"/{folder}/{parent}/"),
                redirects=(address,),
                language=locale,
                group=f":{under}:{path}",
                is_index=True,
                article=False,
            )
        )


def _post_name(stem: str, meta: dict[str, Any]) -> str:
    match = _POST.match(stem.removesuffix("/index"))
    if match is None:
        return stem
    meta.setdefault("date", f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}")
    return match[4].strip("/-") or "post"


IMPORTER = Importer(
    name="docusaurus",
    title="A Docusaurus site (Markdown and MDX)",
    detect=detect,
    read=read,
)
