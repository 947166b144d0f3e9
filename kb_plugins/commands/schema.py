"""`kb schema`: JSON Schema for editors."""

from __future__ import annotations

from pathlib import Path

import click

from kb_plugins.publish.catalog import as_json, catalog_schema
from kb_plugins.quality import json_schema

SCHEMAS = {**json_schema.SCHEMAS, "catalog": catalog_schema}


@click.command("schema")
@click.argument("which", type=click.Choice(list(SCHEMAS)), required=False)
@click.option(
    "--write",
    type=click.Path(file_okay=False, path_type=Path),
    help="A folder to write all schemas to, as article.json and so on.",
)
def schema_command(which: str | None, write: Path | None) -> None:
    """Print the JSON Schema of articles, levels, the plugin or the catalogue, or write them all."""
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
    return as_json(SCHEMAS[name]())
