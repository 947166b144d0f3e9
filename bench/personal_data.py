"""How precise the rules about personal data and secrets are, on lines that people labelled.

Every line of `data/personal_data.jsonl` is a text that could stand in an article; all names,
numbers and keys in it are invented. `python bench/personal_data.py` prints precision, recall and
each line that was judged wrongly.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from kb_plugins.content.frontmatter import Document
from kb_plugins.model import KnowledgeBase
from kb_plugins.quality.digest_cache import DigestStore
from kb_plugins.quality.registry import rule_by_id
from kb_plugins.quality.rule import Sources

DATA = Path(__file__).parent / "data/personal_data.jsonl"
RULES = {"personal": ("personal-email", "personal-phone"), "secret": ("secret",)}


def found(text: str, rules: tuple[str, ...]) -> bool:
    document = Document("a.md", "a.md", body=text)
    sources = Sources(
        kb=KnowledgeBase(levels=()),
        documents={"a.md": document},
        docs=Path("docs"),
        today=date.today(),
        digests=DigestStore(),
    )
    return any(problem for rule in rules for problem in rule_by_id()[rule].run(sources))


def main() -> None:
    lines = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]
    for label, rules in RULES.items():
        judged = [
            (line["label"] == label, found(line["text"], rules), line["text"]) for line in lines
        ]
        right = sum(truth and said for truth, said, _text in judged)
        precision = right / max(1, sum(said for _truth, said, _text in judged))
        recall = right / max(1, sum(truth for truth, _said, _text in judged))
        print(
            f"{', '.join(rules)}: {len(lines)} lines, "
            f"precision {precision:.2f}, recall {recall:.2f}"
        )
        for truth, said, text in judged:
            if truth != said:
                print(f"  {'missed' if truth else 'wrong'}: {text}")


if __name__ == "__main__":
    main()
