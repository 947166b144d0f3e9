"""Types of front matter values: what a writer may type, and what it becomes.

Every validator raises ValueError with a sentence of ours, and after a `|` perhaps how to mend it;
`schema.py` turns it into a Problem.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Annotated, Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema

SCHEMES = ("https", "http", "mailto", "tel")
"""URL schemes that may reach a published page. Anything else could run or exfiltrate."""

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
"""Days as schema.org writes them in `openingHours` (https://schema.org/openingHours)."""

_HOURS = re.compile(
    r"(?P<days>[A-Za-z, -]+?)\s+(?P<opens>\d\d?:\d\d)\s*-\s*(?P<closes>\d\d?:\d\d)$"
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_INTERVALS = {"day": 1, "week": 7, "month": 30, "year": 365}


def suggest(value: object, choices: Iterable[str]) -> str:
    """Return `Did you mean "x"?` for the nearest choice, or an empty string if none is near."""
    near = nearest(value, choices)
    return f'Did you mean "{near}"?' if near else ""


def nearest(value: object, choices: Iterable[str]) -> str:
    """Return the choice that is most like a value, or an empty string if none is near."""
    options = {choice.casefold(): choice for choice in choices}
    word = str(value).casefold()
    # `2-calback`: a number before the name is how level files are called, so try without it too.
    for candidate in (word, word.lstrip("0123456789-. ")):
        near = difflib.get_close_matches(candidate, options, n=1, cutoff=0.6)
        if near:
            return options[near[0]]
    return ""


def safe_url(value: str) -> str:
    """Return a URL whose scheme is allowed. Raises ValueError for every other scheme."""
    # Browsers drop tabs and newlines inside a scheme, so `java\nscript:` must not get past us.
    if _CONTROL.search(value) or value != value.strip():
        raise ValueError("the URL contains a control character or a blank at its end")
    try:
        parts = urlsplit(value)
    except ValueError as error:
        raise ValueError(f"this is not a URL ({error})") from None
    scheme = parts.scheme.lower()
    if scheme not in SCHEMES:
        allowed = ", ".join(SCHEMES)
        raise ValueError(f'the scheme "{scheme}" is not allowed; use one of {allowed}')
    if scheme in ("http", "https") and not parts.netloc:
        raise ValueError("the URL names no host")
    if scheme in ("mailto", "tel") and not parts.path:
        raise ValueError(f"there is no address after {scheme}:")
    return value


def reason(error: Exception) -> str:
    """Return why a date or time cannot be, in the same words on every Python: 3.14 adds values."""
    text = re.sub(r"^day \d+ must be in range .*", "day is out of range for month", str(error))
    return re.sub(r", not -?\d+$", "", text)


def has_control(text: str) -> bool:
    """Whether a text holds control characters, or what turns the direction of reading."""
    return bool(_CONTROL.search(text))


def _line(value: Any) -> Any:
    """A single line of text: numbers are what the writer typed, control characters are not."""
    if isinstance(value, (bool, bytes)) or value is None:
        raise ValueError("write some text")
    if isinstance(value, (int, float, date)):
        value = str(value)
    if isinstance(value, str):
        value = " ".join(value.split())
        if _CONTROL.search(value):
            raise ValueError("the text contains control characters")
    return value


def _lines(value: Any) -> Any:
    """A list of lines; one alone may be written without the list."""
    if value is None:
        return []
    if isinstance(value, (list, tuple)):
        return [_line(item) for item in value]
    return [_line(value)]


def _day(value: Any) -> Any:
    """A calendar date in any form that YAML gives."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        text = value.strip()
        try:
            return datetime.fromisoformat(text).date()
        except ValueError:
            pass
        if match := re.fullmatch(r"(\d{4})[-/.](\d\d?)[-/.](\d\d?)", text):
            return date(*map(int, match.groups()))  # ValueError speaks for itself
    raise ValueError("this is not a date; write it as 2025-01-31")


def _interval(value: Any) -> Any:
    """A number of days, or words such as `6 months`."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10_000:
        return value
    if isinstance(value, str):
        match = re.fullmatch(r"(\d{1,4})\s*(day|week|month|year)s?", value.strip().lower())
        if match and int(match[1]):
            return int(match[1]) * _INTERVALS[match[2]]
    raise ValueError('this is not an interval; write days as a number, or "6 months"')


def parse_hours(text: str) -> tuple[tuple[int, ...], time, time]:
    """Parse `Mo-Fr 09:00-17:00` (schema.org `openingHours`) to ISO weekdays and two times.

    Raises ValueError if it is written in another way, or closes before it opens.
    """
    match = _HOURS.match(text.strip())
    if not match:
        raise ValueError('write opening hours as "Mo-Fr 09:00-17:00"')
    days: list[int] = []
    for part in match["days"].split(","):
        first, _, last = (bit.strip().capitalize() for bit in part.partition("-"))
        if first not in DAYS or (last and last not in DAYS):
            raise ValueError(f"days are written {', '.join(DAYS)}")
        start, end = DAYS.index(first), DAYS.index(last or first)
        days += [day % 7 + 1 for day in range(start, end + 1 if end >= start else end + 8)]
    opens, closes = (_clock(match[name]) for name in ("opens", "closes"))
    if closes <= opens:
        raise ValueError("it closes before it opens; write hours past midnight as two lines")
    return tuple(sorted(set(days))), opens, closes


def _clock(text: str) -> time:
    hour, minute = map(int, text.split(":"))
    if (hour, minute) == (24, 0):
        return time(23, 59)
    return time(hour, minute)


# What the validators accept, for editors: `level: 0` is a line, and one line may stand for a list.
_LINE: dict[str, Any] = {"type": ["string", "number"]}
_LINES = {"anyOf": [_LINE, {"type": "array", "items": _LINE}, {"type": "null"}]}
_DAYS = {"type": "string", "pattern": r"^\d{4}[-/.]\d\d?[-/.]\d\d?"}
_TIMES = {
    "anyOf": [
        {"type": "integer", "minimum": 1, "maximum": 9999},
        {"type": "string", "pattern": r"^\d{1,4}\s*(day|week|month|year)s?$"},
    ]
}


def _hours(value: tuple[str, ...]) -> tuple[str, ...]:
    for line in value:
        parse_hours(line)
    return value


def _zone(value: str) -> str:
    if value and value not in available_timezones():
        raise ValueError(f"there is no such time zone|{suggest(value, available_timezones())}")
    return value


Line = Annotated[str, BeforeValidator(_line), WithJsonSchema(_LINE)]
Lines = Annotated[tuple[str, ...], BeforeValidator(_lines), WithJsonSchema(_LINES)]
HoursLines = Annotated[Lines, AfterValidator(_hours)]
Zone = Annotated[Line, AfterValidator(_zone)]
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema(_DAYS)]
Interval = Annotated[int, BeforeValidator(_interval), WithJsonSchema(_TIMES)]
