"""What a preview shows when something is wrong: in the browser what the terminal says."""

from __future__ import annotations

import html
import logging
from collections.abc import Iterator
from contextlib import contextmanager

ERROR_PAGE = "kb-error.html"


@contextmanager
def listening() -> Iterator[list[str]]:
    """Collect what a build complains of."""
    said: list[str] = []
    listener = logging.Handler(logging.WARNING)
    listener.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("mkdocs")
    logger.addHandler(listener)
    try:
        yield said
    finally:
        logger.removeHandler(listener)


def error_page(lines: list[str]) -> str:
    """Return a page that says what is wrong, a line each."""
    items = "".join(f"<li>{html.escape(line)}</li>" for line in lines)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>Error in the preview</title>'
        "<style>body{font:1.1rem/1.5 system-ui;max-width:60rem;margin:3rem auto;padding:0 1rem}"
        "li{font-family:monospace;overflow-wrap:anywhere;margin:.5rem 0}"
        "@media(prefers-color-scheme:dark){body{background:#1b1e22;color:#eee}}</style></head>"
        "<body><h1>The preview could not be built</h1><p>Mend this and save: the page comes back "
        f"by itself.</p><ul>{items}</ul></body></html>"
    )
