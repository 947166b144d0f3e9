"""Cal.com, to book a callback.

Source: https://cal.com/help/embedding/prefill-booking-form-embed and
https://cal.com/help/event-types/booking-questions: `name`, `email`, `notes`, and the identifiers of
other booking questions.
"""

from __future__ import annotations

from pydantic import Field

from kb_plugins.escalation.providers.contract import Provider, parameters
from kb_plugins.escalation.settings import ChannelSettings, Templates
from kb_plugins.model import Target


class Settings(ChannelSettings):
    """`url` is the address of the event: `https://cal.com/acme/callback`."""

    fields: Templates = Field({}, description="Identifiers of booking questions to templates.")


def target(settings: Settings) -> Target:
    """Return the page of the event."""
    return Target(
        base=settings.url.partition("#")[0],
        parameters=parameters(
            {
                "name": "{name}",
                "email": "{email}",
                "notes": "{title}\n\n{text}",
                **settings.fields,
            }
        ),
    )


PROVIDER = Provider(name="cal.com", settings=Settings, target=target, kind="callback")
