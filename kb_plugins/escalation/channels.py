"""Channels: from the settings in `mkdocs.yml` to checked values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kb_plugins.content.config_lines import ConfigLines
from kb_plugins.content.fields import parse_hours, suggest
from kb_plugins.content.frontmatter import Document
from kb_plugins.content.schema import validate
from kb_plugins.escalation.link import (
    PLACEHOLDERS,
    URL_LENGTH,
    build_link,
    channel_target,
    make_plan,
    unknown_placeholders,
)
from kb_plugins.escalation.providers import all_providers, by_scheme
from kb_plugins.escalation.providers.contract import Provider
from kb_plugins.escalation.settings import ChannelSettings
from kb_plugins.model import Channel, OpeningHours, Problem


def read_channels(
    settings: Mapping[str, Any],
    lines: ConfigLines,
    limit: int = URL_LENGTH,
) -> tuple[tuple[Channel, ...], list[Problem]]:
    """Read the `channels` of the plugin: names to the settings of a provider.

    A bare string is the URL, and without `provider` its scheme chooses one. `limit` is the length
    budget of links. Returns the good channels in the order of the settings, and a problem with its
    line for every bad one.
    """
    channels: list[Channel] = []
    problems: list[Problem] = []
    for key, value in settings.items():
        reader = _Reader(str(key), lines, limit)
        if channel := reader.read(value):
            channels.append(channel)
        problems += reader.problems
    return tuple(channels), problems


class _Reader:
    """Reads one channel and keeps what is wrong with it."""

    def __init__(self, name: str, lines: ConfigLines, limit: int) -> None:
        self.name = name
        self.lines = lines
        self.limit = limit
        self.providers = all_providers()
        self.problems: list[Problem] = []

    def read(self, value: Any) -> Channel | None:
        """Return the channel, or None beside at least one problem."""
        entry = {"url": value} if isinstance(value, str) else value
        if not isinstance(entry, Mapping):
            what = "an environment variable that is not set" if value is None else f"{value!r}"
            self._add("", f" is {what}", "Write a URL, or `url` and `label`")
            return None
        entry = {str(key): part for key, part in entry.items()}
        provider = self._provider(entry)
        if provider is None:
            return None
        settings = self._settings(provider, entry)
        if settings is None:
            self._check_placeholders("url", str(entry.get("url", "")))
            return None
        try:
            channel = _channel(self.name, settings, provider)
        except Exception as error:  # a ticket system may come from another package
            self._add("provider", f": its ticket system fails ({error})", "Tell its authors")
            return None
        self._check(channel, settings)
        return None if self.problems else channel

    def _provider(self, entry: Mapping[str, Any]) -> Provider[Any] | None:
        name = str(entry.get("provider") or by_scheme(entry.get("url")))
        provider = self.providers.get(name)
        if provider is None:
            known = ", ".join(self.providers)
            fix = suggest(name, self.providers) or f"Use one of {known}"
            self._add("provider", f': there is no ticket system "{name}"', fix)
        return provider

    def _settings(self, provider: Provider[Any], entry: dict[str, Any]) -> ChannelSettings | None:
        keys = {key: self.lines.line("channels", self.name, key) for key in entry}
        document = Document(path="", shown=self.lines.path, meta=entry, lines=keys)
        schema = provider.settings
        meta: ChannelSettings | None
        meta, found = validate(schema, document, schema.model_fields)
        for problem in found:
            key = problem.message.partition("`")[2].partition("`")[0]
            about = f", {problem.message}" if key else f": {problem.message.partition(': ')[2]}"
            self._add(key, about, problem.fix)
        return None if found else meta

    def _check(self, channel: Channel, settings: ChannelSettings) -> None:
        for template in settings.templates():
            self._check_placeholders(self._key_of(template, settings), template)
        bare = len(build_link(make_plan(channel_target(channel), {}, self.limit), {}).url)
        if bare > self.limit:
            self._add(
                "url",
                f": the address alone has {bare} characters, and `url_length` allows {self.limit}",
                "Shorten it, or raise `url_length`",
            )

    def _check_placeholders(self, key: str, template: str) -> None:
        for placeholder in unknown_placeholders(template):
            fix = suggest(placeholder, PLACEHOLDERS) or f"Use {', '.join(sorted(PLACEHOLDERS))}"
            self._add(key, f": nothing fills {{{placeholder}}}", fix)

    @staticmethod
    def _key_of(template: str, settings: ChannelSettings) -> str:
        """The setting in which a template stands."""
        keys = type(settings).model_fields
        return next((key for key in keys if template in str(getattr(settings, key))), "url")

    def _add(self, key: str, about: str, fix: str) -> None:
        line = self.lines.line("channels", self.name, *([key] if key else []))
        message = f"Channel `{self.name}`{about}"
        problem = Problem(
            path=self.lines.path, line=line, rule="channel-url", message=message, fix=fix
        )
        self.problems.append(problem)


def _channel(name: str, settings: ChannelSettings, provider: Provider[Any]) -> Channel:
    chosen = settings.provider not in ("", by_scheme(settings.url))
    return Channel(
        name=name,
        url=settings.url,
        label=settings.label,
        provider=settings.provider,
        target=provider.target(settings) if chosen else None,
        hours=tuple(
            OpeningHours(days=days, opens=opens, closes=closes)
            for days, opens, closes in map(parse_hours, settings.hours)
        ),
        timezone=settings.timezone,
        holidays=settings.holidays,
        audience=settings.audience,
    )


def channel_kind(channel: Channel) -> str:
    """Return what kind of channel it is: `ticket`, `mail`, `phone`, `callback` or `form`."""
    provider = all_providers().get(channel.provider or by_scheme(channel.url))
    return provider.kind if provider else "ticket"
