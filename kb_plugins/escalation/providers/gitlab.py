"""GitLab issues.

Source: https://docs.gitlab.com/user/project/issues/create_issues/#using-a-url-with-prefilled-values
(`issue[title]`, `issue[description]`, `issue[confidential]`, `issuable_template`; the description
is appended to the template).
"""

from __future__ import annotations

from pydantic import Field

from kb_plugins.content.fields import Line
from kb_plugins.escalation.providers.contract import Provider, below, parameters
from kb_plugins.escalation.settings import ChannelSettings
from kb_plugins.model import Target


class Settings(ChannelSettings):
    """`url` is the address of the project: `https://gitlab.com/acme/app`."""

    template: Line = Field("", description="Name of a description template.")
    confidential: bool = Field(False, description="Whether only the team sees the issue.")


def target(settings: Settings) -> Target:
    """Return the page of a new issue."""
    return Target(
        base=below(settings.url, "/-/issues/new"),
        parameters=parameters(
            {
                "issuable_template": settings.template,
                "issue[title]": "{title}",
                "issue[description]": "{text}",
                "issue[confidential]": "true" if settings.confidential else "",
            }
        ),
    )


PROVIDER = Provider(name="gitlab", settings=Settings, target=target)
