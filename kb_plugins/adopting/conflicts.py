"""What a team should know before its site moves in, each with where it stands and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import yaml

from kb_plugins.adopting.settings import SettingsFile, find, plugins, word
from kb_plugins.content.own_pages import OWN_ADDRESSES
from kb_plugins.content.paths import address, level_file
from kb_plugins.model import Problem, Severity

_VERSIONS = {"mkdocs": ((1, 6), (2,)), "mkdocs-material": ((9, 7), (9, 9))}
_MENUS = ("awesome-nav", "awesome-pages", "literate-nav")
_SEARCHES = ("search", "material/search")
_OWN_TEMPLATES = {
    "base.html": "The site has a frame of its own, so what changes in Material's is missing there",
    "partials/header.html": "The site has a header of its own, in which our search is missing",
}


def settings_conflicts(files: list[SettingsFile], folder: Path) -> Iterator[Problem]:
    """Yield what in the configuration does not go with us. `folder` is that of the first file."""
    theme = find(files, "theme", "name") or find(files, "theme")
    name = word(files, "theme", "name") or word(files, "theme") or "mkdocs"
    if name != "material":
        yield _at(
            files,
            theme,
            "adopt-theme",
            f"The theme is {name!r}, and Firstline builds on Material for MkDocs",
            "Move the site to `theme: {name: material}` first",
            Severity.ERROR,
        )
    for package, (least, below) in _VERSIONS.items():
        try:
            have = version(package)
        except PackageNotFoundError:
            continue
        parts = tuple(int(part) for part in have.split(".")[:2] if part.isdigit())
        if not least <= parts < below:
            wanted = f">={'.'.join(map(str, least))},<{'.'.join(map(str, below))}"
            message, fix = f"{package} is {have}", f"Install {package}{wanted}"
            yield _at(files, None, "adopt-version", message, fix, Severity.ERROR)
    found = find(files, "theme", "features")
    for feature in found[1].value if found and isinstance(found[1], yaml.SequenceNode) else ():
        if str(feature.value).startswith("navigation.instant"):
            yield _at(
                files,
                (found[0], feature) if found else None,
                "adopt-instant",
                f"`{feature.value}` changes pages without loading them, and our search and forms "
                "start when a page loads",
                "Remove the feature",
            )
    yield from _plugin_conflicts(files)
    custom = word(files, "theme", "custom_dir")
    for template, message in _OWN_TEMPLATES.items():
        if custom and (folder / custom / template).is_file():
            path = f"{custom.rstrip('/')}/{template}"
            fix = "Compare it with ours in kb_plugins/theme, or remove it"
            yield _note(path, 1, "adopt-template", message, fix)


def _plugin_conflicts(files: list[SettingsFile]) -> Iterator[Problem]:
    found = find(files, "plugins")
    named = {name.value: name for name, _settings in plugins(found[1] if found else None)}
    for name in _SEARCHES:
        if name in named and found:
            yield _at(
                files,
                (found[0], named[name]),
                "search-replaced",
                f"Readers will have the search of Firstline instead of the plugin `{name}`, whose "
                "index is still written",
                "Remove the plugin afterwards, unless another program reads that index",
            )
    if found is None:
        yield _at(
            files,
            None,
            "search-replaced",
            "The site names no plugins, so MkDocs adds its search; the new list does without it",
            "Add `- search` if another program reads search/search_index.json",
        )
    if {"blog", "material/blog"} & named.keys() and "i18n" in named and found:
        yield _at(
            files,
            (found[0], named["i18n"]),
            "adopt-blog",
            "mkdocs-static-i18n leaves out the posts of Material's blog, with or without us",
            "Give the blog a site of its own",
        )
    if find(files, "nav") is None and not set(_MENUS) & named.keys():
        yield _at(
            files,
            None,
            "adopt-menu",
            "Without `nav` the menu was made of the folders; it will be that of a help centre: "
            "levels, topics, A to Z",
            "Write `nav`, or use awesome-nav, to keep a menu of articles",
        )


def docs_conflicts(label: str, paths: Iterable[str]) -> Iterator[Problem]:
    """Yield pages that stand where we generate some. `label` is how problems call their folder."""
    for path in paths:
        if level_file(path):
            message = "The page would become the text and settings of a support level"
            fix = "Read `kb schema level`, or rename the file"
        elif address(path) in OWN_ADDRESSES:
            message = "The page has the address of one that Firstline makes"
            fix = "It stays, as the text above the generated part; rename it if that is not meant"
        elif path.startswith("levels/"):
            message = "The folder levels/ is for support levels"
            fix = "The page stays where it is, as an article; move it if that confuses readers"
        else:
            continue
        yield _note(f"{label}/{path}", 1, "adopt-address", message, fix)


def _at(
    files: list[SettingsFile],
    place: tuple[SettingsFile, yaml.Node] | None,
    rule: str,
    message: str,
    fix: str,
    severity: Severity = Severity.INFO,
) -> Problem:
    shown = place[0].shown if place else files[0].shown
    line = place[1].start_mark.line + 1 if place else 1
    return Problem(path=shown, line=line, rule=rule, message=message, fix=fix, severity=severity)


def _note(path: str, line: int, rule: str, message: str, fix: str) -> Problem:
    return Problem(
        path=path, line=line, rule=rule, message=message, fix=fix, severity=Severity.INFO
    )
