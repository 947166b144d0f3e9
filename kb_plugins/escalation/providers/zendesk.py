"""Zendesk Guide, the request form.

Source: https://support.zendesk.com/hc/en-us/articles/4408839114522 (Creating pre-filled ticket
forms): `ticket_form_id`, `tf_subject`, `tf_description`, `tf_anonymous_requester_email` and
`tf_<field id>`; the locale is part of the path.
"""

from __future__ import annotations

from pydantic import Field

from kb_plugins.content.fields import Line
from kb_plugins.escalation.providers.contract import Provider, below, parameters
from kb_plugins.escalation.settings import ChannelSettings, Templates
from kb_plugins.model import Target


class Settings(ChannelSettings):
    """`url` is the address of the help centre: `https://acme.zendesk.com`."""

    form_id: Line = Field("", description="The ticket form, if there are several.")
    locale: Line = Field("", pattern=r"^[A-Za-z0-9-]*$", description="Such as `en-us`.")
    fields: Templates = Field({}, description="Ids of custom fields to templates.")


def target(settings: Settings) -> Target:
    """Return the new request form, everything filled in."""
    locale = f"/{settings.locale.lower()}" if settings.locale else ""
    return Target(
        base=below(settings.url, f"/hc{locale}/requests/new"),
        parameters=parameters(
            {
                "ticket_form_id": settings.form_id,
                "tf_subject": "{title}",
                "tf_description": "{text}",
                "tf_anonymous_requester_email": "{email}",
                **{f"tf_{field}": template for field, template in settings.fields.items()},
            }
        ),
    )


PROVIDER = Provider(name="zendesk", settings=Settings, target=target)
