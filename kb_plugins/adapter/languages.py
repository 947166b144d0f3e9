"""The languages of a site, as mkdocs-static-i18n or the theme name them.

mkdocs-static-i18n builds one language after the other: when the first is finished, its
`on_post_build` runs MkDocs' whole build again for each other one, into the same site folder.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File

from kb_plugins.content.editions import Edition, Layout
from kb_plugins.content.loader import Loaded
from kb_plugins.content.paths import walk
from kb_plugins.i18n import Language
from kb_plugins.pages.languages import SiteIn, site_in, site_of_files


def editions(config: MkDocsConfig) -> tuple[Edition, ...]:
    """Return an edition for every language that the site is built in, the default first."""
    plugin = _plugin(config)
    if plugin is None:
        language = str(config.theme.get("language") or "en")
        return (Edition(language, language, (language,)),)
    codes = sorted(plugin.build_languages, key=lambda code: code != plugin.default_language)
    return tuple(
        Edition(
            language=code,
            default=plugin.default_language,
            languages=tuple(plugin.all_languages),
            layout=Layout(plugin.config.docs_structure),
            fallback=plugin.config.fallback_to_default,
        )
        for code in codes
    )


def current_language(config: MkDocsConfig) -> str:
    """Return the language that is being built."""
    plugin = _plugin(config)
    if plugin is None:
        return str(config.theme.get("language") or "en")
    return str(plugin.current_language or plugin.default_language)


def is_later_language(config: MkDocsConfig) -> bool:
    """Whether this build is one of those that mkdocs-static-i18n starts at the end of the first."""
    plugin = _plugin(config)
    return bool(plugin and plugin.building)


def move(file: File, edition: Edition) -> File:
    """Let a file that we made belong to the edition: its address begins with the language."""
    file.dest_uri = edition.prefix + file.dest_uri
    # What mkdocs-static-i18n gives the files that it knows.
    file.locale = edition.language  # type: ignore[attr-defined]
    file.locale_alternate_of = edition.language  # type: ignore[attr-defined]
    file.alternates = {edition.language: file}  # type: ignore[attr-defined]
    return file


def original(url: str, edition: Edition) -> str:
    """Return the address of a page in the default language, from that in this one."""
    return url.removeprefix(edition.prefix) or "."


def sites(
    config: MkDocsConfig, found: Sequence[tuple[Edition, Language, Loaded]], docs: Mapping[str, str]
) -> tuple[SiteIn, ...]:
    """Return the site in each of its languages, those of other configurations included.

    `found` is what was read. Sites with a configuration of their own are named as Material does,
    in `extra: {alternate: ...}`; `docs` maps their languages to the folders of their articles.
    """
    plugin = _plugin(config)
    if plugin is not None:
        names = {one.locale: one.name for one in plugin.config.languages}
        return tuple(
            site_in(edition.language, names[edition.language], edition.prefix, loaded)
            for edition, _speaker, loaded in found
        )
    edition, speaker, loaded = found[0]
    given = config.extra.get("alternate")
    others = [one for one in given if _is_site(one)] if isinstance(given, list) else []
    own = next((one["name"] for one in others if one["lang"] == edition.language), None)
    this = site_in(edition.language, own or speaker.name_of(speaker.code), "", loaded)
    return (this, *(_other(config, one, docs) for one in others if one["lang"] != this.code))


def _is_site(one: object) -> bool:
    return isinstance(one, dict) and all(
        isinstance(one.get(k), str) for k in ("lang", "name", "link")
    )


def _other(config: MkDocsConfig, one: Mapping[str, str], docs: Mapping[str, str]) -> SiteIn:
    folder = docs.get(one["lang"])
    if not folder:
        return SiteIn(one["lang"], one["name"], one["link"])
    paths, _problems = walk(folder_of(config, folder), folder)
    return site_of_files(one["lang"], one["name"], one["link"], paths)


def write_404(output: str, edition: Edition, config: MkDocsConfig) -> str:
    """Put the page for wrong addresses into the folder of its language.

    Returns what is left for MkDocs to write in the root of the site: nothing, but for the default.
    """
    if edition.is_default:
        return output
    file = Path(config.site_dir) / edition.prefix / "404.html"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(output, encoding="utf-8")
    return ""


def drop_sitemap(config: MkDocsConfig) -> None:
    """Take out the template of a sitemap that mkdocs-static-i18n puts before all others."""
    config.theme.dirs[:] = [
        folder for folder in config.theme.dirs if Path(folder).name != "custom_i18n_sitemap"
    ]


def folder_of(config: MkDocsConfig, path: str) -> Path:
    """Return a path of the settings, which is relative to the configuration file."""
    return Path(config.config_file_path or ".").absolute().parent / path


def _plugin(config: MkDocsConfig) -> Any:
    """Return mkdocs-static-i18n, or None."""
    plugin = config.plugins.get("i18n")
    return plugin if hasattr(plugin, "build_languages") else None
