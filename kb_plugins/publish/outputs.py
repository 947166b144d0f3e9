"""All files for machines of one site, by the address where they are written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from kb_plugins.cores import spread
from kb_plugins.model import Article
from kb_plugins.publish.catalog import SCHEMA_FILE, as_json, catalog_json, catalog_schema
from kb_plugins.publish.feeds import Feed, Feeds
from kb_plugins.publish.llms import llms_full_txt, llms_txt
from kb_plugins.publish.markdown import Files, article_markdown
from kb_plugins.publish.shelf import Shelf


@dataclass(frozen=True)
class Wanted:
    """Which files a site makes; each can be switched off."""

    markdown: bool = True
    llms: bool = True
    llms_full: bool = True
    catalog: bool = True
    feeds: bool = True


@dataclass(frozen=True)
class Outputs:
    """Makes the files.

    `texts` are the Markdown texts of the articles by path, after everything internal was taken out
    of them; `files` gives the addresses of files of the site. `known` gives the finished copy of an
    article by its path, or None. `place` writes one that was made at its address, in the process
    that made it, and `keep` gets its path, its text and what `place` returned.
    """

    shelf: Shelf
    wanted: Wanted
    texts: Mapping[str, str]
    files: Files
    known: Callable[[str], str | None] = lambda source: None
    place: Callable[[str, bytes], Any] = lambda address, content: None
    keep: Callable[[str, str, Any], None] = lambda source, text, placed: None

    def articles(self) -> Iterator[tuple[str, bytes | Iterator[bytes]]]:
        """Yield the files with the texts of articles: address relative to the root, and content.

        Write each at once: together they are larger than everything else that a build holds. What
        is large by itself comes in pieces.
        """
        copies = self._copies() if self.wanted.markdown or self.wanted.llms_full else {}
        if self.wanted.markdown:
            for source, text in copies.items():
                yield self.shelf.copy(source), text
        if self.wanted.llms_full:
            yield f"{self.shelf.folder}llms-full.txt", llms_full_txt(self.shelf, copies)

    def lists(self) -> dict[str, str]:
        """Return the files that list articles, by address; no text of an article changes them."""
        return {address: make() for address, make in self._lists().items()}

    def each(self) -> dict[str, Callable[[], Iterator[bytes]]]:
        """Return all files by address, each as a function that makes it when it is called."""
        shelf, wanted = self.shelf, self.wanted
        made: dict[str, Callable[[], Iterator[bytes]]] = {}
        if wanted.markdown:
            for article in shelf.pages.kb.articles:
                made[shelf.copy(article.source)] = partial(self._in_pieces, self._text, article)
        if wanted.llms_full:
            made[f"{shelf.folder}llms-full.txt"] = self._full
        for address, make in self._lists().items():
            made[address] = partial(self._in_pieces, make)
        return made

    def _lists(self) -> dict[str, Callable[[], str]]:
        shelf, wanted, folder = self.shelf, self.wanted, self.shelf.folder
        made: dict[str, Callable[[], str]] = {}
        if wanted.llms:
            made[f"{folder}llms.txt"] = lambda: llms_txt(
                shelf, wanted.markdown, shelf.ways.help_page, self._more()
            )
        if wanted.catalog:
            made[f"{folder}catalog.json"] = lambda: catalog_json(shelf, wanted.markdown)
            made[f"{folder}{SCHEMA_FILE}"] = lambda: as_json(catalog_schema())
        if wanted.feeds:
            made |= {feed.path: partial(self.feeds.xml, feed) for feed in self.feeds.all()}
        return made

    def _full(self) -> Iterator[bytes]:
        listed = self.shelf.pages.listed
        return llms_full_txt(self.shelf, {one.source: self._text(one).encode() for one in listed})

    @staticmethod
    def _in_pieces(make: Callable[..., str], *values: Any) -> Iterator[bytes]:
        yield make(*values).encode()

    @cached_property
    def feeds(self) -> Feeds:
        """The feeds, made or not."""
        return Feeds(self.shelf)

    def copy(self, source: str) -> str:
        """Return the address of an article's Markdown, or nothing."""
        if self.wanted.markdown and source in self.shelf.pages.kb.by_source:
            return self.shelf.copy(source)
        return ""

    def feeds_of(self, source: str) -> tuple[Feed, ...]:
        """Return the feeds that a page names: its own, that of its level and topic, the site's."""
        if not self.wanted.feeds:
            return ()
        kb = self.shelf.pages.kb
        sources = [source]
        if article := kb.by_source.get(source):
            topic = kb.topic_by_path.get(article.topic)
            sources = [kb.level_by_number[article.level].source, topic.source if topic else ""]
        found = [self.feeds.of_page[each] for each in sources if each in self.feeds.of_page]
        return (*found, self.feeds.site) if self.feeds.site else tuple(found)

    def _more(self) -> dict[str, str]:
        """The other files about the whole site that are made, in words."""
        wanted, folder, _ = self.wanted, self.shelf.folder, self.shelf.pages._
        more = {}
        if wanted.llms_full:
            more[f"{folder}llms-full.txt"] = _("All articles as one text")
        if wanted.catalog:
            more[f"{folder}catalog.json"] = _("The help centre as data")
        if wanted.feeds and self.feeds.site:
            more[self.feeds.site.path] = _("New and updated articles (Atom)")
        return more

    def _copies(self) -> dict[str, bytes]:
        """Return the articles as Markdown by path."""
        articles = self.shelf.pages.kb.articles
        copies = {one.source: (self.known(one.source) or "").encode() for one in articles}
        new = [one for one in articles if not copies[one.source]]
        made = spread(self._copy, new, spare=1)  # the index of the search is made beside
        for article, (text, placed) in zip(new, made, strict=True):
            copies[article.source] = text.encode()
            self.keep(article.source, text, placed)
        return copies

    def _copy(self, article: Article) -> tuple[str, Any]:
        text, wanted = self._text(article), self.wanted.markdown
        return text, self.place(self.shelf.copy(article.source), text.encode()) if wanted else None

    def _text(self, article: Article) -> str:
        text = self.texts.get(article.source, "")
        return article_markdown(self.shelf, article, text, self.files)
