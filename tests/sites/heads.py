"""Checks the head of every page of a built site: what search engines and link previews read."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from agreement import Built
from schema_org import mistakes
from selectolax.lexbor import LexborHTMLParser


def data_of(tree: LexborHTMLParser) -> list[dict[str, Any]]:
    return [json.loads(node.text()) for node in tree.css('script[type="application/ld+json"]')]


def meta(tree: LexborHTMLParser, name: str) -> str:
    nodes = tree.css(f'meta[name="{name}"], meta[property="{name}"]')
    assert len(nodes) < 2, name
    return str(nodes[0].attributes["content"] or "") if nodes else ""


def assert_heads_are_right(built: Built) -> dict[str, int]:
    """Look at every page. Returns how often each type of structured data occurs."""
    seen: dict[str, int] = {}
    titles = Counter(tree.css_first("title").text() for tree in built.pages.values())
    assert [title for title, count in titles.items() if count > 1] == []
    descriptions = Counter(meta(tree, "description") for tree in built.pages.values())
    assert [text for text, count in descriptions.items() if count > 1] == []
    articles = {each["url"]: each for each in built.catalog["articles"]}
    for url, tree in built.pages.items():
        objects = data_of(tree)
        assert [mistake for each in objects for mistake in mistakes(each)] == [], url
        page, *crumbs = objects
        assert page["url"] == url
        seen[page["@type"]] = seen.get(page["@type"], 0) + 1
        article = articles.get(url)
        for each in crumbs:
            shown = [link.attributes["href"] for link in tree.css(".kb-crumbs a")]
            last = each["itemListElement"][-1]
            assert last["item"] == url
            assert len(each["itemListElement"]) == len(shown) + 1
            assert all(built.file(step["item"]).is_file() for step in each["itemListElement"])
        title, description = meta(tree, "og:title"), meta(tree, "description")
        assert title and description
        assert meta(tree, "og:description") == description
        assert meta(tree, "og:url") == url
        assert meta(tree, "og:type") == ("article" if article else "website")
        assert meta(tree, "og:site_name") == built.catalog["site"]["name"]
        if article:
            assert page["headline"] == title == article["title"]
            assert page.get("datePublished", "") == article.get("created", "")
            assert page.get("dateModified", "") == (
                article.get("updated") or article.get("created", ""))
            assert meta(tree, "article:modified_time") == article.get("updated", "")
            assert [who["name"] for who in page.get("author", [])] == article.get("author", [])
            text = " ".join(tree.css_first("article").text().replace("¶", " ").split())
            for said in _texts(page):
                assert "".join(said.split()) in "".join(text.split()), (url, said)
    return seen


def _texts(page: dict[str, Any]) -> list[str]:
    """What the data quotes from the page."""
    steps = page.get("step", [])
    flat = [one for step in steps for one in step.get("itemListElement", [step])]
    answers = [one["acceptedAnswer"] for one in page.get("mainEntity", [])]
    return [one["text"] for one in (*flat, *answers)]
