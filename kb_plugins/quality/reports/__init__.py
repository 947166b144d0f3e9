"""How problems are printed: one file a format, each a function from problems to text."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kb_plugins.model import Problem
from kb_plugins.quality.reports.github import github_report
from kb_plugins.quality.reports.json import json_report
from kb_plugins.quality.reports.junit import junit_report
from kb_plugins.quality.reports.sarif import sarif_report
from kb_plugins.quality.reports.text import text_report

REPORTS: dict[str, Callable[[Sequence[Problem]], str]] = {
    "text": text_report,
    "github": github_report,
    "sarif": sarif_report,
    "json": json_report,
    "junit": junit_report,
}
