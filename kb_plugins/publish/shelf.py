"""Where a site's files for machines are, and which articles they speak of.

Everything that machines read asks one `Shelf`, so that all lists name the same articles.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from kb_plugins.content.paths import absolute
from kb_plugins.model import Article
from kb_plugins.pages.context import Pages
from kb_plugins.pages.landing import LandingPages
from kb_plugins.pages.ways import Ways


@dataclass(frozen=True)
class Shelf:
    """A site as machines see it.

    `name` and `description` are those of the site, `home` the address of its front page: all files
    about the whole site lie beside it, so that each language of a site has its own.
    """

    pages: Pages
    ways: Ways
    landing: LandingPages
    name: str
    description: str
    home: str

    @cached_property
    def folder(self) -> str:
        """The folder of the front page, empty or with a slash at its end."""
        return beside(self.home, "", "")

    def url(self, address: str) -> str:
        """Make an address absolute; without a `site_url` it is relative to `folder`."""
        if ":" in address.split("/", 1)[0]:
            return address
        if self.pages.site_url:
            return absolute(self.pages.site_url, address)
        return address.removeprefix("./").removeprefix(self.folder) or "./"

    def page(self, source: str) -> str:
        """Return the address of a page by its path, as `url` gives it."""
        return self.url(self.pages.address(source))

    def copy(self, source: str) -> str:
        """Return where the Markdown of an article is, relative to the root of the site."""
        return beside(self.pages.address(source), "index", "md")

    def groups(self) -> Iterator[tuple[str, tuple[Article, ...]]]:
        """Yield the listed articles by topic, sorted, each topic with its name."""
        for topic in sorted(self.pages.by_topic, key=lambda path: (not path, path)):
            yield self.landing.path_title(topic), self.pages.by_topic[topic]


def beside(page: str, name: str, ending: str) -> str:
    """Return the address of a file that belongs to a page.

    `a/` and `a/index.html` give `a/NAME.ENDING`, and `a/b.html` gives `a/b.ENDING`. Without a name
    the folder is returned, with a slash at its end unless it is the root.
    """
    folder, slash, file = page.removeprefix("./").rpartition("/")
    if not name:
        return folder + slash
    if file in ("", "index.html"):
        return f"{folder}{slash}{name}.{ending}"
    return f"{folder}{slash}{file.removesuffix('.html')}.{ending}"
