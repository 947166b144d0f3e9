"""The manual tells the truth: every key, level and link of `docs/`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest
from markdown_it import MarkdownIt
from mkdocs.utils.yaml import get_yaml_loader, yaml_load

from kb_plugins.adapter.config import KbConfig
from kb_plugins.content.config_lines import read_config_lines
from kb_plugins.content.editions import Edition, Layout
from kb_plugins.content.frontmatter import parse_document
from kb_plugins.content.levels import built_in_levels
from kb_plugins.content.loader import Loaded, load
from kb_plugins.content.paths import resolve
from kb_plugins.content.schema import (
    TYPES,
    ArticleMeta,
    ExampleMeta,
    LevelMeta,
    ResourceMeta,
)
from kb_plugins.content.settings import Settings
from kb_plugins.escalation.channels import read_channels
from kb_plugins.escalation.providers import BUILT_IN
from kb_plugins.escalation.settings import ChannelSettings
from kb_plugins.model import Audience, ResourceKind, Status
from kb_plugins.quality.references import check_references

REPOSITORY = Path(__file__).parents[2]
DOCS = REPOSITORY / "docs"
REFERENCE = DOCS / "reference"
SHARED = ChannelSettings.model_fields
PAGES = sorted(path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md"))
ENGLISH = Edition("en", "en", ("en", "it"), Layout.SUFFIX)


@cache
def text(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


@cache
def manual() -> Loaded:
    return load(DOCS, Settings(types={kind: kind for kind in TYPES}, edition=ENGLISH))


@pytest.mark.parametrize(
    ("page", "schema"),
    [
        ("article-front-matter.md", ArticleMeta),
        ("level-front-matter.md", LevelMeta),
        ("level-front-matter.md", ResourceMeta),
        ("level-front-matter.md", ExampleMeta),
        ("configuration.md", ChannelSettings),
    ],
)
def test_every_key_is_documented(page: str, schema: type):
    assert [key for key in schema.model_fields if not is_explained(key, text(page))] == []


@pytest.mark.parametrize("name", BUILT_IN)
def test_every_ticket_system_has_an_article_with_its_keys(name: str):
    page = (DOCS / "ticket-systems" / f"{name.replace('.', '-')}.md").read_text(encoding="utf-8")
    assert f"provider: {name}" in page
    own = [key for key in BUILT_IN[name].settings.model_fields if key not in SHARED]
    assert [key for key in own if not is_explained(key, page)] == []


def test_every_setting_of_the_plugin_is_documented():
    keys = [key for key, _option in KbConfig._schema]
    assert "channels" in keys
    assert [key for key in keys if not is_explained(key, text("configuration.md"))] == []


def is_explained(key: str, page: str) -> bool:
    """Whether a key has a heading, or a row of a table: being mentioned is not enough."""
    return bool(re.search(rf"^(#{{2,3}} `{key}`$|\| `{key}` \|)", page, re.M))


@pytest.mark.parametrize(
    ("page", "keys"),
    [
        ("article-front-matter.md", ArticleMeta.model_fields),
        (
            "level-front-matter.md",
            [*LevelMeta.model_fields, *ResourceMeta.model_fields, *ExampleMeta.model_fields],
        ),
        ("configuration.md", [key for key, _option in KbConfig._schema]),
    ],
)
def test_no_key_is_documented_that_does_not_exist(page: str, keys: list[str]):
    headings = re.findall(r"^#{2,3} `([\w-]+)`$", text(page), re.M)
    assert headings
    assert [key for key in headings if key not in keys] == []


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("article-front-matter.md", [*TYPES, *Audience, *Status]),
        ("level-front-matter.md", ResourceKind),
        ("configuration.md", TYPES),
    ],
)
def test_every_value_is_documented(page: str, words: list[str]):
    assert [word for word in words if f"`{word}`" not in text(page)] == []


def test_every_built_in_level_is_documented():
    rows = [
        [cell.strip() for cell in row.strip("|").split("|")]
        for row in text("built-in-levels.md").splitlines()
        if row.startswith("|")
    ][2:]
    levels = built_in_levels(lambda message: message)
    assert [(row[0], row[1], row[2], row[4]) for row in rows] == [
        (
            str(level.number),
            f"`{level.slug}`",
            level.name,
            f"`{level.channel}`" if level.channel else "none",
        )
        for level in levels
    ]


def links(path: str) -> Iterator[str]:
    """Find the targets of all links and pictures of a page."""
    document = parse_document((DOCS / path).read_bytes(), path, path)
    for token in MarkdownIt("commonmark").enable("table").parse(document.body):
        for child in token.children or ():
            if child.type in ("link_open", "image"):
                yield str(child.attrs.get("href") or child.attrs.get("src"))


@pytest.mark.parametrize("path", PAGES)
def test_every_link_resolves(path: str):
    targets = [unquote(link) for link in links(path) if not re.match(r"[a-z]+:|#", link)]
    missing = [target for target in targets if not (DOCS / resolve(target, path)).is_file()]
    assert missing == []


def test_links_are_found():
    assert sum(len(list(links(path))) for path in PAGES) > 50


def test_every_anchor_exists():
    for path in PAGES:
        for link in links(path):
            if "#" in link and not re.match(r"[a-z]+:", link):
                target = resolve(link, path) if not link.startswith("#") else path
                anchor = link.partition("#")[2]
                titles = re.findall(r"^#+ (.*)$", (DOCS / target).read_text("utf-8"), re.M)
                assert anchor in [slug(title) for title in titles], f"{path}: {link}"


def slug(title: str) -> str:
    """Make the id that Markdown's `toc` gives a heading in plain letters."""
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", title).strip().lower())


def test_related_articles_and_answers_exist():
    kb = manual().kb
    assert [
        (a.source, target)
        for a in kb.articles
        for target in a.related
        if target not in kb.by_source or target == a.source
    ] == []
    assert [
        (level.source, example.article)
        for level in kb.levels
        for example in level.examples
        if example.article and example.article not in kb.by_source
    ] == []


def test_the_manual_has_no_problem():
    """The whole manual, with the channels of its own mkdocs.yml where no variable is set."""
    file = REPOSITORY / "mkdocs.yml"
    with file.open("rb") as stream:
        plugins = yaml_load(stream, get_yaml_loader())["plugins"]
    own = next(plugin["kb"] for plugin in plugins if "kb" in plugin)
    lines = read_config_lines(file, "kb")
    channels, problems = read_channels(own["channels"], lines)
    settings = Settings(types={kind: kind for kind in TYPES}, channels=channels, edition=ENGLISH)
    loaded = load(DOCS, settings)
    found = check_references(loaded.kb, loaded.documents, (lines.path, lines.start))
    assert [str(problem) for problem in (*problems, *loaded.problems, *found)] == []


def test_the_manual_is_spread_over_levels_and_types():
    articles = manual().kb.articles
    assert len(articles) >= 25
    assert {article.level for article in articles} == {0, 1, 2, 3, 4}
    assert {article.type for article in articles} == set(TYPES)
    assert [
        article.source
        for article in articles
        if not (article.type and article.description and article.questions and article.created)
    ] == []
