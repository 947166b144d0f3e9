"""The figures of a help centre, as plain data: `kb report` prints them as HTML or JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from kb_plugins.model import Article, KnowledgeBase, Problem, Severity, Status
from kb_plugins.quality.rule import Sources
from kb_plugins.quality.rules.questions import FIRST
from kb_plugins.report.events import Events
from kb_plugins.translation.state import Standing, State, count

VERSION = 1
AGES = (
    ("under 3 months", 91),
    ("3 to 6 months", 182),
    ("6 to 12 months", 365),
    ("1 to 2 years", 730),
)
OLDEST = "over 2 years"
UNDATED = "no date"


@dataclass(frozen=True, slots=True)
class Count:
    """How many articles have a value. `detail` says more about the value, or nothing."""

    name: str
    articles: int
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """The example questions of one level, and those that no article answers."""

    level: str
    examples: int
    unanswered: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Overdue:
    """An article whose review is due, with the day and by how many days it has passed."""

    path: str
    title: str
    owner: str
    due: date
    days: int


@dataclass(frozen=True, slots=True)
class Lost:
    """A question whose article is not among the first results; `place` is None if it is in none."""

    path: str
    question: str
    place: int | None
    above: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SearchTests:
    """The questions of all articles, asked to the search of a built site."""

    asked: int
    lost: tuple[Lost, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything that a report says. `search` is None if no site was asked."""

    site: str
    day: date
    articles: int
    deprecated: int
    without_questions: int
    by_level: tuple[Count, ...]
    by_type: tuple[Count, ...]
    by_topic: tuple[Count, ...]
    by_language: tuple[Count, ...]
    by_owner: tuple[Count, ...]
    ages: tuple[Count, ...]
    coverage: tuple[Coverage, ...]
    overdue: tuple[Overdue, ...]
    dead_ends: tuple[Problem, ...]
    duplicates: tuple[Problem, ...]
    rules: tuple[Count, ...]
    search: SearchTests | None
    events: Events | None

    def as_json(self) -> dict[str, Any]:
        """Return the report as values that JSON knows, with `version`; days as `2026-11-23`."""
        values = _plain(asdict(self))
        assert isinstance(values, dict)
        return {"version": VERSION, **values}


def gather(
    site: str,
    sources: Sources,
    problems: Sequence[Problem],
    labels: Callable[[str], str],
    events: Events | None = None,
    translations: Iterable[State] = (),
) -> Report:
    """Return the figures of a help centre.

    `problems` are those of a check of the same sources; `labels` gives the label of a type;
    `translations` are the pages of the other languages.
    """
    kb = sources.kb
    listed = [article for article in kb.articles if article.listed]
    return Report(
        site=site,
        day=sources.today,
        articles=len(kb.articles),
        deprecated=sum(article.status is Status.DEPRECATED for article in kb.articles),
        without_questions=sum(not article.questions for article in listed),
        by_level=_levels(kb),
        by_type=_counts(labels(article.type) for article in kb.articles),
        by_topic=_counts(_topic(kb, article) for article in kb.articles),
        by_language=_languages(sources, translations),
        by_owner=_counts(article.owner or "nobody" for article in kb.articles),
        ages=_ages(kb.articles, sources.today),
        coverage=tuple(_coverage(kb)),
        overdue=_overdue(listed, sources),
        dead_ends=_of(problems, "dead-end"),
        duplicates=_of(problems, "duplicate-article", "title-duplicate"),
        rules=_counts(p.rule for p in problems if p.severity is not Severity.INFO),
        search=_search(listed, sources),
        events=events,
    )


def _languages(sources: Sources, translations: Iterable[State]) -> tuple[Count, ...]:
    """Count the articles of each language, and say what is missing or has fallen behind."""
    articles = sources.kb.by_source
    found = [Count(sources.language, len(articles))]
    states = [state for state in translations if state.path in articles]
    for code in sorted({state.language for state in states}):
        counted = count(state for state in states if state.language == code)
        behind, missing = counted[Standing.BEHIND], counted[Standing.MISSING]
        detail = f"{behind} behind, {missing} missing"
        found.append(Count(code, counted[Standing.CURRENT] + behind, detail))
    return tuple(found)


def _counts(names: Iterable[str]) -> tuple[Count, ...]:
    counted = sorted(Counter(names).items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(Count(name, number) for name, number in counted)


def _levels(kb: KnowledgeBase) -> tuple[Count, ...]:
    found = Counter(article.level for article in kb.articles)
    return tuple(
        Count(f"{level.number} {level.name}", found[level.number], level.purpose)
        for level in kb.levels
    )


def _topic(kb: KnowledgeBase, article: Article) -> str:
    topic = kb.topic_by_path.get(article.topic)
    return topic.title if topic and topic.title else article.topic or "no topic"


def _ages(articles: Iterable[Article], today: date) -> tuple[Count, ...]:
    found: Counter[str] = Counter()
    for article in articles:
        last = article.updated or article.created
        if last is None:
            found[UNDATED] += 1
            continue
        days = (today - last).days
        found[next((name for name, most in AGES if days < most), OLDEST)] += 1
    names = [*(name for name, _most in AGES), OLDEST, UNDATED]
    return tuple(Count(name, found[name]) for name in names)


def _coverage(kb: KnowledgeBase) -> Iterable[Coverage]:
    for level in kb.levels:
        open_ = tuple(e.question for e in level.examples if e.article not in kb.by_source)
        yield Coverage(f"{level.number} {level.name}", len(level.examples), open_)


def _overdue(articles: Iterable[Article], sources: Sources) -> tuple[Overdue, ...]:
    found = []
    for article in articles:
        due = article.due
        if due is None:
            continue
        late = (sources.today - due).days
        if late > 0:
            found.append(Overdue(article.source, article.title, article.owner, due, late))
    return tuple(sorted(found, key=lambda one: (one.due, one.path)))


def _of(problems: Iterable[Problem], *rules: str) -> tuple[Problem, ...]:
    return tuple(problem for problem in problems if problem.rule in rules)


def _search(articles: Iterable[Article], sources: Sources) -> SearchTests | None:
    if sources.search is None:
        return None
    asked, lost = 0, []
    for article in articles:
        for question in article.questions:
            asked += 1
            found = list(sources.search(question, 10))
            if article.source not in found[:FIRST]:
                place = found.index(article.source) + 1 if article.source in found else None
                lost.append(Lost(article.source, question, place, tuple(found[:FIRST])))
    return SearchTests(asked, tuple(lost))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value
