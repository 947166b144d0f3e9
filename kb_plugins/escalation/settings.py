"""What every channel of the configuration may say, whatever its ticket system."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, ConfigDict, Field, field_validator

from kb_plugins.content.fields import HoursLines, Line, Zone, safe_url
from kb_plugins.content.schema import Schema, enum_text
from kb_plugins.model import Audience, Holiday

_DAY = re.compile(r"(?:(\d{4})-)?(\d\d)-(\d\d)$")
_LEAP_YEAR = 2024


def _holiday(value: Any) -> Any:
    """`2026-12-25`, or `12-25` for every year."""
    match = _DAY.match(str(value).strip())
    if match is None:
        raise ValueError("write a holiday as 2026-12-25, or as 12-25 for every year")
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        date(year or _LEAP_YEAR, month or 0, day or 0)
    except ValueError:
        raise ValueError(f"there is no such day as {value}") from None
    return Holiday(year=year, month=month or 0, day=day or 0)


def _text(value: Any) -> Any:
    return "" if value is None else str(value) if isinstance(value, int | float) else value


Holidays = tuple[Annotated[Holiday, BeforeValidator(_holiday)], ...]
Templates = dict[Annotated[str, BeforeValidator(_text)], Line]
"""Names of fields to templates, such as `{product}`."""


class ChannelSettings(Schema):
    """One entry of `channels`. A provider adds its own keys in a subclass."""

    # Of all ticket systems, a site uses one or two; only those are worth making ready.
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)
    schemes: ClassVar[tuple[str, ...]] = ("https", "http")

    url: Line = Field(description="Where the channel is; each provider says what it wants here.")
    label: Line = Field("", description="The words on the button. Default: by kind of channel.")
    provider: Line = Field("", description="The ticket system. Default: by the scheme of `url`.")
    hours: HoursLines = Field((), description="Opening hours. Default: those of the level.")
    timezone: Zone = Field("", description="Time zone of the hours. Default: that of the level.")
    holidays: Holidays = Field((), description="Days without service: `2026-12-25` or `12-25`.")
    audience: Annotated[Audience, BeforeValidator(enum_text)] = Field(
        Audience.PUBLIC, description="`internal` keeps the channel out of a public build."
    )

    @field_validator("url")
    @classmethod
    def _url(cls, value: str) -> str:
        scheme = safe_url(value).partition(":")[0].lower()
        if scheme not in cls.schemes:
            wanted = " or ".join(f"{name}:" for name in cls.schemes)
            raise ValueError(f"this ticket system wants an address that begins with {wanted}")
        return value

    def templates(self) -> tuple[str, ...]:
        """Return the values in which {placeholders} may stand."""
        texts = [self.url]
        for name in type(self).model_fields:
            value = getattr(self, name)
            texts += value.values() if isinstance(value, dict) else ()
        return tuple(texts)
