"""The get-help page: every level with its way to people, and the data of its script."""

from __future__ import annotations

from typing import Any

from kb_plugins.escalation.form import Form, make_form
from kb_plugins.escalation.ladder import WayOut, climb
from kb_plugins.escalation.link import PERSONAL, Context, build_link
from kb_plugins.model import Level
from kb_plugins.pages.context import Pages
from kb_plugins.pages.views import HelpField, HelpForm, HelpLevel, HelpView
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
        """What a reader without script sees: a link, a form, or both.

        Where there is something to agree to, the form demands it, and the ticket says so. If no
        form can be made, the link is shown to those who open the words.
        """
        pages = self.pages
        channel = pages.kb.channel_by_name[level.channel]
        plan, consent = self.ways.plan(channel), self.ways.consent(level)
        known = {"language": pages.language.code, "consent": consent}
        form = make_form(plan, {name: value for name, value in known.items() if value})
        needs_form = plan.target.post or bool(form and consent)
        return HelpLevel(
            badge=pages.badges[level.number],
            purpose=level.purpose,
            for_whom=level.for_whom,
            way=self.ways.view(WayOut(channel, level), Context(language=pages.language.code)),
            link="" if needs_form else build_link(plan, known).url,
            form=self._form(form) if form and (needs_form or form.asks) else None,
        )

    def _form(self, form: Form) -> HelpForm:
        _ = self.pages._
        labels = {
            "title": _("Subject"),
            "text": _("What is wrong?"),
            "name": _("Name"),
            "email": _("E-mail"),
        }
        return HelpForm(
            form.action,
            "post" if form.post else "get",
            tuple(
                HelpField(field.name, field.kind, labels.get(field.kind, ""), field.value)
                for field in form.fields
            ),
        )

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
            "consent": self.ways.consent(level),
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
