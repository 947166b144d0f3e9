"""Channels: from the settings in `mkdocs.yml` to checked values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kb_plugins.content.config_lines import ConfigLines
from kb_plugins.content.fields import suggest
from kb_plugins.content.frontmatter import Document
from kb_plugins.content.schema import ChannelMeta, validate
from kb_plugins.escalation.link import PLACEHOLDERS, unknown_placeholders
from kb_plugins.model import Channel, Problem, Severity


def read_channels(
    settings: Mapping[str, Any], lines: ConfigLines
) -> tuple[tuple[Channel, ...], list[Problem]]:
    """Read the `channels` of the plugin: a mapping of names to `url` and `label`.

    A bare string is the URL. Returns the good channels in the order of the settings, and a
    problem with its line for every bad one.
    """
    channels: list[Channel] = []
    problems: list[Problem] = []
    for key, value in settings.items():
        name = str(key)
        channel, found = _read(name, value, lines)
        problems += found
        if channel:
            channels.append(channel)
    return tuple(channels), problems


def _read(name: str, value: Any, lines: ConfigLines) -> tuple[Channel | None, list[Problem]]:
    entry = {"url": value} if isinstance(value, str) else value
    line = lines.line("channels", name)
    if not isinstance(entry, Mapping):
        what = "an environment variable that is not set" if value is None else f"{value!r}"
        return None, [
            _problem(
                lines.path, line, f"Channel `{name}` is {what}", "Write a URL, or `url` and `label`"
            )
        ]
    keys = {str(key): lines.line("channels", name, str(key)) for key in entry}
    document = Document(
        path="", shown=lines.path, meta={str(k): v for k, v in entry.items()}, lines=keys
    )
    meta, found = validate(ChannelMeta, document, ChannelMeta.model_fields)
    problems = [
        _problem(
            problem.path,
            problem.line if problem.line > 1 else line,
            f"Channel `{name}`, {problem.message}",
            problem.fix,
        )
        for problem in found
    ]
    for placeholder in unknown_placeholders(str(entry.get("url", ""))):
        problems.append(
            _problem(
                lines.path,
                keys.get("url", line),
                f"Channel `{name}`: nothing fills {{{placeholder}}}",
                suggest(placeholder, PLACEHOLDERS) or f"Use {', '.join(sorted(PLACEHOLDERS))}",
            )
        )
    if meta is None or problems:
        return None, problems
    return Channel(name=name, url=meta.url, label=meta.label), []


def _problem(path: str, line: int, message: str, fix: str) -> Problem:
    return Problem(
        path=path, line=line, rule="channel-url", message=message, fix=fix, severity=Severity.ERROR
    )
