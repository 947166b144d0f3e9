"""`kb adopt`: what it adds to configurations of every shape, what it proposes, what it warns of."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from kb_plugins.adopting.proposals import propose
from kb_plugins.cli import main
from kb_plugins.content.yaml_reader import Loader


def write_files(root: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(text.encode())


HEAD = "site_name: Help # ours\ntheme: {name: material}\nnav: [index.md]\n"
KB = """  - kb:
      # Where readers turn to when no article helped.
      channels:
        ticket: "tel:+1"
"""


def adopt(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(
        main, ["adopt", "-f", str(folder / "mkdocs.yml"), "--channel", "tel:+1", *arguments])


def after(folder: Path, config: str, **files: str) -> str:
    """Return the configuration after `kb adopt --write`, which a second run leaves alone."""
    write_files(folder, {"mkdocs.yml": config, "docs/index.md": "# Hi\n", **files})
    done = adopt(folder, "--write")
    assert done.exit_code == 0, done.output
    new = (folder / "mkdocs.yml").read_bytes().decode()
    again = adopt(folder, "--write")
    assert "Nothing to change" in again.output
    assert (folder / "mkdocs.yml").read_bytes().decode() == new
    return new


@pytest.mark.parametrize(
    ("plugins", "wanted"),
    [
        ("plugins:\n  - search\n  # last\n  - tags # why\n\n# end\nextra: {a: 1}\n",
         f"plugins:\n  - search\n  # last\n  - tags # why\n{KB}\n# end\nextra: {{a: 1}}\n"),
        ("plugins:\n- search\n- blog:\n    a: |\n      text\n    b: !ENV [X, 1]\n",
         "plugins:\n- search\n- blog:\n    a: |\n      text\n    b: !ENV [X, 1]\n"
         + KB.replace("\n  ", "\n")[2:]),
        ("plugins:\n  search: {}\n  tags:\nextra: {}\n",
         "plugins:\n  search: {}\n  tags:\n  kb:\n    # Where readers turn to when no article "
         'helped.\n    channels:\n      ticket: "tel:+1"\nextra: {}\n'),
        ("plugins: [search, tags] # few\n",
         'plugins: [search, tags, kb: {"channels": {"ticket": "tel:+1"}}] # few\n'),
        ("plugins: []\n", 'plugins: [kb: {"channels": {"ticket": "tel:+1"}}]\n'),
        ("plugins:\n", f"plugins:\n{KB}"),
        ("plugins:\n  - search", f"plugins:\n  - search\n{KB}"),
        ("x: !!python/name:a.b\n", f"x: !!python/name:a.b\n\nplugins:\n{KB}"),
        ("plugins:\r\n  - search\r\n", f"plugins:\n  - search\n{KB}".replace("\n", "\r\n")),
        ("plugins:\n  - search: # ours\n      lang: [en,\n        de]\n",
         f"plugins:\n  - search: # ours\n      lang: [en,\n        de]\n{KB}"),
    ],
)
def test_lines_are_added_and_nothing_else(tmp_path: Path, plugins: str, wanted: str) -> None:
    assert after(tmp_path, HEAD + plugins) == HEAD + wanted


def test_the_file_that_has_the_plugins_is_changed(tmp_path: Path) -> None:
    base = HEAD + "plugins:\n  - search\n"
    write_files(tmp_path, {"base.yml": base})
    child = "INHERIT: base.yml\nsite_url: https://a.example\n"
    assert after(tmp_path, child) == child
    assert (tmp_path / "base.yml").read_text() == base + KB


def test_a_byte_order_mark_stays(tmp_path: Path) -> None:
    assert after(tmp_path, "\ufeff" + HEAD + "plugins: [search]\n").startswith("\ufeffsite_name")


def test_nothing_is_written_without_write(tmp_path: Path) -> None:
    files = {"mkdocs.yml": HEAD + "plugins:\n  - search\n", "docs/index.md": "# Hi\n",
             "docs/faq/a.md": "# A\n", "docs/big_API/b.md": "# B\n"}
    write_files(tmp_path, files)
    done = adopt(tmp_path)
    assert done.exit_code == 0
    assert {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")
            if path.is_file()} == set(files)
    assert "+  - kb:" in done.output
    assert 'docs/big_API/.meta.yml: level 3, type reference: the name of the folder says "api"' in (
        done.output)
    assert "docs/.meta.yml: level 0: the default" in done.output
    assert "4 files would be written, no article among them" in done.output
    assert adopt(tmp_path, "--write").exit_code == 0
    assert (tmp_path / "docs/big_API/.meta.yml").read_text() == "level: 3\ntype: reference\n"
    assert (tmp_path / "docs/faq/a.md").read_text() == "# A\n"


def test_settings_of_folders_that_are_there_stay(tmp_path: Path) -> None:
    write_files(tmp_path, {
        "mkdocs.yml": HEAD, "docs/.meta.yml": "# ours\ntags: [a]", "docs/faq/a.md": "# A\n",
        "docs/faq/.meta.yml": "tags: [b]\n", "docs/api/a.md": "# A\n",
        "docs/api/.meta.yml": "level: 1\n"})
    done = adopt(tmp_path, "--write")
    assert (tmp_path / "docs/.meta.yml").read_text() == "# ours\ntags: [a]\nlevel: 0\n"
    assert (tmp_path / "docs/faq/.meta.yml").read_text() == "tags: [b]\n"
    assert (tmp_path / "docs/api/.meta.yml").read_text() == "level: 1\n"
    assert "docs/faq/.meta.yml:1: adopt-meta: The folder has settings already, without a level. " \
        "Add `level: 0` if that is right." in done.output


def test_what_does_not_go_together_is_named_with_its_line(tmp_path: Path) -> None:
    write_files(tmp_path, {
        "mkdocs.yml": "theme:\n  name: material\n  custom_dir: own/\n  features:\n"
        "    - navigation.tabs\n    - navigation.instant\n"
        "plugins:\n  - search\n  - blog\n  - i18n\n",
        "own/partials/header.html": "<header></header>", "docs/search.md": "# Search\n",
        "docs/levels/1-first.md": "# One\n", "docs/levels/how.md": "# How\n"})
    lines = [line.partition(" ")[2] for line in adopt(tmp_path).output.splitlines()
             if line.startswith("info: ")]
    assert [line.partition(": ")[0] + " " + line.split(": ")[1] for line in lines] == [
        "docs/levels/1-first.md:1 adopt-address", "docs/levels/how.md:1 adopt-address",
        "docs/search.md:1 adopt-address", "mkdocs.yml:1 adopt-menu",
        "mkdocs.yml:6 adopt-instant", "mkdocs.yml:8 search-replaced", "mkdocs.yml:10 adopt-blog",
        "own/partials/header.html:1 adopt-template"]


@pytest.mark.parametrize(
    ("config", "code", "says"),
    [
        ("site_name: a\n", 1, "mkdocs.yml:1: adopt-theme: The theme is 'mkdocs'"),
        ("theme:\n  name: readthedocs\n", 1, "mkdocs.yml:2: adopt-theme: The theme is 'readthe"),
        (HEAD + "plugins: !ENV [A, []]\n", 1, "mkdocs.yml:1: adopt: The plugin cannot be added"),
        (HEAD + "docs_dir: none\n", 1, "none:1: adopt: There is no such folder"),
        ("a: [\n", 2, "mkdocs.yml is not valid YAML"),
        ("- a\n", 2, "mkdocs.yml is no list of settings"),
        ("INHERIT: none.yml\n", 2, "none.yml cannot be read"),
        ("INHERIT: mkdocs.yml\n", 1, "adopt-theme"),
    ],
)
def test_what_cannot_move_in_stays_as_it_was(
    tmp_path: Path, config: str, code: int, says: str
) -> None:
    write_files(tmp_path, {"mkdocs.yml": config, "docs/a.md": "# A\n"})
    done = adopt(tmp_path, "--write")
    assert done.exit_code == code, done.output
    assert says in done.output
    assert (tmp_path / "mkdocs.yml").read_text() == config
    assert not (tmp_path / "docs" / ".meta.yml").exists()


def test_the_channel_comes_from_the_contact_page_or_is_a_placeholder(tmp_path: Path) -> None:
    write_files(tmp_path, {"mkdocs.yml": HEAD, "docs/a.md": "# A\n"})
    arguments = ["adopt", "-f", str(tmp_path / "mkdocs.yml")]
    assert "mailto:support@example.com is a placeholder" in CliRunner().invoke(
        main, arguments).output
    write_files(tmp_path, {"docs/about/contact.md": "# Us\n\nWrite to <us@shop.example>.\n"})
    said = CliRunner().invoke(main, arguments).output
    assert "The channel comes from docs/about/contact.md:3" in said
    assert '+        ticket: "mailto:us@shop.example"' in said
    assert CliRunner().invoke(main, [*arguments, "--channel", "javascript:1"]).exit_code == 2


def test_folders_get_what_their_name_says_once() -> None:
    paths = ["a.md", "faq/billing/a.md", "faq/more/a.md", "Third-Party/api/x/a.md",
             "de/fragen/a.md"]
    assert [(p.folder, p.level, p.type, p.word) for p in propose(paths)] == [
        ("", 0, "", ""), ("Third-Party", 4, "", "third-party"),
        ("Third-Party/api", 3, "reference", "api"), ("de/fragen", 0, "faq", "fragen"),
        ("faq", 0, "faq", "faq"), ("faq/billing", 1, "", "billing")]


NAMES = st.sampled_from(["search", "tags", "redirects", "macros"])
SETTINGS = st.sampled_from(["", " {}", " {a: [1, 2]}", "\n{i}a: 1", "\n{i}a: |\n{i}  x\n{i}  y",
                            "\n{i}a: !ENV [X, 'y']", "\n{i}a:\n{i}  - 1 # one", " # said"])
GAPS = st.sampled_from(["", "\n", "# between\n", "  # deep\n", "\n\n"])


@settings(max_examples=40)
@given(st.lists(st.tuples(NAMES, SETTINGS, GAPS), unique_by=lambda one: one[0]),
       st.sampled_from(["", "  ", "    "]), st.booleans(), st.booleans())
def test_any_list_of_plugins_keeps_its_text(
    tmp_path_factory: pytest.TempPathFactory, plugins: list, indent: str, crlf: bool, more: bool
) -> None:
    text = HEAD + "plugins:\n"
    for name, text_of, gap in plugins:
        colon = ":" if text_of.strip() and not text_of.startswith(" #") else ""
        text += f"{indent}- {name}{colon}{text_of.replace('{i}', indent + '    ')}\n{gap}"
    text += "extra:\n  a: 1\n" if more else ""
    text = text.replace("\n", "\r\n") if crlf else text
    folder = tmp_path_factory.mktemp("any")
    new = after(folder, text)
    kept = iter(new.splitlines())
    assert all(line in kept for line in text.splitlines()), new
    old_nodes, nodes = (yaml.compose(one, Loader) for one in (text, new))
    assert [key.value for key, _ in nodes.value] == [key.value for key, _ in old_nodes.value]
    assert len(new.splitlines()) == len(text.splitlines()) + 4
