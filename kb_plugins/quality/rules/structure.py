"""What each type of article must have so that it works: steps, causes and solutions, a size."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb_plugins.model import Severity
from kb_plugins.quality.rule import Finding, Rule, Sources, in_text
from kb_plugins.quality.words import plain, words

MOST_WORDS = {"faq": 400, "how-to": 1200, "troubleshooting": 1500, "video": 400, "news": 800}
"""Words of prose, without code. A reference may be as long as it needs to be."""
_STEPS_IN_PROSE = 4
_SENTENCE = re.compile(r"(?<=[.;!])\s+|,?\s+(?:then|and then|dann|puis|luego|poi|quindi|depois)\s+")


def _prose_steps(sources: Sources) -> Iterator[Finding]:
    verbs = tuple(sorted(words("step")))
    for document, digest in sources.article_texts:
        if sources.kb.by_source[document.path].type != "how-to":
            continue
        if any(block.kind == "ol" for block in digest.blocks):
            continue
        for block in digest.blocks:
            if block.kind != "p":
                continue
            sentences = [plain(part) for part in _SENTENCE.split(block.text)]
            steps = sum(part.startswith(tuple(f"{verb} " for verb in verbs)) for part in sentences)
            if steps >= _STEPS_IN_PROSE:
                yield Finding(
                    document,
                    in_text(document, block.line),
                    f"This paragraph hides {steps} steps in its sentences",
                    "Write them as a numbered list, one step a line",
                )


def _no_solution(sources: Sources) -> Iterator[Finding]:
    known = words("cause-or-solution")
    for document, digest in sources.article_texts:
        if sources.kb.by_source[document.path].type != "troubleshooting":
            continue
        below = [heading for heading in digest.headings if heading.level > 1]
        # A short article without sections is its own solution.
        if len(below) < 2 or any(_says(plain(heading.text), known) for heading in below):
            continue
        if any(
            _label(b.text) in known or (b.kind == "heading" and _says(plain(b.text), known))
            for b in digest.blocks
        ):
            continue
        yield Finding(
            document,
            in_text(document, below[0].line),
            "No heading promises a cause or a solution",
            'Give the part that helps a heading such as "Solution"',
        )


def _label(text: str) -> str:
    """Return what stands before a colon at the start of a paragraph: `Cause: ...` is a label."""
    head, colon, _rest = text[:40].partition(":")
    return plain(head) if colon else ""


def _says(heading: str, known: frozenset[str]) -> bool:
    padded = f" {heading} "
    return any(f" {word} " in padded for word in known)


def _too_long(sources: Sources) -> Iterator[Finding]:
    for document, digest in sources.article_texts:
        kind = sources.kb.by_source[document.path].type
        most = MOST_WORDS.get(kind, 0)
        if most and digest.words > most:
            yield Finding(
                document,
                1,
                f"The article has {digest.words} words, and {kind} articles should have "
                f"at most {most}",
                "Part it by the questions that it answers, or give it another type",
            )


def _unanswered(sources: Sources) -> Iterator[Finding]:
    for level in sources.kb.levels:
        document = sources.documents.get(level.source)
        if document is None:
            continue
        for example in level.examples:
            if not example.article:
                yield Finding(
                    document,
                    document.line("examples"),
                    f'No article answers the example "{example.question}"',
                    "Add `article` to it, and write the article if there is none",
                )


RULES = (
    Rule(
        id="steps-in-prose",
        title="A how-to has its steps in a numbered list",
        why="Readers look back and forth between the article and their screen. In a list they "
        "find their place again.",
        example="Open the settings. Click Export. Select CSV. Press Save.",
        how="Write one step a line, each beginning with a number.",
        severity=Severity.INFO,
        check=_prose_steps,
    ),
    Rule(
        id="troubleshooting-parts",
        title="A troubleshooting article has a cause or a solution",
        why="Who has a problem jumps to the solution. If no heading promises one, they leave.",
        example="## Symptoms\n\n## Background",
        how='Give the part that helps a heading that says so, such as "Cause" or "Solution". '
        "Articles with fewer than two sections do not count. The rule is off by default: guides "
        "that lead through questions break it, too.",
        severity=None,
        check=_no_solution,
    ),
    Rule(
        id="article-length",
        title="An article is not too long for its type",
        why="A long article answers several questions, and search can lead to only one of them.",
        example="type: faq   # and 900 words",
        how="Part it by question. "
        + ", ".join(f"{kind}: {most} words" for kind, most in MOST_WORDS.items())
        + "; code does not count.",
        severity=Severity.INFO,
        check=_too_long,
    ),
    Rule(
        id="example-unanswered",
        title="An example of a level has its article",
        why="The page of a level shows these questions. What is asked often should be answered.",
        example="examples:\n  - How do I reset my password?   # and no article",
        how="Write the example as `question` and `article`.",
        severity=Severity.INFO,
        check=_unanswered,
    ),
)
