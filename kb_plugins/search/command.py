"""`kb search`: what a reader would find, in the terminal or as JSON lines for scoring."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from kb_plugins.search.engine import Engine, engine_from_site

_MOST = 10


@click.command("search")
@click.argument("words", nargs=-1)
@click.option(
    "--site",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path("site"),
    show_default=True,
    help="The folder of the built site.",
)
@click.option("--lang", default="", help="The language of the index, if the site has several.")
@click.option(
    "--queries",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help='A file of lines {"id", "query", "lang"} to answer, instead of words.',
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON lines.")
@click.option("--explain", is_flag=True, help="Say which words decided.")
@click.option("--most", default=_MOST, show_default=True, help="How many results a query gets.")
def search_command(
    words: tuple[str, ...],
    site: Path,
    lang: str,
    queries: Path | None,
    as_json: bool,
    explain: bool,
    most: int,
) -> None:
    """Search a built site with the very script it ships."""
    if bool(words) == bool(queries):
        raise click.UsageError("Give words to search for, or a file with --queries.")
    if explain and queries:
        raise click.UsageError("--explain explains one query. Give words to search for.")
    answer = explain_words if explain else answer_words
    try:
        lines = (
            answer_file(queries, site, lang, most, as_json)
            if queries
            else answer(" ".join(words), site, lang, most, as_json)
        )
        for line in lines:
            click.echo(line)
    except (FileNotFoundError, ImportError, ValueError) as error:
        raise click.ClickException(_explain(error)) from error


def answer_words(query: str, site: Path, language: str, most: int, as_json: bool) -> Iterator[str]:
    """The results of one query, a line each (or one JSON line)."""
    hits = engine_from_site(site, language).search(query, most)
    if as_json:
        yield _json({"query": query, "results": [hit.source for hit in hits]})
        return
    if not hits:
        yield "Nothing found."
    for place, hit in enumerate(hits, start=1):
        yield f"{place:2}. {hit.title}  ({hit.source}, {hit.score:.2f})"


def explain_words(query: str, site: Path, language: str, most: int, as_json: bool) -> Iterator[str]:
    """The results of one query with the words that decided, or all of it as one JSON line."""
    hits, left = engine_from_site(site, language).explain(query, most)
    if as_json:
        yield _json({"query": query, "left_out": left, "results": [asdict(hit) for hit in hits]})
        return
    if left:
        yield f"Not looked for: {', '.join(left)}"
    if not hits:
        yield "Nothing found."
    for place, hit in enumerate(hits, start=1):
        yield f"{place:2}. {hit.source}  ({hit.score:.2f})"
        for word in hit.words:
            yield f"    {word.share:4.0%}  {word.met}, in {', '.join(word.fields)}"
        if hit.missing:
            yield f"          lacks {', '.join(hit.missing)}"


def answer_file(
    queries: Path, site: Path, language: str, most: int, as_json: bool
) -> Iterator[str]:
    """The results of every query of a file, a line each; a query's `lang` picks its index.

    Raises ValueError for a line that is no query.
    """
    engines: dict[str, Engine] = {}
    for number, line in enumerate(queries.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        query = _query(line, f"{queries}:{number}")
        chosen = language or str(query.get("lang") or "")
        if chosen not in engines:
            engines[chosen] = engine_from_site(site, chosen)
        found = engines[chosen].ranks(str(query["query"]), most)
        if as_json:
            yield _json({"id": query.get("id", number), "results": found})
        else:
            yield f"{query.get('id', number)}: {', '.join(found) or 'nothing found'}"


def _query(line: str, place: str) -> dict[str, Any]:
    try:
        query = json.loads(line)
    except json.JSONDecodeError as error:
        raise ValueError(f"{place}: not JSON: {error.msg}") from error
    if not isinstance(query, dict) or "query" not in query:
        raise ValueError(f'{place}: a line needs {{"id": ..., "query": ...}}')
    return query


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _explain(error: Exception) -> str:
    if isinstance(error, ImportError):
        return "The search needs an engine to run its script: pip install mini-racer"
    return str(error)
