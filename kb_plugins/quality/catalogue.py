"""The rules as an article: what `docs/reference/rules.md` holds below its front matter."""

from __future__ import annotations

from collections.abc import Iterable

from kb_plugins.quality.rule import Rule

_SEVERITIES = {"error": "Error", "warning": "Warning", "info": "Note", "off": "Off"}


def rules_article(rules: Iterable[Rule]) -> str:
    """Return a table of all rules that explain themselves, and a section for each."""
    described = [rule for rule in rules if rule.why]
    rows = "".join(
        f"| [`{rule.id}`](#{rule.id}) | {_severity(rule)} | {rule.title} |\n" for rule in described
    )
    table = f"| Rule | In `kb check` | What it asks for |\n|---|---|---|\n{rows}"
    return table + "".join(map(_section, described))


def _section(rule: Rule) -> str:
    mended = " `kb check --fix` mends it." if rule.mend and "--fix" not in rule.how else ""
    fence = "````" if "```" in rule.example else "```"
    return (
        f"\n## `{rule.id}`\n\n"
        f"**{rule.title}.** {rule.why}\n\n"
        f"{fence}text\n{rule.example}\n{fence}\n\n"
        f"{rule.how}{mended}\n"
    )


def _severity(rule: Rule) -> str:
    return _SEVERITIES[rule.severity.value if rule.severity else "off"]
