"""osTicket, the form for a new ticket.

Source: https://docs.osticket.com/ and osTicket's `open.php`, which reads `topicId` alone. Subject
and text cannot be filled in, so the page offers the text for copying.
"""

from __future__ import annotations

from pydantic import Field

from kb_plugins.content.fields import Line
from kb_plugins.escalation.providers.contract import Provider, below, parameters
from kb_plugins.escalation.settings import ChannelSettings
from kb_plugins.model import Target


class Settings(ChannelSettings):
    """`url` is the address of osTicket: `https://support.example.org`."""

    topic: Line = Field("", description="The number of a help topic.")


def target(settings: Settings) -> Target:
    """Return the form, its topic chosen."""
    return Target(
        base=below(settings.url, "/open.php"), parameters=parameters({"topicId": settings.topic})
    )


PROVIDER = Provider(name="osticket", settings=Settings, target=target)
