"""`kb import`: moves the articles of another system in.

Exit codes: 0 imported, 2 a wrong call or a source that cannot be read.
"""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from kb_plugins.adapter.start import SettingsError, load_settings

if TYPE_CHECKING:
    from kb_plugins.importing.model import ImportedSite, Importer, Options
    from kb_plugins.importing.plan import Plan
    from kb_plugins.importing.writer import Outcome

CONFIG = "mkdocs.yml"
REPORT = "import-report"
"""Name of both reports, which lie beside the configuration."""
CACHE = ".kb-import-cache"
"""Where `--download` keeps what it fetched."""
_SHOWN = 10


def _levels(
    _context: click.Context, _option: click.Parameter, values: tuple[str, ...]
) -> dict[str, int | str]:
    """Read `1`, `ticket` or `billing=1`; the empty folder means everywhere."""
    levels: dict[str, int | str] = {}
    for value in values:
        folder, equals, level = value.rpartition("=")
        if not re.fullmatch(r"\d{1,2}|[\w-]+", level) or (equals and not folder.strip("/")):
            raise click.BadParameter(f'"{value}" is neither a level nor FOLDER=LEVEL')
        levels[folder.strip("/")] = int(level) if level.isdigit() else level
    return levels


def _url(_context: click.Context, _option: click.Parameter, value: str) -> str:
    if value and (urlsplit(value).scheme not in ("http", "https") or not urlsplit(value).hostname):
        raise click.BadParameter(f'"{value}" is no address such as https://help.example.com/')
    return value


@click.command("import")
@click.argument("source", type=click.Path(path_type=Path), required=False)
@click.option("--from", "kind", help="The system it comes from. Default: recognised by its files.")
@click.option(
    "--to",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where to write articles. Default: docs_dir of mkdocs.yml, else docs.",
)
@click.option(
    "--level",
    "levels",
    multiple=True,
    callback=_levels,
    help="A level for all articles, or FOLDER=LEVEL. Default: proposed by folder names.",
)
@click.option("--old-url", default="", callback=_url, help="Where the old site was published.")
@click.option("--language", "languages", multiple=True, help="Import only these languages.")
@click.option("--default-language", default="", help="The language whose files get no suffix.")
@click.option("--download", "fetch", is_flag=True, help="Fetch pictures from other servers.")
@click.option("--force", is_flag=True, help="Overwrite files that were edited since.")
@click.option("--dry-run", is_flag=True, help="Write only the report.")
@click.option(
    "--report",
    type=click.Path(file_okay=False, path_type=Path),
    help="A folder for the reports. Default: beside the articles' folder.",
)
@click.option("--list", "show", is_flag=True, help="List all importers.")
def import_command(
    source: Path | None,
    kind: str | None,
    to: Path | None,
    levels: dict[str, int | str],
    old_url: str,
    languages: tuple[str, ...],
    default_language: str,
    fetch: bool,
    force: bool,
    dry_run: bool,
    report: Path | None,
    show: bool,
) -> None:
    """Write articles from the export of another system.

    SOURCE is a folder or a file: a Zendesk, Intercom or Freshdesk export, a Docusaurus or Jekyll
    site, a folder of Markdown or HTML. Doing it twice changes nothing.
    """  # fmt: skip
    try:
        from kb_plugins.importing.model import Options, SourceError
        from kb_plugins.importing.plan import Levels, make_plan
        from kb_plugins.importing.registry import detect_importer, find_importer
        from kb_plugins.importing.writer import write_plan
    except ModuleNotFoundError as error:
        raise click.UsageError(
            f"importing needs the package {error.name}."
            " Install it: pip install 'mkdocs-firstline[import]'"
        ) from error
    try:
        if show:
            _list()
            return
        if source is None:
            raise click.UsageError("Name the folder or file to import.")
        if not source.exists():
            raise click.UsageError(f"{source} does not exist.")
        importer = find_importer(kind) if kind else detect_importer(source)
        options = Options(old_url=old_url, languages=languages, default=default_language)
        site = _read(importer, source, options)
        docs, directories, extensions = _target(to)
        if fetch:
            _download(site, docs.parent / CACHE)
        plan = make_plan(site, Levels(levels.get(""), levels), directories)
        outcome = write_plan(plan, docs, importer.name, force, dry_run)
        reports = _write_reports(site, plan, report or docs.parent)
        made = not dry_run and _write_starter(site, plan, docs, old_url)
    except SourceError as error:
        raise click.UsageError(str(error)) from error
    _say(importer.title, plan, outcome, docs, reports, dry_run)
    _say_settings(plan, extensions, made)


def _read(importer: Importer, source: Path, options: Options) -> ImportedSite:
    """Read a source; a fault in the code of an importer is one line, too."""
    from kb_plugins.importing.model import SourceError

    try:
        return importer.read(source, options)
    except SourceError:
        raise
    except Exception as error:
        reason = " ".join(str(error).split())[:200]
        raise SourceError(
            f"{source}: the importer {importer.name} fails ({type(error).__name__}: {reason})."
            " Tell whoever made it"
        ) from error


def _list() -> None:
    from kb_plugins.importing.model import SourceError
    from kb_plugins.importing.registry import find_importer, importer_names

    for name in importer_names():
        try:
            title = find_importer(name).title
        except SourceError as error:
            title = str(error)
        click.echo(f"{name:12} {title}")


def _target(to: Path | None) -> tuple[Path, bool, list[str] | None]:
    """Return the folder for articles, whether pages are folders, and the Markdown extensions."""
    file = (to.parent if to else Path()) / CONFIG
    if not file.is_file():
        return to or Path("docs"), True, None
    try:
        config, _own = load_settings(file)
    except SettingsError as error:
        click.echo(f"{error} Its settings were not looked at.", err=True)
        return to or Path("docs"), True, None
    docs = Path(config.docs_dir)
    shown = docs.relative_to(Path.cwd()) if docs.is_relative_to(Path.cwd()) else docs
    return to or shown, bool(config.use_directory_urls), list(config.markdown_extensions)


def _download(site: ImportedSite, cache: Path) -> None:
    from kb_plugins.importing.download import download

    download(site, cache, lambda url: click.echo(f"fetching {url}", err=True))


def _write_reports(site: ImportedSite, plan: Plan, folder: Path) -> Path:
    from kb_plugins.importing.model import SourceError
    from kb_plugins.importing.report import json_report, text_report

    text = folder / f"{REPORT}.md"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        text.write_text(text_report(site, plan), encoding="utf-8", newline="\n")
        data = json_report(site, plan)
        (folder / f"{REPORT}.json").write_text(data, encoding="utf-8", newline="\n")
    except OSError as error:
        raise SourceError(f"{folder}: the report cannot be written ({error.strerror})") from error
    return text


def _write_starter(site: ImportedSite, plan: Plan, docs: Path, old_url: str) -> bool:
    """Write a configuration where there is none, so that the next command can be a build."""
    from kb_plugins.importing.starter import starter

    file = docs.parent / CONFIG
    if file.exists() or docs.name != "docs":
        return False
    file.write_text(starter(site, plan, old_url), encoding="utf-8", newline="\n")
    return True


def _say(title: str, plan: Plan, outcome: Outcome, docs: Path, report: Path, dry_run: bool) -> None:
    from kb_plugins.importing.model import Weight

    languages = f" in {len(plan.languages) + 1} languages" if plan.languages else ""
    click.echo(f"{title}: {_count(plan.articles, 'article')}{languages}.")
    would = " (dry run: nothing was written)" if dry_run else ""
    click.echo(f"{docs}: {len(outcome.new)} new, {len(outcome.changed)} changed,"
               f" {len(outcome.unchanged)} unchanged{would}.")  # fmt: skip
    _some("edited by hand since, or not ours; not overwritten (--force does)", outcome.kept, docs)
    _some("removed by hand since; not written again (--force does)", outcome.removed_by_hand, docs)
    _some("no longer in the source; not removed", outcome.left_over, docs)
    _some("could not be read in the source", outcome.unreadable, docs)
    lost = sum(loss.weight is Weight.LOST for loss in plan.losses)
    hands = _count(len(plan.hands), "page")
    click.echo(f"{hands} to look at by hand, {_count(lost, 'thing')} lost: see {report}")


def _say_settings(plan: Plan, extensions: list[str] | None, made: bool) -> None:
    from kb_plugins.importing.starter import missing_extensions

    if made:
        click.echo(f"{CONFIG} written. Put your ticket system into its `channels`.")
        if plan.languages and find_spec("mkdocs_static_i18n") is None:
            click.echo("For its languages: pip install 'mkdocs-firstline[i18n]'")
    elif extensions is not None:
        lacking = missing_extensions(plan, extensions)
        if lacking:
            click.echo(f"Add to markdown_extensions of {CONFIG}: {', '.join(lacking)}")


def _some(what: str, paths: list[str], docs: Path) -> None:
    if not paths:
        return
    click.echo(f"{len(paths)} {what}:")
    for path in paths[:_SHOWN]:
        click.echo(f"  {docs / path}")
    if len(paths) > _SHOWN:
        click.echo(f"  and {len(paths) - _SHOWN} more")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
