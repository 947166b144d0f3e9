"""Jira Service Management: the portal, or Jira's own form for readers who are logged in.

Source: https://confluence.atlassian.com/jirakb/creating-issues-via-direct-html-links-159474.html
(`CreateIssueDetails!init.jspa` with `pid`, `issuetype`, `summary`, `description` and the ids of
other fields). The portal documents no parameters: with `portal` it is opened bare, and the page
offers the text for copying.
"""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from kb_plugins.content.fields import Line
from kb_plugins.escalation.providers.contract import Provider, below, parameters
from kb_plugins.escalation.settings import ChannelSettings, Templates
from kb_plugins.model import Target


class Settings(ChannelSettings):
    """`url` is the address of the site: `https://acme.atlassian.net`."""

    portal: Line = Field("", description="The portal's number.")
    request_type: Line = Field("", description="The request type in the portal.")
    project: Line = Field("", description="The project's number, for readers who are logged in.")
    issue_type: Line = Field("", description="The issue type's number, with `project`.")
    fields: Templates = Field({}, description="Ids of other fields to templates, with `project`.")

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if bool(self.project) != bool(self.issue_type):
            raise ValueError("`project` and `issue_type` belong together")
        if self.project and self.portal:
            raise ValueError("`portal` and `project` lead to different forms|Keep one of the two")
        return self


def target(settings: Settings) -> Target:
    """Return the form of a project, or the portal as it is."""
    if not settings.project:
        path = "/servicedesk/customer/portal" + (f"/{settings.portal}" if settings.portal else "s")
        return Target(
            base=below(settings.url, path + _create(settings)),
        )
    return Target(
        base=below(settings.url, "/secure/CreateIssueDetails!init.jspa"),
        parameters=parameters(
            {
                "pid": settings.project,
                "issuetype": settings.issue_type,
                "summary": "{title}",
                "description": "{text}",
                **settings.fields,
            }
        ),
    )


def _create(settings: Settings) -> str:
    known = settings.portal and settings.request_type
    return f"/create/{settings.request_type}" if known else ""


PROVIDER = Provider(name="jira-service-management", settings=Settings, target=target)
