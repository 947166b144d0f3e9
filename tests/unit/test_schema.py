"""What a writer may put behind each key, and what is said if it is wrong."""

from __future__ import annotations

from datetime import date

import pytest

from kb_plugins.content.frontmatter import parse_document
from kb_plugins.content.schema import NEEDED, ArticleMeta, LevelMeta, validate
from kb_plugins.model import Audience, ResourceKind, Severity, Status


def article(*lines: str):
    document = parse_document("\n".join(["---", *lines, "---", ""]).encode(), "a.md", "docs/a.md")
    assert document.problems == ()
    return validate(ArticleMeta, document, NEEDED)


def level(*lines: str):
    document = parse_document(
        "\n".join(["---", *lines, "---", ""]).encode(), "levels/1-a.md", "docs/levels/1-a.md"
    )
    assert document.problems == ()
    return validate(LevelMeta, document)


def test_everything_right():
    meta, problems = article(
        "title: '  Two   words '",
        "level: 2",
        "type: FAQ",
        "topic: Billing/Refunds",
        "description: It works.",
        "questions: [Where is my money?]",
        "product: Invoicer",
        "versions: ['1.10', 2, 3.5]",
        "tags: one",
        "related: [b.md]",
        "author: [Ada, Grace]",
        "owner: Team",
        "created: 2026-01-02",
        "updated: '2026-01-03'",
        "review_every: 6 months",
        "audience: Internal",
        "status: Deprecated",
        "replaced_by: c.md",
        "escalate: 3",
        "redirect_from: old.md",
        "unknown: {is: left alone}",
    )
    assert problems == ()
    assert meta == ArticleMeta(
        title="Two words",
        level="2",
        type="FAQ",
        topic="Billing/Refunds",
        description="It works.",
        questions=("Where is my money?",),
        product=("Invoicer",),
        versions=("1.10", "2", "3.5"),
        tags=("one",),
        related=("b.md",),
        author=("Ada", "Grace"),
        owner="Team",
        created=date(2026, 1, 2),
        updated=date(2026, 1, 3),
        review_every=180,
        audience=Audience.INTERNAL,
        status=Status.DEPRECATED,
        replaced_by="c.md",
        escalate="3",
        redirect_from=("old.md",),
    )


def test_empty_values_are_no_values():
    meta, problems = article("title:", "level: ~", "questions:", "created: null", "status:")
    assert (meta, problems) == (ArticleMeta(), ())


def test_new_is_published():
    meta, problems = article("status: new")
    assert meta.status is Status.PUBLISHED
    assert problems == ()


@pytest.mark.parametrize(
    "written",
    [
        "2026-01-02",
        "'2026-01-02'",
        "2026-01-02 10:20:30",
        "2026-01-02T10:20:30Z",
        "2026-01-02 10:20:30.5 +02:00",
        "'2026-01-02T10:20:30+01:00'",
        "2026-1-2",
        "2026/1/2",
        "2026.01.02",
        "'20260102'",
        "' 2026-01-02 '",
        "!!str 2026-01-02",
        "!!timestamp 2026-01-02",
    ],
)
def test_dates_in_every_form(written: str):
    meta, problems = article(f"created: {written}")
    assert problems == ()
    assert meta.created == date(2026, 1, 2)


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("yesterday", "this is not a date; write it as 2025-01-31"),
        ("20260102", "this is not a date; write it as 2025-01-31"),
        ("true", "this is not a date; write it as 2025-01-31"),
        ("[2026-01-02]", "this is not a date; write it as 2025-01-31"),
        ("01/02/2026", "this is not a date; write it as 2025-01-31"),
        ("'2026/13/45'", "month must be in 1..12"),
    ],
)
def test_no_dates(written: str, message: str):
    meta, problems = article("title: One", f"created: {written}")
    assert [str(problem) for problem in problems] == [
        f"docs/a.md:3: schema: `created`: {message}. Correct the value, or remove the line."
    ]
    assert meta == ArticleMeta(title="One")  # the wrong value costs its key only
    assert problems[0].severity is Severity.WARNING


@pytest.mark.parametrize(
    ("written", "days"),
    [("90", 90), ("1 day", 1), ("2 Weeks", 14), ("6 months", 180), ("1year", 365)],
)
def test_intervals(written: str, days: int):
    assert article(f"review_every: {written}") == (ArticleMeta(review_every=days), ())


@pytest.mark.parametrize("written", ["0", "-1", "0 days", "often", "true", "1.5", "10000", "[1]"])
def test_no_intervals(written: str):
    _meta, problems = article(f"review_every: {written}")
    assert [str(problem) for problem in problems] == [
        "docs/a.md:2: schema: `review_every`: this is not an interval; write days as a number, "
        'or "6 months". Correct the value, or remove the line.'
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("title: [a, b]", "`title`: ['a', 'b'] is not text. Write text."),
        ("title: {a: b}", "`title`: {'a': 'b'} is not text. Write text."),
        ("title: true", "`title`: write some text. Correct the value, or remove the line."),
        ("title: ''", "`title`: this is empty. Write something, or remove the line."),
        (
            'owner: "a\\u202eb"',
            "`owner`: the text contains control characters. Correct the value, or remove the line.",
        ),
        (
            'owner: "a\\eb"',
            "`owner`: the text contains control characters. Correct the value, or remove the line.",
        ),
        (
            "owner: !!binary aGVsbG8=",
            "`owner`: write some text. Correct the value, or remove the line.",
        ),
        ("tags: [a, [b]]", "`tags` (entry 2): ['b'] is not text. Write text."),
        ("tags: [a, ~]", "`tags`: write some text. Correct the value, or remove the line."),
        ("tags: {a: b}", "`tags` (entry 1): {'a': 'b'} is not text. Write text."),
        (f"title: [{'x' * 100}]", f"`title`: ['{'x' * 55}... is not text. Write text."),
    ],
)
def test_wrong_text(line: str, message: str):
    _meta, problems = article(line)
    assert [str(problem) for problem in problems] == [f"docs/a.md:2: schema: {message}"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            "audience: internl",
            "`audience`: 'internl' is not one of public, internal. Did you mean \"internal\"?",
        ),
        ("audience: 3", "`audience`: 3 is not one of public, internal. Use one of these words."),
        (
            "status: [draft]",
            "`status`: ['draft'] is not one of draft, published, deprecated. "
            'Did you mean "draft"?',
        ),
        ("level: true", "`level`: write some text. Correct the value, or remove the line."),
        ("level: [1, 2]", "`level`: [1, 2] is not text. Write text."),
    ],
)
def test_needed_keys_are_errors(line: str, message: str):
    meta, problems = article("title: One", line)
    assert meta is None
    assert [str(problem) for problem in problems] == [f"docs/a.md:3: schema: {message}"]
    assert problems[0].severity is Severity.ERROR


def test_all_mistakes_at_once():
    meta, problems = article("created: soon", "title: One", "review_every: often", "owner: [x]")
    assert meta == ArticleMeta(title="One")
    assert sorted(problem.line for problem in problems) == [2, 4, 5]


def test_everything_right_in_a_level():
    meta, problems = level(
        "name: Desk",
        "title: The desk",
        "number: 3",
        "slug: desk",
        "purpose: Helps.",
        "for_whom: All",
        "who: We",
        "how: Write",
        "entitlement: None",
        "response: 4 hours",
        "hours: [Mo-Fr 09:00-17:00, 'Sa,Su 10:00 - 12:00']",
        "timezone: Europe/Rome",
        "channel: ticket",
        "escalates_to: 4",
        "external: true",
        "consent: I agree",
        "resources: [{label: Prices, url: ../prices.md, kind: Manual},"
        " {label: Phone, url: 'tel:+39123'}]",
        "examples: [Why?, {question: How?, article: ../how.md}]",
    )
    assert problems == ()
    assert (meta.name, meta.number, meta.slug, meta.escalates_to) == ("Desk", 3, "desk", "4")
    assert meta.hours == ("Mo-Fr 09:00-17:00", "Sa,Su 10:00 - 12:00")
    assert [(r.label, r.url, r.kind) for r in meta.resources] == [
        ("Prices", "../prices.md", ResourceKind.MANUAL),
        ("Phone", "tel:+39123", ResourceKind.ARTICLES),
    ]
    assert [(e.question, e.article) for e in meta.examples] == [
        ("Why?", None),
        ("How?", "../how.md"),
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            "number: 100",
            "`number`: 100 is not possible (input should be less than or equal to 99). "
            "Correct the value.",
        ),
        ("number: many", "`number`: 'many' is not a number. Write a number."),
        (
            "slug: a b",
            "`slug`: 'a b' is not possible (string should match pattern '^[\\w-]+$'). "
            "Correct the value.",
        ),
        ("external: perhaps", "`external`: 'perhaps' is not true or false. Write true or false."),
        (
            "hours: always",
            '`hours`: write opening hours as "Mo-Fr 09:00-17:00". '
            "Correct the value, or remove the line.",
        ),
        (
            "hours: Mo-Fr 25:00-26:00",
            "`hours`: hour must be in 0..23. Correct the value, or remove the line.",
        ),
        (
            "timezone: Europe/Roma",
            '`timezone`: there is no such time zone. Did you mean "Europe/Rome"?',
        ),
        ("resources: a list", "`resources`: 'a list' is not a list. Write a list."),
        (
            "resources: [prices.md]",
            "`resources` (entry 1): 'prices.md' is not a mapping. Write a mapping.",
        ),
        ("resources: [{url: ../a.md}]", "`resources` (entry 1.label): this is required. Add it."),
        (
            "resources: [{label: A, url: 'javascript:alert(1)'}]",
            '`resources` (entry 1.url): the scheme "javascript" is not allowed; use one of https, '
            "http, mailto, tel. Correct the value, or remove the line.",
        ),
        (
            "resources: [{label: A, url: a.md, kind: vido}]",
            "`resources` (entry 1.kind): 'vido' is not one of articles, video, blog, forum, "
            'manual, phone, email, chat, remote-support. Did you mean "video"?',
        ),
        ("examples: [{article: a.md}]", "`examples` (entry 1.question): this is required. Add it."),
        ("examples: [Why?, 3]", "`examples` (entry 2): 3 is not a mapping. Write a mapping."),
    ],
)
def test_wrong_values_of_a_level(line: str, message: str):
    meta, problems = level("name: Desk", line)
    assert [str(problem) for problem in problems] == [f"docs/levels/1-a.md:3: schema: {message}"]
    assert meta == LevelMeta(name="Desk")
