"""Where our templates stand: between those of the site and Material's, so that a site's win.

A page is made by the site's `main.html`, which extends `base.html`. That is ours, and extends
Material's. Whatever a site puts around a block with `super()` is then around ours, on every page.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Mapping, MutableMapping
from contextlib import suppress
from functools import partial
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, FunctionLoader, TemplateError
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from kb_plugins.adapter.theme import THEME
from kb_plugins.pages.site import PageKind

_BASE = "base.html"
_BELOW = "material/"
_WORDS = "partials/language.html"
_PARTS = (_WORDS, "partials/nav.html", "partials/tabs.html")
_HOME = "kb/home.html"
_PLAIN = "kb/page.html"

_Source = tuple[str, str | None, Callable[[], bool] | None]


def stack_templates(env: Environment, config: MkDocsConfig) -> None:
    """Let `base.html` be ours, and `material/...` what a template of ours stands before.

    That is Material's; or that of a site which has a whole frame or words of its own.
    """
    ours = FileSystemLoader(THEME)
    others = FileSystemLoader([folder for folder in config.theme.dirs if folder != str(THEME)])

    below = {f"{_BELOW}{name}" for name in (_BASE, *_PARTS)}
    # Environments that other plugins make, as the blog's, get Material's words as they are.
    above = {_BASE: _BASE, _WORDS: "kb/partials/words.html"}

    def find(name: str) -> _Source | None:
        if name in above:
            return ours.get_source(env, above[name])
        return others.get_source(env, name.removeprefix(_BELOW)) if name in below else None

    assert env.loader is not None
    env.loader = ChoiceLoader([FunctionLoader(find), env.loader])
    env.cache = {}  # as with `cache_size=-1`; the usual one counts each use, twenty on every page
    env.make_globals = partial(_globals, env)  # type: ignore[method-assign]


def load_templates(env: Environment) -> None:
    """Compile our templates, so that processes forked later have them."""
    for path in sorted((THEME / "kb").rglob("*.html")):
        with suppress(TemplateError):  # a site may have one of this name that is broken
            env.get_template(path.relative_to(THEME).as_posix())


def _globals(env: Environment, own: Mapping[str, Any] | None) -> MutableMapping[str, Any]:
    """Return the globals of a template. Jinja's way, a chain, is slow to go through each time."""
    return ChainMap(dict(own), env.globals) if own else env.globals


def choose_template(page: Page, kind: PageKind | None) -> None:
    """Give the front page its template, unless its author named another."""
    if kind is not None and kind.template == "home":
        page.meta.setdefault("template", _HOME)


def part_of(page: Page, kind: PageKind | None) -> str:
    """Return the template that fills the text of a page; none where it is just its Markdown."""
    if kind is None or kind.template == "home" or page.meta.get("template") == _PLAIN:
        return ""
    return f"kb/{kind.template}.html"


def prints_title(page: Page, kind: PageKind | None) -> bool:
    """Whether a template of ours prints the title, so that it must not stand in the text."""
    return bool(part_of(page, kind)) or page.meta.get("template") == _HOME
