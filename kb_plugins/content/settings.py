"""What the configuration of a site says about its sources."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from kb_plugins.content.editions import Edition
from kb_plugins.model import Audience, Channel


@dataclass(frozen=True)
class Settings:
    """What the loader must know beside the files.

    `label` is how problems call the docs folder; `skip` says which paths are not looked at,
    `plain` which pages are no articles, and `draft` which articles are drafts whatever they say;
    `drafts` keeps drafts, for a preview. `types` maps ids of article types to labels; `translate`
    is the gettext function for the built-in levels, `broken_channels` are names of channels whose
    settings are wrong, `edition` chooses the language. `review` is
    after how many days articles of a type or level must be checked.
    """

    label: str = "docs"
    audience: Audience = Audience.PUBLIC
    types: Mapping[str, str] = field(default_factory=dict)
    channels: tuple[Channel, ...] = ()
    broken_channels: frozenset[str] = frozenset()
    skip: Callable[[str], bool] = lambda path: False
    plain: Callable[[str], bool] = lambda path: False
    draft: Callable[[str], bool] = lambda path: False
    drafts: bool = False
    translate: Callable[[str], str] = lambda text: text
    edition: Edition = field(default_factory=Edition)
    review: Mapping[str, int] = field(default_factory=dict)
