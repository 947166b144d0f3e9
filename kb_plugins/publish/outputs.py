"""All files for machines of one site, by the address where they are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

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
    of them; `files` gives the addresses of files of the site. `known` are finished copies of some.
    """

    shelf: Shelf
    wanted: Wanted
    texts: Mapping[str, str]
    files: Files
    known: Mapping[str, str] = field(default_factory=dict)

    def articles(self) -> dict[str, str]:
        """Return the files with the texts of articles, by address relative to the root."""
        made: dict[str, str] = {}
        if self.wanted.markdown:
            made |= {self.shelf.copy(source): text for source, text in self.copies.items()}
        if self.wanted.llms_full:
            made[f"{self.shelf.folder}llms-full.txt"] = llms_full_txt(self.shelf, self.copies)
        return made

    def lists(self) -> dict[str, str]:
        """Return the files that list articles, by address; no text of an article changes them."""
        shelf, wanted, folder = self.shelf, self.wanted, self.shelf.folder
        made: dict[str, str] = {}
        if wanted.llms:
            help_page = shelf.ways.help_page
            made[f"{folder}llms.txt"] = llms_txt(shelf, wanted.markdown, help_page, self._more())
        if wanted.catalog:
            made[f"{folder}catalog.json"] = catalog_json(shelf, wanted.markdown)
            made[f"{folder}{SCHEMA_FILE}"] = as_json(catalog_schema())
        if wanted.feeds:
            made |= {feed.path: self.feeds.xml(feed) for feed in self.feeds.all()}
        return made

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

    @cached_property
    def copies(self) -> dict[str, str]:
        """The articles as Markdown by path, if any file needs them."""
        if not (self.wanted.markdown or self.wanted.llms_full):
            return {}
        articles = self.shelf.pages.kb.articles
        new = [article for article in articles if article.source not in self.known]
        made = dict(zip((one.source for one in new), spread(self._copy, new), strict=True))
        return {one.source: self.known.get(one.source) or made[one.source] for one in articles}

    def _copy(self, article: Article) -> str:
        return article_markdown(
            self.shelf, article, self.texts.get(article.source, ""), self.files
        )
