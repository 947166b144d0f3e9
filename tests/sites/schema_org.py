"""Checks JSON-LD against an extract of the vocabulary of https://schema.org.

`schema_org.json` is made from the data of its release 30.0, by Schema.org's sponsors, licence
CC BY-SA 3.0: `python tests/sites/schema_org.py schemaorg-current-https.jsonld` makes it anew.
"""

from __future__ import annotations

import json
import re
import sys
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_suffix(".json")
TYPES = ("Article", "TechArticle", "HowTo", "HowToSection", "HowToStep", "FAQPage", "Question",
         "Answer", "VideoObject", "BreadcrumbList", "ListItem", "Person", "Organization",
         "WebSite", "WebPage", "CollectionPage", "ContactPage")  # fmt: skip
DATA = {"Text": str, "URL": str, "Integer": int, "Number": int, "Date": str, "DateTime": str}
DATE = re.compile(r"\d{4}-\d\d-\d\d(T[\d:]+(Z|[+-]\d\d:\d\d))?")


def extract(graph: list[dict[str, Any]]) -> dict[str, Any]:
    """The types that we use with those above them, and the properties that these may have."""
    by_id = {item["@id"]: item for item in graph}
    types: dict[str, list[str]] = {}
    waiting = list(TYPES)
    while waiting:
        name = waiting.pop()
        if name not in types:
            types[name] = _names(by_id[f"schema:{name}"].get("rdfs:subClassOf"))
            waiting += types[name]
    properties = {}
    for item in graph:
        domains = _names(item.get("schema:domainIncludes"))
        current = item["@type"] == "rdf:Property" and "schema:supersededBy" not in item
        if current and set(domains) & set(types):
            ranges = _names(item.get("schema:rangeIncludes"))
            properties[_name(item["@id"])] = {
                "on": sorted(set(domains) & set(types)),
                "is": sorted(name for name in ranges if name in types or name in DATA),
            }
    note = "Extract of the Schema.org vocabulary 30.0, CC BY-SA 3.0, https://schema.org"
    return {"note": note, "types": dict(sorted(types.items())),
            "properties": dict(sorted(properties.items()))}


def mistakes(value: dict[str, Any]) -> list[str]:
    """What is wrong with an object: unknown types and properties, values of a wrong kind."""
    return [*_object(value, "$")] + ([] if value.get("@context") == "https://schema.org"
                                     else ["no context"])


def _object(value: dict[str, Any], where: str) -> list[str]:
    kind = value.get("@type")
    if kind not in vocabulary()["types"]:
        return [f"{where}: no type {kind!r}"]
    above, found = _above(kind), []
    for key, inner in value.items():
        if key.startswith("@"):
            continue
        known = vocabulary()["properties"].get(key)
        if known is None or not above & set(known["on"]):
            found.append(f"{where}.{key}: {kind} has no such property")
            continue
        for each in inner if isinstance(inner, list) else [inner]:
            found += _value(each, known["is"], f"{where}.{key}")
    return found


def _value(value: object, allowed: list[str], where: str) -> list[str]:
    if isinstance(value, dict):
        fits = _above(value.get("@type", "")) & set(allowed)
        return ([] if fits else [f"{where}: no {value.get('@type')} here"]) + _object(value, where)
    kinds = [name for name in allowed if isinstance(value, DATA.get(name, ()))]
    # A thing may always stand for itself by its address.
    if not kinds and not (isinstance(value, str) and value.startswith("https://")):
        return [f"{where}: {value!r} is none of {allowed}"]
    if set(kinds) and set(kinds) <= {"Date", "DateTime"} and not DATE.fullmatch(str(value)):
        return [f"{where}: {value!r} is no date"]
    if kinds == ["URL"] and not re.match(r"https?://[^/\s]+/\S*$", str(value)):
        return [f"{where}: {value!r} is no address"]
    return [f"{where}: empty"] if value == "" else []


@cache
def vocabulary() -> dict[str, Any]:
    return json.loads(FILE.read_text(encoding="utf-8"))


@cache
def _above(kind: str) -> frozenset[str]:
    parents = vocabulary()["types"].get(kind, [])
    return frozenset({kind}).union(*(_above(parent) for parent in parents))


def _names(value: Any) -> list[str]:
    items = value if isinstance(value, list) else [value] if value else []
    return [_name(item["@id"]) for item in items]


def _name(identifier: str) -> str:
    return identifier.partition(":")[2]


if __name__ == "__main__":
    source = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    FILE.write_text(json.dumps(extract(source["@graph"]), indent=1) + "\n", encoding="utf-8")
