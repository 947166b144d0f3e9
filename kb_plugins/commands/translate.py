"""`kb translate`: what is translated, what is not, and what has fallen behind.

Exit codes: 0, and 2 for a wrong call or a configuration that cannot be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click

from kb_plugins.adapter.sources import HelpCentre, read_help_centres
from kb_plugins.adapter.start import SettingsError, load_settings
from kb_plugins.commands.options import config_file_option
from kb_plugins.i18n.catalogue import own_catalogue
from kb_plugins.translation.revision import diff, marked, revision
from kb_plugins.translation.state import Standing, State, count


@click.command("translate")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@config_file_option
@click.option("--language", default="", help="Look at this language alone.")
@click.option(
    "--mark", is_flag=True, help="Note in translations that they render the original of today."
)
@click.option("--all", "everything", is_flag=True, help="With --mark: all translations.")
@click.option("--diff", "show", is_flag=True, help="Show what changed in the originals.")
@click.option("--catalogue", metavar="CODE", help="Print the interface texts of a language (.po).")
def translate_command(
    files: tuple[Path, ...],
    config_file: Path,
    language: str,
    mark: bool,
    everything: bool,
    show: bool,
    catalogue: str | None,
) -> None:
    """List translations that are missing or behind, or those of FILES.

    FILES are translations, such as docs/vpn.it.md.
    """
    if catalogue:
        click.echo(own_catalogue(catalogue), nl=False)
        return
    if mark and not (files or everything):
        raise click.UsageError("Name the translations to mark, or --all.")
    centres = _centres(config_file, language)
    folder = config_file.absolute().parent
    states = [state for centre in centres for state in centre.sources.translations]
    if files:
        states = _named(states, files, folder)
    if mark:
        _mark(states, folder)
    elif show:
        _show(states)
    else:
        for line in _lines(centres, states, bool(files)):
            click.echo(line)


def _centres(config_file: Path, language: str) -> Sequence[HelpCentre]:
    """Return what was read of every language but the default."""
    try:
        centres = read_help_centres(*load_settings(config_file))[1:]
    except SettingsError as error:
        raise click.UsageError(str(error)) from error
    if not centres:
        raise click.UsageError(
            f"{config_file} has one language alone. Others come with the plugin mkdocs-static-i18n."
        )
    chosen = [one for one in centres if language in ("", one.edition.language)]
    if not chosen:
        known = ", ".join(one.edition.language for one in centres)
        raise click.UsageError(f"There is no language {language!r}. Use one of {known}.")
    return chosen


def _named(states: Iterable[State], files: Iterable[Path], folder: Path) -> list[State]:
    """Return the states of some files. Raises UsageError for one that is no translation."""
    by_file = {(folder / state.shown).resolve(): state for state in states if state.translation}
    found = []
    for file in files:
        if file.resolve() not in by_file:
            raise click.UsageError(f"{file} is not the translation of a page of this site.")
        found.append(by_file[file.resolve()])
    return found


def _lines(centres: Iterable[HelpCentre], states: Iterable[State], named: bool) -> Iterator[str]:
    states = list(states)
    for centre in () if named else centres:
        code = centre.edition.language
        counted = count(state for state in states if state.language == code)
        translated = counted[Standing.CURRENT] + counted[Standing.BEHIND]
        yield (
            f"{code}: {counted.total()} pages, {translated} translated, "
            f"{counted[Standing.BEHIND]} behind, {counted[Standing.MISSING]} missing"
        )
    for state in sorted(states, key=lambda state: (state.standing, state.shown)):
        if named or state.standing is not Standing.CURRENT:
            since = f"  (since {state.changed.isoformat()})" if state.changed else ""
            yield f"{state.standing:8} {state.shown}{since}"


def _show(states: Iterable[State]) -> None:
    for state in states:
        if state.standing is not Standing.BEHIND:
            continue
        if state.old is None:
            click.echo(f"{state.shown}: git does not know what the original said before.", err=True)
        else:
            click.echo(diff(state.old, state.original, state.original.shown))


def _mark(states: Iterable[State], folder: Path) -> None:
    changed = 0
    for state in states:
        if state.translation is None:
            continue
        file = folder / state.shown
        with file.open(encoding="utf-8", newline="") as stream:
            text = stream.read()
        ending = "\r\n" if "\r\n" in text else "\n"
        plain = text.replace("\r\n", "\n")
        fresh = marked(plain, revision(state.original))
        if fresh != plain:
            changed += 1
            file.write_text(fresh.replace("\n", ending), encoding="utf-8", newline="")
    click.echo(f"{changed} file{'' if changed == 1 else 's'} marked.", err=True)
