"""A form on the get-help page that is posted to an endpoint of the team; it works without script.

Source: https://html.spec.whatwg.org/multipage/form-control-infrastructure.html
(`application/x-www-form-urlencoded`, UTF-8). The reader fills in subject, text and e-mail; the
names of the fields are those of the endpoint.
"""

from __future__ import annotations

from pydantic import Field

from kb_plugins.escalation.providers.contract import Provider, parameters
from kb_plugins.escalation.settings import ChannelSettings, Templates
from kb_plugins.model import Target

FIELDS = {"subject": "{title}", "text": "{text}", "email": "{email}"}


class Settings(ChannelSettings):
    """`url` is the endpoint: `https://example.org/tickets`."""

    fields: Templates = Field(FIELDS, description="Names of the endpoint's fields to templates.")


def target(settings: Settings) -> Target:
    """Return the endpoint with its fields."""
    return Target(
        base=settings.url, parameters=parameters(settings.fields), post=True, newline="\r\n"
    )


PROVIDER = Provider(name="form", settings=Settings, target=target, kind="form")
