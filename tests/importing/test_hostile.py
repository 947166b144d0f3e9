"""Hostile HTML stays harmless: what is published has nothing that runs, whatever came in.

The payloads are of the families of the OWASP filter evasion cheat sheet and of published mutation
attacks on sanitisers.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from moving import build_strictly, run_import
from selectolax.lexbor import LexborHTMLParser

from kb_plugins.importing.sanitise import danger

PAYLOADS = (Path(__file__).parent / "payloads.txt").read_text(encoding="utf-8").split("\n%%\n")
FORBIDDEN = "script, iframe, object, embed, form, base, meta[http-equiv], svg, math, style, link"


def zendesk(folder: Path, bodies: list[str]) -> Path:
    folder.mkdir(exist_ok=True)
    articles = [{"id": n, "section_id": 1, "title": f"Case {n}", "body": body, "locale": "en-us",
                 "html_url": f"https://x.zendesk.com/hc/en-us/articles/{n}-Case-{n}"}
                for n, body in enumerate(bodies, 1)]
    (folder / "articles.json").write_text(json.dumps({"articles": articles}), encoding="utf-8")
    return folder


def markdown(folder: Path, bodies: list[str]) -> Path:
    folder.mkdir(exist_ok=True)
    for n, body in enumerate(bodies, 1):
        (folder / f"case-{n}.md").write_text(f"# Case {n}\n\nBefore {body} after\n\n{body}\n",
                                             encoding="utf-8")
    return folder


def check(html: str, where: str) -> None:
    tree = LexborHTMLParser(html)
    article = tree.css_first("article")
    assert article is not None, where
    for node in article.css(".kb-head, .kb-stuck, .kb-related, .kb-foot, [data-kb-feedback]"):
        node.decompose()  # ours, with its own icons and forms
    for node in article.css("*"):
        names = node.attributes
        assert not any(name.startswith("on") for name in names), f"{where}: {node.html}"
        assert "style" not in names and "srcdoc" not in names, f"{where}: {node.html}"
        for name in ("href", "src", "action", "formaction", "poster"):
            address = re.sub(r"[\x00-\x20]", "", (names.get(name) or "").lower())
            assert not re.match(r"(?:java|vb|live)script:|data:", address), f"{where}: {node.html}"
    for node in article.css(FORBIDDEN):
        inside_ours = "kb-" in (node.html or "") or node.parent.tag in ("button", "summary", "a")
        assert inside_ours, f"{where}: {node.html}"


def test_there_are_enough_payloads() -> None:
    assert len({payload.strip() for payload in PAYLOADS}) >= 100


@pytest.mark.parametrize("kind", [zendesk, markdown])
def test_payloads_are_harmless_on_the_site(tmp_path: Path, kind) -> None:
    run_import(tmp_path, kind(tmp_path / "source", PAYLOADS))
    site = build_strictly(tmp_path)
    seen = 0
    for path in sorted(site.rglob("case-*/index.html")):
        check(path.read_text(encoding="utf-8"), path.parent.name)
        seen += 1
    assert seen == len(PAYLOADS)


def test_titles_descriptions_and_names_are_text(tmp_path: Path) -> None:
    hostile = '"><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7*7 }}'
    source = tmp_path / "source"
    source.mkdir()
    (source / "all.json").write_text(json.dumps({
        "categories": [{"id": 9, "name": hostile, "description": hostile}],
        "sections": [{"id": 1, "category_id": 9, "name": hostile, "description": hostile}],
        "articles": [{"id": 1, "section_id": 1, "title": hostile, "body": "<p>text</p>",
                      "label_names": [hostile], "html_url": "javascript:alert(1)"}]}))
    run_import(tmp_path, source)
    for path in build_strictly(tmp_path).rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        assert "<script>alert" not in html and "<img src=x" not in html, path
        assert ">49<" not in html


def test_a_hostile_source_writes_nowhere_else(tmp_path: Path) -> None:
    """Names of folders and files cannot lead out of the docs folder."""
    source = tmp_path / "source"
    source.mkdir()
    names = ["../../evil", "..", "/etc/passwd", "con", "a/../../b", "C:\\x", ".git/hooks/x", "\x00"]
    (source / "all.json").write_text(json.dumps({
        "sections": [{"id": n, "category_id": None, "name": name} for n, name in enumerate(names)],
        "articles": [{"id": n, "section_id": n, "title": name, "body": "x"}
                     for n, name in enumerate(names)]}))
    run_import(tmp_path, source)
    written = {p.relative_to(tmp_path).parts[0] for p in tmp_path.rglob("*") if p.is_file()}
    assert written == {"source", "docs", "mkdocs.yml", "import-report.md", "import-report.json"}
    assert not list(tmp_path.parent.glob("evil*"))


def test_danger_is_seen() -> None:
    for html in ("<script>1</script>", "<p onclick=1>", "<a href=' java\tscript:1'>", "<svg></svg>",
                 "<iframe src=x>", "<p style='x:y'>", "<img src=data:text/html,x>"):
        assert danger(html), html
    assert danger('<p><a href="x.md">a</a> <img src="a.png"></p>') == ""
