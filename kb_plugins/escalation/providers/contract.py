"""What a ticket system must say of itself. One module beside this one describes one system."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from kb_plugins.escalation.settings import ChannelSettings
from kb_plugins.model import Parameter, Target

S = TypeVar("S", bound=ChannelSettings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider(Generic[S]):
    """A ticket system.

    `settings` is the schema of its entry in the configuration, `target` makes checked settings a
    target: plain data from which build and browser make the link. What the target has no place for
    cannot be taken along; if that is `{text}`, the page offers the text for copying. `kind` picks
    the words on the button: `ticket`, `mail`, `phone`, `callback` or `form`.
    """

    name: str
    settings: type[S]
    target: Callable[[S], Target]
    kind: str = "ticket"


def parameters(pairs: Mapping[str, str]) -> tuple[Parameter, ...]:
    """Return parameters by name and template, without those whose template is empty."""
    return tuple(
        Parameter(name=name, template=template) for name, template in pairs.items() if template
    )


def below(url: str, path: str) -> str:
    """Return an address below another one; a query or fragment of the latter is not kept."""
    return url.partition("#")[0].partition("?")[0].rstrip("/") + path
