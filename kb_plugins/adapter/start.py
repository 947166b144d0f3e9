"""Reads `mkdocs.yml` for the command line, with the same code as `mkdocs build`."""

from __future__ import annotations

import logging
from pathlib import Path

from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException

from kb_plugins.adapter.config import KbConfig


class SettingsError(Exception):
    """The configuration cannot be used; the text says why."""


def load_settings(file: Path) -> tuple[MkDocsConfig, KbConfig]:
    """Return the configuration and the settings of our plugin. Raises SettingsError."""
    if not file.is_file():
        raise SettingsError(f"{file} does not exist. Name the configuration with --config-file.")
    said = _Listener()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(said)
    try:
        config = load_config(str(file))
    except MkDocsException as error:
        reason = " ".join(dict.fromkeys((*said.errors, str(error))))
        raise SettingsError(f"{file} cannot be used: {reason}") from error
    except (OSError, SystemExit) as error:
        raise SettingsError(f"{file} cannot be used: {error}") from error
    finally:
        logger.removeHandler(said)
    for name, plugin in config.plugins.items():
        if isinstance(plugin.config, KbConfig):
            return config, plugin.config
        if name == "kb":  # another package of that name
            break
    raise SettingsError(f"{file} does not use the plugin. Add `- kb` to its `plugins`.")


class _Listener(logging.Handler):
    """Keeps what MkDocs says about a configuration that it refuses."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.errors: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one message."""
        self.errors.append(record.getMessage())
