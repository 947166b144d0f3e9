"""A small help centre, and the changes that people make to one, at random but repeatable."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import yaml

WORDS = [
    *("invoice", "payment", "refund", "login", "password", "export", "import", "backup"),
    *("database", "printer", "scanner", "update", "licence", "server", "network", "ticket"),
    *("mail", "calendar", "report", "chart", "user", "role", "permission", "archive"),
]
LANGUAGES = ("en", "de", "fr", "es", "pt", "it")


class Writers:
    """Changes the sources of one site in `folder`. The same seed makes the same changes."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.docs = folder, folder / "docs"
        self.chance = random.Random(seed)
        self.count = 0
        self.config: dict = {
            "site_name": "Help",
            "site_url": "https://help.example.com/kb/",
            "theme": {"name": "material", "language": "en"},
            "plugins": [{"kb": {"channels": {"ticket": "https://desk.example.com/?s={title}"}}}],
            "markdown_extensions": [
                "attr_list",
                "admonition",
                {"toc": {"permalink": True}},
                {"pymdownx.snippets": {"base_path": [str(folder / "parts")]}},
                "pymdownx.superfences",
            ],
            "validation": {"links": {"anchors": "warn"}},
        }
        self.write("parts/contact.md", "Call us: **555-0100**.\n")
        for _ in range(7):
            self.add()
        self.write("docs/img/a.png", "not really a picture\n")
        self.save()

    def write(self, path: str, text: str) -> None:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def save(self) -> None:
        self.write("mkdocs.yml", yaml.safe_dump(self.config, sort_keys=False))

    @property
    def settings(self) -> dict:
        return self.config["plugins"][0]["kb"]

    def articles(self) -> list[Path]:
        found = sorted(self.docs.rglob("*.md"))
        return [path for path in found if "levels" not in path.parts and path.stem != "index"]

    def words(self, count: int) -> str:
        return " ".join(self.chance.choices(WORDS, k=count))

    def link(self) -> str:
        target = self.chance.choice(self.articles() or [self.docs / "gone.md"])
        place = target.relative_to(self.docs).as_posix()
        anchor = self.chance.choice(["", "", "#steps", "#nowhere"])
        up = self.chance.choice(["../", "../", ""])
        return f"[{self.words(2)}]({up}{place}{anchor})"

    def body(self) -> str:
        parts = [
            f"{self.words(12).capitalize()}.",
            f"See {self.link()} and ![a](../img/a.png).",
            f"## Steps\n\n1. {self.words(4)}\n2. {self.words(4)}",
            '--8<-- "contact.md"',
            f"!!! note\n    {self.words(6)}",
            f"```bash\n{self.words(2)}\n```",
            f"<mark>{self.words(2)}</mark> & {{.{self.words(1)}}}",
            f"## {self.words(2).title()}\n\n{self.words(20)}.",
        ]
        return "\n\n".join(self.chance.sample(parts, self.chance.randint(1, 6))) + "\n"

    def front(self) -> dict:
        chance = self.chance
        return {
            "title": f"{self.words(3).capitalize()} {self.count}",
            "level": chance.choice([0, 0, 1, 2, 3, 4]),
            **({"type": chance.choice(["faq", "how-to", "news"])} if chance.random() < 0.5 else {}),
            **({"tags": chance.sample(WORDS, 2)} if chance.random() < 0.5 else {}),
            **({"questions": [f"{self.words(3)}?"]} if chance.random() < 0.3 else {}),
            **({"product": self.words(1)} if chance.random() < 0.3 else {}),
        }

    def put(self, path: Path, front: dict, body: str) -> None:
        head = yaml.safe_dump(front, sort_keys=False)
        self.write(path.relative_to(self.folder).as_posix(), f"---\n{head}---\n\n{body}")

    def take(self, path: Path) -> tuple[dict, str]:
        _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
        return yaml.safe_load(head) or {}, body.lstrip("\n")

    def some(self) -> Path | None:
        articles = self.articles()
        return self.chance.choice(articles) if articles else None

    # The changes

    def add(self) -> None:
        self.count += 1
        folder = self.chance.choice(["billing", "setup", "setup/deep"])
        self.put(self.docs / folder / f"article-{self.count}.md", self.front(), self.body())

    def edit_text(self) -> None:
        if path := self.some():
            front, body = self.take(path)
            self.put(path, front, body + self.chance.choice(["\nMore.\n", "\n" + self.body()]))

    def edit_front(self) -> None:
        if path := self.some():
            front, body = self.take(path)
            change: dict = self.chance.choice(
                [
                    {"title": self.words(3)},
                    {"level": self.chance.randint(0, 4)},
                    {"description": self.words(8)},
                    {"status": "draft"},
                    {"status": "deprecated"},
                    {"audience": "internal"},
                    {"updated": f"2026-0{self.chance.randint(1, 9)}-11"},
                    {"hide": ["toc"]},
                    {"robots": "noindex"},
                    {"template": "kb/page.html"},
                    {"related": ["../billing/article-1.md"]},
                    {"level": "none such"},
                ]
            )
            self.put(path, front | change, body)

    def rename(self) -> None:
        if path := self.some():
            self.count += 1
            target = self.docs / self.chance.choice(["billing", "new"]) / f"moved-{self.count}.md"
            target.parent.mkdir(exist_ok=True)
            path.rename(target)

    def delete(self) -> None:
        if (path := self.some()) and len(self.articles()) > 3:
            path.unlink()

    def level_file(self) -> None:
        path = self.docs / "levels" / "1-ticket.md"
        if path.exists() and self.chance.random() < 0.4:
            path.unlink()
        else:
            front = {"name": self.words(2).title(), "purpose": self.words(5), "channel": "ticket"}
            self.put(path, front, self.body())

    def topic_text(self) -> None:
        path = self.docs / "billing" / "index.md"
        if path.exists() and self.chance.random() < 0.4:
            path.unlink()
        else:
            self.put(path, {"title": self.words(2)}, self.body())

    def folder_defaults(self) -> None:
        self.write("docs/setup/.meta.yml", f"product: {self.words(1)}\n")

    def snippet(self) -> None:
        self.write("parts/contact.md", f"Write to {self.words(2)}: {self.link()}\n")

    def synonyms(self) -> None:
        first, second = self.chance.sample(WORDS, 2)
        self.write("docs/synonyms.yml", f"- {first}, {second}\n")

    def language(self) -> None:
        self.config["theme"]["language"] = self.chance.choice(LANGUAGES)
        self.save()

    def template(self) -> None:
        self.config["theme"]["custom_dir"] = "own"
        text = self.chance.choice(
            [
                f"{{% block kb_brand %}}<p>{self.words(2)}</p>{{% endblock %}}",
                "{% block content %}{{ super() }}<hr>{{ page.title|e }}{% endblock %}",
                "{% block content %}{{ super() }}{{ pages|length }}{% endblock %}",
                "{% block content %}{{ super() }}{{ nav.homepage.content|length }}{% endblock %}",
            ]
        )
        self.write("own/main.html", f'{{% extends "base.html" %}}{text}\n')
        self.write("own/kb/article.html", f'{{% extends "kb/part.html" %}}{text}\n')
        self.write("own/partials/copyright.html", f"<p>{self.words(2)}</p>\n")
        self.save()

    def setting(self) -> None:
        chance = self.chance
        extensions: list = self.config["markdown_extensions"]
        change = chance.randrange(9)
        if change == 0:
            self.config["site_name"] = self.words(2)
        elif change == 1:
            self.config["use_directory_urls"] = chance.random() < 0.5
        elif change == 2:
            extensions[2] = {"toc": {"permalink": chance.choice(["#", "¶"]), "toc_depth": 2}}
        elif change == 3:
            self.settings["audience"] = chance.choice(["public", "internal"])
        elif change == 4:
            features = ["navigation.tabs", "toc.integrate", "content.code.copy", "navigation.top"]
            self.config["theme"]["features"] = chance.sample(features, 2)
        elif change == 5:
            self.config["extra"] = {"homepage": f"https://{self.words(1)}.example.com/"}
        elif change == 6:
            self.settings["channels"]["ticket"] = f"mailto:{self.words(1)}@example.com"
        elif change == 7:
            places = [path.relative_to(self.docs).as_posix() for path in self.articles()[:3]]
            self.config["nav"] = [{"Some": places}]
        else:
            self.config["copyright"] = self.words(3)
        self.save()

    def picture(self) -> None:
        path = self.docs / "img" / "a.png"
        if path.exists():
            path.unlink()
        else:
            self.write("docs/img/a.png", self.words(3))

    def undo(self) -> None:
        """Put a text back as it was, which may bring an old entry of the cache into use."""
        if path := self.some():
            text = path.read_text(encoding="utf-8")
            path.write_text(getattr(self, "_old", text), encoding="utf-8")
            self._old = text

    def change(self) -> str:
        """Make one change. Returns its name."""
        often: list[Callable[[], None]] = [self.edit_text, self.edit_front] * 3
        rare: list[Callable[[], None]] = [
            self.add,
            self.rename,
            self.delete,
            self.level_file,
            self.topic_text,
            self.folder_defaults,
            self.snippet,
            self.synonyms,
            self.language,
            self.template,
            self.setting,
            self.setting,
            self.picture,
            self.undo,
        ]
        chosen = self.chance.choice(often + rare)
        chosen()
        return chosen.__name__
