"""What the plugin asks of Material: our templates before its own, and what nobody set."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

from kb_plugins.adapter.assets import addresses
from kb_plugins.adapter.config import config_lines
from kb_plugins.adapter.languages import current_language, drop_sitemap
from kb_plugins.i18n import Language, language

THEME = Path(__file__).parents[1] / "theme"
FEATURES = ("navigation.tabs", "navigation.tabs.sticky", "content.code.copy", "toc.follow")
"""Features of Material for a site that names none."""
SHARED_IMAGE = "assets/kb/share.png"
MATERIAL_FONT = {"text": "Roboto", "code": "Roboto Mono"}
"""Material's default, which asks a third party for fonts. A site that wants them names others."""


def prepare_theme(config: MkDocsConfig) -> None:
    """Put our templates between the site's own and Material's, and fill in what nobody set.

    A configuration comes here once for each language. Raises PluginError if the theme is not
    Material.
    """
    if config.theme.name != "material":
        raise PluginError(
            f"{config_lines(config).path}:1: config: the theme is {config.theme.name!r}, and kb "
            "builds on Material for MkDocs. Set `theme: {name: material}`."
        )
    if not config.theme.get("palette") or config.theme.get("kb_palette"):
        config.theme["kb_palette"] = True
        config.theme["palette"] = _palette(language(current_language(config)))
    config.theme["palette"] = light_first(config.theme["palette"])
    drop_sitemap(config)
    if str(THEME) in config.theme.dirs:
        return
    custom = config.theme.custom_dir
    config.theme.dirs.insert(config.theme.dirs.index(custom) + 1 if custom else 0, str(THEME))
    if config.theme.get("font") == MATERIAL_FONT:
        config.theme["font"] = False
    if not config.theme.get("features"):
        config.theme["features"] = list(FEATURES)
    if "material/search" not in config.plugins:
        # Material's offline plugin fetches this from a third party, for Material's search only.
        shims = config.extra.get("polyfills", [])
        config.extra["polyfills"] = [shim for shim in shims if "iframe-worker" not in str(shim)]
    config.extra_css.insert(0, addresses()["style"])


def light_first(palette: Any) -> Any:
    """Return a palette in which the look for light systems comes before that for dark ones.

    Pages are written in the first look, and the style sheet has that of dark systems in a media
    query after it. The other way around, dark would show on a light system until a script comes.
    """
    if not isinstance(palette, list):
        return palette
    media = [look.get("media") if isinstance(look, dict) else None for look in palette]
    dark, light = "(prefers-color-scheme: dark)", "(prefers-color-scheme: light)"
    if dark not in media or light not in media or media.index(dark) > media.index(light):
        return palette
    swapped = list(palette)
    first, second = media.index(dark), media.index(light)
    swapped[first], swapped[second] = palette[second], palette[first]
    return swapped


def _palette(speaker: Language) -> list[dict[str, Any]]:
    """Light or dark as the reader's system is, in our own colours (Material: `custom`)."""
    _ = speaker.gettext
    looks = (
        ("light", "default", "material/weather-night", _("Switch to dark mode")),
        ("dark", "slate", "material/weather-sunny", _("Switch to light mode")),
    )
    return [
        {
            "media": f"(prefers-color-scheme: {light})",
            "scheme": scheme,
            "primary": "custom",
            "accent": "custom",
            "toggle": {"icon": icon, "name": name},
        }
        for light, scheme, icon, name in looks
    ]


def share_image(config: MkDocsConfig) -> str:
    """Return the absolute address of the picture that links to the site show, or nothing.

    It is `extra: {image: ...}`, else the logo of the theme, both paths in the site, or ours.
    """
    path = config.extra.get("image") or config.theme.get("logo") or SHARED_IMAGE
    if not isinstance(path, str) or not config.site_url:
        return ""
    return urljoin(config.site_url, path)
