"""Channels of the configuration: what is accepted, and what is said of the rest."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kb_plugins.content.config_lines import read_config_lines
from kb_plugins.escalation.channels import read_channels
from kb_plugins.model import Channel


def channels(tmp_path: Path, *lines: str) -> tuple[list[Channel], list[str]]:
    """Read channels from a real mkdocs.yml; the first of `lines` is its line 5."""
    text = "\n".join(
        [
            "site_name: X",
            "plugins:",
            "  - kb:",
            "      channels:",
            *(f"        {line}" for line in lines),
            "",
        ]
    )
    file = tmp_path / "mkdocs.yml"
    file.write_text(text, encoding="utf-8")
    settings: dict[str, Any] = yaml.safe_load(text)["plugins"][0]["kb"]["channels"]
    found, problems = read_channels(settings, read_config_lines(file, "kb"))
    return list(found), [str(problem) for problem in problems]


def test_good_channels(tmp_path: Path):
    found, problems = channels(
        tmp_path,
        "ticket: {url: 'https://example.org/new?t={title}', label: Write}",
        "mail: mailto:help@example.org",
        "phone:",
        "  url: tel:+39-06-1",
    )
    assert problems == []
    assert found == [
        Channel(name="ticket", url="https://example.org/new?t={title}", label="Write"),
        Channel(name="mail", url="mailto:help@example.org"),
        Channel(name="phone", url="tel:+39-06-1"),
    ]
    assert [channel.scheme for channel in found] == ["https", "mailto", "tel"]


@pytest.mark.parametrize(
    ("lines", "line", "message"),
    [
        (
            ["bad: 'javascript:alert(1)'"],
            5,
            'Channel `bad`, `url`: the scheme "javascript" is not allowed; use one of https, http, '
            "mailto, tel. Correct the value, or remove the line.",
        ),
        (
            ["bad:"],
            5,
            "Channel `bad` is an environment variable that is not set. "
            "Write a URL, or `url` and `label`.",
        ),
        (["bad: [a]"], 5, "Channel `bad` is ['a']. Write a URL, or `url` and `label`."),
        (["bad: 5"], 5, "Channel `bad` is 5. Write a URL, or `url` and `label`."),
        (["bad:", "  label: Write"], 5, "Channel `bad`, `url`: this is required. Add it."),
        (
            ["bad:", "  label: Write", "  url:"],
            7,
            "Channel `bad`, `url`: this is required. Add it.",
        ),
        (
            ["bad:", "  label: Write", "  url: ''"],
            7,
            'Channel `bad`, `url`: the scheme "" is not allowed; use one of https, http, mailto, '
            "tel. Correct the value, or remove the line.",
        ),
        (
            ["bad:", "  url: tel:1", "  lable: Call"],
            7,
            'Channel `bad`, `lable`: there is no such setting. Did you mean "label"?',
        ),
        (
            ["bad:", "  url: tel:1", "  colour: red"],
            7,
            "Channel `bad`, `colour`: there is no such setting. Use url, label, provider, hours, "
            "timezone, holidays, audience.",
        ),
        (
            ["bad:", "  label: A", "  url: 'https://example.org/{titel}'"],
            7,
            'Channel `bad`: nothing fills {titel}. Did you mean "title"?',
        ),
        (
            ["bad: 'https://example.org/{zzz}'"],
            5,
            "Channel `bad`: nothing fills {zzz}. Use browser, consent, email, language, "
            "level, name, product, query, read, reason, text, title, url, version.",
        ),
    ],
)
def test_bad_channels(tmp_path: Path, lines: list[str], line: int, message: str):
    found, problems = channels(tmp_path, *lines, "good: tel:1")
    assert [channel.name for channel in found] == ["good"]
    assert problems == [f"mkdocs.yml:{line}: channel-url: {message}"]


def test_plugins_as_a_mapping(tmp_path: Path):
    file = tmp_path / "mkdocs.yml"
    file.write_text("plugins:\n  search: {}\n  kb:\n    channels:\n      a: tel:1\n")
    lines = read_config_lines(file, "kb")
    assert (lines.path, lines.start, lines.line("channels", "a")) == ("mkdocs.yml", 3, 5)
    assert lines.line("channels", "a", "url") == 5  # the nearest that can be found
    assert lines.line("nothing") == 3


@pytest.mark.parametrize(
    "text", ["plugins: [kb]\n", "plugins:\n  - kb\n", "nothing: here\n", "", "- a\n", "a: [\n"]
)
def test_configuration_without_settings(tmp_path: Path, text: str):
    file = tmp_path / "mkdocs.yml"
    file.write_text(text)
    lines = read_config_lines(file, "kb")
    assert lines.line("channels", "a") == lines.start
    assert lines.path == "mkdocs.yml"


def test_tags_of_other_tools_are_not_run(tmp_path: Path):
    file = tmp_path / "mkdocs.yml"
    file.write_text(
        "markdown_extensions:\n  - x: !!python/name:os.system\n"
        "plugins:\n  - kb:\n      channels:\n        a: !ENV [A, tel:1]\n"
    )
    assert read_config_lines(file, "kb").line("channels", "a") == 6


def test_no_configuration_file():
    assert read_config_lines(None, "kb").line("channels") == 1
