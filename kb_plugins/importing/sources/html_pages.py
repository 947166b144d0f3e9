"""A folder of HTML pages: an exported wiki, a saved site, the output of another generator."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

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
from kb_plugins.importing.sources.folder import (
    MAX_BYTES,
    add_assets,
    decode,
    drop_unused,
    labels,
    title_of,
    walk,
)

ENDINGS = (".html", ".htm", ".xhtml")
_BODIES = ("[itemprop=articleBody]", "article", "main", "[role=main]", "#main-content", "#content",
           ".article-body", ".content", "body")  # fmt: skip
_FURNITURE = ("nav, header nav, footer, [role=navigation], [role=search], .breadcrumb,"
              " .breadcrumbs, .sidebar, .toc, #toc, .headerlink, .skip-link")  # fmt: skip
_SKIP = frozenset({"node_modules", "__pycache__", "_static", "_sources", "search"})
_CHARSET = re.compile(rb"<meta[^>]+charset=[\"']?([\w-]+)", re.IGNORECASE)
_SITE_SUFFIX = re.compile(r"\s+[|–—·•-]\s+[^|–—·•]{2,60}$")


def detect(source: Path) -> int:
    """Recognise a page, or a folder with pages in it."""
    if source.is_file():
        return 5 if source.suffix.lower() in ENDINGS else 0
    return 5 if any(path.lower().endswith(ENDINGS) for path in walk(source, _SKIP)) else 0


def read(source: Path, options: Options) -> ImportedSite:
    """Read one page or a folder of pages."""
    root = source if source.is_dir() else source.parent
    paths = list(walk(root, _SKIP)) if source.is_dir() else [source.name]
    site = ImportedSite(kind="html", name=root.resolve().name)
    if options.old_url:
        site.hosts = frozenset({urlsplit(options.old_url).hostname or ""})
        site.base_path = urlsplit(options.old_url).path
    for path in paths:
        if path.lower().endswith(ENDINGS):
            _page(site, root, path)
    if not site.pages:
        raise SourceError(f"{source}: there is no HTML page with a text")
    add_assets(site, root)
    drop_unused(site)
    return site


def _page(site: ImportedSite, root: Path, path: str) -> None:
    try:
        data = (root / path).read_bytes()
    except OSError as error:
        site.lose(path, "file-skipped", f"it cannot be read ({error.strerror})", Weight.HAND)
        return
    if len(data) > MAX_BYTES:
        site.lose(path, "file-skipped", "a page of more than 20 MB", Weight.HAND)
        return
    html, guess = _decode(data)
    tree = LexborHTMLParser(html)
    if tree.css_first("meta[http-equiv=refresh i]") is not None:
        site.lose(path, "page-skipped", "a page that only leads to another one", Weight.NOTE)
        return
    heading = tree.css_first("h1")
    title = _title(tree, heading, path)
    body = _body(tree)
    if body is None or (not body.text(strip=True) and body.css_first("img, video") is None):
        site.lose(path, "page-skipped", "a page without any text", Weight.HAND)
        return
    inner = body.html or ""
    stem = posixpath.splitext(path)[0]
    name = posixpath.basename(stem).lower()
    target = (
        posixpath.join(posixpath.dirname(stem), "index.md") if name == "index" else f"{stem}.md"
    )
    page = Page(
        key=path, path=target, title=title, body=inner, form=Form.HTML, shown=path,
        meta=_meta(tree), addresses=("/" + path, "/" + stem), bases=("/" + path,),
        redirects=_redirects(path), is_index=name == "index" and _only_links(body),
    )  # fmt: skip
    page.article = not page.is_index
    if guess:
        page.lose("encoding", f"the page is not UTF-8; it was read as {guess}", Weight.NOTE)
    site.pages.append(page)


def _decode(data: bytes) -> tuple[str, str]:
    match = _CHARSET.search(data[:2000])
    named = match[1].decode().lower() if match else ""
    if named and named not in ("utf-8", "utf8"):
        try:
            return data.decode(named), named
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data)


def _title(tree: LexborHTMLParser, heading: LexborNode | None, path: str) -> str:
    if heading is not None and heading.text(strip=True):
        return " ".join(heading.text().replace("¶", "").split())
    title = tree.css_first("title")
    words = " ".join(title.text().split()) if title is not None else ""
    return _SITE_SUFFIX.sub("", words) or title_of({}, "", path)


def _body(tree: LexborHTMLParser) -> LexborNode | None:
    for selector in _BODIES:
        found = tree.css(selector)
        if len(found) == 1 or (selector == "body" and found):
            for node in found[0].css(_FURNITURE):
                node.decompose()
            return found[0]
    return None


def _meta(tree: LexborHTMLParser) -> dict[str, object]:
    def content(name: str) -> str:
        node = tree.css_first(f"meta[name='{name}' i], meta[property='{name}' i]")
        return " ".join((node.attributes.get("content") or "").split()) if node is not None else ""

    return {
        "description": content("description") or None,
        "tags": labels(content("keywords")) or None,
        "author": content("author") or None,
        "created": day(content("article:published_time")),
        "updated": day(content("article:modified_time")),
    }


def _redirects(path: str) -> tuple[str, ...]:
    """Return the old address where ours is another: `a/b.html` becomes `a/b/`."""
    return () if posixpath.basename(path).lower().startswith("index.") else ("/" + path,)


def _only_links(body: LexborNode) -> bool:
    linked = sum(len(node.text(strip=True)) for node in body.css("a, h1"))
    return linked * 2 > len(body.text(strip=True))


IMPORTER = Importer(name="html", title="A folder of HTML pages", detect=detect, read=read)
