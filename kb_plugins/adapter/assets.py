"""Our scripts and styles as MkDocs' files: a few joined ones instead of their sources."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from kb_plugins.assets import Asset, hashed, join_modules, join_styles

FOLDER = "assets/kb/"
_SOURCE = Path(__file__).parents[1] / "theme" / "assets" / "kb"
_STYLES = ("kb", "pages", "search", "escalate")
_PARTS = ("page", "scroll", "folder", "menu", "copy", "review", "shortcuts", "offline/keep")
_EVERY_PAGE = ("link", "visit", "hours", "helpful", "stuck", "main")
_GET_HELP = ("link", "beside", "draft", "items", "level", "suggest", "help")


@cache
def assets() -> dict[str, Asset]:
    """Return the joined files by what they are: `style`, `early`, `page`, `help`, `bundled`.

    `early` runs before the page is painted. `page` brings every page to life; `bundled` does so
    beside Material's bundle, and leaves to it what it does itself.
    """
    ways = join_modules(_escalate(_EVERY_PAGE))
    page, *others = ((_SOURCE / f"{name}.js").read_text(encoding="utf-8") for name in _PARTS)
    shared = "".join(others) + ways
    early = "".join(
        (_SOURCE / "material" / f"{name}.js").read_text(encoding="utf-8")
        for name in ("scope", "palette")
    )
    help_ = join_modules(_escalate(_GET_HELP), "globalThis.kbHelp = Help;")
    return {
        "style": hashed("style", join_styles(_SOURCE / f"{name}.css" for name in _STYLES), "css"),
        "early": hashed("early", early, "js"),
        "page": hashed("page", page + shared, "js"),
        "bundled": hashed("bundled", shared, "js"),
        "help": hashed("help", help_, "js"),
    }


def addresses() -> dict[str, str]:
    """Return where the joined files are, relative to the root of the site."""
    return {kind: FOLDER + asset.name for kind, asset in assets().items()}


def add_assets(files: Files, config: MkDocsConfig) -> None:
    """Put the joined files in place of their sources."""
    sources = [*(f"{name}.css" for name in _STYLES), *(f"{name}.js" for name in _PARTS)]
    sources.append("offline/worker.js")
    sources += [f"escalate/{path.name}" for path in (_SOURCE / "escalate").glob("*.js")]
    for name in sources:
        if file := files.get_file_from_path(FOLDER + name):
            files.remove(file)
    for asset in assets().values():
        files.append(File.generated(config, FOLDER + asset.name, content=asset.content))


def _escalate(names: tuple[str, ...]) -> list[Path]:
    return [_SOURCE / "escalate" / f"{name}.js" for name in names]
