"""Which importers exist: those of installed packages, ours among them, by entry point."""

from __future__ import annotations

from importlib.metadata import entry_points
from pathlib import Path

from kb_plugins.importing.model import Importer, SourceError

GROUP = "firstline.importers"
"""The group of entry points. Each names an `Importer`."""


def importer_names() -> list[str]:
    """Return the names of all installed importers, without loading them."""
    return sorted({point.name for point in entry_points(group=GROUP)})


def find_importer(name: str) -> Importer:
    """Load an importer by name. Raises SourceError if there is none or it does not load."""
    found = entry_points(group=GROUP, name=name)
    if not found:
        names = ", ".join(importer_names())
        raise SourceError(f'there is no importer "{name}". Use one of: {names}')
    point = next(iter(found))
    try:
        loaded = point.load()
    except ModuleNotFoundError as error:
        raise SourceError(
            f'the importer "{name}" needs the package {error.name}. '
            "Install what importing needs: pip install 'mkdocs-firstline[import]'"
        ) from error
    except Exception as error:  # another package's code; its fault must not be our traceback
        raise SourceError(f'the importer "{name}" ({point.value}) fails: {error}') from error
    if not isinstance(loaded, Importer):
        raise SourceError(
            f'the importer "{name}" ({point.value}) is no kb_plugins.importing.model.Importer'
        )
    return loaded


def detect_importer(source: Path) -> Importer:
    """Return the importer that knows a source best. Raises SourceError if none does."""
    scores: list[tuple[int, Importer]] = []
    for name in importer_names():
        try:
            importer = find_importer(name)
            scores.append((importer.detect(source), importer))
        except Exception:  # another package's fault, named when its importer is asked for
            continue
    best = max(scores, key=lambda item: (item[0], item[1].name), default=None)
    if best is None or best[0] <= 0:
        names = ", ".join(importer_names())
        raise SourceError(f"{source}: no importer recognises this. Name one with --from: {names}")
    return best[1]
