"""`kb new`: begins an article, unless there is one already that answers the question.

Exit codes: 0 written, 1 an article is there already, 2 a wrong call or configuration.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

import click

from kb_plugins.adapter.sources import HelpCentre, read_help_centre, today
from kb_plugins.adapter.start import SettingsError, load_settings
from kb_plugins.authoring.skeleton import Draft, skeleton
from kb_plugins.authoring.twins import SAME, Meanings, Twin, find_twins
from kb_plugins.commands.options import config_file_option
from kb_plugins.content.defaults import FolderDefaults
from kb_plugins.content.frontmatter import parse_document
from kb_plugins.content.paths import LEVELS, slugify
from kb_plugins.search.concepts import parse_synonyms, shipped_synonyms

_SHOWN = 3


@click.command("new")
@click.argument("title", required=False)
@click.option("--level", help="The support level, by number or short name.")
@click.option("--type", "kind", help="What kind of article it is, such as how-to.")
@click.option("--folder", help="The folder below docs, which is its topic.")
@click.option("--name", help="The name of the file. Default: made of the title.")
@click.option("--product", default="", help="The product it is about.")
@click.option("--owner", default="", help="Who keeps it up to date.")
@click.option("--force", is_flag=True, help="Write it although a similar article exists.")
@config_file_option
def new_command(
    title: str | None,
    level: str | None,
    kind: str | None,
    folder: str | None,
    name: str | None,
    product: str,
    owner: str,
    force: bool,
    config_file: Path,
) -> None:
    """Begin an article with the skeleton of its type.

    What is not given is asked for, on a terminal.
    """
    try:
        centre = read_help_centre(*load_settings(config_file))
    except SettingsError as error:
        raise click.UsageError(str(error)) from error
    title = " ".join((title or _ask("TITLE", "What does the customer ask?")).split())
    if not title:
        raise click.UsageError("The title is empty.")
    twins = _twins(title, centre)
    _show(twins, centre.settings.label)
    if twins and twins[0].likeness >= SAME and not force:
        click.echo(
            "Add what is new to that article, and the question to its `questions`. "
            "If it is another problem after all, repeat the command with --force.",
            err=True,
        )
        sys.exit(1)
    target = _target(title, folder, name, centre)
    draft = Draft(
        title=title,
        type=_type(kind, centre),
        level=_level(level, target, centre),
        product=product,
        owner=owner,
        created=today(),
    )
    file = centre.sources.docs / target
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        with file.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(skeleton(draft, centre.language.gettext))
    except FileExistsError as error:
        raise click.UsageError(f"{_shown(target, centre)} exists. Give --name.") from error
    click.echo(_shown(target, centre))


def _ask(option: str, question: str, choices: Sequence[str] = (), default: str = "") -> str:
    """Ask on a terminal; elsewhere say what is missing."""
    if not _on_terminal():
        known = f" One of: {', '.join(choices)}." if choices else ""
        raise click.UsageError(f"{option} is missing.{known}")
    kind = click.Choice(choices) if choices else None
    return str(click.prompt(question, type=kind, default=default or None, err=True))


def _on_terminal() -> bool:
    return sys.stdin.isatty()


def _twins(title: str, centre: HelpCentre) -> list[Twin]:
    code = centre.language.code
    groups = [*shipped_synonyms(code), *parse_synonyms(centre.synonyms)]
    listed = [article for article in centre.loaded.kb.articles if article.listed]
    return find_twins(title, listed, Meanings(code, groups))


def _show(twins: Sequence[Twin], label: str) -> None:
    for twin in twins[:_SHOWN]:
        says = "answers this already" if twin.likeness >= SAME else "is similar"
        click.echo(
            f'{label}/{twin.article.source}: {says} ({twin.likeness:.0%}): "{twin.said}"', err=True
        )


def _target(title: str, folder: str | None, name: str | None, centre: HelpCentre) -> str:
    """Return the path of the new file below the docs folder, which it does not leave."""
    if folder is None:
        folder = _ask("--folder", "Folder, which is its topic", default=_busiest(centre) or ".")
    stem = slugify((name or title).removesuffix(".md"))
    path = PurePosixPath(folder.replace("\\", "/"), f"{stem}.md")
    if not stem:
        raise click.UsageError("The title gives no name for a file. Give --name.")
    if path.is_absolute() or ".." in path.parts:
        raise click.UsageError(f"{folder} is not a folder below the docs folder.")
    if path.parts[0] == LEVELS:
        raise click.UsageError(f"{LEVELS}/ is for the pages of the levels. Choose another folder.")
    return str(path)


def _busiest(centre: HelpCentre) -> str:
    """Return the folder with the most articles."""
    folders = [str(PurePosixPath(article.source).parent) for article in centre.loaded.kb.articles]
    return max(sorted(set(folders)), key=folders.count, default="")


def _type(kind: str | None, centre: HelpCentre) -> str:
    types = list(centre.settings.types)
    kind = kind or _ask("--type", "Type", types, "how-to")
    if kind not in types:
        raise click.UsageError(f'There is no type "{kind}". One of: {", ".join(types)}.')
    return kind


def _level(level: str | None, target: str, centre: HelpCentre) -> str:
    """Return the level to write: nothing if the folder says it already."""
    levels = centre.loaded.kb.levels
    if level is None and _folder_level(target, centre):
        return ""
    if level is None:
        for one in levels:
            click.echo(f"  {one.number}  {one.name}: {one.purpose}", err=True)
        level = _ask("--level", "Level", [str(one.number) for one in levels])
    if not any(level in (str(one.number), one.slug) for one in levels):
        known = ", ".join(f"{one.number} ({one.slug})" for one in levels)
        raise click.UsageError(f'There is no level "{level}". One of: {known}.')
    return level


def _folder_level(target: str, centre: HelpCentre) -> bool:
    empty = parse_document(b"", target, target)
    defaults = FolderDefaults(centre.sources.docs, centre.settings.label)
    return bool(defaults.apply(empty)[0].meta.get("level") is not None)


def _shown(target: str, centre: HelpCentre) -> str:
    return f"{centre.settings.label}/{target}"
