"""Zammad, the ticket form for customers.

Source: https://user-docs.zammad.org/ and Zammad's own routes (`#customer_ticket_new`). Zammad
documents no parameters for this form, so the page offers the text for copying. Its web form for
other sites (https://admin-docs.zammad.org/en/latest/channels/form.html) needs their script.
"""

from __future__ import annotations

from kb_plugins.escalation.providers.contract import Provider, below
from kb_plugins.escalation.settings import ChannelSettings
from kb_plugins.model import Target


def target(settings: ChannelSettings) -> Target:
    """Return the form for a new ticket; `url` is the address of Zammad."""
    return Target(base=below(settings.url, "/"), fragment="customer_ticket_new")


PROVIDER = Provider(name="zammad", settings=ChannelSettings, target=target)
