"""Articles and levels with tests: the shipped search must find the answers to their questions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kb_plugins.model import Article, Severity
from kb_plugins.quality.rule import Finding, Rule, Sources

FIRST = 3
"""A reader looks at the first three results (design: "among the first three")."""
_MOST = 10


def _lost(sources: Sources) -> Iterator[Finding]:
    if sources.search is None:
        return
    for document, _digest in sources.article_texts:
        article = sources.kb.by_source[document.path]
        for question in article.questions if article.listed and not article.language else ():
            found = sources.search(question, _MOST)
            if article.source in found[:FIRST]:
                continue
            yield Finding(
                document,
                document.line("questions"),
                f'The search answers "{question}" with {_names(sources, question, found)}'
                f"{_place(article, found)}",
                "Use the words of the question in title or text, or give the question to the "
                "article that answers it",
            )


def _wrong(sources: Sources) -> Iterator[Finding]:
    if sources.search is None:
        return
    for document, _digest in sources.article_texts:
        article = sources.kb.by_source[document.path]
        for question in article.expect_not:
            found = sources.search(question, _MOST)
            if article.source in found[:FIRST]:
                place = found.index(article.source) + 1
                yield Finding(
                    document,
                    document.line("expect_not"),
                    f'The search answers "{question}" with this article at place {place}',
                    "Say in title and text what the article is not about, or add the question to "
                    "the article that answers it",
                )


def _unanswered(sources: Sources) -> Iterator[Finding]:
    if sources.search is None:
        return
    for level in sources.kb.levels:
        document = sources.documents.get(level.source)
        if document is None:
            continue
        for example in level.examples:
            article = sources.kb.by_source.get(example.article)
            if article is None or article.language:
                continue  # other rules say what is unknown; what is not translated is not found
            found = sources.search(example.question, _MOST)
            if article.source not in found[:FIRST]:
                yield Finding(
                    document,
                    document.line("examples"),
                    f'The search answers the example "{example.question}" with '
                    f'{_names(sources, example.question, found)}, and not with "{article.source}"',
                    "Add the question to `questions` of the article, or name a better article",
                )


def _names(sources: Sources, question: str, found: Sequence[str]) -> str:
    """Name what stands above, each with the words that brought it there."""
    words = sources.deciding(question, FIRST) if sources.deciding else {}
    named = (f"{path} ({words[path]})" if path in words else path for path in found[:FIRST])
    return ", ".join(named) or "nothing"


def _place(article: Article, found: Sequence[str]) -> str:
    if article.source in found:
        return f", and with this article at place {found.index(article.source) + 1}"
    return ", and not with this article"


RULES = (
    Rule(
        id="question-lost",
        title="The search finds an article by its own questions",
        why="`questions` is what customers say. If the search that they use does not have the "
        "article among its first three results, they will not find it.",
        example="questions:\n  - I want my money back   # and three other articles come first",
        how="Build the site, then run `kb check --site site`: the rule asks the very search that "
        "the site ships. The message says what stood above.",
        severity=Severity.WARNING,
        check=_lost,
        asks_search=True,
    ),
    Rule(
        id="question-wrong",
        title="The search does not lead to an article that is not the answer",
        why="Two articles that share their words are taken for one another. `expect_not` lists "
        "questions that must not have this article among the first three results.",
        example="expect_not:\n  - How do I pay?   # on the article about refunds",
        how="Say in title and text what the article is not about. The rule runs with "
        "`kb check --site site`.",
        severity=Severity.WARNING,
        check=_wrong,
        asks_search=True,
    ),
    Rule(
        id="examples-answered",
        title="The search finds the answers to the examples of a level",
        why="The page of a level shows its example questions. Whoever types one into the search "
        "must see the article that answers it among the first three results.",
        example="examples:\n  - question: Where is my invoice?   # and three others come first\n"
        "    article: ../billing/invoice.md",
        how="Add the question to `questions` of the article, or name a better article. A build "
        "asks its own search; `kb check --site site` asks that of a built site.",
        severity=Severity.WARNING,
        check=_unanswered,
        in_build=True,
        asks_search=True,
    ),
)
