"""The recipe of the search as data: the same values steer the index, the browser and the tests."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kb_plugins.search.lunr_languages import lunr_stop_words

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Field:
    """One searched field. A sparse field is one that many articles leave empty."""

    name: str
    boost: float
    sparse: bool = False


@dataclass(frozen=True, slots=True)
class Recipe:
    """What `data/recipe.json` says, the parts that Python reads named."""

    fields: tuple[Field, ...]
    k1: float
    b: float
    analysis: dict[str, Any]
    query: dict[str, Any]


@cache
def load_recipe() -> Recipe:
    """The recipe that ships; the same object on every call."""
    raw = json.loads((DATA / "recipe.json").read_text(encoding="utf-8"))
    return Recipe(
        fields=tuple(Field(**field) for field in raw["fields"]),
        k1=raw["k1"],
        b=raw["b"],
        analysis=raw["analysis"],
        query=raw["query"],
    )


def base_language(language: str) -> str:
    """The language without its region: `pt-BR` and `pt_BR` are `pt`."""
    return language.replace("_", "-").partition("-")[0].lower()


@cache
def stop_words(language: str) -> frozenset[str]:
    """The words of a language that carry no subject, ours folded; else those of lunr-languages."""
    path = DATA / f"stopwords.{base_language(language)}.txt"
    if not path.is_file():
        return lunr_stop_words(base_language(language))
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
