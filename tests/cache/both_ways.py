"""Markdown as Python-Markdown renders it, and as a hastened parser does."""

from __future__ import annotations

from collections.abc import Callable

from markdown import Markdown


def parser(
    extensions: list[str], hasten: Callable[[Markdown], None] | None = None, **options: object
) -> Markdown:
    """Make a parser, hastened if that is asked for. `options` are those of extensions."""
    md = Markdown(extensions=list(extensions), extension_configs=options)
    if hasten:
        hasten(md)
    return md


def both_ways(
    extensions: list[str], hasten: Callable[[Markdown], None], *pages: str
) -> list[list[str]]:
    """Render pages one after the other, with a plain parser and with a hastened one."""
    parsers = parser(extensions), parser(extensions, hasten)
    return [[md.reset().convert(page) for page in pages] for md in parsers]
