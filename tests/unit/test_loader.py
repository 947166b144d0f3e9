"""A folder of files in, a knowledge base and a list of mistakes out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kb_plugins.content.loader import Loaded, load
from kb_plugins.content.settings import Settings
from kb_plugins.model import Article, Audience, Severity, Status

Read = Callable[..., Loaded]
Problems = Callable[..., list[str]]

NO_LEVEL = (
    "level-missing: The article has no level, so it is listed under 0. "
    "Add `level: 0`, or a default for the folder in .meta.yml."
)


def page(*lines: str, text: str = "Text.\n") -> str:
    return "\n".join(["---", *lines, "---", text])


def sources(loaded: Loaded) -> list[str]:
    return [article.source for article in loaded.kb.articles]


def test_an_article_with_everything(read: Read):
    loaded = read(
        {
            "billing/refund.md": page(
                "title: How do I get a refund?",
                "level: 1-ticket",
                "type: FAQ",
                "topic: Money / Refunds",
                "description: You get it back. At once.",
                "questions: [I want my money back]",
                "product: Invoicer",
                "versions: ['4', '5']",
                "related: [invoice.md, /top.md, invoice.md#part]",
                "author: Ada",
                "owner: Team",
                "created: 2026-01-02",
                "updated: 2026-01-03",
                "review_every: 6 months",
                "status: deprecated",
                "replaced_by: invoice.md",
                "escalate: 2",
                "redirect_from: old.md",
                "tags: [a, b]",
            )
        }
    )
    assert loaded.problems == ()
    assert loaded.kb.articles == (
        Article(
            source="billing/refund.md",
            title="How do I get a refund?",
            level=1,
            type="faq",
            topic="money/refunds",
            description="You get it back.",
            questions=("I want my money back",),
            product=("Invoicer",),
            versions=("4", "5"),
            tags=("a", "b"),
            related=("billing/invoice.md", "top.md"),
            author=("Ada",),
            owner="Team",
            created=date(2026, 1, 2),
            updated=date(2026, 1, 3),
            review_every=180,
            status=Status.DEPRECATED,
            replaced_by="billing/invoice.md",
            escalate="2",
            redirect_from=("old.md",),
        ),
    )


def test_an_article_with_nothing(read: Read):
    loaded = read({"faq/reset-my_password.md": ""})
    assert loaded.kb.articles == (
        Article(source="faq/reset-my_password.md", title="Reset my password", level=0, topic="faq"),
    )
    assert [str(problem) for problem in loaded.problems] == [
        f"docs/faq/reset-my_password.md:1: {NO_LEVEL}"
    ]
    assert loaded.problems[0].severity is Severity.WARNING
    assert loaded.left_out == frozenset()


def test_title_and_description_come_from_the_text(read: Read):
    loaded = read({"a.md": page("level: 0", text="# Found *here*\n\nThe first thing. Second.\n")})
    (article,) = loaded.kb.articles
    assert (article.title, article.description) == ("Found here", "The first thing.")


def test_built_in_levels_without_files(read: Read):
    assert [level.slug for level in read({}).kb.levels] == [
        "self-help",
        "ticket",
        "callback",
        "expert",
        "external",
    ]


def test_levels_of_the_team_replace_them_all(read: Read):
    loaded = read(
        {
            "levels/1-desk.md": page("name: Desk"),
            "levels/2-lab.md": page("name: Lab"),
            "a.md": page("level: lab"),
            "b.md": page("title: B"),
        }
    )
    assert [level.name for level in loaded.kb.levels] == ["Desk", "Lab"]
    assert [(article.source, article.level) for article in loaded.kb.articles] == [
        ("a.md", 2),
        ("b.md", 1),
    ]
    assert [str(problem) for problem in loaded.problems] == [
        "docs/b.md:1: level-missing: The article has no level, so it is listed under 1. "
        "Add `level: 1`, or a default for the folder in .meta.yml."
    ]


@pytest.mark.parametrize(
    ("level", "fix"),
    [
        ("2-calback", 'Did you mean "callback"?'),
        ("tiket", 'Did you mean "ticket"?'),
        ("7", "Use one of 0 (self-help), 1 (ticket), 2 (callback), 3 (expert), 4 (external)."),
        ("-1", "Use one of 0 (self-help), 1 (ticket), 2 (callback), 3 (expert), 4 (external)."),
    ],
)
def test_unknown_level(read: Read, level: str, fix: str):
    loaded = read({"a.md": page("title: A", f"level: {level}")})
    assert [str(problem) for problem in loaded.problems] == [
        f'docs/a.md:3: level-unknown: There is no level "{level}". {fix}'
    ]
    assert sources(loaded) == []
    assert loaded.left_out == {"a.md"}


def test_unknown_type_costs_the_type_only(read: Read):
    loaded = read({"a.md": page("level: 0", "type: guid"), "b.md": page("level: 0", "type: howto")})
    assert [str(problem) for problem in loaded.problems] == [
        'docs/a.md:3: type-unknown: There is no type "guid". Use one of faq, how-to, '
        "troubleshooting, reference, video, news, or add it to `types` of the kb plugin.",
        'docs/b.md:3: type-unknown: There is no type "howto". Did you mean "how-to"?',
    ]
    assert [article.type for article in loaded.kb.articles] == ["", ""]


def test_types_of_the_configuration(read: Read):
    loaded = read({"a.md": page("level: 0", "type: Check List")}, types={"check-list": "Check"})
    assert (loaded.problems, loaded.kb.articles[0].type) == ((), "check-list")


@pytest.mark.parametrize(
    ("audience", "expected"),
    [(Audience.PUBLIC, ["public.md"]), (Audience.INTERNAL, ["internal.md", "public.md"])],
)
def test_audience_and_status(read: Read, audience: Audience, expected: list[str]):
    loaded = read(
        {
            "public.md": page("level: 0"),
            "internal.md": page("level: 0", "audience: internal"),
            "draft.md": page("level: 0", "status: draft"),
        },
        audience=audience,
    )
    assert loaded.problems == ()
    assert sources(loaded) == expected
    assert loaded.left_out == {"public.md", "internal.md", "draft.md"} - set(expected)


@pytest.mark.parametrize(
    "line", ["audience: intern", "status: drafted", "audience: [internal]", "level: {a: b}"]
)
def test_what_might_leak_is_left_out(read: Read, line: str):
    loaded = read({"a.md": page("level: 0" if "level" not in line else "title: A", line)})
    assert sources(loaded) == []
    assert loaded.left_out == {"a.md"}
    assert [problem.line for problem in loaded.problems] == [3]


def test_a_level_that_is_not_understood_is_left_out(read: Read):
    """It might have said `audience: internal`; the page alone must not be published either."""
    loaded = read(
        {
            "levels/1-a.md": page("name: A"),
            "levels/1-twin.md": page("name: B", "audience: internal"),
            "levels/2-odd.md": page("name: C", "audience: secret"),
        }
    )
    assert [level.name for level in loaded.kb.levels] == ["A"]
    assert loaded.left_out == {"levels/1-twin.md", "levels/2-odd.md"}
    assert {problem.rule for problem in loaded.problems} == {"level-duplicate", "schema"}


def test_odd_file_names(read: Read):
    names = ["a file with spaces.md", "v1.2.3.md", "🎉.md", "كلمة المرور.md", "--.md", "Ünï.mkd"]
    loaded = read({name: page("level: 0") for name in names})
    assert loaded.problems == ()
    assert {article.source: article.title for article in loaded.kb.articles} == {
        "a file with spaces.md": "A file with spaces",
        "v1.2.3.md": "V1.2.3",
        "🎉.md": "🎉",
        "كلمة المرور.md": "كلمة المرور",
        "--.md": "--.md",
        "Ünï.mkd": "Ünï",
    }


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("reset.md", "reset/index.md"),
        ("Reset.md", "reset.md"),
        ("a b.markdown", "a b.md"),
        ("faq/README.md", "faq/index.md"),
    ],
)
def test_two_files_with_one_address(read: Read, first: str, second: str):
    loaded = read({second: page("level: 0"), first: page("level: 0")})
    assert [str(problem) for problem in loaded.problems] == [
        f"docs/{second}:1: duplicate-url: The page has the same address as docs/{first}. "
        "Rename one of the two."
    ]
    assert sources(loaded) == [first]
    assert loaded.left_out == {second}


def test_front_matter_that_fails_is_left_out(problems: Problems, docs: Path):
    files = {
        "bytes.md": b"\xff\xfe",
        "nul.md": b"a\0b",
        "list.md": page("- a"),
        "twice.md": page("level: 1", "level: 1"),
        "tab.md": page("level:", "\t- 1"),
        "bomb.md": page("a: &a [*a]"),
        "empty.md": "",
        "good.md": page("level: 0"),
        "bom.md": "\ufeff" + page("level: 0"),
        "crlf.md": page("level: 0").replace("\n", "\r\n"),
    }
    assert [
        problem.split(": ")[0] + " " + problem.split(": ")[1] for problem in problems(files)
    ] == [
        "docs/bomb.md:2 yaml-alias",
        "docs/bytes.md:1 encoding",
        "docs/empty.md:1 level-missing",
        "docs/list.md:2 front-matter-type",
        "docs/nul.md:1 encoding",
        "docs/tab.md:3 yaml",
        "docs/twice.md:3 duplicate-key",
    ]
    loaded = load(docs, Settings())
    assert sources(loaded) == ["bom.md", "crlf.md", "empty.md", "good.md"]
    assert loaded.left_out == {"bomb.md", "bytes.md", "list.md", "nul.md", "tab.md", "twice.md"}


def test_article_of_ten_megabytes(read: Read):
    loaded = read({"a.md": page("level: 0", text="# Long\n\n" + "A long line.\n\n" * 750_000)})
    assert [(a.title, a.description) for a in loaded.kb.articles] == [("Long", "A long line.")]


def test_symlink_loop_does_not_double_articles(read: Read, docs: Path):
    (docs / "faq").mkdir()
    (docs / "faq/again").symlink_to("..")
    loaded = read({"faq/a.md": page("level: 0")})
    assert sources(loaded) == ["faq/a.md"]
    assert [str(problem) for problem in loaded.problems] == [
        "docs/faq/again:1: symlink-loop: This link leads back to a folder above it. "
        "Remove the link, or let it point elsewhere."
    ]


def test_pages_of_other_plugins(docs: Path):
    (docs / "a.md").write_text(page("level: 1"))
    loaded = load(docs, Settings(), {"a.md": page("level: 2").encode(), "b.md": b"\xff"})
    assert [(a.source, a.level) for a in loaded.kb.articles] == [("a.md", 2)]
    assert [str(problem) for problem in loaded.problems] == [
        "docs/b.md:1: encoding: The file is not UTF-8. Save it with the encoding UTF-8."
    ]


def test_what_is_skipped_is_not_read(read: Read):
    loaded = read({"a.md": page("level: 0"), "b.md": b"\xff"}, skip=lambda path: path == "b.md")
    assert (sources(loaded), loaded.problems, loaded.left_out) == (["a.md"], (), frozenset())


def test_the_same_files_give_the_same_base(read: Read, docs: Path):
    loaded = read({f"{name}.md": page(f"level: {name[-1]}") for name in ("b1", "a2", "c9")})
    again = load(docs, Settings(types=dict(loaded.kb.types)))
    assert (loaded.kb, loaded.problems) == (again.kb, again.problems)
