"""One style sheet for pages without Material's bundle: what the site uses of Material's, and ours.

Pages with the bundle keep Material's whole sheets, because its script adds classes of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from jinja2 import Environment, TemplateError
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from kb_plugins.adapter.assets import FOLDER, assets
from kb_plugins.adapter.page_keys import template_digests
from kb_plugins.adapter.texts import text_of
from kb_plugins.adapter.theme import THEME
from kb_plugins.assets import hashed
from kb_plugins.cache.fingerprint import code_digest, fingerprint, versions
from kb_plugins.cache.store import Store
from kb_plugins.search.offline import SCRIPTS
from kb_plugins.styles import Rules, code_words, css, follow_system, parse, slim

_SHEETS = ("main", "palette")
_SYSTEM = ("(prefers-color-scheme: light)", "(prefers-color-scheme: dark)")
_INLINE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_INCLUDES = re.compile(r"\{%-?\s*(?:include|import|from|extends)\b(.*?)%\}", re.DOTALL)
_NAME = re.compile(r"""["']([^"']+)["']""")
_LEFT_OUT = ("partials/javascripts/", "partials/integrations/")
"""Templates that add scripts; what these bring to life comes with its own markup."""


def add_site_style(config: MkDocsConfig, files: Files, env: Environment, store: Store) -> str:
    """Put the joined style sheet into the build and return its address.

    Call it when every page is rendered and the scripts of the search are among the files.
    """
    ours = assets()
    words = fingerprint("words", code_digest(), template_digests(config))
    used = set(store.kept(words, lambda: sorted(_template_words(env, config))))
    palette = _palette(config.theme.get("palette"))
    used |= {value for look in palette for name, value in look.items() if name != "media"}
    for kind in ("page", "help"):
        used |= code_words(ours[kind].content.decode())
    for file in files:
        if _is_search_script(file.src_uri):
            used |= code_words(file.content_string)
        elif file.page and file.page.content:
            used.update(text_of(file.page).words)
    icons, sheets = _icons(env, config), "".join(_material(files, stem) for stem in _SHEETS)
    key = fingerprint("style", code_digest(), versions("tinycss2"), sheets, used, icons, palette)

    def make() -> str:
        own = parse(icons) + parse(ours["style"].content.decode())
        return css(_follow(slim(parse(sheets), used, css(own)) + own, palette))

    sheet = hashed("site", store.kept(key, make), "css")
    files.append(File.generated(config, FOLDER + sheet.name, content=sheet.content))
    return FOLDER + sheet.name


def _is_search_script(path: str) -> bool:
    """Whether a file is code of the search, and not its index in the form of scripts."""
    home = FOLDER + "search/"
    return path.startswith(home) and path.endswith(".js") and not path.startswith(home + SCRIPTS)


def _material(files: Files, stem: str) -> str:
    """Return a sheet of Material's, whose name carries a hash; empty where a site removed it."""
    pattern = re.compile(rf"assets/stylesheets/{stem}\.\w+\.min\.css")
    found = (file for file in files if pattern.fullmatch(file.src_uri))
    text = "".join(file.content_string for file in found)
    return text.partition("\n/*# sourceMappingURL")[0]


def _template_words(env: Environment, config: MkDocsConfig) -> set[str]:
    """Return the words of every template a page may be made of, and of those they include."""
    own = (Path(config.theme.custom_dir or THEME), THEME)
    names = {path.relative_to(home).as_posix() for home in own for path in home.rglob("*.html")}
    words: set[str] = set()
    waiting = sorted(names)
    while waiting:
        name = waiting.pop()
        if name.startswith(_LEFT_OUT) or env.loader is None:
            continue
        with suppress(TemplateError):  # not there, or broken: MkDocs tells those who use it
            source = env.loader.get_source(env, name)[0]
            words |= code_words(source)
            # To parse all templates takes longer than everything else here.
            found = {name for tag in _INCLUDES.findall(source) for name in _NAME.findall(tag)}
            new = found - names
            names |= new
            waiting += sorted(new)
    return words


def _palette(settings: object) -> list[dict[str, str]]:
    """Return the looks of a palette as Material writes them: colours by name, and the media."""
    looks = settings if isinstance(settings, list) else [settings]
    defaults = {"scheme": "default", "primary": "indigo", "accent": "indigo"}
    return [
        {name: str(look.get(name) or value).replace(" ", "-") for name, value in defaults.items()}
        | {"media": str(look.get("media") or "")}
        for look in looks
        if isinstance(look, Mapping)
    ] or [{**defaults, "media": ""}]


def _follow(rules: Rules, palette: list[dict[str, str]]) -> Rules:
    """Let pages have the look of the system where the palette follows it."""
    shown, *_others = looks = [
        {f"data-md-color-{name}": value for name, value in look.items() if name != "media"}
        for look in palette
    ]
    media = [look["media"] for look in palette]
    systems = {at: look for at, look in zip(media, looks, strict=True) if at in _SYSTEM}
    return follow_system(rules, shown, systems)


def _icons(env: Environment, config: MkDocsConfig) -> str:
    """Return the icons that a site sets for its boxes, which Material writes into every page."""
    html = env.get_template("partials/icons.html").render(config=config)
    return "".join(_INLINE.findall(html))
