"""JSON Schema of everything that a team writes as settings, for editors (draft 2020-12).

The schemas of articles and levels come from the models that validate them. That of the plugin is
written here, because MkDocs' options know no schema; a test compares its keys with the options.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from kb_plugins.content.schema import TYPES, ArticleMeta, LevelMeta
from kb_plugins.model import Audience
from kb_plugins.quality.policy import CHOICES
from kb_plugins.quality.registry import all_rules
from kb_plugins.quality.waivers import KEY

DRAFT = "https://json-schema.org/draft/2020-12/schema"
OUTPUTS = (
    "markdown",
    "llms",
    "llms_full",
    "catalog",
    "feeds",
    "sitemap",
    "robots",
    "structured_data",
)
_TEXT = {"type": "string"}


def article_schema() -> dict[str, Any]:
    """Return the schema of an article's front matter, and of a folder's `.meta.yml`."""
    schema = _of(ArticleMeta)
    schema["properties"]["type"]["examples"] = list(TYPES)
    schema["properties"][KEY] = {
        "description": "Rules that need not be followed here, each with the reason.",
        "type": "object",
        "propertyNames": {"enum": [rule.id for rule in all_rules() if not rule.locked]},
        "additionalProperties": {"type": "string", "minLength": 3},
    }
    return schema


def level_schema() -> dict[str, Any]:
    """Return the schema of a level's front matter."""
    schema = _of(LevelMeta)
    examples = schema["properties"]["examples"]
    examples["items"] = {"anyOf": [_TEXT, examples["items"]]}  # the question alone will do
    return schema


_CHANNELS = {
    "description": "Ways to reach people, by name.",
    "type": "object",
    "additionalProperties": {"type": ["string", "object", "null"]},
}
_LABELS = {
    "description": "Further types of articles: short name and label.",
    "type": "object",
    "additionalProperties": _TEXT,
}


def plugin_schema() -> dict[str, Any]:
    """Return the schema of the plugin's settings in `mkdocs.yml`."""
    interval = ArticleMeta.model_json_schema()["properties"]["review_every"]["anyOf"][0]
    return {
        "$schema": DRAFT,
        "description": "Settings of the kb plugin in mkdocs.yml.",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "audience": {
                "description": "Which articles are built.",
                "enum": [audience.value for audience in Audience],
            },
            "channels": _CHANNELS,
            "types": _LABELS,
            "languages": {
                "description": "What differs in one language, by its code.",
                "type": "object",
                "additionalProperties": {
                    "type": "object",
                    "properties": {
                        "channels": _CHANNELS,
                        "types": _LABELS,
                        "messages": _TEXT,
                        "docs": _TEXT,
                    },
                    "additionalProperties": False,
                },
            },
            "cache": {
                "description": "Whether builds keep what they made, for the next one.",
                "type": "boolean",
            },
            "hosts": {
                "description": "Hosts that get ready files with redirects and headers.",
                "type": "array",
                "items": {
                    "enum": ["netlify", "cloudflare", "nginx", "apache", "iis", "s3"],
                },
            },
            "headers": {
                "description": "Headers beside ours or in place of ours.",
                "type": "object",
                "additionalProperties": _TEXT,
            },
            "content_security_policy": {
                "description": "Sources beside ours, by directive.",
                "type": "object",
                "additionalProperties": _TEXT,
            },
            "gone": {
                "description": "Addresses that were given up on purpose, `*` for anything.",
                "type": "array",
                "items": _TEXT,
            },
            "exclude": {"description": "Pages that are no articles, as patterns.", **_TEXT},
            "url_length": {"description": "How long a link may be.", "type": "integer"},
            "remember_visit": {
                "description": "Whether the browser keeps what was searched and read.",
                "type": "boolean",
            },
            "feedback": {
                "description": "Where answers about articles go.",
                "type": "object",
                "properties": {"endpoint": _TEXT, "channel": _TEXT},
                "additionalProperties": False,
            },
            "outputs": {
                "description": "Which files for machines are made; all, unless switched off.",
                "type": "object",
                "properties": {name: {"type": "boolean"} for name in OUTPUTS},
                "additionalProperties": False,
            },
            "offline_copy": {
                "description": "Whether readers may keep a copy of the site for reading offline.",
                "type": "boolean",
            },
            "accessibility": {
                "description": "What the accessibility statement says.",
                "type": "object",
                "properties": {
                    "organisation": _TEXT,
                    "status": {"enum": ["unknown", "full", "partial", "none"]},
                    "limits": {"type": "array", "items": _TEXT},
                    "assessed": {"type": "string", "format": "date"},
                    "channel": _TEXT,
                    "enforcement": _TEXT,
                    "enforcement_url": _TEXT,
                },
                "additionalProperties": False,
            },
            "rules": {
                "description": "How severe each rule is.",
                "type": "object",
                "properties": {
                    rule.id: {"description": f"{rule.title}.", "enum": [*CHOICES, False]}
                    for rule in all_rules()
                    if not rule.locked
                },
                "additionalProperties": False,
            },
            "review_every": {
                "description": "After how long articles must be checked again, by type or level.",
                "type": "object",
                "additionalProperties": interval,
            },
        },
    }


SCHEMAS = {"article": article_schema, "level": level_schema, "plugin": plugin_schema}


def _of(model: type[BaseModel]) -> dict[str, Any]:
    schema = model.model_json_schema()
    definitions = schema.get("$defs", {})
    for part in (schema, *definitions.values()):
        part.pop("title", None)
        for value in part.get("properties", {}).values():
            if isinstance(value, dict):
                # Made-up titles and defaults of null are noise in an editor.
                value.pop("title", None)
                if value.get("default") in (None, [], ""):
                    value.pop("default", None)
    return {"$schema": DRAFT, **schema}
