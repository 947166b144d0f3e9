"""GitHub issues.

Source: https://docs.github.com/en/issues/tracking-your-work-with-issues/using-issues/
creating-an-issue#creating-an-issue-from-a-url-query (`title`, `body`, `labels`, `template`) and
https://docs.github.com/en/communities/using-templates-to-encourage-useful-issues-and-pull-requests/
syntax-for-githubs-form-schema (the ids of an issue form's fields are parameters). A form has no
body: name one of its fields in `fields` with `{text}`.
"""

from __future__ import annotations

from pydantic import Field

from kb_plugins.content.fields import Line, Lines
from kb_plugins.escalation.providers.contract import Provider, below, parameters
from kb_plugins.escalation.settings import ChannelSettings, Templates
from kb_plugins.model import Target


class Settings(ChannelSettings):
    """`url` is the address of the repository: `https://github.com/acme/app`."""

    labels: Lines = Field((), description="Labels of the issue.")
    template: Line = Field("", description="File name of an issue template or form.")
    fields: Templates = Field({}, description="Ids of an issue form's fields to templates.")


def target(settings: Settings) -> Target:
    """Return the page of a new issue."""
    is_form = settings.template.endswith((".yml", ".yaml"))
    return Target(
        base=below(settings.url, "/issues/new"),
        parameters=parameters(
            {
                "template": settings.template,
                "title": "{title}",
                "body": "" if is_form else "{text}",
                "labels": ",".join(settings.labels),
                **settings.fields,
            }
        ),
    )


PROVIDER = Provider(name="github", settings=Settings, target=target)
