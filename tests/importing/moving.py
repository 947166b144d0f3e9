"""What the tests of importing share: the sources, the command, and built sites."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner
from mkdocs.commands.build import build
from mkdocs.config import load_config

from kb_plugins.commands.import_ import import_command

SITES = Path(__file__).parents[1] / "sites" / "importing"
SOURCES = tuple(sorted(path.name for path in SITES.iterdir()))


@dataclass(frozen=True)
class Imported:
    """One source, imported and built."""

    name: str
    folder: Path
    said: str

    @property
    def source(self) -> Path:
        return SITES / self.name

    @property
    def docs(self) -> Path:
        return self.folder / "docs"

    @property
    def site(self) -> Path:
        return self.folder / "site"

    @property
    def report(self) -> dict:
        return json.loads((self.folder / "import-report.json").read_text(encoding="utf-8"))

    def losses(self) -> str:
        return "\n".join(f"{loss['where']} {loss['page']} {loss['what']}"
                         for loss in self.report["losses"])


def run_import(folder: Path, source: Path, *options: str) -> str:
    """Run the command in a folder. Returns what it said; fails if it did."""
    result = CliRunner().invoke(
        import_command, [str(source), "--to", str(folder / "docs"), *options])
    assert result.exit_code == 0, result.output
    return result.output


def build_strictly(folder: Path) -> Path:
    """Build an imported site as CI would."""
    config = load_config(str(folder / "mkdocs.yml"), site_dir=str(folder / "site"), strict=True)
    build(config)
    config.plugins.on_shutdown()
    return folder / "site"


def snapshot(folder: Path) -> dict[str, bytes]:
    """Return all files of a folder with their bytes."""
    return {path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*")) if path.is_file()}
