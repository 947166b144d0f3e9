"""What a folder means: pages around the articles, topics, and defaults from `.meta.yml`."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kb_plugins.content.loader import Loaded

Read = Callable[..., Loaded]


def page(*lines: str, text: str = "Text.\n") -> str:
    return "\n".join(["---", *lines, "---", text])


def sources(loaded: Loaded) -> list[str]:
    return [article.source for article in loaded.kb.articles]


def test_an_article_and_a_page_with_one_address(read: Read):
    """Two files for the page of a list: one is its text, the other is reported."""
    loaded = read({"topics.md": "One", "topics/index.md": "Two"})
    assert [str(problem) for problem in loaded.problems] == [
        "docs/topics/index.md:1: duplicate-url: The page has the same address as docs/topics.md. "
        "Rename one of the two."
    ]
    assert (loaded.kb.pages, loaded.left_out) == ({"topics.md"}, {"topics/index.md"})


def test_pages_are_no_articles(read: Read):
    loaded = read(
        {
            "index.md": "# Home",
            "levels/index.md": "# Ladder",
            "topics.md": "x",
            "a-z.md": "x",
            "search.md": "x",
            "faq/index.md": "# About the FAQ",
            "faq/a.md": page("level: 0"),
            "imprint.md": "x",
        },
        plain=lambda path: path == "imprint.md",
    )
    assert sources(loaded) == ["faq/a.md"]
    assert loaded.kb.pages == {
        "index.md",
        "levels/index.md",
        "topics.md",
        "a-z.md",
        "search.md",
        "faq/index.md",
        "imprint.md",
    }
    assert loaded.problems == ()
    assert [(topic.path, topic.title, topic.source) for topic in loaded.kb.topics] == [
        ("", "", "topics.md"),
        ("faq", "About the FAQ", "faq/index.md"),
    ]


def test_a_broken_page_is_left_out(read: Read):
    loaded = read({"faq/index.md": b"\xff", "index.md": b"---\na: [\n---\n"})
    assert [problem.rule for problem in loaded.problems] == ["encoding", "yaml"]
    assert loaded.kb.pages == frozenset()
    assert loaded.left_out == {"faq/index.md", "index.md"}


def test_a_broken_level_is_reported_once_and_left_out(read: Read):
    loaded = read({"levels/1-a.md": b"\xff", "levels/2-b.md": page("name: B")})
    assert [str(problem) for problem in loaded.problems] == [
        "docs/levels/1-a.md:1: encoding: The file is not UTF-8. Save it with the encoding UTF-8."
    ]
    assert [level.name for level in loaded.kb.levels] == ["B"]
    assert loaded.left_out == {"levels/1-a.md"}


def test_a_folder_with_a_level_is_an_article(read: Read):
    loaded = read({"faq/reset/index.md": page("level: 0", "title: Reset")})
    assert [(a.source, a.topic) for a in loaded.kb.articles] == [("faq/reset/index.md", "faq")]


def test_topics_join_folders_of_the_same_name(read: Read):
    loaded = read(
        {
            "billing/a.md": page("level: 0"),
            "b.md": page("level: 0", "topic: Billing"),
            "c.md": page("level: 0", "topic: New Things/Inside"),
            "d.md": page("level: 0"),
            "e.md": page("level: 0", "topic: /../"),
            "f.md": page("level: 0", "topic: '🎉'"),
        }
    )
    assert {article.source: article.topic for article in loaded.kb.articles} == {
        "billing/a.md": "billing",
        "b.md": "billing",
        "c.md": "new-things/inside",
        "d.md": "",
        "e.md": "",
        "f.md": "",
    }
    assert [(topic.path, topic.title, topic.parent) for topic in loaded.kb.topics] == [
        ("", "", ""),
        ("billing", "Billing", ""),
        ("new-things", "New things", ""),
        ("new-things/inside", "Inside", "new-things"),
    ]


def test_a_topic_must_not_cover_our_pages(read: Read):
    loaded = read({"search/a.md": page("level: 0")})
    assert [topic.source for topic in loaded.kb.topics] == ["topics.md", "search/topic.md"]


def test_a_topic_must_not_cover_an_article(read: Read):
    """`billing.md` beside `billing/`, as many sites are laid out."""
    files = {"billing.md": "a", "billing/b.md": "b", "vpn/index.md": page("level: 0")}
    files |= {"vpn/a.md": "a", "vpn/topic.md": "b"}
    topics = read(files).kb.topics
    assert {topic.path: topic.source for topic in topics} == {
        "": "topics.md",
        "billing": "billing/topic.md",
        "vpn": "vpn/topic-2.md",
    }


def test_folder_defaults(read: Read):
    loaded = read(
        {
            ".meta.yml": "level: 1\ntags: [all]\nowner: Team\n",
            "faq/.meta.yml": "type: faq\nlevel: 2\ntags: [faq, all]\n",
            "a.md": "A",
            "faq/b.md": page("tags: [own]", "owner:"),
            "faq/c/d.md": page("level: 3"),
            "e.md": page("tags: one"),
        }
    )
    assert loaded.problems == ()
    assert {a.source: (a.level, a.type, a.tags, a.owner) for a in loaded.kb.articles} == {
        "a.md": (1, "", ("all",), "Team"),
        "e.md": (1, "", ("one",), "Team"),
        "faq/b.md": (2, "faq", ("all", "faq", "own"), "Team"),
        "faq/c/d.md": (3, "faq", ("all", "faq"), "Team"),
    }


@pytest.mark.parametrize(
    ("meta", "problem"),
    [
        (
            "audience: intern\n",
            "docs/faq/.meta.yml:1: schema: `audience`: 'intern' is not one of public, internal. "
            'Did you mean "internal"?',
        ),
        (
            "- a\n",
            "docs/faq/.meta.yml:1: front-matter-type: The settings are not a list of `key: value` "
            "lines. Write one `key: value` on each line.",
        ),
        (
            b"owner: Caf\xe9\n",
            "docs/faq/.meta.yml:1: encoding: The file is not UTF-8. "
            "Save it with the encoding UTF-8.",
        ),
    ],
)
def test_broken_folder_defaults(read: Read, meta: str | bytes, problem: str):
    loaded = read(
        {
            "faq/.meta.yml": meta,
            "faq/a.md": page("level: 0"),
            "faq/b/c.md": page("level: 0"),
            "d.md": page("level: 0"),
        }
    )
    left_out = (
        "folder-defaults: The defaults in docs/faq/.meta.yml are wrong, so this article "
        "is left out. Mend that file."
    )
    assert [str(found) for found in loaded.problems] == [
        problem,
        f"docs/faq/a.md:1: {left_out}",
        f"docs/faq/b/c.md:1: {left_out}",
    ]
    assert sources(loaded) == ["d.md"]
    assert loaded.left_out == {"faq/a.md", "faq/b/c.md"}


def test_small_mistakes_in_folder_defaults_cost_a_key(read: Read):
    loaded = read({".meta.yml": "created: soon\nlevel: 2\n", "a.md": "A"})
    assert [str(problem) for problem in loaded.problems] == [
        "docs/.meta.yml:1: schema: `created`: this is not a date; write it as 2025-01-31. "
        "Correct the value, or remove the line."
    ]
    assert [(a.level, a.created) for a in loaded.kb.articles] == [(2, None)]
