"""What readers did, from a file of JSON lines: the `detail` of the site's own DOM events.

One object a line. `{"query": "...", "results": 3}` is a search (`kb:search`), `{"query": "...",
"url": "...", "position": 1}` a result that was opened (`kb:search-choice`), and `{"page": "...",
"helpful": false, "reason": "outdated", "words": "..."}` an answer (`kb:feedback`). Other keys, such
as a time, are left alone; `event` may name the event.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kb_plugins.model import Problem, Severity

_NAMES = ("kb:search", "kb:search-choice", "kb:feedback")


@dataclass(frozen=True, slots=True)
class Feedback:
    """The answers to "Was this article helpful?" of one page."""

    page: str
    title: str
    yes: int
    no: int
    reasons: tuple[tuple[str, int], ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """A query, how often it was searched, found nothing, and led to a result that was opened."""

    text: str
    times: int
    empty: int
    opened: int


@dataclass(frozen=True, slots=True)
class Events:
    """Everything in a file of events. Worst feedback and most frequent queries come first."""

    lines: int = 0
    feedback: tuple[Feedback, ...] = ()
    queries: tuple[Query, ...] = ()


@dataclass(slots=True)
class _Page:
    title: str = ""
    yes: int = 0
    no: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    words: list[str] = field(default_factory=list)


def read_events(text: str, shown: str) -> tuple[Events, list[Problem]]:
    """Read JSON lines. A line that is no event is left out and reported under the name `shown`."""
    problems: list[Problem] = []
    pages: dict[str, _Page] = defaultdict(_Page)
    counts: dict[str, Counter[str]] = {what: Counter() for what in ("times", "empty", "opened")}
    lines = 0
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        event = _event(line)
        wrong = _take(event, pages, counts) if isinstance(event, dict) else "It is no JSON object"
        if wrong:
            problems.append(_problem(shown, number, wrong))
        else:
            lines += 1
    return Events(lines, _feedback(pages), _queries(counts)), problems


def _event(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _take(
    event: Mapping[str, Any], pages: dict[str, _Page], counts: Mapping[str, Counter[str]]
) -> str:
    """Count an event. Return what is wrong with it, or nothing."""
    name = event.get("event", "")
    if name and name not in _NAMES:
        return f'There is no event "{name}". The site sends {", ".join(_NAMES)}'
    if isinstance(event.get("helpful"), bool) and isinstance(event.get("page"), str):
        _answer(event, pages[event["page"]])
        return ""
    if not isinstance(event.get("query"), str):
        return "It needs `query` as text, or `page` as text with `helpful` as true or false"
    query = " ".join(event["query"].casefold().split())
    if isinstance(event.get("url"), str):
        counts["opened"][query] += 1
    elif isinstance(results := event.get("results"), int):
        counts["times"][query] += 1
        counts["empty"][query] += results == 0
    else:
        return "A search needs `results` as a number, an opened result needs `url` as text"
    return ""


def _answer(event: Mapping[str, Any], page: _Page) -> None:
    page.title = str(event.get("title") or page.title)
    if event["helpful"]:
        page.yes += 1
        return
    page.no += 1
    if event.get("reason"):
        page.reasons[str(event["reason"])] += 1
    if event.get("words"):
        page.words.append(str(event["words"]))


def _feedback(pages: Mapping[str, _Page]) -> tuple[Feedback, ...]:
    found = [
        Feedback(path, page.title, page.yes, page.no, _ranked(page.reasons), tuple(page.words))
        for path, page in pages.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.no, one.yes, one.page)))


def _queries(counts: Mapping[str, Counter[str]]) -> tuple[Query, ...]:
    times, empty, opened = (counts[what] for what in ("times", "empty", "opened"))
    texts = sorted({*times, *opened}, key=lambda text: (-times[text], text))
    return tuple(Query(text, times[text], empty[text], opened[text]) for text in texts)


def _ranked(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _problem(shown: str, line: int, message: str) -> Problem:
    return Problem(
        path=shown,
        line=line,
        rule="event",
        message=f"This line is no event: {message[0].lower()}{message[1:]}",
        fix="Write what the site's events give, one JSON object a line",
        severity=Severity.WARNING,
    )
