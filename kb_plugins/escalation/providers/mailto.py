"""E-mail: https://www.rfc-editor.org/rfc/rfc6068

Subject and body are filled in, line breaks as %0D%0A. The RFC lets programs ignore every other
header, so there is none. An address with a query of its own (`?subject=...{title}`) is a template.
"""

from __future__ import annotations

from typing import ClassVar

from kb_plugins.escalation.link import plain_target
from kb_plugins.escalation.providers.contract import Provider
from kb_plugins.escalation.settings import ChannelSettings
from kb_plugins.model import Target


class Settings(ChannelSettings):
    """`url` is `mailto:` and an address."""

    schemes: ClassVar[tuple[str, ...]] = ("mailto",)


def target(settings: Settings) -> Target:
    """Return subject and body for an address alone."""
    return plain_target(settings.url)


PROVIDER = Provider(name="mailto", settings=Settings, target=target, kind="mail")
