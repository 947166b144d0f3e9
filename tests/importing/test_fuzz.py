"""No input makes an importer fail: what cannot be understood becomes text or a loss."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kb_plugins.importing.model import Form, ImportedSite, Options, Page, SourceError
from kb_plugins.importing.plan import Levels, make_plan
from kb_plugins.importing.registry import find_importer, importer_names
from kb_plugins.importing.report import json_report, text_report
from kb_plugins.importing.sanitise import danger

QUICK = settings(max_examples=int(os.environ.get("FIRSTLINE_FUZZ", "40")), deadline=None,
                 phases=[Phase.explicit, Phase.reuse, Phase.generate],
                 suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
PIECES = st.sampled_from([
    "<p>", "</p>", "<ul><li>", "</li></ul>", "<table><tr><td>", "</td></tr></table>", "<pre>",
    "</pre>", "<code>", "`", "```\n", "~~~", "> [!NOTE]\n> ", ">![info]\n>", ":::note\n", ":::\n",
    "{% raw %}", "{% endraw %}", "{% include x %}", "{{ site.x }}", "{: .note }\n", "<Tabs>",
    "<TabItem value='a'>", "</TabItem>", "import A from './a.md'\n", "export const a = {\n",
    "{a}",
    "- ", "    - ", "\t* ", "1. ", "| a | b |\n|---|---|\n", "# ", "\n\n", "\n", "---\n", "title: ",
    "[x](", "](y.md)", "![", "<img src=", "\"", "<b>", "</b>", "<details>",
    "<summary>", "</details>",
    "[^1]", "[^1]: ", "+++ a\n", ">[!BEGINTABS]\n", ">[!TAB A]\n", "<kb-box kind=\"tab\">",
    "</kb-box>", "{#a}", "\\", "&lt;", "&#0;", "\x00", "\ufeff", "\r\n", "\u202e", "<br>",
    "<iframe src=",
    "<video src='a.mp4'>", "data:image/png;base64,AAAA", "javascript:", "*",
    "_", "~~", "=== \"a\"\n",
])
TEXT = st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=25).map("".join)
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=12)),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.sampled_from([
        "id", "title", "body", "articles", "sections", "categories", "translations", "locale",
        "data",
        "section_id", "category_id", "parent_section_id", "html_url", "type", "name", "folder_id",
        "description", "hierarchy", "translated_content", "parent_id", "url", "label_names", "tags",
        "created_at", "attachments", "article_attachments", "count", "source_id", "seo_data",
    ]), inner, max_size=8)), max_leaves=25)


def finish(site: ImportedSite) -> None:
    """Go all the way: conversion, front matter, both reports."""
    plan = make_plan(site, Levels())
    assert len(plan.pages) == len(site.pages)
    json.loads(json_report(site, plan))
    assert text_report(site, plan)
    for path in plan.files:
        assert ".." not in path.split("/") and not path.startswith("/")


@QUICK
@given(TEXT, st.sampled_from([Form.HTML, Form.MARKDOWN]))
def test_any_body_becomes_harmless_markdown(body: str, form: Form) -> None:
    page = Page(key="a", path="a.md", title="A", body=body, form=form, shown="a")
    site = ImportedSite(kind="test", pages=[page])
    plan = make_plan(site, Levels())
    text = plan.files["a.md"].decode().partition("\n---\n")[2]
    from kb_plugins.importing.render import render

    assert danger(render(text)) == ""


@QUICK
@given(st.dictionaries(st.sampled_from([
    "a.md", "b/a.md", "b/ü ö.md", "docs/x.mdx", "_posts/2020-01-02-x.md", "_config.yml",
    "docusaurus.config.js", "docs/_category_.json", "index.html", "a.json", "Solutions.xml",
    "i18n/it/docusaurus-plugin-content-docs/current/x.mdx", ".group.json", "b/.group.json",
    "_includes/x", "x.html",
]), st.one_of(TEXT.map(str.encode), st.binary(max_size=60)), max_size=6))
def test_any_folder_is_read_or_refused_in_one_line(files: dict[str, bytes]) -> None:
    with tempfile.TemporaryDirectory() as name:
        for path, data in files.items():
            file = Path(name) / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        try_all(Path(name))


@QUICK
@given(st.lists(JSON, max_size=3))
def test_any_json_is_read_or_refused_in_one_line(documents: list[object]) -> None:
    with tempfile.TemporaryDirectory() as name:
        for number, document in enumerate(documents):
            (Path(name) / f"{number}.json").write_text(json.dumps(document), encoding="utf-8")
        try_all(Path(name))


def try_all(folder: Path) -> None:
    for name in importer_names():
        importer = find_importer(name)
        assert 0 <= importer.detect(folder) <= 100
        try:
            site = importer.read(folder, Options())
        except SourceError as error:
            assert "\n" not in str(error)
        else:
            finish(site)
