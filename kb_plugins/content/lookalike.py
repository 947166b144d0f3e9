"""Text as a reader sees it: what looks like a Latin letter is one, what cannot be seen is gone."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# What Unicode's own forms (NFKD) do not lead back: the letters of other scripts that readers take
# for Latin ones, letters with a stroke, small capitals, and signs that stand for a colon or a dash.
_LOOKS = str.maketrans(
    "абсԁеёһіїјкӏмнопрԛгѕтиуѵԝхзαβεηικνορτυχγωσςϲοսօոհցզքıɑɡɩʟᴀʙᴄᴅᴇꜰɢʜɪᴊᴋᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢđðłøŧħƅǝə"
    "∶ː꞉׃։⁚‐‑‒–—―−⁻﹣",
    "abcdeehiijklmhonpqrstuyvwxzabenikvoptuxywsscouonhgzqiagilabcdefghijkmnoprstuvwyzddlothbee"
    "::::::" + "-" * 9,
)
_INVISIBLE = frozenset("\u3164\u115f\u1160\u2800\u17b4\u17b5")


@lru_cache(maxsize=20_000)
def plain(text: str) -> str:
    """Return a text in small Latin letters, without accents and without signs nobody sees."""
    if text.isascii():
        return text.lower()
    seen = unicodedata.normalize("NFKD", text).casefold()
    shown = (
        sign
        for sign in unicodedata.normalize("NFKD", seen)
        if unicodedata.category(sign) not in ("Cf", "Mn", "Me") and sign not in _INVISIBLE
    )
    return "".join(" " if sign.isspace() else sign for sign in shown).translate(_LOOKS)


@lru_cache(maxsize=20_000)
def slips(one: str, other: str) -> int:
    """Count the slips of a typist between two words: letters too many, too few, wrong, swapped."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and b == one[i - 2]:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]


def near(word: str, known: str) -> bool:
    """Whether a word is a known one with a slip, or two in a long one, or with an ending."""
    if word == known:
        return True
    if len(known) < 5 or abs(len(word) - len(known)) > 3:
        return False
    if word.startswith(known):
        return True
    allowed = 2 if len(known) >= 7 else 1
    return abs(len(word) - len(known)) <= allowed and slips(word, known) <= allowed
