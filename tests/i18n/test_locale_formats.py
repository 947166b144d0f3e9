"""Dates, times, weekdays and lists as each language writes them."""

from __future__ import annotations

from datetime import date, time

import pytest

from kb_plugins.i18n import language


@pytest.mark.parametrize(("code", "written"), [
    ("en", "23 November 2026"), ("en-US", "November 23, 2026"), ("it", "23 novembre 2026"),
    ("de", "23. November 2026"), ("fr", "23 novembre 2026"), ("es", "23 de noviembre de 2026"),
    ("pt", "23 de novembro de 2026"),
])
def test_dates(code: str, written: str) -> None:
    assert language(code).date(date(2026, 11, 23)) == written


@pytest.mark.parametrize(("code", "written"), [
    ("en", "09:00"), ("en-US", "9:00 AM"), ("it", "09:00"), ("de", "09:00"), ("fr", "09:00"),
    ("es", "9:00"), ("pt", "09:00"),
])
def test_times(code: str, written: str) -> None:
    # CLDR changed the space before AM to a narrow one.
    assert language(code).time(time(9)).replace("\u202f", " ") == written


@pytest.mark.parametrize(("code", "week", "some"), [
    ("en", "Mon–Fri", "Mon, Wed and Sun"), ("it", "lun–ven", "lun, mer e dom"),
    ("de", "Mo.–Fr.", "Mo., Mi. und So."), ("fr", "lun.–ven.", "lun., mer. et dim."),
    ("es", "lun–vie", "lun, mié y dom"), ("pt", "seg.–sex.", "seg., qua. e dom."),
])
def test_weekdays(code: str, week: str, some: str) -> None:
    speaker = language(code)
    assert speaker.days((1, 2, 3, 4, 5)) == week
    assert speaker.days((1, 3, 7)) == some
    assert "–" not in speaker.days((1, 2))


@pytest.mark.parametrize(("code", "written"), [
    ("en", "a, b and c"), ("it", "a, b e c"), ("de", "a, b und c"), ("fr", "a, b et c"),
    ("es", "a, b y c"), ("pt", "a, b e c"),
])
def test_lists(code: str, written: str) -> None:
    speaker = language(code)
    assert speaker.list(["a", "b", "c"]) == written
    assert speaker.list(["a"]) == "a"
    assert speaker.list([]) == ""
