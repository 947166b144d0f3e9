"""`kb check`: all rules over the sources, without building.

Exit codes: 0 no errors and no warnings (notes fail nothing), 1 problems, 2 a wrong call or a
configuration that cannot be read.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb_plugins.adapter.sources import check_all, read_help_centres
from kb_plugins.adapter.start import SettingsError, load_settings
from kb_plugins.commands.options import config_file_option
from kb_plugins.model import Problem, Severity
from kb_plugins.quality.baseline import compare, entry, read_baseline, write_baseline
from kb_plugins.quality.fixes import mend
from kb_plugins.quality.policy import OFF, unknown_rule
from kb_plugins.quality.registry import all_rules, rule_by_id
from kb_plugins.quality.reports import REPORTS
from kb_plugins.quality.reports.text import count_line

if TYPE_CHECKING:
    from kb_plugins.search.engine import Engine

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}


def _rules(
    _context: click.Context, _option: click.Parameter, value: tuple[str, ...]
) -> frozenset[str]:
    """Read names of rules, which may be given one by one or with commas between them."""
    names = [name.strip() for part in value for name in part.split(",") if name.strip()]
    for name in names:
        if name not in rule_by_id():
            message, hint = unknown_rule(name)
            raise click.BadParameter(f"{message}. {hint}")
    return frozenset(names)


@click.command("check")
@config_file_option
@click.option(
    "--format",
    "form",
    type=click.Choice(list(REPORTS)),
    default="text",
    show_default=True,
    help="How to print problems.",
)
@click.option("--select", multiple=True, callback=_rules, help="Run only these rules.")
@click.option("--ignore", multiple=True, callback=_rules, help="Leave these rules out.")
@click.option("--fix", is_flag=True, help="Mend what is mechanical, then check again.")
@click.option(
    "--baseline",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A file of known problems. Made if it is missing; later it only shrinks.",
)
@click.option(
    "--site",
    type=click.Path(file_okay=False, path_type=Path),
    help="A built site: ask its search the questions of all articles, too.",
)
@click.option("--list", "show", is_flag=True, help="List all rules and their severities.")
def check_command(
    config_file: Path,
    form: str,
    select: frozenset[str],
    ignore: frozenset[str],
    fix: bool,
    baseline: Path | None,
    site: Path | None,
    show: bool,
) -> None:
    """Check all articles, without building.

    Exit code: 0 no errors or warnings, 1 some, 2 a wrong call or configuration.
    """
    if show:
        _list_rules()
        return
    engine = _engine(site) if site else None
    problems, files = _check(config_file, select, ignore, engine)
    if fix:
        changed = mend(problems, config_file.absolute().parent)
        click.echo(f"{changed} line{'' if changed == 1 else 's'} mended.", err=True)
        if changed:
            problems, files = _check(config_file, select, ignore, engine)
    if baseline is not None:
        problems = _apply_baseline(baseline, problems, partial=bool(select or ignore))
    _print(problems, form, files)
    sys.exit(any(problem.severity is not Severity.INFO for problem in problems))


def _check(
    config_file: Path,
    select: frozenset[str],
    ignore: frozenset[str],
    engine: Callable[[str], Engine] | None,
) -> tuple[tuple[Problem, ...], int]:
    """Return the problems of a site, and how many files it has."""
    try:
        config, own = load_settings(config_file)
    except SettingsError as error:
        raise click.UsageError(str(error)) from error
    progress = _Progress()
    progress.show("reading")
    centres = read_help_centres(config, own)
    policy = replace(centres[0].policy, select=select, ignore=ignore)
    problems = check_all(centres, policy, engine, progress.show)
    progress.clear()
    centres[0].sources.digests.save()
    return problems, len({d.shown for one in centres for d in one.loaded.documents.values()})


def _engine(site: Path) -> Callable[[str], Engine]:
    """Return what gives the search of a built site in a language."""
    from kb_plugins.search.engine import engine_from_site  # slow to import, seldom needed

    def open_site(language: str) -> Engine:
        try:
            return engine_from_site(site, language)
        except (ImportError, OSError, ValueError, KeyError) as error:
            raise click.UsageError(f"{site}: its search cannot be used: {error}") from error

    return open_site


def _apply_baseline(
    file: Path, problems: tuple[Problem, ...], partial: bool
) -> tuple[Problem, ...]:
    """Take known problems out. The file is written when it is missing or may shrink."""
    try:
        lines = read_baseline(file)
        if lines is None:
            if partial:
                raise click.UsageError(
                    f"{file} does not exist. Make it without --select and --ignore first."
                )
            known = [entry(p) for p in problems if p.severity is not Severity.INFO]
            write_baseline(file, known)
            click.echo(f"{file}: {len(known)} known problems written.", err=True)
            lines = known
        compared = compare(problems, lines)
        # Rules that did not run find nothing, which is no reason to forget their problems. In CI
        # nobody would commit the smaller file.
        if compared.gone and not partial and not os.environ.get("CI"):
            write_baseline(file, compared.left)
            click.echo(f"{file}: {compared.gone} fewer, {compared.known} left.", err=True)
    except (OSError, UnicodeDecodeError) as error:
        raise click.UsageError(f"{file}: the baseline cannot be used: {error}") from error
    return compared.new


def _print(problems: Sequence[Problem], form: str, texts: int) -> None:
    if form != "text":
        click.echo(REPORTS[form](problems), nl=False)
        return
    plain = bool(os.environ.get("NO_COLOR")) or not sys.stdout.isatty()
    for problem in problems:
        line = str(problem)
        if not plain:
            coloured = click.style(problem.rule, fg=_COLOURS[problem.severity])
            line = line.replace(f": {problem.rule}: ", f": {coloured}: ", 1)
        click.echo(line)
    count = f"{texts} file{'' if texts == 1 else 's'}"
    click.echo(f"{count}: {count_line(problems)}.", err=True)


def _list_rules() -> None:
    for rule in all_rules():
        severity = rule.severity.value if rule.severity else OFF
        click.echo(f"{rule.id:24} {severity:8} {rule.title}")


class _Progress:
    """Says what is being done, on a terminal, once it has taken more than a second."""

    def __init__(self) -> None:
        self._begun = time.monotonic()
        dumb = os.environ.get("TERM") == "dumb"  # cannot write over a line
        self._on = sys.stderr.isatty() and not dumb and not os.environ.get("CI")
        self._shown = False

    def show(self, what: str) -> None:
        """Name the next piece of work."""
        if self._on and time.monotonic() - self._begun > 1:
            self._shown = True
            click.echo(f"\r\033[Kchecking: {what}", nl=False, err=True)

    def clear(self) -> None:
        """Leave the line as it was."""
        if self._shown:
            click.echo("\r\033[K", nl=False, err=True)
