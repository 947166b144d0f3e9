"""Every link, fragment, picture, script and style of the built site leads to something."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

HOST = "https://help.example.com/"


@cache
def page(file: Path) -> LexborHTMLParser:
    return LexborHTMLParser(file.read_text(encoding="utf-8"))


def address(site: Path, file: Path) -> str:
    return HOST + file.relative_to(site).as_posix().removesuffix("index.html")


def leads_to(site: Path, url: str) -> Path | None:
    """The file that a host serves at an address of the site, or None."""
    path = unquote(urlsplit(url).path).lstrip("/")
    file = site / path / "index.html" if not path or path.endswith("/") else site / path
    return file if file.is_file() else None


def dead(site: Path, file: Path) -> list[str]:
    """What of a page leads nowhere."""
    found = []
    names = {"a": "href", "link": "href", "img": "src", "script": "src", "form": "action",
             "source": "src", "video": "poster"}
    for tag, attribute in names.items():
        for node in page(file).css(f"{tag}[{attribute}]"):
            value = node.attributes[attribute] or ""
            url = urljoin(address(site, file), value)
            if not url.startswith(HOST) or node.attributes.get("rel") == "canonical":
                continue
            target = leads_to(site, url)
            fragment = unquote(urlsplit(url).fragment)
            if target is None:
                found.append(f"{address(site, file)}: {value} is missing")
            elif fragment and not has(page(target), fragment):
                found.append(f"{address(site, file)}: {value} has no such place")
            elif tag == "a" and value in ("", "#"):
                found.append(f"{address(site, file)}: a link to nothing")
    return found


def has(tree: LexborHTMLParser, name: str) -> bool:
    return any(node.attributes.get("id") == name for node in tree.css("[id]"))


def test_nothing_leads_nowhere(manual: Path) -> None:
    files = [file for file in manual.rglob("*.html") if file.name != "404.html"]
    assert len(files) > 100
    assert [line for file in files for line in dead(manual, file)] == []


def test_every_page_is_reached_from_the_front_page(manual: Path) -> None:
    start = manual / "index.html"
    seen, waiting = {start}, [start]
    while waiting:
        file = waiting.pop()
        for link in page(file).css("a[href]"):
            url = urljoin(address(manual, file), link.attributes["href"] or "")
            target = leads_to(manual, url) if url.startswith(HOST) else None
            if target and target.suffix == ".html" and target not in seen:
                seen.add(target)
                waiting.append(target)
    pages = {file for file in manual.rglob("*.html") if file.name != "404.html"}
    assert {file.parent.name for file in pages - seen} <= {"search"}


def test_404_works_at_every_depth(visit, manual: Path) -> None:
    page = visit().go("no/such/page/at/all/")
    assert page.evaluate("[...document.images].every((image) => image.naturalWidth)")
    assert page.evaluate("document.styleSheets.length") == 1
    page.get_by_role("main").get_by_role("link", name="Topics").click()
    assert page.url.endswith("/topics/") or "topics" in page.url
