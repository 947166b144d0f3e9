"""The telephone: https://www.rfc-editor.org/rfc/rfc3966

`url` is `tel:` and a number in its international form. A call carries nothing, so the page offers
the text to have at hand.
"""

from __future__ import annotations

from typing import ClassVar

from kb_plugins.escalation.providers.contract import Provider
from kb_plugins.escalation.settings import ChannelSettings
from kb_plugins.model import Target


class Settings(ChannelSettings):
    """`url` is `tel:` and a number."""

    schemes: ClassVar[tuple[str, ...]] = ("tel",)


def target(settings: Settings) -> Target:
    """Return the number."""
    return Target(base=settings.url)


PROVIDER = Provider(name="tel", settings=Settings, target=target, kind="phone")
