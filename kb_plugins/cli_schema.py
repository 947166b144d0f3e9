"""`kb schema`: JSON Schema for editors."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kb_plugins.quality.json_schema import SCHEMAS


@click.command("schema")
@click.argument("which", type=click.Choice(list(SCHEMAS)), required=False)
@click.option(
    "--write",
    type=click.Path(file_okay=False, path_type=Path),
    help="A folder to write all schemas to, as article.json and so on.",
)
def schema_command(which: str | None, write: Path | None) -> None:
    """Print the JSON Schema of articles, levels or the plugin, or write all of them."""
    if (which is None) == (write is None):
        raise click.UsageError(f"Name one of {', '.join(SCHEMAS)}, or a folder with --write.")
    if write is not None:
        write.mkdir(parents=True, exist_ok=True)
        for name in SCHEMAS:
            (write / f"{name}.json").write_text(schema_text(name), encoding="utf-8")
        return
    click.echo(schema_text(str(which)), nl=False)


def schema_text(name: str) -> str:
    """Return one schema as JSON."""
    return json.dumps(SCHEMAS[name](), ensure_ascii=False, indent=2) + "\n"
