"""The settings of the plugin, and what they mean."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from mkdocs.config import base
from mkdocs.config import config_options as c
from mkdocs.config.defaults import MkDocsConfig
from pydantic import TypeAdapter, ValidationError

from kb_plugins.adapter.languages import folder_of
from kb_plugins.content.config_lines import ConfigLines, read_config_lines
from kb_plugins.content.fields import Interval, suggest
from kb_plugins.content.schema import TYPES
from kb_plugins.escalation.channels import read_channels
from kb_plugins.escalation.link import URL_LENGTH
from kb_plugins.i18n import CatalogueError, Language, language
from kb_plugins.model import Channel, Problem
from kb_plugins.pages.accessibility import STATUSES, Statement
from kb_plugins.pages.site import Visits
from kb_plugins.publish.hosting import HOSTS

_INTERVAL: TypeAdapter[int] = TypeAdapter(Interval)


class FeedbackConfig(base.Config):  # type: ignore[no-untyped-call]
    """`feedback`: where the answers to "Was this article helpful?" go."""

    endpoint = c.Optional(c.URL())
    """An address that gets each answer as JSON."""
    channel = c.Type(str, default="")
    """The channel that is offered after a "No"."""


class OutputsConfig(base.Config):  # type: ignore[no-untyped-call]
    """`outputs`: the files for machines that read, each of which can be switched off."""

    markdown = c.Type(bool, default=True)
    """The Markdown of each article beside its page, and the button that copies it."""
    llms = c.Type(bool, default=True)
    """`llms.txt`, the table of contents for language models."""
    llms_full = c.Type(bool, default=True)
    """`llms-full.txt`, all articles in one file."""
    catalog = c.Type(bool, default=True)
    """`catalog.json`, the help centre as data."""
    feeds = c.Type(bool, default=True)
    """Atom feeds of the site, each level and each topic."""
    sitemap = c.Type(bool, default=True)
    """`sitemap.xml`."""
    robots = c.Type(bool, default=True)
    """`robots.txt`."""
    structured_data = c.Type(bool, default=True)
    """Data for search engines in each page (JSON-LD)."""


class LanguageConfig(base.Config):  # type: ignore[no-untyped-call]
    """`languages: <code>:` what differs in one language."""

    channels = c.Type(dict, default={})
    """Channels of this language. What one leaves out is as in the other languages."""
    types = c.DictOfItems(c.Type(str), default={})
    """Labels of types of articles."""
    docs = c.Type(str, default="")
    """The folder of its articles, where each language has a configuration of its own."""
    messages = c.Type(str, default="")
    """A gettext catalogue (`.po`) beside the configuration: interface texts of one's own."""


class AccessibilityConfig(base.Config):  # type: ignore[no-untyped-call]
    """`accessibility`: what the team says in its accessibility statement."""

    organisation = c.Type(str, default="")
    """Who publishes the site. Default: the name of the site."""
    status = c.Choice(STATUSES, default="unknown")
    """How far the site conforms: `full`, `partial`, `none`, or not assessed yet."""
    limits = c.ListOfItems(c.Type(str), default=[])
    """What is not accessible, one sentence each."""
    assessed = c.Optional(c.Type(date))
    """When that was last looked at."""
    channel = c.Type(str, default="")
    """The channel for reports of barriers. Default: the page of help."""
    enforcement = c.Type(str, default="")
    """Whom to turn to when there is no satisfying answer."""
    enforcement_url = c.Optional(c.URL())
    """Their address."""


class KbConfig(base.Config):  # type: ignore[no-untyped-call]
    """`plugins: kb:` in `mkdocs.yml`."""

    audience = c.Choice(("public", "internal"), default="public")
    """Which articles are built; `internal` builds those marked so as well."""
    channels = c.Type(dict, default={})
    """Ways to reach people: names to `url` and `label`."""
    types = c.DictOfItems(c.Type(str), default={})
    """Further types of articles: ids to labels."""
    exclude = c.Optional(c.PathSpec())
    """Pages that are no articles, as patterns like those of `.gitignore`."""
    url_length = c.Type(int, default=URL_LENGTH)
    """How long the address of a channel may grow, in encoded characters."""
    rules = c.Type(dict, default={})
    """How severe each rule is: ids to `error`, `warning`, `info` or `off`."""
    review_every = c.Type(dict, default={})
    """After how long articles must be checked again: types or levels to an interval."""
    remember_visit = c.Type(bool, default=True)
    """Whether the browser keeps, for this visit, what was searched and read."""
    cache = c.Type(bool, default=True)
    """Whether builds keep in `.cache/kb` what they made, for the next one."""
    outputs = c.SubConfig(OutputsConfig)
    """Which files for machines are made. Default: all."""
    hosts = c.ListOfItems(c.Choice(tuple(HOSTS)), default=[])
    """Hosts that get ready files with redirects and headers."""
    headers = c.DictOfItems(c.Type(str), default={})
    """Headers beside ours, or in place of ours; an empty one leaves."""
    content_security_policy = c.DictOfItems(c.Type(str), default={})
    """Sources beside ours, by directive."""
    gone = c.ListOfItems(c.Type(str), default=[])
    """Addresses that were given up on purpose; a `*` stands for anything."""
    feedback = c.SubConfig(FeedbackConfig)
    """Where the answers to "Was this article helpful?" go. Default: nowhere."""
    languages = c.DictOfItems(c.SubConfig(LanguageConfig), default={})
    """What differs in one language: codes to `channels`, `types`, `messages` and `docs`."""
    offline_copy = c.Type(bool, default=False)
    """Whether readers are offered to keep a copy of the site in their browser."""
    accessibility = c.SubConfig(AccessibilityConfig)
    """What the team says in its accessibility statement."""


def config_lines(config: MkDocsConfig) -> ConfigLines:
    """Find the lines of our settings in the configuration file."""
    path = config.config_file_path
    return read_config_lines(Path(path) if path else None, "kb")


def channels(
    settings: KbConfig, lines: ConfigLines, code: str = ""
) -> tuple[tuple[Channel, ...], list[Problem]]:
    """Return the channels of a language and what is wrong with them."""
    own = settings.languages.get(code)
    merged = _merged(settings.channels, own.channels if own else {})
    found, problems = read_channels(merged, lines.of_language(code), settings.url_length)
    names = list(merged)
    problems += _named_channel(
        "feedback", settings.feedback.channel, "answers on articles", names, lines
    )
    problems += _named_channel(
        "accessibility", settings.accessibility.channel, "reports of barriers", names, lines
    )
    return found, problems


def _named_channel(
    rule: str, wanted: str, what: str, names: list[str], lines: ConfigLines
) -> list[Problem]:
    """Return the problem of a setting `<rule>: channel:` that names no channel."""
    if not wanted or wanted in names:
        return []
    problem = Problem(
        path=lines.path,
        line=lines.line(rule, "channel"),
        rule=rule,
        message=f'There is no channel "{wanted}" for {what}',
        fix=suggest(wanted, names) or "Name one of `channels`",
    )
    return [problem]


def cache_folder(config: MkDocsConfig) -> Path:
    """Return the folder for what may be lost: the one that Material's plugins use as well."""
    return Path(config.config_file_path or ".").absolute().parent / ".cache" / "kb"


def cache_file(config: MkDocsConfig, settings: KbConfig) -> Path | None:
    """Return the file of the build cache, or None where it is off: `cache: false`, $KB_NO_CACHE."""
    off = not settings.cache or os.environ.get("KB_NO_CACHE", "") not in ("", "0")
    return None if off else cache_folder(config) / "build.sqlite"


def _merged(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Return channels with those of a language: key by key, unless one leads elsewhere anew."""
    merged = dict(base)
    for name, value in own.items():
        old = merged.get(name)
        if isinstance(value, dict) and not {"url", "provider"} & value.keys():
            old = {"url": old} if isinstance(old, str) else old
            merged[name] = {**old, **value} if isinstance(old, dict) else value
        else:
            merged[name] = value
    return merged


def statement(settings: KbConfig) -> Statement:
    """Return what the team says about the accessibility of its site."""
    said = settings.accessibility
    return Statement(
        said.organisation,
        said.status,
        tuple(said.limits),
        said.assessed,
        said.channel,
        said.enforcement,
        said.enforcement_url or "",
    )


def visits(settings: KbConfig) -> Visits:
    """Return what the site does with a visit."""
    feedback = settings.feedback
    return Visits(settings.remember_visit, feedback.endpoint or "", feedback.channel)


def review_intervals(
    settings: KbConfig, lines: ConfigLines
) -> tuple[dict[str, int], list[Problem]]:
    """Return days by type or level, and what is wrong with the setting."""
    days: dict[str, int] = {}
    problems: list[Problem] = []
    for name, value in settings.review_every.items():
        try:
            days[str(name)] = _INTERVAL.validate_python(value)
        except ValidationError:
            problems.append(
                Problem(
                    path=lines.path,
                    line=lines.line("review_every", str(name)),
                    rule="config",
                    message=f"`review_every`: the value of `{name}` is not an interval",
                    fix='Write days as a number, or "6 months"',
                )
            )
    return days, problems


def article_types(settings: KbConfig, speaker: Language) -> Mapping[str, str]:
    """Return the types of articles with their labels, the built-in ones first."""
    _ = speaker.gettext
    built_in = {
        "faq": _("FAQ"),
        "how-to": _("How-to"),
        "troubleshooting": _("Troubleshooting"),
        "reference": _("Reference"),
        "video": _("Video"),
        "news": _("News"),
    }
    assert tuple(built_in) == TYPES
    own = settings.languages.get(speaker.code)
    return {**built_in, **settings.types, **(own.types if own else {})}


def speaker(
    config: MkDocsConfig, settings: KbConfig, lines: ConfigLines, code: str
) -> tuple[Language, list[Problem]]:
    """Return a language with the texts that the team gave it, and what is wrong with those."""
    own = settings.languages.get(code)
    if own is None or not own.messages:
        return language(code), []
    try:
        return language(code, folder_of(config, own.messages)), []
    except CatalogueError as error:
        problem = Problem(
            path=lines.path,
            line=lines.line("languages", code, "messages"),
            rule="config",
            message=f"`{own.messages}` cannot be used: {error}",
            fix="Name a gettext catalogue (.po, UTF-8), relative to this file",
        )
        return language(code), [problem]
