"""The command line: `kb search` and what other features add."""

from __future__ import annotations

import click

from kb_plugins.search.command import search_command


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="mkdocs-firstline", prog_name="kb")
def main() -> None:
    """Work on a help centre from the terminal."""


main.add_command(search_command)
