"""Levels: the five that are built in, and those that a team writes as `levels/<n>-<slug>.md`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import pairwise

from kb_plugins.content.fields import parse_hours, suggest
from kb_plugins.content.frontmatter import Document
from kb_plugins.content.paths import LEVELS, humanise, is_index, level_file, resolve
from kb_plugins.content.schema import NEEDED_OF_LEVEL, LevelMeta, validate
from kb_plugins.content.text import read_opening
from kb_plugins.model import (
    Audience,
    Example,
    Level,
    OpeningHours,
    Problem,
    Resource,
    Severity,
)


def built_in_levels(_: Callable[[str], str]) -> tuple[Level, ...]:
    """Return the five levels of DESIGN.md, their texts translated by the gettext function `_`."""
    rungs = (
        Level(
            number=0,
            slug="self-help",
            name=_("Self-help"),
            source="",
            purpose=_("Find the answer yourself, at once and at any hour."),
            for_whom=_("Everyone. Most questions end here."),
            who=_("You, with our articles"),
            how=_("This site"),
            examples=_examples(
                _("How do I request a password?"),
                _("How do I create a user?"),
                _("Which databases are supported?"),
            ),
        ),
        Level(
            number=1,
            slug="ticket",
            name=_("Ticket"),
            source="",
            purpose=_("The help desk answers general questions in writing."),
            for_whom=_("Questions that no article answers."),
            who=_("The help desk"),
            how=_("Write a ticket"),
            channel="ticket",
            examples=_examples(
                _("I have a question about an invoice."),
                _("How do I update the program?"),
                _("How do I activate my edition?"),
            ),
        ),
        Level(
            number=2,
            slug="callback",
            name=_("Callback"),
            source="",
            purpose=_("A technician who knows the product in depth calls you back."),
            for_whom=_("Problems that are easier to solve while talking."),
            who=_("Technicians with deep knowledge of the product"),
            how=_("Request a callback"),
            channel="callback",
            examples=_examples(
                _("An antivirus program blocks the application."),
                _("I need an export for accounting."),
                _("I need help with learning the program."),
            ),
        ),
        Level(
            number=3,
            slug="expert",
            name=_("Expert"),
            source="",
            purpose=_(
                "Our most qualified specialists reproduce the problem, find its cause and "
                "mend it, with a new release if need be."
            ),
            for_whom=_("Problems that the levels below could not solve."),
            who=_("Specialists and developers"),
            how=_("Through your service contract"),
            entitlement=_("A service contract"),
            channel="expert",
            examples=_examples(
                _("The database reports errors."),
                _("I need a regular expression."),
                _("How do I set up the API?"),
            ),
        ),
        Level(
            number=4,
            slug="external",
            name=_("External vendor"),
            source="",
            external=True,
            purpose=_(
                "For what we do not make ourselves, we forward your problem to its maker and "
                "track it for you."
            ),
            for_whom=_("Problems with products of other companies."),
            who=_("Another vendor"),
            how=_("Through us, after we have asked you"),
            entitlement=_("A service contract"),
            channel="external",
            consent=_(
                "I agree that my problem and my contact details are passed on to the vendor "
                "concerned."
            ),
            examples=_examples(
                _("My network storage is not found."),
                _("The external database server is slow."),
                _("A terminal server drops its sessions."),
            ),
        ),
    )
    return _climb(
        [replace(rung, source=f"{LEVELS}/{rung.number}-{rung.slug}.md") for rung in rungs], {}
    )


def read_levels(documents: Iterable[Document]) -> tuple[tuple[Level, ...], list[Problem]]:
    """Read the level files among some documents. Without any, the first result is empty."""
    levels: dict[int, Level] = {}
    above: dict[int, tuple[str, Document]] = {}
    problems: list[Problem] = []
    for document in documents:
        if level_file(document.path) is None:
            continue
        problems += document.problems
        meta, found = validate(LevelMeta, document, NEEDED_OF_LEVEL)
        problems += found
        if document.broken or meta is None:
            continue
        level = _level(document, meta)
        if twin := next((other for other in levels.values() if other.slug == level.slug), None):
            problems.append(
                Problem(
                    path=document.shown,
                    line=document.line("slug"),
                    rule="level-duplicate",
                    message=f'The level of {twin.source} is called "{level.slug}" already',
                    fix="Give one of the two another slug",
                )
            )
            continue
        if twin := levels.get(level.number):
            problems.append(
                Problem(
                    path=document.shown,
                    line=document.line("number"),
                    rule="level-duplicate",
                    message=f"Level {level.number} exists already in {twin.source}",
                    fix="Give one of the two another number",
                )
            )
            continue
        levels[level.number] = level
        if meta.escalates_to is not None:
            above[level.number] = (meta.escalates_to, document)
    rungs = [levels[number] for number in sorted(levels)]
    targets, found_above = _targets(rungs, above)
    return _climb(rungs, targets), problems + found_above


def public_levels(levels: Iterable[Level]) -> tuple[Level, ...]:
    """Return the levels that everybody may know, each leading past those for colleagues only."""
    by_number = {level.number: level for level in levels}

    def above(level: Level) -> int | None:
        seen: set[int] = set()
        number = level.escalates_to
        while number is not None and by_number[number].audience is Audience.INTERNAL:
            if number in seen:
                return None
            seen.add(number)
            number = by_number[number].escalates_to
        return number

    return tuple(
        replace(level, escalates_to=above(level))
        for level in by_number.values()
        if level.audience is Audience.PUBLIC
    )


def find_level(levels: Iterable[Level], reference: str) -> Level | None:
    """Return the level with this number or slug, or None."""
    for level in levels:
        if reference.strip().casefold() in (
            str(level.number),
            level.slug.casefold(),
            f"{level.number}-{level.slug}".casefold(),
        ):
            return level
    return None


def level_names(levels: Iterable[Level]) -> list[str]:
    """Return everything by which a writer may call a level, for suggestions."""
    return [level.slug for level in levels]


def _level(document: Document, meta: LevelMeta) -> Level:
    parsed = level_file(document.path)
    assert parsed is not None
    number, slug = parsed
    hours = tuple(
        OpeningHours(days=days, opens=opens, closes=closes)
        for days, opens, closes in map(parse_hours, meta.hours)
    )
    name = meta.name or meta.title or read_opening(document.body).heading or humanise(slug)
    return Level(
        number=number if meta.number is None else meta.number,
        slug=meta.slug or slug,
        name=name,
        source=document.path,
        purpose=meta.purpose,
        for_whom=meta.for_whom,
        who=meta.who,
        how=meta.how,
        entitlement=meta.entitlement,
        response=meta.response,
        hours=hours,
        timezone=meta.timezone,
        channel=meta.channel,
        external=meta.external,
        audience=meta.audience,
        consent=meta.consent,
        resources=tuple(
            Resource(label=r.label, url=_resource_url(r.url, document.path), kind=r.kind)
            for r in meta.resources
        ),
        examples=tuple(
            Example(
                question=e.question, article=resolve(e.article, document.path) if e.article else ""
            )
            for e in meta.examples
        ),
        language=document.language,
    )


def _resource_url(url: str, source: str) -> str:
    """Make the path of a page relative to the docs folder; leave addresses alone."""
    if ":" in url.split("/")[0]:
        return url
    path = resolve(url, source)
    return path if is_index(path) or path.endswith(".md") else f"{path}/index.md"


def _examples(*questions: str) -> tuple[Example, ...]:
    return tuple(Example(question=question) for question in questions)


def _targets(
    levels: list[Level], above: dict[int, tuple[str, Document]]
) -> tuple[dict[int, int], list[Problem]]:
    """Look up what the level files say of the level above."""
    targets: dict[int, int] = {}
    problems = []
    for number, (reference, document) in above.items():
        level = find_level(levels, reference)
        if level is not None and level.number != number:
            targets[number] = level.number
            continue
        message = (
            f'There is no level "{reference}" to escalate to'
            if level is None
            else "The level escalates to itself"
        )
        fix = suggest(reference, level_names(levels)) if level is None else ""
        problems.append(
            Problem(
                path=document.shown,
                line=document.line("escalates_to"),
                rule="level-unknown",
                message=message,
                fix=fix or "Name another level, or remove the line",
                severity=Severity.WARNING,
            )
        )
    return targets, problems


def _climb(levels: list[Level], targets: dict[int, int]) -> tuple[Level, ...]:
    """Let every level without a target of its own lead to the next number."""
    numbers = [level.number for level in levels]
    following = dict(pairwise(numbers))
    return tuple(
        replace(level, escalates_to=targets.get(level.number, following.get(level.number)))
        for level in levels
    )
