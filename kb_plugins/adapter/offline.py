"""`offline_copy`: writes the service worker and the manifest of a finished site."""

from __future__ import annotations

import logging
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from kb_plugins.i18n import Language
from kb_plugins.publish import offline

log = logging.getLogger("mkdocs.plugins.kb")
_SOURCE = Path(__file__).parents[1] / "theme" / "assets" / "kb" / "offline" / "worker.js"


def write_offline_copy(config: MkDocsConfig, speaker: Language) -> None:
    """Write both files into the site (UTF-8). Call it when nothing else will be written."""
    site = Path(config.site_dir)
    icons = {offline.ICON: "512x512"}
    logo = config.theme.get("logo")
    if isinstance(logo, str) and logo.endswith(".svg") and "://" not in logo:
        icons[logo] = "any"
    direction = str(config.theme.get("direction") or speaker.locale.text_direction)
    text = offline.manifest(config.site_name, speaker.code, direction, icons)
    (site / offline.MANIFEST).write_text(text, encoding="utf-8")
    files = offline.kept_files(site)
    worker = offline.worker_script(_SOURCE.read_text(encoding="utf-8"), files)
    (site / offline.WORKER).write_text(worker, encoding="utf-8")
    size = sum((site / path).stat().st_size for path in files)
    log.info("Offline copy: %s files, %.1f MB", len(files), size / 1e6)
