"""Freshdesk, the form of its feedback widget.

Source: https://support.freshdesk.com/support/solutions/articles/154064 ("Pre-populating feedback
widget form": `helpdesk_ticket[<field>]`, among them `requester`, `subject` and
`custom_field][<name>`), for the form at `/widgets/feedback_widget/new`. How the description is
called there is not documented, and the form of the portal takes nothing, so the page offers the
text for copying. Freshdesk phases this widget out; its successor needs their script.
"""

from __future__ import annotations

from pydantic import Field

from kb_plugins.escalation.providers.contract import Provider, below, parameters
from kb_plugins.escalation.settings import ChannelSettings, Templates
from kb_plugins.model import Target


class Settings(ChannelSettings):
    """`url` is the address of the portal: `https://acme.freshdesk.com`."""

    fields: Templates = Field({}, description="Names of custom fields to templates.")


def target(settings: Settings) -> Target:
    """Return the feedback form without its own search."""
    ticket = "helpdesk_ticket"
    fields = settings.fields.items()
    return Target(
        base=below(settings.url, "/widgets/feedback_widget/new"),
        parameters=parameters(
            {
                "widgetType": "embedded",
                "searchArea": "no",
                f"{ticket}[requester]": "{email}",
                f"{ticket}[subject]": "{title}",
                **{f"{ticket}[custom_field][{name}]": template for name, template in fields},
            }
        ),
    )


PROVIDER = Provider(name="freshdesk", settings=Settings, target=target)
