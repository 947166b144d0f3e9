"""Round trip: import, strict build, crawl. Whatever a source has is on the site, or in the report.

The sources are read here once more, by other means than the importers': bodies straight from the
JSON, Markdown by a plain CommonMark parser.
"""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser

PLAIN = MarkdownIt("commonmark", {"html": True}).enable("table")
FRONT = re.compile(r"\A\ufeff?---\s*\n(.*?)\n---\s*\n", re.DOTALL)
DIALECT = re.compile(
    r"^\s*(?:import|export) .*$|^\s*:::+.*$|\{%.*?%\}|\{\{.*?\}\}|\{:[^}]*\}|\{[^{}\n]*\}|"
    r"</?[A-Z][^>]*>|<img[^>]*>|\[!\w+\]|^\s*>\s?", re.MULTILINE)
NOT_A_WORD = {"toc", "http", "https", "www"}


def squeeze(text: str) -> str:
    return re.sub(r"[\s\u00a0\ufeff]+", "", text)


def texts(source: Path) -> Iterator[tuple[str, str]]:
    """Yield the title and HTML of every text of a source."""
    for path in sorted(source.rglob("*")):
        shown = path.relative_to(source).as_posix()
        if any(part.startswith(("_includes", "_layouts", "versioned", "_shared"))
               for part in path.parts):
            continue
        if path.suffix == ".json" and not path.name.startswith("_category_"):
            yield from bodies(json.loads(path.read_text(encoding="utf-8")))
        elif path.suffix == ".xml":
            for article in ElementTree.parse(path).iter("solution-article"):
                yield article.findtext("title"), article.findtext("description")
        elif path.suffix in (".md", ".mdx"):
            text = path.read_text(encoding="utf-8").replace("\r\n", "\n")
            front = FRONT.match(text)
            title = re.search(r"^title:\s*(.*)$", front[1], re.M) if front else None
            body = text[front.end():] if front else text
            heading = re.search(r"^# (.*)$|^(.*)\n==", body, re.M)
            name = (heading[1] or heading[2]) if heading else title[1] if title else shown
            name = re.sub(r"\s*\{#.*\}$", "", name)
            body = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", body)  # a link may have Liquid in it
            yield name.strip("\"'"), PLAIN.render(body)
        elif path.suffix == ".html":
            data = path.read_bytes()
            text = data.decode("latin-1" if b"iso-8859-1" in data else "utf-8")
            if "http-equiv" in text:
                continue
            tree = LexborHTMLParser(FRONT.sub("", text))
            for node in tree.css("nav, footer, title, .headerlink"):
                node.decompose()
            front = FRONT.match(text)
            title = re.search(r"^title: (.*)$", front[1], re.M)[1] if front else (
                tree.css_first("h1").text())
            yield title, tree.body.html


def bodies(data: object) -> Iterator[tuple[str, str]]:
    if isinstance(data, list):
        for item in data:
            yield from bodies(item)
    elif isinstance(data, dict):
        body = data.get("body") or data.get("description")
        if isinstance(data.get("title"), str) and isinstance(body, str) and "<" in body:
            yield data["title"], body
        for value in data.values():
            yield from bodies(value)


def pages(site: Path) -> dict[str, list[tuple[Path, LexborHTMLParser]]]:
    found: dict[str, list[tuple[Path, LexborHTMLParser]]] = {}
    for path in sorted(site.rglob("index.html")):
        tree = LexborHTMLParser(path.read_text(encoding="utf-8"))
        heading = tree.css_first("h1")
        if heading is not None:
            for node in tree.css(".headerlink, script, style"):
                node.decompose()
            found.setdefault(squeeze(heading.text()), []).append((path, tree))
    return found


def test_nothing_is_lost_without_a_word(imported) -> None:
    built = pages(imported.site)
    said = squeeze(imported.losses())
    hidden = unpublished(imported)
    home = [  # its heading is our question, its text is theirs
        (path, tree) for every in built.values() for path, tree in every
        if path.parent == imported.site and (imported.docs / "index.md").exists()]
    seen = 0
    for title, html in texts(imported.source):
        start = squeeze(LexborHTMLParser(html).body.text(separator=" "))[:9]
        if start in hidden:
            continue
        found = built.get(squeeze(title)) or home
        assert found, f"{imported.name}: no page has the title {title!r}"
        seen += 1
        everything = squeeze("\n".join(
            (tree.body.text(separator=" ") or "") for _path, tree in found))
        tree = LexborHTMLParser(html)
        for node in tree.css("script, style"):
            node.decompose()
        for kind, needle in items(tree):
            there = needle in everything or needle in said
            assert there, f"{imported.name}, {title}: the {kind} {needle[:80]!r} is lost"
        if imported.name != "jekyll" or "Legacy" in title:
            count = sum(len(t.css("article table")) for _p, t in found)
            assert count >= len(tree.css("table")), f"{title}: a table is lost"
        for kind, name in media(tree):
            shown = "\n".join(t.body.html for _p, t in found)
            assert unquote(name).replace(" ", "-") in unquote(shown) or squeeze(name) in said, (
                f"{imported.name}, {title}: the {kind} {name!r} is lost")
        check_links(imported, title, tree, found, said)
    assert seen >= 1


def unpublished(imported) -> str:
    """The texts of drafts and internal articles: they are files, but rightly on no page."""
    every = [path.read_text(encoding="utf-8") for path in imported.docs.rglob("*.md")]
    hidden = [text for text in every
              if re.search(r"^(?:status: draft|audience: internal)$", text, re.M)]
    return squeeze("\n".join(hidden))


def items(tree: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    for node in tree.css("h2, h3, h4"):
        if text := squeeze(re.sub(r"\{#.*\}|¶", "", node.text())):
            yield "heading", text
    for node in tree.css("td, th"):
        text = squeeze(DIALECT.sub("", node.text()).replace("**", ""))
        if node.css_first("table") is None and text:
            yield "cell", text
    for node in tree.css("pre"):
        if text := squeeze(node.text()):
            yield "code", text
        node.decompose()
    text = DIALECT.sub(" ", (tree.body.text(separator=" ") if tree.body else "") or "")
    for word in set(re.findall(r"\b\w{4,}\b", text)) - NOT_A_WORD:
        yield "word", word


def media(tree: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    for node in tree.css("img[src], video[src]"):
        src = node.attributes["src"]
        if not src.startswith("data:") and "{" not in src:
            yield "picture", src.partition("?")[0].rpartition("/")[2]
    for node in tree.css("iframe[src]"):
        yield "video", re.search(r"embed/(\w+)", node.attributes["src"])[1]


def check_links(imported, title, tree, found, said) -> None:
    """Every link of the source is a link of the page, or named in the report."""
    labels = {squeeze(node.text()): (path, node.attributes.get("href") or "")
              for path, page in found for node in page.css("main a[href]")}
    for node in tree.css("a[href]"):
        href, label = node.attributes["href"], squeeze(node.text())
        if not label or "{" in href or label == "¶":
            continue
        bare = squeeze(unquote(href))
        assert label in labels or bare in said, f"{imported.name}, {title}: link {href} is lost"


def test_every_internal_link_and_picture_leads_somewhere(imported) -> None:
    for path in sorted(imported.site.rglob("index.html")):
        tree = LexborHTMLParser(path.read_text(encoding="utf-8"))
        for node in tree.css("article a[href], article img[src], article video[src]"):
            address = node.attributes.get("href") or node.attributes.get("src") or ""
            target, _, fragment = address.partition("#")
            if not target or re.match(r"[a-z]+:|//", target):
                continue
            file = (path.parent / unquote(target.partition("?")[0])).resolve()
            file = file / "index.html" if file.is_dir() else file
            assert file.is_file(), f"{path}: {address}"
            if fragment and file.suffix == ".html":
                page = LexborHTMLParser(file.read_text(encoding="utf-8"))
                ids = {n.attributes["id"] for n in page.css("[id]")}
                assert unquote(fragment) in ids, f"{path}: {address}"


def test_every_old_address_is_kept_or_still_the_address(imported) -> None:
    """Zendesk, Intercom and Freshdesk had addresses with numbers; each article remembers its."""
    if imported.name not in ("zendesk", "intercom", "freshdesk", "freshdesk-xml"):
        return
    for path in imported.docs.rglob("*.md"):
        text = path.read_text(encoding="utf-8")
        assert "redirect_from:" in text or "status: draft" in text or ".fr.md" in path.name, path
