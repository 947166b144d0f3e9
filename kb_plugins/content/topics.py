"""Topics: the subjects of articles, as a tree of folders and of names that writers chose."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from kb_plugins.content.paths import address, humanise, slugify
from kb_plugins.model import Article, Topic


def gather_topics(
    articles: Iterable[Article],
    texts: Mapping[str, tuple[str, str, str]],
    root_source: str,
    taken: Collection[str] = (),
) -> tuple[tuple[Article, ...], tuple[Topic, ...]]:
    """Make the topics of some articles, and point the articles at them.

    `texts` maps folders to path, title and language of the page a team wrote for them;
    `root_source` is the page of articles outside every folder; `taken` are addresses of pages
    around the articles, which have their place before topics, as articles have. A declared topic
    joins the folder that is called alike (`Billing` joins `billing`).
    Every topic's parents are topics too.
    """
    articles = tuple(articles)
    folders = {article.source.rpartition("/")[0] for article in articles} | set(texts)
    known = {_key(folder): folder for folder in sorted(folders)}
    titles: dict[str, str] = {}
    placed = []
    for article in articles:
        path = known.get(_key(article.topic))
        if path is None:
            path = "/".join(slugify(part) or "topic" for part in article.topic.split("/"))
            titles.setdefault(path, article.topic.rpartition("/")[2])
        placed.append(article if article.topic == path else replace(article, topic=path))
    paths: set[str] = set()
    for article in placed:
        path = article.topic
        while path not in paths:
            paths.add(path)
            path = path.rpartition("/")[0]
    others = {*taken, *(address(article.source) for article in articles)}
    topics = [_topic(path, texts, titles, root_source, others) for path in sorted(paths)]
    return tuple(placed), tuple(topics)


def _key(path: str) -> str:
    return "/".join(slugify(part) for part in path.split("/"))


def _topic(
    path: str,
    texts: Mapping[str, tuple[str, str, str]],
    titles: Mapping[str, str],
    root_source: str,
    taken: Collection[str],
) -> Topic:
    if not path:
        return Topic(path="", title="", source=root_source)
    source, title, language = texts.get(path, (f"{path}/index.md", "", ""))
    # A folder `search/` must not cover the page of search results, `vpn/` not the article `vpn.md`.
    number = 1
    while address(source) in taken:
        source = f"{path}/topic-{number}.md" if number > 1 else f"{path}/topic.md"
        number += 1
    title = title or titles.get(path) or humanise(path)
    return Topic(path=path, title=title, source=source, language=language)
