"""Our scripts and styles as MkDocs' files: a few joined ones instead of their sources."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from kb_plugins.assets import Asset, hashed, join_modules, join_styles, when_parsed
from kb_plugins.search.script import loader_script

FOLDER = "assets/kb/"
_SOURCE = Path(__file__).parents[1] / "theme" / "assets" / "kb"
_STYLES = ("kb", "pages", "search", "escalate")
_PARTS = ("scroll", "folder", "menu", "copy", "review", "shortcuts", "offline/keep")
_BESIDE_BUNDLE = ("annotations",)
_EVERY_PAGE = ("link", "visit", "hours", "helpful", "stuck", "main")
_GET_HELP = ("link", "beside", "draft", "items", "level", "suggest", "help")


@cache
def assets() -> dict[str, Asset]:
    """Return the joined files by what they are: `style`, `page`, `help`, `bundled`.

    `page` runs as soon as it is there, and brings every page to life when it is parsed; `bundled`
    does so beside Material's bundle, and leaves to it what it does itself.
    """
    shared = (
        "".join(map(_part, _PARTS))
        + join_modules(_escalate(_EVERY_PAGE))
        + loader_script().content.decode()
    )
    look = "".join(map(_part, ("material/scope", "look")))
    later = "".join(map(_part, ("material/palette", "page")))
    help_ = join_modules(_escalate(_GET_HELP), "globalThis.kbHelp = Help;")
    return {
        "style": hashed("style", join_styles(_SOURCE / f"{name}.css" for name in _STYLES), "css"),
        "page": hashed("page", look + when_parsed(later + shared), "js"),
        "bundled": hashed("bundled", shared + "".join(map(_part, _BESIDE_BUNDLE)), "js"),
        "help": hashed("help", help_, "js"),
    }


def addresses() -> dict[str, str]:
    """Return where the joined files are, relative to the root of the site."""
    return {kind: FOLDER + asset.name for kind, asset in assets().items()}


def add_assets(files: Files, config: MkDocsConfig) -> None:
    """Put the joined files in place of their sources."""
    sources = [f"{name}.css" for name in _STYLES]
    scripts = (*_PARTS, *_BESIDE_BUNDLE, "look", "page", "offline/worker")
    sources += [f"{name}.js" for name in scripts]
    sources += [f"escalate/{path.name}" for path in (_SOURCE / "escalate").glob("*.js")]
    for name in sources:
        if file := files.get_file_from_path(FOLDER + name):
            files.remove(file)
    for asset in assets().values():
        files.append(File.generated(config, FOLDER + asset.name, content=asset.content))


def _part(name: str) -> str:
    return (_SOURCE / f"{name}.js").read_text(encoding="utf-8")


def _escalate(names: tuple[str, ...]) -> list[Path]:
    return [_SOURCE / "escalate" / f"{name}.js" for name in names]
