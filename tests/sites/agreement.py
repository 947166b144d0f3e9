"""Reads every list of pages that a built site has, and says whether they name the same ones."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin

import feedparser
import jsonschema
from lxml import etree
from markdown import Markdown
from selectolax.lexbor import LexborHTMLParser

HERE = Path(__file__).parent
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ENTRY = re.compile(r"- \[((?:[^\\\]]|\\.)+)\]\((\S+)\)(?:: (.+))?")


@dataclass(frozen=True)
class Built:
    """A finished site. `base` is its `site_url`; `part` the folder of one of its languages.

    `others` are the folders of its other languages, if this one is at the top.
    """

    site: Path
    base: str
    part: str = ""
    others: tuple[str, ...] = ()

    def mine(self, url: str) -> bool:
        """Whether an address is one of this language."""
        away = tuple(self.base + other for other in self.others)
        return url.startswith(self.root) and not url.startswith(away)

    def files(self, pattern: str) -> list[Path]:
        """The files of this language."""
        away = tuple(self.site / other for other in self.others)
        found = sorted((self.site / self.part).rglob(pattern))
        return [path for path in found if not any(path.is_relative_to(one) for one in away)]

    @property
    def root(self) -> str:
        return self.base + self.part

    def text(self, name: str) -> str:
        return (self.site / self.part / name).read_text(encoding="utf-8")

    def file(self, url: str) -> Path:
        """The file that a server shows at an address."""
        assert url.startswith(self.base), url
        path = unquote(url.removeprefix(self.base).partition("#")[0].partition("?")[0])
        return self.site / (path + "index.html" if path.endswith("/") or not path else path)

    def is_dead(self, url: str) -> bool:
        """Whether an address of the site leads to no file, or to no place in it."""
        if not url.startswith(self.base):
            return False
        file, place = self.file(url), unquote(url.partition("#")[2])
        if not file.is_file() or not place:
            return not file.is_file()
        return f'id="{place}"' not in file.read_text(encoding="utf-8")

    @cached_property
    def pages(self) -> dict[str, LexborHTMLParser]:
        """Every page that a reader can open, by its canonical address; not 404, no redirects."""
        found = {}
        for path in self.files("*.html"):
            if path.name != "404.html":
                tree = LexborHTMLParser(path.read_text(encoding="utf-8"))
                link = tree.css_first("link[rel=canonical]")
                own = link and self.mine(link.attributes["href"])  # a stand-in names its original
                if own and not tree.css_first("meta[http-equiv=refresh]"):
                    found[link.attributes["href"]] = tree
        return found

    @cached_property
    def sitemap(self) -> dict[str, str]:
        """Addresses and days. The format: https://www.sitemaps.org/protocol.html"""
        root = etree.fromstring((self.site / "sitemap.xml").read_bytes())
        assert root.tag == f"{MAP}urlset"
        found = {}
        for url in root:
            assert url.tag == f"{MAP}url"
            location, *rest = url
            assert location.tag == f"{MAP}loc"
            # Pages of several languages name each other; tests/sites/test_languages.py looks at it.
            rest = [part for part in rest if part.tag != "{http://www.w3.org/1999/xhtml}link"]
            assert [part.tag for part in rest] in ([], [f"{MAP}lastmod"])
            found[location.text] = rest[0].text if rest else ""
            assert not rest or re.fullmatch(r"\d{4}-\d\d-\d\d", rest[0].text)
        assert len(found) == len(root)
        return {url: day for url, day in found.items() if self.mine(url)}

    @cached_property
    def llms(self) -> dict[str, list[tuple[str, str]]]:
        """Sections of `llms.txt`: title to pairs of name and address. Strict, by llmstxt.org."""
        lines = self.text("llms.txt").split("\n")
        assert re.fullmatch(r"# \S.*", lines[0])
        sections: dict[str, list[tuple[str, str]]] = {}
        current: list[tuple[str, str]] | None = None
        for line in lines[1:]:
            if line.startswith("## "):
                assert line[3:] not in sections
                current = sections.setdefault(line[3:], [])
            elif current is not None and line:
                entry = ENTRY.fullmatch(line)
                assert entry, line
                current.append((re.sub(r"\\(.)", r"\1", entry[1]), entry[2]))
            else:
                assert not line.startswith("#")
        return sections

    @cached_property
    def catalog(self) -> dict[str, Any]:
        data = json.loads(self.text("catalog.json"))
        schema = json.loads(self.text(data["$schema"]))
        jsonschema.Draft202012Validator.check_schema(schema)
        jsonschema.validate(data, schema, format_checker=jsonschema.FormatChecker())
        return data

    @cached_property
    def feeds(self) -> dict[str, list[str]]:
        """Feeds by address, with the addresses of their entries. Strict, by RFC 4287."""
        grammar = etree.RelaxNG(etree.parse(HERE / "atom.rng"))
        found = {}
        for path in self.files("*.xml"):
            data = path.read_bytes()
            if b"http://www.w3.org/2005/Atom" not in data:
                continue
            grammar.assertValid(etree.fromstring(data))
            feed = feedparser.parse(data)
            assert not feed.bozo, (path, feed.get("bozo_exception"))
            assert feed.version == "atom10"
            own = [link.href for link in feed.feed.links if link.rel == "self"]
            assert [self.file(url) for url in own] == [path]
            ids = [entry.id for entry in feed.entries]
            assert len(ids) == len(set(ids)), path
            days = [entry.updated for entry in feed.entries]
            assert days == sorted(days, reverse=True)
            assert feed.feed.updated == days[0]
            found[own[0]] = [entry.link for entry in feed.entries]
        return found

    @cached_property
    def a_to_z(self) -> list[str]:
        links = [urljoin(address, link.attributes["href"])
                 for address, tree in self.pages.items() for link in tree.css(".kb-index a")]
        assert links
        return [url for url in links if not self.stands_in(url)]

    def stands_in(self, url: str) -> bool:
        """Whether a page shows an article of another language, whose page is the canonical one."""
        tree = LexborHTMLParser(self.file(url).read_text(encoding="utf-8"))
        link = tree.css_first("link[rel=canonical]")
        return bool(link) and not self.mine(link.attributes["href"])

    @cached_property
    def searched(self) -> list[str]:
        """The sources that the search index knows."""
        found = (self.site / "assets/kb/search/sources").glob(f"{self.part.strip('/')}*.json")
        away = [other.strip("/") for other in self.others]
        (sources,) = [path for path in found if path.stem not in away]
        return json.loads(sources.read_text(encoding="utf-8"))


OURS = (".kb-head, .kb-crumbs, .kb-foot, .kb-related, .kb-helpful, .kb-stuck, .kb-notice, "
        ".headerlink, .md-tags, .md-code__nav")


def assert_copies_link_like_pages(built: Built, extensions: list[str], every: int = 1) -> int:
    """Render the Markdown of articles: links and pictures lead where those of the page do.

    Returns how many targets were compared. `every` article is looked at, or every second, ...
    """
    compared = 0
    for article in built.catalog["articles"][::every]:
        tree = LexborHTMLParser(built.file(article["url"]).read_text(encoding="utf-8"))
        for node in tree.css(OURS):
            node.decompose()
        copy = built.file(article["markdown"]).read_text(encoding="utf-8")
        facts, text = re.match(r"(# .*?\n\n- .*?\n\n)(.*)", copy, re.DOTALL).groups()
        assert f": {article['url']}\n" in facts
        text = text.rpartition("\n\n---\n\n")[0]
        rendered = LexborHTMLParser(Markdown(extensions=extensions).convert(text))
        page, own = (_targets(each, article["url"]) for each in (tree.css_first("article"),
                                                                 rendered.body))
        # What leads nowhere is taken out of pages; a copy is what the writer wrote.
        own = {target for target in own if target in page or not built.is_dead(target)}
        assert page == own, article["url"]
        assert not {target for target in _targets(rendered.body, "relative:") if ":" not in target}
        compared += len(page)
    return compared


def _targets(node: Any, base: str) -> set[str]:
    found = [each.attributes.get(key) for each in node.css("a[href], img[src], video[src]")
             for key in ("href", "src")]
    return {urljoin(base, target) for target in found if target}


def assert_lists_agree(built: Built) -> int:
    """Compare all lists of pages, page by page. Returns how many articles they name."""
    catalog = built.catalog["articles"]
    listed = {each["url"]: each for each in catalog if each.get("status") != "deprecated"}
    retired = {each["url"] for each in catalog} - set(listed)
    by_copy = {each["markdown"]: each["url"] for each in catalog}
    assert len(by_copy) == len(catalog) == len({each["id"] for each in catalog})

    # Pages: each has a canonical address that leads to it, articles name their Markdown.
    for url, tree in built.pages.items():
        assert built.file(url).is_file(), url
        links = tree.css("link[rel=alternate][type='text/markdown']")
        copies = [urljoin(url, link.attributes["href"]) for link in links]
        assert copies == ([url_copy for url_copy, page in by_copy.items() if page == url]), url
        assert all(built.file(copy).is_file() for copy in copies)
    articles = {url for url, tree in built.pages.items()
                if tree.css_first("link[type='text/markdown']")}
    assert articles == set(listed) | retired

    # The sitemap: every page but those that robots must not show.
    hidden = {url for url, tree in built.pages.items()
              if "noindex" in str(getattr(tree.css_first("meta[name=robots]"), "attributes", ""))}
    assert retired <= hidden
    assert set(built.sitemap) == set(built.pages) - hidden

    # Lists of articles.
    assert sorted(built.a_to_z) == sorted(listed)
    sections = list(built.llms.items())
    levels, groups = sections[0], [section for section in sections[1:] if section[0] != "Optional"]
    assert [url for _, url in levels[1]][:-1] == [level["url"] for level in built.catalog["levels"]]
    in_llms = [(title, by_copy[url]) for _, group in groups for title, url in group]
    assert sorted(url for _, url in in_llms) == sorted(listed)
    assert all(listed[url]["title"].split() == title.split() for title, url in in_llms)
    for url in dict(built.llms)["Optional"]:
        assert built.file(url[1]).is_file()
    whole = built.text("llms-full.txt")
    assert all(built.file(each["markdown"]).read_text("utf-8").strip() in whole
               for each in listed.values())
    assert not any(f": {url}\n" in whole for url in retired)
    names = {each["id"] for each in listed.values()}
    assert {source.rpartition(".")[0] for source in built.searched} == names

    # Feeds: those articles that have a date, the newest ones; each page names its feeds.
    dated = {url for url, each in listed.items() if each.get("updated") or each.get("created")}
    for url in built.feeds.values():
        assert set(url) <= dated
    site_feed = built.feeds.get(built.root + "feed.xml", [])
    assert len(site_feed) == min(len(dated), 50)
    named = {urljoin(url, link.attributes["href"]) for url, tree in built.pages.items()
             for link in tree.css("link[type='application/atom+xml']")}
    assert named == set(built.feeds)
    for level in built.catalog["levels"]:
        members = [each for each in listed.values() if each["level"] == level["number"]]
        assert level["articles"] == len(members)
        _same_newest(built, level["url"], members)
    for topic in built.catalog["topics"]:
        path = topic["path"] + "/"
        below = [each for each in listed.values() if f"{each.get('topic', '')}/".startswith(path)]
        _same_newest(built, topic["url"], below)
        members = [each for each in below if each["topic"] == topic["path"]]
        assert topic["articles"] == len(members)
    return len(listed)


def _same_newest(built: Built, page: str, articles: list[dict[str, Any]]) -> None:
    """The feed of a page holds its dated articles, and the sitemap the day of the newest."""
    dated = {each["url"]: each.get("updated") or each["created"]
             for each in articles if each.get("updated") or each.get("created")}
    entries = built.feeds.get(_feed(page), [])
    links = built.pages[page].css("head link[type='application/atom+xml']")
    named = [urljoin(page, link.attributes["href"]) for link in links]
    assert (_feed(page) in named) == bool(entries), page
    assert len(entries) == min(len(dated), 50), page
    assert set(entries) <= set(dated)
    if entries:
        newest = sorted(dated.values(), reverse=True)[: len(entries)]
        assert [dated[url] for url in entries] == newest
        assert built.sitemap.get(page, newest[0]) >= newest[0]


def _feed(page: str) -> str:
    if page.endswith("/"):
        return page + "feed.xml"
    if page.endswith("/index.html"):
        return page.removesuffix("index.html") + "feed.xml"
    return page.removesuffix(".html") + ".xml"
