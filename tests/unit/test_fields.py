"""Hours, addresses and suggestions: the parts that values are made of."""

from __future__ import annotations

from datetime import time

import pytest

from kb_plugins.content.fields import parse_hours, reason, safe_url, suggest


@pytest.mark.parametrize(
    ("text", "days", "opens", "closes"),
    [
        ("Mo-Fr 09:00-17:00", (1, 2, 3, 4, 5), time(9), time(17)),
        ("mo 9:00 - 12:30", (1,), time(9), time(12, 30)),
        ("Sa,Su 10:00-24:00", (6, 7), time(10), time(23, 59)),
        ("Sa-Mo,We 10:00-11:00", (1, 3, 6, 7), time(10), time(11)),
        ("Mo,Mo-Tu 10:00-11:00", (1, 2), time(10), time(11)),
    ],
)
def test_hours(text: str, days: tuple[int, ...], opens: time, closes: time):
    assert parse_hours(text) == (days, opens, closes)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", 'write opening hours as "Mo-Fr 09:00-17:00"'),
        ("09:00-17:00", 'write opening hours as "Mo-Fr 09:00-17:00"'),
        ("Lu-Ve 09:00-17:00", "days are written Mo, Tu, We, Th, Fr, Sa, Su"),
        ("Mo- 09:00", 'write opening hours as "Mo-Fr 09:00-17:00"'),
        ("Mo 22:00-06:00", "it closes before it opens; write hours past midnight as two lines"),
        ("Mo 09:00-09:00", "it closes before it opens; write hours past midnight as two lines"),
        ("Mo 09:75-10:00", "minute must be in 0..59"),
    ],
)
def test_no_hours(text: str, message: str):
    with pytest.raises(ValueError) as error:
        parse_hours(text)
    assert reason(error.value) == message


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/new?a={title}",
        "HTTP://example.org",
        "mailto:help@example.org",
        "tel:+39-06-123",
    ],
)
def test_safe_urls(url: str):
    assert safe_url(url) == url


@pytest.mark.parametrize(
    ("url", "message"),
    [
        (
            "javascript:alert(1)",
            'the scheme "javascript" is not allowed; use one of https, http, mailto, tel',
        ),
        (
            "JaVaScRiPt:alert(1)",
            'the scheme "javascript" is not allowed; use one of https, http, mailto, tel',
        ),
        ("java\nscript:alert(1)", "the URL contains a control character or a blank at its end"),
        (" https://example.org", "the URL contains a control character or a blank at its end"),
        (
            "https://example.org/\u202e",
            "the URL contains a control character or a blank at its end",
        ),
        (
            "data:text/html,x",
            'the scheme "data" is not allowed; use one of https, http, mailto, tel',
        ),
        ("//example.org", 'the scheme "" is not allowed; use one of https, http, mailto, tel'),
        ("example.org", 'the scheme "" is not allowed; use one of https, http, mailto, tel'),
        ("", 'the scheme "" is not allowed; use one of https, http, mailto, tel'),
        ("https:///path", "the URL names no host"),
        ("https:example.org", "the URL names no host"),
        ("mailto:", "there is no address after mailto:"),
        ("tel:", "there is no address after tel:"),
        ("https://[::1", "this is not a URL (Invalid IPv6 URL)"),
    ],
)
def test_unsafe_urls(url: str, message: str):
    with pytest.raises(ValueError) as error:
        safe_url(url)
    assert str(error.value) == message


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("calback", 'Did you mean "callback"?'),
        ("2-calback", 'Did you mean "callback"?'),
        ("CALLBACK", 'Did you mean "callback"?'),
        ("zzz", ""),
        (7, ""),
        ("", ""),
    ],
)
def test_suggestions(value: object, hint: str):
    assert suggest(value, ["self-help", "ticket", "callback"]) == hint


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("month must be in 1..12, not 13", "month must be in 1..12"),
        ("day 30 must be in range 1..28 for month 2 in year 2026", "day is out of range for month"),
        ("day is out of range for month", "day is out of range for month"),
        ("the scheme \"x\" is not allowed", "the scheme \"x\" is not allowed"),
    ],
)
def test_a_reason_is_the_same_on_every_python(said: str, shown: str):
    assert reason(ValueError(said)) == shown
