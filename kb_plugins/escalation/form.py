"""The form that does a link's work where no script runs: the reader writes subject and text in it.

A form that is opened (GET) loses the query of its address, so everything in the query becomes a
field: https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#submit-mutate-action
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import unquote, unquote_plus

from kb_plugins.escalation.link import Plan, build_link, fill, placeholders
from kb_plugins.model import Parameter, Target

ASKED = ("text", "title", "email", "name")
"""What a reader fills in; everything else is hidden."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form. `kind` is one of ASKED, or `hidden`; `value` is what it begins with."""

    name: str
    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Form:
    """A plain HTML form. `post` means that it is sent, else its address is opened."""

    action: str
    post: bool
    fields: tuple[Field, ...]

    @property
    def asks(self) -> bool:
        """Whether a reader can write in it."""
        return any(field.kind != "hidden" for field in self.fields)


def make_form(plan: Plan, known: Mapping[str, str]) -> Form | None:
    """Return the form for a plan, or None if no plain form can make its address.

    `known` are items that the page knows already. Of those the text holds only the consent: the
    reader sees it there.
    """
    target = plan.target
    if target.post:
        bare = Plan(replace(target, parameters=()), limit=plan.limit)
        action, asked = build_link(bare, known).url, target.parameters
    else:
        action, _, query = target.base.partition("?")
        action += f"#{target.fragment}" if target.fragment else ""
        asked = (*_pairs(target, query), *target.parameters)
        # A browser cannot double the carets of one system, nor fill in a path, nor ask a telephone.
        if action[:4].lower() == "tel:" or placeholders(action) or any(p.escapes for p in asked):
            return None
    told = replace(plan, lines=tuple(line for line in plan.lines if line[0] == "consent"))
    fields = (_field(parameter, told, known) for parameter in asked)
    return Form(action, target.post, tuple(f for f in fields if f.value or f.kind != "hidden"))


def _pairs(target: Target, query: str) -> list[Parameter]:
    """The query of an address as parameters. In mail addresses a plus is a plus (RFC 6068)."""
    decode = unquote if target.base[:7].lower() == "mailto:" else unquote_plus
    halves = (pair.partition("=") for pair in query.split("&") if pair)
    return [Parameter(name=decode(name), template=decode(template)) for name, _, template in halves]


def _field(parameter: Parameter, plan: Plan, known: Mapping[str, str]) -> Field:
    names = placeholders(parameter.template)
    kind = next((item for item in ASKED if item in names), "hidden")
    value = fill(parameter, plan, known, str)
    below = kind == "text" and known.get("consent")  # the reader writes above what was agreed to
    return Field(parameter.name, kind, value if below else value.strip("\r\n"))
