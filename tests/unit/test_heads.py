"""Heads of pages that would look the same to those who search."""

from __future__ import annotations

from kb_plugins.model import Article, KnowledgeBase, Topic
from kb_plugins.pages.heads import Head, distinct

LONG = "What does the shop say when a payment by card is refused by the bank"


def heads(*articles: Article) -> dict[str, Head]:
    topics = tuple(Topic(path=path, title=path.upper(), source=f"{path}.md") for path in ("a", "b"))
    return distinct(KnowledgeBase(levels=(), articles=articles, topics=topics, channels=()))


def article(source: str, title: str, description: str = "") -> Article:
    topic = source.partition("/")[0]
    return Article(source=source, title=title, level=0, topic=topic, description=description)


def test_what_differs_at_the_beginning_needs_nothing() -> None:
    assert heads(article("a/1.md", "Pay"), article("a/2.md", "Pay later", "How.")) == {}


def test_a_title_that_begins_like_another_is_cut_in_its_middle() -> None:
    found = heads(article("a/1.md", f"{LONG} twice"), article("a/2.md", f"{LONG} once"))
    assert [head.title for head in found.values()] == [
        "What does the shop say when … by card is refused by the bank twice",
        "What does the shop say when … by card is refused by the bank once",
    ]


def test_the_same_title_names_its_topic() -> None:
    found = heads(article("a/1.md", "Pay"), article("b/1.md", "Pay"))
    assert [head.title for head in found.values()] == ["Pay (A)", "Pay (B)"]


def test_the_same_description_begins_with_the_title() -> None:
    found = heads(article("a/1.md", "Pay", "How."), article("b/1.md", "Order", "How."))
    assert found == {"a/1.md": Head("", "Pay. How."), "b/1.md": Head("", "Order. How.")}
