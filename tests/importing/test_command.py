"""`kb import` as people meet it: twice, over edited files, with wrong calls."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from click.testing import CliRunner
from moving import SITES, SOURCES, run_import, snapshot

from kb_plugins.commands.import_ import import_command


def call(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(import_command, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


@pytest.mark.parametrize("name", SOURCES)
def test_importing_twice_changes_nothing(tmp_path: Path, name: str) -> None:
    run_import(tmp_path, SITES / name)
    first = snapshot(tmp_path)
    said = run_import(tmp_path, SITES / name)
    assert snapshot(tmp_path) == first
    assert "0 new, 0 changed," in said


def test_importing_does_not_depend_on_hash_seed_or_folder(tmp_path: Path) -> None:
    code = "from kb_plugins.commands.import_ import import_command as c; c()"
    found = []
    for seed, folder in (("1", tmp_path / "a"), ("2", tmp_path / "b" / "c")):
        folder.mkdir(parents=True)
        done = subprocess.run(
            [sys.executable, "-c", code, str(SITES / "zendesk"), "--to", str(folder / "docs")],
            capture_output=True, text=True, check=False,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(p for p in sys.path if p),
                 "NO_MKDOCS_2_WARNING": "1"})
        assert done.returncode == 0, done.stderr
        found.append(snapshot(folder))
    assert found[0] == found[1]


def test_an_edited_file_is_kept_until_force(tmp_path: Path) -> None:
    run_import(tmp_path, SITES / "zendesk")
    article = tmp_path / "docs/billing/invoices/where-is-my-invoice.md"
    article.write_text("mine", encoding="utf-8")
    said = run_import(tmp_path, SITES / "zendesk")
    assert article.read_text() == "mine"
    assert "1 edited by hand since, or not ours; not overwritten (--force does):" in said
    assert "docs/billing/invoices/where-is-my-invoice.md" in said
    run_import(tmp_path, SITES / "zendesk", "--force")
    assert article.read_text().startswith("---\ntitle: Where is my invoice?\n")


def test_a_removed_file_is_not_written_again(tmp_path: Path) -> None:
    run_import(tmp_path, SITES / "html")
    article = tmp_path / "docs/guide/first-boil.md"
    article.unlink()
    assert "1 removed by hand since" in run_import(tmp_path, SITES / "html")
    assert not article.exists()


def test_a_file_that_was_there_before_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text("# Our home\n", encoding="utf-8")
    run_import(tmp_path, SITES / "html")
    assert (tmp_path / "docs/index.md").read_text() == "# Our home\n"


def test_what_vanished_from_the_source_is_named_and_stays(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "a.md").write_text("# A\n\ntext\n")
    (source / "b.md").write_text("# B\n\ntext\n")
    run_import(tmp_path, source)
    (source / "b.md").unlink()
    said = run_import(tmp_path, source)
    assert "1 no longer in the source; not removed:" in said
    assert (tmp_path / "docs/b.md").exists()


def test_a_changed_source_changes_its_article_only(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "a.md").write_text("# A\n\ntext\n")
    (source / "b.md").write_text("# B\n\ntext\n")
    run_import(tmp_path, source)
    (source / "b.md").write_text("# B\n\nother text\n")
    assert "0 new, 1 changed, 1 unchanged." in run_import(tmp_path, source)


def test_levels_are_proposed_or_given(tmp_path: Path) -> None:
    run_import(tmp_path / "a", SITES / "zendesk")
    invoice = "docs/billing/invoices/where-is-my-invoice.md"
    setup = "docs/using-your-kettle/getting-started/set-up-your-kettle.md"
    assert "\nlevel: 1\n" in (tmp_path / "a" / invoice).read_text()
    assert "\nlevel: 0\ntype: how-to\n" in (tmp_path / "a" / setup).read_text()
    run_import(tmp_path / "b", SITES / "zendesk", "--level", "2", "--level", "billing=expert")
    assert "\nlevel: expert\n" in (tmp_path / "b" / invoice).read_text()
    assert "\nlevel: 2\n" in (tmp_path / "b" / setup).read_text()


def test_a_dry_run_writes_only_the_report(tmp_path: Path) -> None:
    said = run_import(tmp_path, SITES / "jekyll", "--dry-run")
    assert set(snapshot(tmp_path)) == {"import-report.md", "import-report.json"}
    assert "(dry run: nothing was written)" in said


def test_the_configuration_of_a_site_stays_and_what_it_lacks_is_said(tmp_path: Path) -> None:
    config = "site_name: Help\ntheme: {name: material}\nplugins: [kb]\n"
    (tmp_path / "mkdocs.yml").write_text(config)
    (tmp_path / "docs").mkdir()
    said = run_import(tmp_path, SITES / "github")
    assert (tmp_path / "mkdocs.yml").read_text() == config
    line = next(line for line in said.splitlines() if line.startswith("Add to markdown_ext"))
    assert "admonition" in line and "pymdownx.details" in line and "footnotes" in line


def test_wrong_calls_say_one_line(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "articles.json").write_text("{not json")
    for arguments, words in (
        ((), "Name the folder or file to import."),
        ((str(tmp_path / "nowhere"),), "does not exist"),
        ((str(empty),), "no importer recognises this. Name one with --from:"),
        ((str(empty), "--from", "zendsk"), 'there is no importer "zendsk". Use one of: '),
        ((str(broken), "--from", "zendesk"), "there is no list of articles in this export"),
        ((str(empty), "--from", "jekyll"), "there is no _config.yml"),
        ((str(empty), "--from", "docusaurus"), "there is no docusaurus.config.js"),
        ((str(empty), "--from", "html"), "there is no HTML page with a text"),
        ((str(SITES / "html"), "--level", "one two"), '"one two" is neither a level'),
        ((str(SITES / "html"), "--old-url", "javascript:alert(1)"), "is no address such as"),
    ):
        code, said = call(*arguments)
        assert code == 2
        assert words in said
        assert "Traceback" not in said


def test_the_json_report_says_where_everything_went(tmp_path: Path) -> None:
    run_import(tmp_path, SITES / "zendesk")
    report = json.loads((tmp_path / "import-report.json").read_text())
    assert report["version"] == 1
    assert report["articles"] == 7
    assert report["need_a_hand"] == ["billing/invoices/refund-rules-for-agents.md"]
    for path in report["paths"].values():
        assert (tmp_path / "docs" / path).is_file()
    kinds = {loss["kind"] for loss in report["losses"]}
    assert {"restricted", "link-unresolved", "video-linked", "element-removed"} <= kinds


def test_an_incomplete_export_is_told(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    page = (SITES / "zendesk/articles-page-1.json").read_bytes()
    (tmp_path / "source/articles.json").write_bytes(page)
    run_import(tmp_path, tmp_path / "source")
    text = (tmp_path / "import-report.md").read_text()
    assert "3 of 5 articles are in the export" in text


def test_every_importer_is_recognised_by_its_files() -> None:
    from kb_plugins.importing.registry import detect_importer

    for name in SOURCES:
        wanted = {"github": "markdown", "freshdesk-xml": "freshdesk"}.get(name, name)
        assert detect_importer(SITES / name).name == wanted


def test_without_the_extra_the_command_says_what_to_install(tmp_path: Path) -> None:
    code = ("import sys; sys.modules['nh3'] = None\n"
            "from kb_plugins.commands.import_ import import_command as c; c()")
    done = subprocess.run([sys.executable, "-c", code, str(SITES / "html")], cwd=tmp_path,
                          capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "pip install 'mkdocs-firstline[import]'" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_page_of_270_kilobytes_is_written_whole(tmp_path: Path) -> None:
    part = "## Part {0}\n\nNumber {0} is water. " + "It boils. " * 40 + "\n* a{0}\n  * b{0}\n\n"
    (tmp_path / "source").mkdir()
    text = "# Huge\n\n" + "".join(part.format(number) for number in range(620))
    assert len(text) > 270_000
    (tmp_path / "source/huge.md").write_text(text)
    said = run_import(tmp_path, tmp_path / "source")
    assert "0 pages to look at by hand, 0 things lost" in said
    written = (tmp_path / "docs/huge.md").read_text()
    assert written.count("\n## Part ") == 620
    assert "- a619\n    - b619\n" in written or "* a619\n    * b619\n" in written


def test_pictures_are_fetched_only_when_asked_and_only_once(tmp_path: Path) -> None:
    """A real server on this machine: two pictures, one of which is no picture."""
    asked: list[str] = []

    class Server(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            kind = "image/png" if self.path == "/ok.png" else "text/html"
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(b"\x89PNG" if kind == "image/png" else b"<script>")

        def log_message(self, *_arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        base = f"http://127.0.0.1:{server.server_port}"
        (tmp_path / "source").mkdir()
        (tmp_path / "source/a.md").write_text(f"# A\n\n![one]({base}/ok.png) ![two]({base}/no)\n")
        run_import(tmp_path, tmp_path / "source")
        assert asked == []
        assert f"![one]({base}/ok.png)" in (tmp_path / "docs/a.md").read_text()
        run_import(tmp_path, tmp_path / "source", "--download")
        assert sorted(asked) == ["/no", "/ok.png"]
        assert re.search(r"!\[one\]\(assets/ok-\w+\.png\) !\[two\]\(http",
                         (tmp_path / "docs/a.md").read_text())
        assert len(list((tmp_path / "docs/assets").iterdir())) == 1
        assert "this is no picture (text/html)" in (tmp_path / "import-report.md").read_text()
        run_import(tmp_path, tmp_path / "source", "--download")
        assert asked.count("/ok.png") == 1
    finally:
        server.shutdown()
        server.server_close()
