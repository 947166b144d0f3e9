"""Example questions of levels are answered, by the search that ships."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kb_plugins.content.loader import Settings, load
from kb_plugins.quality.examples import check_examples


def test_a_question_whose_answer_is_not_found(tmp_path: Path) -> None:
    (tmp_path / "levels").mkdir()
    (tmp_path / "levels" / "1-ticket.md").write_text(
        "---\nname: Ticket\nexamples:\n"
        "  - {question: Where is my invoice?, article: ../invoice.md}\n"
        "  - {question: Where is my parcel?, article: ../parcel.md}\n"
        "  - A question for people\n  - {question: Lost, article: ../lost.md}\n---\n"
    )
    for name in ("invoice", "parcel", "other"):
        (tmp_path / f"{name}.md").write_text(f"---\nlevel: 1\n---\n# {name}\n")

    def search(question: str) -> Sequence[str]:
        return ["other.md", "a.md", "invoice.md", "parcel.md"]

    loaded = load(tmp_path, Settings())
    found = check_examples(loaded.kb, loaded.documents, search)
    assert [str(problem) for problem in found] == [
        'docs/levels/1-ticket.md:3: examples-answered: The search does not find "parcel.md" among '
        'the first 3 for "Where is my parcel?". Add the question to `questions` of the article, '
        "or name a better article."
    ]
