"""The command line: `kb check`, `kb search` and what other features add."""

from __future__ import annotations

from importlib import import_module

import click

COMMANDS = {
    "adopt": (
        "kb_plugins.commands.adopt:adopt_command",
        "Make a help centre of a site of Material for MkDocs.",
    ),
    "check": ("kb_plugins.commands.check:check_command", "Check all articles, without building."),
    "import": (
        "kb_plugins.commands.import_:import_command",
        "Write articles from the export of another system.",
    ),
    "new": ("kb_plugins.commands.new:new_command", "Begin an article."),
    "report": ("kb_plugins.commands.report:report_command", "Write how the help centre stands."),
    "schema": (
        "kb_plugins.commands.schema:schema_command",
        "Print what editors need to complete and check settings.",
    ),
    "search": (
        "kb_plugins.search.command:search_command",
        "Search a built site with the very script it ships.",
    ),
    "translate": (
        "kb_plugins.commands.translate:translate_command",
        "List translations that are missing or behind, and mark those that are not.",
    ),
}
"""Commands by name: where they are, and what they do. Each is imported when it is used."""


class _Lazy(click.Group):
    """A group whose commands cost nothing until they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command, or return None if there is none of this name."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in self.list_commands(ctx)])


@click.command(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="mkdocs-firstline", prog_name="kb")
def main() -> None:
    """Work on a help centre from the terminal."""
