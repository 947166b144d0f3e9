"""Ready files for the hosts of a site, made of what the finished site holds."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterable
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from kb_plugins.adapter.config import KbConfig, config_lines
from kb_plugins.model import Channel, Problem
from kb_plugins.publish.hosting import DETECTED, hosting_files
from kb_plugins.publish.hosting.plan import Plan, base_of, hashed_names, headers
from kb_plugins.publish.hosting.policy import content_policy

log = logging.getLogger("mkdocs.plugins.kb")

_JOINED = ("_headers", "_redirects")
"""Files in which the rules of a team and ours stand one after the other; theirs win."""
_DIRECTIVE = re.compile(r"[a-z]+(-[a-z]+)*")
_SOURCES = re.compile(r"[\x20-\x2b\x2d-\x3a\x3c-\x7e]*")


def write_hosting(
    config: MkDocsConfig,
    own: KbConfig,
    channels: Iterable[Channel],
    redirects: dict[str, str],
    listed: Iterable[str],
) -> list[Problem]:
    """Write the files of all hosts that the site names, and of the one that builds it.

    `listed` are addresses that were given up. Returns what is wrong with the settings.
    """
    hosts = [*own.hosts, *(host for name, host in DETECTED.items() if os.environ.get(name))]
    problems = _wrong_sources(config, own)
    if not hosts or problems:
        return problems
    site, url = Path(config.site_dir), config.site_url or ""
    files = sorted(path for path in site.rglob("*") if path.is_file())
    policy = content_policy(
        (path.read_text("utf-8", "replace") for path in files if path.suffix == ".html"),
        [own.feedback.endpoint or ""],
        [channel.target.base if channel.target else channel.url for channel in channels],
        own.content_security_policy,
    )
    try:
        found = headers(policy, url, own.headers)
    except ValueError as error:
        return [_problem(config, "headers", str(error), "Write `Name: value`, in plain letters")]
    plan = Plan(
        redirects=redirects,
        gone=tuple(sorted(address for address in listed if "#" not in address)),
        headers=found,
        hashed=hashed_names(path.relative_to(site).as_posix() for path in files),
        base=base_of(url),
        lost=tuple(
            f"{path.parent.relative_to(site).as_posix()}/"
            for path in files
            if path.name == "404.html" and path.parent != site
        ),
        shared=own.audience == "public",
    )
    for name, text in sorted(hosting_files(hosts, plan).items()):
        _write(site / name, name, text)
    return []


def _write(file: Path, name: str, text: str) -> None:
    if file.exists() and name in _JOINED:
        text = f"{file.read_text(encoding='utf-8').rstrip()}\n{text}"
    elif file.exists():
        log.info("%s stays as your team wrote it", name)
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")


def _wrong_sources(config: MkDocsConfig, own: KbConfig) -> list[Problem]:
    return [
        _problem(
            config,
            "content_security_policy",
            f"`{directive}: {sources}` is no part of a policy",
            "Write a directive such as `frame-src`, and addresses with blanks between them",
        )
        for directive, sources in own.content_security_policy.items()
        if not (_DIRECTIVE.fullmatch(directive) and _SOURCES.fullmatch(sources))
    ]


def _problem(config: MkDocsConfig, setting: str, message: str, fix: str) -> Problem:
    lines = config_lines(config)
    return Problem(
        path=lines.path, line=lines.line(setting), rule="hosting", message=message, fix=fix
    )
