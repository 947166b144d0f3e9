"""Zendesk Guide: the JSON of its Help Center API, one file a request, in one folder.

Categories, sections (also nested), articles, translations and attachments, as in
https://developer.zendesk.com/api-reference/help_center/help-center-api/articles/. Pages of a list
(`next_page`) are files of their own; their names do not matter.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kb_plugins.importing.front import day
from kb_plugins.importing.model import Form, ImportedSite, Importer, Options, Page, Weight
from kb_plugins.importing.names import slug
from kb_plugins.importing.sources.exports import (
    Record,
    collect,
    documents,
    files,
    host,
    latest,
    need,
    same_tail,
    text,
)
from kb_plugins.importing.sources.zendesk_addresses import canonical

KEYS = ("categories", "sections", "articles", "translations", "article_attachments")
"""Lists of the API that are read; all else in a folder is left alone."""


def detect(source: Path) -> int:
    """Recognise articles with the fields that only Zendesk has."""
    for _path, data in _some(source):
        for part in data if isinstance(data, list) else [data]:
            for key in ("articles", "article"):
                found = part.get(key) if isinstance(part, dict) else None
                item = found[0] if isinstance(found, list) and found else found
                if isinstance(item, dict) and "section_id" in item and "body" in item:
                    return 90
    return 0


def _some(source: Path) -> list[tuple[str, Any]]:
    found = []
    for number, item in enumerate(documents(source)):
        found.append(item)
        if number > 40:
            break
    return found


def read(source: Path, options: Options) -> ImportedSite:
    """Read an export. Every article becomes a page in each language that it has."""
    site = ImportedSite(kind="zendesk")
    site.canonical = canonical
    found = collect(source, site, KEYS)
    need(found["articles"], source, "there is no list of articles in this export")
    default = options.default or _default(found["articles"])
    site.language = default
    reader = _Reader(site, found, default, options)
    reader.folders()
    reader.articles()
    hosts = {host(record.get("html_url")) for key in KEYS[:3] for record in found[key]}
    hosts |= {host(record.get("url")) for key in KEYS[:3] for record in found[key]}
    hosts |= {host(a.get("content_url")) for a in found["article_attachments"]}
    hosts.add(host(options.old_url))
    site.hosts = frozenset(hosts - {""})
    site.name = _name(site.hosts)
    reader.attachments(source)
    return site


def _default(articles: list[Record]) -> str:
    counts: dict[str, int] = {}
    for article in articles:
        locale = text(article.get("source_locale") or article.get("locale")).lower() or "en-us"
        counts[locale] = counts.get(locale, 0) + 1
    return max(sorted(counts), key=lambda name: counts[name])


def _name(hosts: frozenset[str]) -> str:
    names = [name.removesuffix(".zendesk.com") for name in hosts if name.endswith(".zendesk.com")]
    return f"{sorted(names)[0].title()} help" if names else "Help"


class _Reader:
    def __init__(
        self, site: ImportedSite, found: dict[str, list[Record]], default: str, options: Options
    ) -> None:
        self.site, self.found, self.default, self.options = site, found, default, options
        self.categories = {r.get("id"): r for r in self._of("categories")}
        self.sections = {r.get("id"): r for r in self._of("sections")}
        self.paths: dict[tuple[str, object], str] = {}

    def _of(self, key: str) -> list[Record]:
        """Return the records of a list, those of the default language where there are several."""
        records = latest(self.found[key], "id", "locale")
        ours = [r for r in records if self._locale(r) == self.default]
        known = {r.get("id") for r in ours}
        return ours + [r for r in records if r.get("id") not in known]

    def _locale(self, record: Record) -> str:
        return text(record.get("locale")).lower() or self.default

    def folders(self) -> None:
        """Make a folder of each category and section, with its text as index."""
        taken: set[str] = set()
        for kind, records in (("category", self.categories), ("section", self.sections)):
            for number, record in records.items():
                path = self._folder(kind, number)
                while path in taken:
                    path += f"-{number}"
                taken.add(path)
                self.paths[kind, number] = path
                url = text(record.get("html_url"))
                self.site.pages.append(
                    Page(
                        key=f"{kind}/{number}",
                        path=f"{path}/index.md",
                        title=text(record.get("name")) or f"{kind} {number}",
                        body=str(record.get("description") or ""),
                        form=Form.HTML,
                        shown=f"{kind} {number}",
                        is_index=True,
                        article=False,
                        addresses=(url,) if url else (),
                        redirects=(url,) if url else (),
                        bases=(url,) if url else (),
                    )
                )

    def _folder(self, kind: str, number: object, depth: int = 0) -> str:
        if (kind, number) in self.paths:
            return self.paths[kind, number]
        record = (self.categories if kind == "category" else self.sections).get(number)
        if record is None or depth > 10:
            return ""
        name = slug(text(record.get("name")), f"{kind}-{number}")
        if kind == "category":
            return name
        parent = record.get("parent_section_id")
        if parent is not None and parent in self.sections:
            above = self._folder("section", parent, depth + 1)
        else:
            above = self._folder("category", record.get("category_id"), depth + 1)
        return f"{above}/{name}" if above else name

    def articles(self) -> None:
        """Make a page of each article and of each of its translations."""
        translations: dict[str, list[Record]] = {}
        for record in latest(self.found["translations"], "source_id", "locale"):
            translations.setdefault(str(record.get("source_id")), []).append(record)
        listed: dict[str, list[Record]] = {}
        for record in latest(self.found["articles"], "id", "locale"):
            listed.setdefault(str(record.get("id")), []).append(record)
        for number, versions in listed.items():
            main = next((r for r in versions if self._locale(r) == self.default), versions[0])
            done = set()
            more = [r for r in versions if r is not main] + translations.get(number, [])
            for record in [main, *more]:
                locale = self._locale(record)
                if locale not in done and self._wanted(locale):
                    done.add(locale)
                    self._page(number, main, record, locale)
        orphans = set(translations) - set(listed)
        for number in sorted(orphans):
            if any(r.get("source_type") in (None, "Article") for r in translations[number]):
                what = "a translation whose article is not in the export"
                self.site.lose(f"article {number}", "translation-orphan", what, Weight.HAND)

    def _wanted(self, locale: str) -> bool:
        wanted = [name.lower() for name in self.options.languages]
        return not wanted or locale in wanted or locale.partition("-")[0] in wanted

    def _page(self, number: str, main: Record, record: Record, locale: str) -> None:
        section = main.get("section_id")
        folder = self.paths.get(("section", section), "")
        title = text(record.get("title") or record.get("name") or main.get("title"))
        name = slug(text(main.get("title") or main.get("name")), f"article-{number}")
        url = text(record.get("html_url"))
        main_url = text(main.get("html_url"))
        if not url and main_url:
            url = main_url.replace(f"/hc/{self._locale(main)}/", f"/hc/{locale}/")
        language = "" if locale == self.default else _language(locale)
        page = Page(
            key=f"articles/{number}" + (f"/{locale}" if language else ""),
            path=f"{folder}/{name}.md".lstrip("/"), title=title or f"Article {number}",
            body=str(record.get("body") or ""), form=Form.HTML,
            shown=f"article {number} ({locale})",
            meta=self._meta(main, record), group=f"articles/{number}", language=language,
            addresses=(url or f"/hc/{locale}/articles/{number}", f"/hc/articles/{number}"),
            redirects=(url,) if url else (), bases=(url or "/hc/",),
        )  # fmt: skip
        if section is not None and section not in self.sections:
            page.lose("section-missing", f"its section {section} is not in the export")
        if main.get("user_segment_id"):
            page.meta["audience"] = "internal"
            page.lose("restricted", "only some readers might see it; it is internal now",
                      Weight.HAND)  # fmt: skip
        if record.get("outdated"):
            page.lose("outdated", "the translation is marked as outdated", Weight.NOTE)
        if main.get("content_tag_ids"):
            page.lose("content-tags", "content tags, of which the export has only numbers")
        self.site.pages.append(page)

    def _meta(self, main: Record, record: Record) -> dict[str, Any]:
        draft = record.get("draft", main.get("draft"))
        return {
            "tags": [text(name) for name in main.get("label_names") or [] if text(name)],
            "status": "draft" if draft is True else None,
            "created": day(main.get("created_at")),
            "updated": day(record.get("edited_at") or record.get("updated_at")),
            "promoted": True if main.get("promoted") else None,
        }

    def attachments(self, source: Path) -> None:
        """Find the files of attachments: by name, or in a folder named like their number."""
        wanted: dict[str, list[str]] = {}
        for record in self.found["article_attachments"]:
            number = str(record.get("id"))
            url = text(record.get("content_url"))
            found = [url, f"/hc/article_attachments/{number}"] if url else []
            wanted.setdefault(number, []).extend(found)
            name = text(record.get("file_name"))
            if name and len(_named(self.found["article_attachments"], name)) == 1:
                wanted.setdefault(name, []).extend(found)
        files(self.site, source, wanted)
        known = {url for asset in self.site.assets for url in asset.addresses}
        self._add_lists(known)
        same_tail(self.site, "\n".join(page.body for page in self.site.pages))

    def _add_lists(self, known: set[str]) -> None:
        """List the attachments below the text of their article, as Zendesk does."""
        pages = {page.key: page for page in self.site.pages}
        for record in self.found["article_attachments"]:
            page = pages.get(f"articles/{record.get('article_id')}")
            url, name = text(record.get("content_url")), text(record.get("file_name"))
            if page is None or record.get("inline") is not False or not url:
                continue
            if url in known:
                label = name.replace("&", "&amp;").replace("<", "&lt;")
                page.body += f'\n<p><a href="{url}">{label}</a></p>'
            else:
                page.lose("attachment-missing", f"the attachment {name or url}")


def _named(records: list[Record], name: str) -> list[Record]:
    return [record for record in records if text(record.get("file_name")) == name]


def _language(locale: str) -> str:
    """Return a code for file names: the language, with its country where it tells two apart."""
    language, _, country = locale.partition("-")
    same = {"en": "us", "pt": "pt", "zh": "cn"}
    if country and country in (language, same.get(language, ""), "001"):
        return language
    keep = language in ("zh", "pt", "en", "es", "fr") and country not in ("", "es", "fr")
    return f"{language}-{country.upper()}" if keep else language


IMPORTER = Importer(
    name="zendesk",
    title="Zendesk Guide (JSON of the Help Center API)",
    detect=detect,
    read=read,
)
