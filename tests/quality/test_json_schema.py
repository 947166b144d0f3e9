"""Editors and Firstline agree on what is right."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kb_plugins.adapter.config import KbConfig, OutputsConfig
from kb_plugins.cli import main
from kb_plugins.commands.schema import SCHEMAS, schema_text
from kb_plugins.content.frontmatter import Document, parse_document
from kb_plugins.content.levels import built_in_levels
from kb_plugins.content.paths import level_file
from kb_plugins.content.schema import ArticleMeta, LevelMeta, validate
from kb_plugins.quality.json_schema import OUTPUTS, article_schema, level_schema, plugin_schema

jsonschema = pytest.importorskip("jsonschema", reason="the dev extra is not installed")

REPOSITORY = Path(__file__).parents[2]
DOCS = REPOSITORY / "docs"


def accepts(schema: dict[str, Any], value: object) -> bool:
    # Editors see JSON: a date is the text that the writer typed.
    plain = json.loads(json.dumps(value, default=str))
    return bool(jsonschema.Draft202012Validator(schema).is_valid(plain))


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_repository_has_the_schemas_of_today(name: str) -> None:
    """`kb schema --write schemas` writes them anew."""
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[name]())
    assert (REPOSITORY / f"schemas/{name}.json").read_text("utf-8") == schema_text(name)


def test_the_manual_is_right_by_the_schemas() -> None:
    seen = 0
    for file in DOCS.rglob("*.md"):
        path = file.relative_to(DOCS).as_posix()
        schema = level_schema() if level_file(path) else article_schema()
        assert accepts(schema, parse_document(file.read_bytes(), path, path).meta), path
        seen += 1
    assert seen > 50
    assert built_in_levels(lambda text: text)


VALUES: list[object] = [
    "", "text", "2025-01-31", "31.1.2025", "2025/1/1", 0, 1, 7, 20_000, -1, 1.5, True, False, [],
    ["a"], ["a", 1], [["a"]], [True], {}, {"a": "b"}, [{"question": "x"}], [{"q": "x"}],
    "6 months", "6 moons", "0 days", "public", "draft", "secret", "Mo-Fr 09:00-17:00",
    "Europe/Rome", [{"label": "x", "url": "https://example.com"}], [{"label": "x"}],
]  # fmt: skip
# A schema cannot say these, so editors accept what Firstline refuses: texts with a form of their
# own. And editors refuse what Firstline forgives: `number: true`, `external: "no"`.
STRICTER = {"number", "external"}
LOOSER = {"hours", "timezone", "slug", "resources", "created", "updated", "review_every", "title"}
LOOSER |= {"name", "examples", "external"}


@pytest.mark.parametrize(
    ("model", "schema"), [(ArticleMeta, article_schema()), (LevelMeta, level_schema())]
)
def test_schema_and_validation_agree(model: type, schema: dict[str, Any]) -> None:
    assert set(model.model_fields) <= set(schema["properties"])
    for key in model.model_fields:
        for value in VALUES:
            meta, problems = validate(model, Document("a.md", "a.md", meta={key: value}))
            assert meta is not None
            right = not problems
            if key in (STRICTER if right else LOOSER):
                continue
            assert accepts(schema, {key: value}) == right, (key, value)


def test_the_schema_of_the_plugin_has_its_options() -> None:
    assert set(plugin_schema()["properties"]) == {key for key, _option in KbConfig._schema}
    assert set(OUTPUTS) == {key for key, _option in OutputsConfig._schema}


def test_command(tmp_path: Path) -> None:
    run = CliRunner().invoke
    assert json.loads(run(main, ["schema", "level"]).stdout) == level_schema()
    assert run(main, ["schema", "--write", str(tmp_path / "new")]).exit_code == 0
    assert {file.name for file in (tmp_path / "new").iterdir()} == {
        "article.json", "level.json", "plugin.json", "catalog.json"}  # fmt: skip
    assert run(main, ["schema"]).exit_code == 2
    assert run(main, ["schema", "folder"]).exit_code == 2
