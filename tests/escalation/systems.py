"""One channel of each ticket system, as the tests configure it, and how its links are read."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from kb_plugins.content.config_lines import ConfigLines
from kb_plugins.escalation.channels import read_channels
from kb_plugins.escalation.link import URL_LENGTH, Plan, channel_target, make_plan
from kb_plugins.model import Channel

LABELS = {
    "url": "Article",
    "level": "Level",
    "product": "Product",
    "version": "Version",
    "language": "Language",
    "query": "Searched for",
    "read": "Read",
    "browser": "Browser",
    "reason": "Why it did not help",
    "consent": "Agreed to",
    "name": "Name",
    "email": "E-mail",
}
SYSTEMS: dict[str, dict[str, Any]] = {
    "zendesk": {
        "url": "https://acme.zendesk.com",
        "form_id": 123,
        "locale": "en-us",
        "fields": {360001: "{product}"},
    },
    "freshdesk": {"url": "https://acme.freshdesk.com/", "fields": {"cf_product": "{product}"}},
    "jira-service-management": {
        "url": "https://acme.atlassian.net",
        "project": 10500,
        "issue_type": 3,
        "fields": {"environment": "{browser}"},
    },
    "github": {"url": "https://github.com/acme/app", "labels": ["question", "kb"]},
    "gitlab": {
        "url": "https://gitlab.com/acme/app",
        "template": "Bug report",
        "confidential": True,
    },
    "zammad": {"url": "https://desk.example.org"},
    "freescout": {"url": "https://desk.example.org/help/99", "fields": {37: "{product}"}},
    "osticket": {"url": "https://desk.example.org/support", "topic": 7},
    "servicenow": {"url": "https://acme.service-now.com", "fields": {"category": "software"}},
    "calendly": {
        "url": "https://calendly.com/acme/callback",
        "answers": ["{title}", "{text}", "{product}"],
    },
    "cal.com": {"url": "https://cal.com/acme/callback", "fields": {"product": "{product}"}},
    "mailto": {"url": "mailto:help@example.org"},
    "tel": {"url": "tel:+39-06-1"},
    "url": {"url": "https://example.org/new?s={title}&b={text}&p={product}"},
    "form": {"url": "https://example.org/tickets"},
}


def channel(name: str, **settings: Any) -> Channel:
    """Read one channel as a configuration would have it; its provider is called like it."""
    entry = {"provider": name, **(settings or SYSTEMS[name])}
    (found,), problems = read_channels({name: entry}, ConfigLines("mkdocs.yml"))
    assert problems == []
    return found


def plan_of(name: str, limit: int = URL_LENGTH, **settings: Any) -> Plan:
    return make_plan(channel_target(channel(name, **settings)), LABELS, limit)


def pairs(address: str) -> dict[str, str]:
    """Names and values of the query, read as RFC 3986 says."""
    query = address.partition("#")[0].partition("?")[2]
    halves = (pair.partition("=") for pair in query.split("&") if pair)
    return {
        unquote(name, errors="strict"): unquote(value, errors="strict") for name, _, value in halves
    }
