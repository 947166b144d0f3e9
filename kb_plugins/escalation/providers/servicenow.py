"""ServiceNow: a new record for readers who are logged in, or an item of the service portal.

Source: https://www.servicenow.com/docs/ ("Navigate to a record or module using a URL": with
`sys_id=-1`, `sysparm_query=field=value^field=value` applies the values to a new record), and
GlideStringUtil.escapeQueryTermSeparator: a `^` inside a value is written `^^`. A value that begins
with `javascript:` would be evaluated ("Examples of navigating by URL"), so a blank goes before its
colon. A catalogue item of the portal (`item`) documents no parameters: there the page offers the
text for copying.
"""

from __future__ import annotations

from pydantic import Field

from kb_plugins.content.fields import Line
from kb_plugins.escalation.providers.contract import Provider, below, parameters
from kb_plugins.escalation.settings import ChannelSettings, Templates
from kb_plugins.model import Parameter, Target


class Settings(ChannelSettings):
    """`url` is the address of the instance: `https://acme.service-now.com`."""

    table: Line = Field("incident", pattern=r"^\w+$", description="The table of the new record.")
    item: Line = Field("", description="The sys_id of a catalogue item, instead of a record.")
    fields: Templates = Field({}, description="Names of further fields to templates.")


def target(settings: Settings) -> Target:
    """Return the form of a new record, or the page of an item."""
    if settings.item:
        pairs = {"id": "sc_cat_item", "sys_id": settings.item}
        return Target(base=below(settings.url, "/sp"), parameters=parameters(pairs))
    fields = {"short_description": "{title}", "description": "{text}", **settings.fields}
    query = "^".join(f"{name}={template}" for name, template in fields.items())
    return Target(
        base=below(settings.url, f"/{settings.table}.do"),
        parameters=(
            Parameter(name="sys_id", template="-1"),
            Parameter(
                name="sysparm_query",
                template=query,
                escapes=(("^", "^^"), ("javascript:", "javascript :")),
            ),
        ),
    )


PROVIDER = Provider(name="servicenow", settings=Settings, target=target)
