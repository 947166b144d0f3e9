"""Related articles: declared ones first, then kin."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb_plugins.model import Article
from kb_plugins.pages.related import COMMON, SHOWN, Related


def article(source: str, title: str, topic: str = "", **more: tuple[str, ...]) -> Article:
    return Article(source=source, title=title, level=0, topic=topic, **more)


def names(articles: list[Article]) -> list[str]:
    return [article.source for article in articles]


RESET = article("reset.md", "Reset my password", "accounts")
LOST = article("lost.md", "I lost my password", "accounts")
WIFI = article("wifi.md", "Password of the wireless network", "network")
BILL = article("bill.md", "Where is my invoice", "accounts")
FAR = article("far.md", "Something else entirely", "misc")
ALL = [RESET, LOST, WIFI, BILL, FAR]


def test_words_and_topic_make_kin():
    assert names(Related(ALL).of(RESET)) == ["lost.md", "wifi.md"]


def test_declared_come_first_in_their_order():
    declaring = replace(RESET, related=("far.md", "bill.md"))
    assert names(Related([declaring, *ALL[1:]]).of(declaring)) == [
        "far.md",
        "bill.md",
        "lost.md",
        "wifi.md",
    ]


@pytest.mark.parametrize("target", ["reset.md", "nowhere.md", "../reset.md", ""])
def test_itself_and_nowhere_are_never_shown(target: str):
    declaring = replace(RESET, related=(target,))
    assert names(Related([declaring, *ALL[1:]]).of(declaring)) == ["lost.md", "wifi.md"]


def test_limit():
    many = [article(f"{n:02}.md", "Reset my password") for n in range(20)]
    assert names(Related(many).of(many[3])) == ["00.md", "01.md", "02.md", "04.md", "05.md"]
    assert len(Related(many).of(many[3], 2)) == 2
    declaring = replace(many[3], related=tuple(f"{n:02}.md" for n in range(10, 18)))
    assert names(Related(many).of(declaring)) == [f"{n}.md" for n in range(10, 10 + SHOWN)]


def test_common_words_say_nothing():
    many = [article(f"{n:03}.md", f"password x{n}yz") for n in range(COMMON + 1)]
    assert Related(many).of(many[0]) == []


def test_questions_tags_and_products_count():
    one = article("one.md", "Title", questions=("How do I frobnicate?",))
    two = article("two.md", "Other", tags=("frobnicate",))
    three = article("three.md", "Else", product=("Frobnicate",))
    assert names(Related([one, two, three]).of(one)) == ["three.md", "two.md"]


def test_ties_are_broken_by_path():
    articles = [article(name, "Same words here") for name in ("c.md", "a.md", "b.md")]
    assert names(Related(articles).of(articles[0])) == ["a.md", "b.md"]
    assert Related(articles).of(articles[0]) == Related(articles[::-1]).of(articles[0])


def test_an_article_that_is_in_no_list():
    """A deprecated article still shows where to read on."""
    old = article("old.md", "Reset my password", related=("lost.md",))
    assert names(Related(ALL).of(old)) == ["lost.md"]
