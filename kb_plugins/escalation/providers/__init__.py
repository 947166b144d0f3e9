"""One small module a ticket system, and the list of them all."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
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
from kb_plugins.escalation.settings import ChannelSettings
from kb_plugins.extensions import PROVIDERS, Fault, find_extensions, misfit

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


@cache
def all_providers() -> Mapping[str, Provider[Any]]:
    """Return every ticket system by name: ours, and those of other packages."""
    return MappingProxyType({**_outside()[0], **BUILT_IN})


def provider_faults() -> tuple[Fault, ...]:
    """Return what is wrong with ticket systems of other packages."""
    return _outside()[1]


@cache
def _outside() -> tuple[dict[str, Provider[Any]], tuple[Fault, ...]]:
    found = find_extensions(PROVIDERS)
    good: dict[str, Provider[Any]] = {}
    faults = list(found.faults)
    for name, part in found.parts:
        if not isinstance(part, Provider) or not issubclass(part.settings, ChannelSettings):
            faults.append(misfit(PROVIDERS, name, "is no Provider with ChannelSettings"))
        elif part.name in BUILT_IN or part.name in good:
            faults.append(misfit(PROVIDERS, name, f'has the taken name "{part.name}"'))
        else:
            good[part.name] = part
    return good, tuple(faults)


def by_scheme(address: object) -> str:
    """Return the name of the provider for an address alone."""
    scheme = str(address).strip().partition(":")[0].lower()
    return scheme if scheme in ("mailto", "tel") else "url"
