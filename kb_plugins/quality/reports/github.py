"""For GitHub: workflow commands, which become annotations on the lines of a pull request.

https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from collections.abc import Sequence

from kb_plugins.model import Problem, Severity

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def github_report(problems: Sequence[Problem]) -> str:
    """Return a workflow command a line."""
    return "".join(
        f"::{_COMMANDS[problem.severity]} file={_value(problem.path)},line={problem.line},"
        f"title={_value(problem.rule)}::{_text(_sentence(problem))}\n"
        for problem in problems
    )


def _sentence(problem: Problem) -> str:
    return str(problem).split(f": {problem.rule}: ", 1)[1]


def _text(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _value(text: str) -> str:
    return _text(text).replace(":", "%3A").replace(",", "%2C")
