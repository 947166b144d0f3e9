"""The words of the site as they are written, by first letter: for completion and typo repair."""

from __future__ import annotations

from collections.abc import Mapping

from kb_plugins.search.analysis import is_gram, is_word
from kb_plugins.search.packing import pack_words

_SHORTEST, _LONGEST = 3, 24


def pack_spelling(surface: dict[str, str], counts: Mapping[str, int]) -> dict[str, bytes]:
    """Written words and their terms -> one part a first letter: words and how common each is.

    `counts` says in how many articles a term is.
    How common is the bit length of the number of articles with the word. Words that begin with no
    letter from a to z share `_`.
    """
    letters: dict[str, list[tuple[str, int]]] = {}
    for word in sorted(surface):
        articles = counts.get(surface[word], 0)
        fits = is_word(word) and not is_gram(word) and _SHORTEST <= len(word) <= _LONGEST
        if articles and fits:
            key = word[0] if "a" <= word[0] <= "z" else "_"
            letters.setdefault(key, []).append((word, articles.bit_length()))
    return {
        letter: pack_words([word for word, _ in words], (common for _, common in words))
        for letter, words in sorted(letters.items())
    }
