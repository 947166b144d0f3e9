"""Help centres of any size: real articles first, then new ones of their paragraphs. Repeatable."""

from __future__ import annotations

import random
import re
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "sites"))
from build import HERE, corpus  # the sites of the tests

_FRONT = re.compile(r"---\n.*?\n---\n", re.DOTALL)
_PLAIN = """
site_name: Plain
site_url: https://help.example.com/
theme:
  name: material
  language: {language}
  font: false
  features: [{features}]
plugins: [search]
markdown_extensions: [attr_list, tables, pymdownx.superfences, {{toc: {{permalink: true}}}}]
validation: {{links: {{not_found: info, unrecognized_links: info, anchors: info}}}}
"""


def articles(name: str, count: int) -> dict[str, str]:
    """Return texts by path. Beyond the real ones, pieces between empty lines are shuffled anew."""
    folder = corpus(name)
    real = {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*.md"))
        if path.stem not in ("index", "README")
    }
    found = dict(list(real.items())[:count])
    chance = random.Random(1)
    bodies = [_FRONT.sub("", text, count=1) for text in real.values()]
    pieces = [piece for body in bodies for piece in body.split("\n\n") if piece.strip()]
    paths, sizes = list(real), [body.count("\n\n") + 1 for body in bodies]
    while len(found) < count:
        number = len(found)
        title = " ".join(re.findall(r"\w+", chance.choice(pieces))[:6]) or "Article"
        text = "\n\n".join(chance.choices(pieces, k=chance.choice(sizes)))
        place = Path(chance.choice(paths)).parent / f"made-{number:05}.md"
        found[place.as_posix()] = f"---\ntitle: {title} {number}\n---\n\n{text}\n"
    return found


def lay_out(name: str, count: int, folder: Path) -> dict[str, Path]:
    """Write the same articles for Firstline, for Material, and for Material with pruned menus.

    Returns the configurations. The plain sites have no file of ours.
    """
    texts = articles(name, count)
    language = "it" if "language: it" in (HERE / name / "mkdocs.yml").read_text() else "en"
    configs = {}
    shutil.copytree(HERE / name, folder / "firstline")
    configs["firstline"] = folder / "firstline" / "mkdocs.yml"
    for kind, features in (("pruned", "navigation.prune"), ("material", "")):
        configs[kind] = folder / kind / "mkdocs.yml"
        configs[kind].parent.mkdir(parents=True)
        configs[kind].write_text(_PLAIN.format(language=language, features=features))
    for kind, config in configs.items():
        for path, text in texts.items():
            file = config.parent / "docs" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            # Material's templates break on a `hide` that is no list.
            text = text if kind == "firstline" else text.replace("\nhide: true\n", "\n")
            file.write_text(text, encoding="utf-8")
        if kind != "firstline":
            (config.parent / "docs" / "index.md").write_text("# Help\n")
    return configs
