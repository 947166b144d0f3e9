"""Any address: `url` is a template whose {placeholders} are filled (RFC 3986 percent-encoding).

The address may be a form of any system that reads its fields from the query. It carries what it
has placeholders for; without `{text}` the page offers the text for copying.
"""

from __future__ import annotations

from kb_plugins.escalation.link import plain_target
from kb_plugins.escalation.providers.contract import Provider
from kb_plugins.escalation.settings import ChannelSettings
from kb_plugins.model import Target


def target(settings: ChannelSettings) -> Target:
    """Return the template as it is."""
    return plain_target(settings.url)


PROVIDER = Provider(name="url", settings=ChannelSettings, target=target)
