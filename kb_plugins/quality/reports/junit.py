"""For GitLab, Jenkins and others that show test reports: a test case a problem (JUnit XML)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree as Tree

from kb_plugins.model import Problem, Severity

# What XML 1.0 cannot hold, not even escaped.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit_report(problems: Sequence[Problem]) -> str:
    """Return JUnit XML. Notes are passed cases with a text, so that they fail nothing."""
    failing = [problem for problem in problems if problem.severity is not Severity.INFO]
    suite = Tree.Element(
        "testsuite",
        name="kb check",
        tests=str(max(1, len(problems))),
        failures=str(len(failing)),
        errors="0",
    )
    for problem in problems:
        name = _clean(f"{problem.path}:{problem.line}")
        case = Tree.SubElement(suite, "testcase", classname=problem.rule, name=name)
        kind = "system-out" if problem.severity is Severity.INFO else "failure"
        detail = Tree.SubElement(case, kind)
        if kind == "failure":
            detail.set("type", problem.severity.value)
            detail.set("message", _clean(problem.message))
        detail.text = _clean(str(problem))
    if not problems:
        Tree.SubElement(suite, "testcase", classname="kb", name="no problems")
    root = Tree.Element("testsuites")
    root.append(suite)
    Tree.indent(root)
    return Tree.tostring(root, encoding="unicode", xml_declaration=False) + "\n"


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
