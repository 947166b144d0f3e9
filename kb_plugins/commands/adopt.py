"""`kb adopt`: moves a site of Material for MkDocs in, and says first what would change.

Exit codes: 0 shown or written, 1 the site cannot move in as it is, 2 a wrong call.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kb_plugins.adopting.plan import PLACEHOLDER, Plan, make_plan
from kb_plugins.adopting.settings import UnreadableError
from kb_plugins.commands.options import config_file_option


@click.command("adopt")
@click.option("--write", is_flag=True, help="Do it. Without this nothing is written.")
@click.option(
    "--channel",
    default="",
    metavar="URL",
    help="Where readers turn to: https:, mailto: or tel:. Default: an address of the contact page.",
)
@config_file_option
def adopt_command(write: bool, channel: str, config_file: Path) -> None:
    """Make a help centre of a site of Material for MkDocs.

    Adds the plugin to the configuration and a level to each folder. Articles are never changed.
    """
    if channel and not channel.lower().startswith(("https://", "http://", "mailto:", "tel:")):
        raise click.UsageError(f"{channel} is no address with https:, mailto: or tel:.")
    try:
        plan = make_plan(config_file, channel)
    except UnreadableError as error:
        raise click.UsageError(str(error)) from error
    _show(plan)
    if plan.impossible:
        click.echo("Nothing was changed.", err=True)
        sys.exit(1)
    if not plan.changes:
        click.echo("Nothing to change: the site has moved in.")
        return
    if write:
        for change in plan.changes:
            change.write()
    count = len(plan.changes)
    files = f"{count} file{'s' if count > 1 else ''}"
    click.echo(
        f"{files} written. Now: kb check, then mkdocs build --strict"
        if write
        else f"{files} would be written, no article among them. To do it: kb adopt --write"
    )


def _show(plan: Plan) -> None:
    for change in plan.changes:
        click.echo(change.diff)
    for shown, proposal in plan.levels:
        why = f'the name of the folder says "{proposal.word}"' if proposal.word else "the default"
        kind = f", type {proposal.type}" if proposal.type else ""
        click.echo(f"{shown}: level {proposal.level}{kind}: {why}")
    if plan.channel:
        click.echo(f"The channel comes from {plan.channel}")
    elif any(PLACEHOLDER in change.new for change in plan.changes):
        click.echo(
            f"The channel {PLACEHOLDER} is a placeholder. Put yours there before you publish"
        )
    for problem in plan.problems:
        click.echo(f"{problem.severity}: {problem}", err=True)
