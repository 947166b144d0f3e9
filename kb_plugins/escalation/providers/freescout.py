"""FreeScout with its End-User Portal module.

Source: https://freescout.net/module/end-user-portal/ ("Prefilling Submit a Ticket form fields"),
confirmed in https://github.com/freescout-help-desk/freescout/issues/1938 and 2765: `f[name]`,
`f[email]`, `f[message]`, and `f[cf_<id>]` of custom fields, from version 1.0.42 of the module on.
The form has no subject, so the title becomes the first line of the message.
"""

from __future__ import annotations

from pydantic import Field

from kb_plugins.escalation.providers.contract import Provider, parameters
from kb_plugins.escalation.settings import ChannelSettings, Templates
from kb_plugins.model import Target


class Settings(ChannelSettings):
    """`url` is the address of the mailbox's portal: `https://desk.example.org/help/12345`."""

    fields: Templates = Field({}, description="Ids of custom fields to templates.")


def target(settings: Settings) -> Target:
    """Return the form of the portal."""
    return Target(
        base=settings.url.partition("#")[0],
        parameters=parameters(
            {
                "f[name]": "{name}",
                "f[email]": "{email}",
                "f[message]": "{title}\n\n{text}",
                **{f"f[cf_{field}]": template for field, template in settings.fields.items()},
            }
        ),
    )


PROVIDER = Provider(name="freescout", settings=Settings, target=target)
