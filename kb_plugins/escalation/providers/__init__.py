"""One small module a ticket system, and the list of them all."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from kb_plugins.escalation.providers import (
    cal_com,
    calendly,
    form,
    freescout,
    freshdesk,
    github,
    gitlab,
    jira_service_management,
    mailto,
    osticket,
    servicenow,
    tel,
    url,
    zammad,
    zendesk,
)
from kb_plugins.escalation.providers.contract import Provider

BUILT_IN: Mapping[str, Provider[Any]] = MappingProxyType(
    {
        module.PROVIDER.name: module.PROVIDER
        for module in (
            zendesk,
            freshdesk,
            jira_service_management,
            github,
            gitlab,
            zammad,
            freescout,
            osticket,
            servicenow,
            calendly,
            cal_com,
            mailto,
            tel,
            url,
            form,
        )
    }
)
"""The ticket systems that come with Firstline, by name."""


def by_scheme(address: object) -> str:
    """Return the name of the provider for an address alone."""
    scheme = str(address).strip().partition(":")[0].lower()
    return scheme if scheme in ("mailto", "tel") else "url"
