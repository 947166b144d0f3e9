"""Alerts in block quotes: GitHub (`> [!NOTE]`), Experience League (`>[!NOTE]`), `>![info]`.

https://docs.github.com/en/get-started/writing-on-github and
https://experienceleague.adobe.com/docs/authoring-guide-exl/using/markdown/syntax-style-guide.html
"""

from __future__ import annotations

import re

from kb_plugins.importing.dom import KINDS, player_page
from kb_plugins.importing.model import Page, Weight
from kb_plugins.importing.segments import FENCE, blocks, outside_code, outside_fences
from kb_plugins.importing.tidy import box, end_box

_ALERT = re.compile(
    r"^(?P<lead>[ \t]*)>[ \t]*(?:\[!(?P<word>[A-Za-z-]+)(?P<inside>[ \t][^\]\n]*)?\][-+]?"
    r"(?P<rest>.*)|!\[(?P<picture>info|warning|note|tip|important|caution|danger|error|success)\]"
    r"(?P<after>(?![(\[]).*))$",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"^[ \t]*>[ \t]?(?P<text>.*)$")
_NEW_BLOCK = re.compile(r"^\s*(?:#{1,6}\s|[-+*]\s|\d+[.)]\s|```|~~~|\||<|\[)")
_WORDS = {**KINDS, "morelikethis": "tip", "admin": "info", "availability": "info",
          "prerequisite": "info", "todo": "info", "bug": "bug", "faq": "question",
          "cite": "quote", "tldr": "abstract", "help": "question", "done": "success",
          "missing": "failure", "fail": "failure", "attention": "warning"}  # fmt: skip
_DETAILS = re.compile(
    r"^<details[^<>]*>\s*<summary[^<>]*>(?P<title>.*?)</summary>[ \t]*\n(?=[ \t]*\n)",
    re.MULTILINE | re.DOTALL | re.IGNORECASE,
)
_END_DETAILS = re.compile(r"^</details>[ \t]*$", re.MULTILINE | re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_FOLD = re.compile(r"^\+\+\+\+*\s*(?P<title>\S.*?)?\s*$")


def alerts(text: str, page: Page) -> str:
    """Return the text with its alerts, tabs and folding parts as boxes."""
    lines = details(text).split("\n")
    out: list[str] = []
    fence = ""
    tabs = folded = False
    at = 0
    while at < len(lines):
        line = lines[at]
        fence = _fence(line, fence)
        match = None if fence else _ALERT.match(line)
        fold = None if fence else _FOLD.match(line)
        if match is None and fold and (folded or (fold["title"] and _folds(lines[at + 1 :]))):
            opens = bool(fold["title"]) and not folded
            out += ["", box("note", fold["title"], True) if opens else end_box(), ""]
            folded = opens
            at += 1
            continue
        if match is None:
            out.append(line)
            at += 1
            continue
        word = (match["word"] or match["picture"]).lower()
        if word in ("begintabs", "tab", "endtabs"):
            if tabs and word != "begintabs":
                out += ["", end_box(), ""]
            if word == "tab":
                out += ["", box("tab", (match["inside"] or match["rest"] or "").strip()), ""]
            tabs = word == "tab"
            at += 1
            continue
        if word in ("beginshadebox", "endshadebox"):
            at += 1
            continue
        content, at = _content(lines, at + 1)
        if word == "video":
            out += _video(match["rest"] or "", page)
            continue
        out += _box(word, match, content)
    if tabs or folded:
        out += ["", end_box(), ""]
    return outside_code("\n".join(out), _inline)


def details(text: str) -> str:
    """Return the text with `<details>` around Markdown as boxes that fold."""
    if "<details" not in text or len(_DETAILS.findall(text)) != text.count("</details>"):
        return text
    opened = [part for code, part in blocks(text) if not code]
    whole = all(len(_DETAILS.findall(p)) == p.count("<details") for p in opened)
    if not whole:
        return text
    text = outside_fences(
        text,
        lambda p: _DETAILS.sub(lambda m: f"\n{box('note', _TAG.sub('', m['title']), True)}\n\n", p),
    )
    return outside_fences(text, lambda p: _END_DETAILS.sub(f"\n{end_box()}\n", p))


def _folds(rest: list[str]) -> bool:
    return any(_FOLD.match(line) and not line.strip("+ \t") for line in rest)


def _fence(line: str, fence: str) -> str:
    match = FENCE.match(line)
    if match is None:
        return fence
    if fence:
        closes = match["fence"].startswith(fence) and not match["info"].strip()
        return "" if closes else fence
    return match["fence"]


def _content(lines: list[str], at: int) -> tuple[list[str], int]:
    """Return the lines of a quote without their marks, and the index of what follows."""
    content: list[str] = []
    while at < len(lines):
        match = _QUOTED.match(lines[at])
        if match and _ALERT.match(lines[at]):
            break
        if match:
            content.append(match["text"])
        elif content and content[-1].strip() and lines[at].strip() \
                and not _NEW_BLOCK.match(lines[at]):  # fmt: skip
            content.append(lines[at].strip())
        else:
            break
        at += 1
    return content, at


def _box(word: str, match: re.Match[str], content: list[str]) -> list[str]:
    kind = _WORDS.get(word, "note")
    rest = (match["rest"] if match["word"] else match["after"]) or ""
    heading = rest.strip() if any(line.strip() for line in content) else ""
    if rest.strip() and not heading:
        content = [rest.strip()]
    elif re.search(r"[.:;!?]$|[`*_\[]", heading):  # a sentence, so it is text
        content, heading = [heading, "", *content], ""
    if not heading and word not in _WORDS:
        heading = word.capitalize()
    lead = (match["lead"] or "").expandtabs(4)
    inner = [lead + line if line.strip() else "" for line in content]
    return ["", box(kind, heading, lead=lead), "", *inner, "", end_box(lead), ""]


def _video(rest: str, page: Page) -> list[str]:
    match = re.match(r"\s*\((\S+?)\)", rest)
    if match is None:
        return []
    url = player_page(match[1])
    page.lose("video-linked", f"an embedded player became a link: {url}", Weight.NOTE)
    return ["", f"[Video]({url})", ""]


def _inline(text: str) -> str:
    """Take off the marks of Experience League inside a line."""
    text = re.sub(r"\[!DNL\s+([^\]]*)\]", r"\1", text)
    text = re.sub(r"\[!UICONTROL\s+([^\]]*)\]", r"**\1**", text)
    text = re.sub(r"\[!BADGE\s+([^\]]*)\](?:\{[^}]*\})?", r"**\1**", text)
    return text.replace("{hide-from-toc}", "")
