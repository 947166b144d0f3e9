"""Calendly, to book a callback.

Source: https://help.calendly.com/hc/en-us/articles/226766767 (pre-fill invitee information):
`name`, `email`, and `a1`, `a2`, ... for the answers to questions of the event.
"""

from __future__ import annotations

from pydantic import Field

from kb_plugins.content.fields import Lines
from kb_plugins.escalation.providers.contract import Provider, parameters
from kb_plugins.escalation.settings import ChannelSettings
from kb_plugins.model import Target


class Settings(ChannelSettings):
    """`url` is the address of the event: `https://calendly.com/acme/callback`."""

    answers: Lines = Field(
        ("{title}\n\n{text}",), description="Templates for the questions of the event, in order."
    )

    def templates(self) -> tuple[str, ...]:
        """Return the values in which {placeholders} may stand."""
        return (*super().templates(), *self.answers)


def target(settings: Settings) -> Target:
    """Return the page of the event."""
    answers = {f"a{number}": text for number, text in enumerate(settings.answers, start=1)}
    return Target(
        base=settings.url.partition("#")[0],
        parameters=parameters({"name": "{name}", "email": "{email}", **answers}),
    )


PROVIDER = Provider(name="calendly", settings=Settings, target=target, kind="callback")
