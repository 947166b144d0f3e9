"""The files of a build: which articles leave it, which pages we add, and what the menu shows."""

from __future__ import annotations

from collections.abc import Collection

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel

from kb_plugins.adapter.languages import move
from kb_plugins.content.editions import Edition
from kb_plugins.content.own_pages import (
    ACCESSIBILITY_PAGE,
    HELP_PAGE,
    LISTING_PAGE,
    OVERVIEW_PAGE,
    OWN_PAGES,
    SEARCH_PAGE,
    TOPICS_PAGE,
    own_page,
)
from kb_plugins.content.paths import address
from kb_plugins.i18n import Language
from kb_plugins.model import KnowledgeBase, Status
from kb_plugins.pages.parts import Lists

MENU_PLUGINS = ("awesome-nav", "awesome-pages")
"""Plugins that make the menu later, out of the files that are not kept out of it."""


def markdown_paths(files: Files, edition: Edition) -> frozenset[str]:
    """Return the paths of the pages that will be built, in a preview also drafts."""
    pages = files.documentation_pages(inclusion=InclusionLevel.is_in_serve)
    return frozenset(edition.path(file.src_uri) for file in pages)


def generated_pages(files: Files, docs_dir: str, edition: Edition) -> dict[str, bytes]:
    """Return the pages that plugins before us made, by path."""
    return {
        edition.path(file.src_uri): file.content_bytes
        for file in files.documentation_pages()
        if file.generated_by or file.src_dir != docs_dir
    }


def remove(files: Files, left_out: Collection[str], edition: Edition) -> None:
    """Take pages out of the build, so that nothing of them is published."""
    for file in list(files):
        if edition.path(file.src_uri) in left_out:
            files.remove(file)


def remove_loops(files: Files, known: Collection[str], edition: Edition) -> None:
    """Take out what was reached around a symbolic link to a folder above."""
    for file in files.documentation_pages():
        if edition.path(file.src_uri) not in known:
            files.remove(file)


def add_pages(
    files: Files, kb: KnowledgeBase, config: MkDocsConfig, edition: Edition
) -> dict[str, str]:
    """Add every page of ours that the team has not written. Returns our pages by their name."""
    existing = markdown_paths(files, edition)
    own = {page: own_page(page, existing) for page in OWN_PAGES}
    wanted = [
        *own.values(),
        *(level.source for level in kb.levels),
        *(topic.source for topic in kb.topics),
    ]
    for path in dict.fromkeys(wanted):
        if path not in existing:
            files.append(move(File.generated(config, path, content=""), edition))
    return own


def taken_addresses(files: Files, edition: Edition) -> frozenset[str]:
    """Return the addresses (`paths.address`) of the pages that are there."""
    return frozenset(map(address, markdown_paths(files, edition)))


def add_parts(files: Files, lists: Lists, config: MkDocsConfig, edition: Edition) -> None:
    """Add the pages of lists that are too long for one, outside the menu."""
    for path in lists.pages:
        file = move(File.generated(config, path, content=""), edition)
        file.inclusion = InclusionLevel.NOT_IN_NAV
        files.append(file)


def hide_from_menu(
    files: Files, kb: KnowledgeBase, own: dict[str, str], config: MkDocsConfig
) -> None:
    """Keep articles and topics out of the navigation tree: it is rendered into every page.

    Where another plugin makes the tree of the files, only pages that nobody wrote are kept out.
    """
    hidden = {article.source for article in kb.articles} | {topic.source for topic in kb.topics}
    hidden |= {own[SEARCH_PAGE], own[ACCESSIBILITY_PAGE]}
    theirs = _makes_menu(config)
    for path in hidden - {own[TOPICS_PAGE]}:
        file = files.get_file_from_path(path)
        if file and (file.generated_by == "kb" or not theirs):
            file.inclusion = InclusionLevel.NOT_IN_NAV


def mark_drafts(files: Files, kb: KnowledgeBase, edition: Edition) -> None:
    """Let MkDocs know drafts, so that it names and marks them in a preview (`draft_docs`)."""
    for file in files.documentation_pages():
        article = kb.by_source.get(edition.path(file.src_uri))
        if article and article.status is Status.DRAFT:
            file.inclusion = InclusionLevel.DRAFT


def has_menu(config: MkDocsConfig) -> bool:
    """Whether the site, or a plugin of its, makes the menu. Then we leave it alone."""
    return config.nav is not None or _makes_menu(config)


def _makes_menu(config: MkDocsConfig) -> bool:
    return any(name in config.plugins for name in MENU_PLUGINS)


def menu(kb: KnowledgeBase, own: dict[str, str], speaker: Language) -> list[dict[str, object]]:
    """Return a navigation for a site that configures none."""
    _ = speaker.gettext
    levels: list[object] = [own[OVERVIEW_PAGE]]
    levels += [{level.name: level.source} for level in kb.levels]
    return [
        {_("Home"): own["index.md"]},
        {_("Levels"): levels},
        {_("Topics"): own[TOPICS_PAGE]},
        {_("A to Z"): own[LISTING_PAGE]},
        {_("Get help"): own[HELP_PAGE]},
    ]


def add_robots(files: Files, config: MkDocsConfig, internal: bool, sitemap: bool) -> None:
    """Add a `robots.txt`, unless the site has one of its own.

    It points at the sitemap; an internal site asks robots to stay away.
    """
    if not config.site_url or files.get_file_from_path("robots.txt"):
        return
    text = "User-agent: *\n" + ("Disallow: /\n" if internal else "Allow: /\n")
    if sitemap and not internal:
        text += f"\nSitemap: {config.site_url.rstrip('/')}/sitemap.xml\n"
    files.append(File.generated(config, "robots.txt", content=text))
