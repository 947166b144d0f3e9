"""`kb report`: how the help centre stands, as one HTML page or as JSON.

Exit codes: 0 written, 1 written without some lines of the events, 2 a wrong call or configuration.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import click
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from kb_plugins.adapter.sources import read_help_centres
from kb_plugins.adapter.start import SettingsError, load_settings
from kb_plugins.commands.options import config_file_option
from kb_plugins.i18n import language
from kb_plugins.model import Problem
from kb_plugins.quality.check import check
from kb_plugins.report.events import Events, read_events
from kb_plugins.report.figures import Report, gather

TEMPLATES = Path(__file__).parents[1] / "report"
_MOST = 50
"""How many searches a page lists; the JSON has all."""


@click.command("report")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("report.html"),
    show_default=True,
    help="The file to write. One that ends in .json gets the same for programs.",
)
@config_file_option
@click.option(
    "--site",
    type=click.Path(file_okay=False, path_type=Path),
    help="A built site: ask its search the questions of all articles, too.",
)
@click.option(
    "--events",
    "events_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file of JSON lines with what readers searched and answered.",
)
def report_command(
    output: Path, config_file: Path, site: Path | None, events_file: Path | None
) -> None:
    """Write how the help centre stands, as one HTML page or as JSON."""
    events: Events | None = None
    problems: list[Problem] = []
    if events_file is not None:
        text = events_file.read_text(encoding="utf-8", errors="replace")
        events, problems = read_events(text, str(events_file))
    report = _gather(config_file, site, events)
    text = _json(report) if output.suffix == ".json" else page(report)
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise click.UsageError(f"{output} cannot be written: {error.strerror}") from error
    for problem in problems:
        click.echo(str(problem), err=True)
    click.echo(str(output))
    sys.exit(bool(problems))


def _gather(config_file: Path, site: Path | None, events: Events | None) -> Report:
    try:
        config, own = load_settings(config_file)
    except SettingsError as error:
        raise click.UsageError(str(error)) from error
    centre, *others = read_help_centres(config, own)
    sources = centre.sources
    if site is not None:
        from kb_plugins.search.engine import engine_from_site  # slow to import, seldom needed

        try:
            sources = replace(sources, search=engine_from_site(site, centre.language.code).ranks)
        except (ImportError, OSError, ValueError, KeyError) as error:
            raise click.UsageError(f"{site}: its search cannot be used: {error}") from error
    problems = check(sources, centre.policy, centre.settings.label)
    types = centre.settings.types
    translations = [state for other in others for state in other.sources.translations]
    return gather(
        config.site_name,
        sources,
        problems,
        lambda kind: types.get(kind, kind),
        events,
        translations,
    )


def _json(report: Report) -> str:
    return json.dumps(report.as_json(), ensure_ascii=False, indent=2) + "\n"


def page(report: Report) -> str:
    """Return a report as one HTML page that needs nothing else. Everything in it is escaped."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined
    )
    queries = report.events.queries if report.events else ()
    empty = sorted((one for one in queries if one.empty), key=lambda one: -one.empty)
    return environment.get_template("report.html").render(
        report=report,
        day=_day,
        style=Markup((TEMPLATES / "report.css").read_text(encoding="utf-8")),
        unanswered=sum(len(row.unanswered) for row in report.coverage),
        empty=empty[:_MOST],
        frequent=queries[:_MOST],
    )


def _day(day: date) -> str:
    return language("en").date(day)
