"""The get-help page: every level with its way to people, and the data of its script."""

from __future__ import annotations

from typing import Any

from kb_plugins.escalation.ladder import WayOut, climb
from kb_plugins.escalation.link import PERSONAL, Context, Plan, form_fields, placeholders
from kb_plugins.model import Level
from kb_plugins.pages.context import Pages
from kb_plugins.pages.views import HelpField, HelpLevel, HelpView
from kb_plugins.pages.ways import Ways

SUGGESTIONS = 5


class HelpPage:
    """Makes the view of the get-help page."""

    def __init__(self, pages: Pages, ways: Ways) -> None:
        self.pages = pages
        self.ways = ways

    def view(self, title: str = "") -> HelpView:
        """Return the view. `title` is that of a text which the team wrote."""
        pages = self.pages
        reached = [level for level in pages.kb.levels if level.channel in pages.kb.channel_by_name]
        return HelpView(
            title or pages._("Get help"),
            tuple(map(self._level, reached)),
            pages.crumbs(),
            self._script(reached),
        )

    def _level(self, level: Level) -> HelpLevel:
        pages = self.pages
        channel = pages.kb.channel_by_name[level.channel]
        plan = self.ways.plan(channel)
        context = Context(language=pages.language.code)
        way = self.ways.view(WayOut(channel, level), context)
        post = plan.target.base if plan.target.post else ""
        return HelpLevel(
            pages.badges[level.number],
            level.purpose,
            level.for_whom,
            way,
            post,
            self._fields(plan) if post else (),
        )

    def _fields(self, plan: Plan) -> tuple[HelpField, ...]:
        """The fields of a form without script; what only a script knows stays empty and hidden."""
        _ = self.pages._
        words = {
            "title": ("line", _("Subject")),
            "text": ("text", _("What is wrong?")),
            "name": ("line", _("Name")),
            "email": ("email", _("E-mail")),
        }
        known = dict(form_fields(plan, {"language": self.pages.language.code}))
        fields = []
        for parameter in plan.target.parameters:
            names = placeholders(parameter.template)
            kind, label = words.get(names[0], ("hidden", "")) if len(names) == 1 else ("hidden", "")
            fields.append(HelpField(parameter.name, kind, label, known.get(parameter.name, "")))
        return tuple(fields)

    def _script(self, reached: list[Level]) -> dict[str, Any]:
        pages = self.pages
        leads = {level.number: climb(pages.kb, level) for level in pages.kb.levels}
        return {
            "levels": [self._level_data(level) for level in reached],
            "leads": {str(number): way.level.number for number, way in leads.items() if way},
            "examples": [
                {"level": level.number, "question": example.question}
                for level in pages.kb.levels
                for example in level.examples
            ],
            "labels": dict(pages.item_labels),
            "personal": PERSONAL,
            "language": pages.language.code,
            "most": SUGGESTIONS,
            "texts": self._texts(),
        }

    def _level_data(self, level: Level) -> dict[str, Any]:
        channel = self.pages.kb.channel_by_name[level.channel]
        return {
            "number": level.number,
            "name": level.name,
            "purpose": level.purpose,
            "entitlement": level.entitlement,
            "response": level.response,
            "consent": level.consent if level.external else "",
            "label": self.ways.label(channel),
            "plan": self.ways.plan(channel).data(),
        }

    def _texts(self) -> dict[str, str]:
        _ = self.pages._
        return {
            "nothing": _("No article comes near yet. Write a few words more."),
            "failed": _("The search could not be loaded."),
            "close": _("Close"),
            "beside": _("Read it here; what you wrote stays."),
            "nearest": _("The article “{title}” comes nearest, and it leads to this level."),
            "like": _("Your question is like “{question}”, which this level answers."),
            "from": _("The page that you come from leads to this level."),
            "first": _("This is the first level with people."),
            "chosen": _("You chose this level."),
            "takes": _("What it takes: {what}"),
            "cannot": _("This channel cannot take the text along. Copy it, and paste it there."),
            "long": _("The text is too long for a link and was shortened. Copy the whole text."),
            "left": _("Left out, because the link would be too long: {items}"),
            "copied": _("Copied"),
            "copyFailed": _("Copying did not work. Select the text and copy it yourself."),
            "agree": _("Please agree first."),
            "subject": _("Subject"),
        }
