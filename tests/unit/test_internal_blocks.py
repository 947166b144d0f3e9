"""`/// internal` blocks: what is taken out of a text, and what is a fault instead of a leak."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import markdown
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from kb_plugins import markdown_internal
from kb_plugins.content.internal import part
from kb_plugins.content.loader import Loaded
from kb_plugins.markdown_internal import InternalBlocks
from kb_plugins.model import Audience

SECRET = "zyxomma"
BLOCK = f"/// internal\n{SECRET}\n///\n"
FOUND = {
    "alone": f"a\n\n{BLOCK}\nb\n",
    "with a title": f"a\n\n/// internal | Night shift\n{SECRET}\n///\n\nb\n",
    "in capitals": f"a\n\n/// INTERNAL\n{SECRET}\n///\n\nb\n",
    "without a blank": f"a\n\n///internal\n{SECRET}\n///\n\nb\n",
    "inside of a paragraph": f"a\n{BLOCK}b\n",
    "at the end": f"a\n\nb\n\n/// internal\n{SECRET}\n///",
    "with more slashes": f"a\n\n//// internal\n/// note\n{SECRET}\n///\n{SECRET}\n////\n\nb\n",
    "in a list": f"a\n\n1. b\n\n    /// internal\n    {SECRET}\n    ///\n\n2. c\n",
    "in a quotation": f"a\n\n> b\n>\n> /// internal\n> {SECRET}\n> ///\n>\n> c\n",
    "in an admonition": f"a\n\n!!! note\n    b\n\n    /// internal\n    {SECRET}\n    ///\n",
    "in another block": f"a\n\n//// note\n/// internal\n{SECRET}\n///\nb\n////\n",
    "with code": f"a\n\n/// internal\n```\n///\n{SECRET}\n```\n{SECRET}\n///\n\nb\n",
    "with headings": f"a\n\n/// internal\n## {SECRET}\n\n{SECRET}\n///\n\nb\n",
    "two of them": f"a\n\n{BLOCK}\nb\n\n{BLOCK}",
    "in a comment": f"a\n\n<!--\n{BLOCK}-->\n\nb\n",
    "with tabs": f"a\n\n\t/// internal\n\t{SECRET}\n\t///\n\nb\n",
    "with line ends of Windows": f"a\n\n{BLOCK}\nb\n".replace("\n", "\r\n"),
    "behind an unclosed fence": f"a\n\n```\n\n{BLOCK}\nb\n",
    "with settings": f"a\n\n/// internal\n    attrs: {{class: x}}\n\n{SECRET}\n///\n\nb\n",
}
FAULTS = {
    "never closed": (f"a\n\n/// internal\n{SECRET}\n", 3, "is never closed"),
    "closed with fewer slashes": (f"//// internal\n{SECRET}\n///\n", 1, "is never closed"),
    "closed inside of code": (f"/// internal\n```\n{SECRET}\n///\n", 1, "is never closed"),
    "misspelt": (f"a\n\n/// interal\n{SECRET}\n///\n", 3, '"interal" is not the name of a block'),
    "in another language": (f"/// interno\n{SECRET}\n///\n", 1, '"interno" is not the name'),
    "with words": (f"/// internal only\n{SECRET}\n///\n", 1, "This is not how"),
    "with a colon": (f"/// internal:\n{SECRET}\n///\n", 1, "This is not how"),
    "two slashes": (f"// internal\n{SECRET}\n//\n", 1, "This is not how"),
    "behind a bullet": (f"- /// internal\n  {SECRET}\n  ///\n", 1, "This is not how"),
    "in a table": (f"| /// internal |\n|---|\n| {SECRET} |\n", 1, "This is not how"),
    "as an admonition": (f"!!! internal\n    {SECRET}\n", 1, "everybody would read it"),
    "same slashes inside": (
        f"/// internal\n/// note\n{SECRET}\n///\n{SECRET}\n///\n",
        2,
        "ends both",
    ),
    "same slashes around": (f"/// note\n/// internal\n{SECRET}\n///\n///\n", 2, "as many slashes"),
    "ends further out": (f"- a\n\n    /// internal\n    {SECRET}\n///\n", 5, "further out"),
    "taken for settings": (f"/// internal\n    {SECRET}\n///\n", 1, "taken for settings"),
}
CODE = {
    "a fence": "```markdown\n/// internal\nexample\n///\n```\n",
    "a fence in a list": "1. a\n\n    ```\n    /// internal\n    example\n    ```\n",
    "words": "Write `/// internal` above it.\n",
    "a comment in code": "    // internal counter of example\n",
    "an address": "See //interior.example.com/a and https://internal.example.com/.\n",
    "another block": "/// note | Internal error\nexample\n///\n",
    "indented code": "a\n\n    <!-- internal -->\n    example\n\nb\n",
    "a fence of another system": "```markdown\n::: internal\nexample\n:::\n```\n",
    "a heading": "## Internal\n\nexample\n",
    "tabs": '=== "Internal"\n\n    example\n\n=== "External"\n\n    b\n',
    "a tab": "/// tab | Internal\nexample\n///\n",
    "a list": "- Internal\n- [internal]\n- **Private**\n",
    "a table": "| Internal | [internal] |\n|---|---|\n| `::: internal` | <br> |\n",
    "emphasis": "**Internal**\n\n> Internal\n\n(internal)\n",
    "a link": "[Internal](a.md)\n\n[internal][]\n\n[internal]: https://a.example\n",
    "a title of more words": '!!! note "Internal server error"\n    example\n',
    "a remark": "<!-- internal links are checked elsewhere -->\n",
    "targets of links": "<!-- Internal -->\n[a]: https://a.example\n",
    "a class of a link": '<a class="reference internal" href="a">example</a>\n',
    "a module": "::: package.internal\n\n::: agents\n",
    "paths": "/private\n\n../internal\n\n--internal\n",
}


@pytest.mark.parametrize("kind", FOUND)
def test_a_block_is_taken_out(kind: str) -> None:
    text = FOUND[kind]
    parted = part(text)
    assert parted.faults == ()
    assert SECRET not in parted.public + parted.published
    assert "internal" not in parted.public.lower()
    assert parted.notes.count(SECRET) == text.count(SECRET)
    assert {word for word in "abc" if word in parted.public.split()} == {
        word for word in "abc" if word in text.split()
    }
    lines = text.replace("\r\n", "\n").count("\n")
    assert parted.public.count("\n") == parted.notes.count("\n") == lines


@pytest.mark.parametrize("kind", FAULTS)
def test_a_fault_is_never_a_leak(kind: str) -> None:
    text, line, message = FAULTS[kind]
    fault = part(text).faults[0]
    assert fault.line == line
    assert message in fault.message


@pytest.mark.parametrize("kind", CODE)
def test_what_only_looks_like_a_block_stays(kind: str) -> None:
    parted = part(CODE[kind])
    assert (parted.public, parted.notes, parted.faults) == (CODE[kind], "", ())


# How people write it in other systems: with one of WORDS.
SIGNS = r"""
> [!WORD]
> [!WORD]- Title
> [!note] WORD
> **WORD**
::: WORD
:::WORD
::: {.WORD}
:::{WORD}
:::note[WORD]
<!-- WORD -->
<!-- begin WORD -->
<!--
WORD
-->
[//]: # (WORD)
<div class="box WORD">
<div
 class="WORD">
<section data-audience="WORD">
<details><summary>WORD</summary>
!!! note "WORD"
!!! WORD
!!! note WORD "Title"
??? WORD
???+ note "WORD"
/// WORD | Title
/// note | WORD
//// details | WORD
Note: /// WORD
/ / / WORD
/// WORD
///WORD
{% WORD %}
{% if WORD %}
{% if audience == "WORD" %}
{{ WORD }}
{{< WORD >}}
{{% WORD %}}
[WORD]
[WORD]text[/WORD]
%% WORD %%
#WORD
@WORD
+++ WORD
.. WORD::
\begin{WORD}
```{WORD}
{: .WORD }
## Heading {: .WORD }
| a | <!-- WORD --> |
""".strip()
_CUT = re.split(r"\n(?! class|WORD\n|-->)", SIGNS)
WORDS = ["internal", "Internal", "INTERNAL", "private", "internal-note", "staff-only", "intern"]
_LOOKS = {
    "i": "iіⅰｉ",
    "n": "nｎ",
    "e": "eеｅ",
    "a": "aаａ",
    "t": "tｔ",
    "r": "rгｒ",
    "p": "pр",
    "/": "/／∕",
}
_WRAPS = ["", "> ", "- ", "1. ", "    ", "[^1]: ", "> - "]


@settings(max_examples=600)
@given(
    sign=st.sampled_from(_CUT),
    word=st.sampled_from(WORDS),
    wrap=st.sampled_from(_WRAPS),
    data=st.data(),
)
def test_a_block_of_another_system_keeps_the_page_back(
    sign: str, word: str, wrap: str, data: st.DataObject
) -> None:
    looks = "".join(data.draw(st.sampled_from(_LOOKS.get(letter, letter))) for letter in word)
    invisible = data.draw(st.sampled_from(["", "\u200b", "\u00ad", "\ufeff"]))
    looks = looks[:2] + invisible + looks[2:]
    opening = sign.replace("WORD", looks)
    listed = wrap.strip() not in ("", ">")
    alone = opening.startswith(("[", "{{", "%", "#", "@", "+", ".", "/ ")) and "//" not in opening
    if listed and alone:
        return  # as an item of a list, it may be the name of something
    indent = " " * len(wrap.expandtabs(4))
    text = f"- a\n\n{wrap}" + opening.replace("\n", f"\n{indent}") + f"\n\n{SECRET}\n"
    assert part(text).faults, text


SHARED = Path(os.environ.get("FIRSTLINE_SHARED", Path(__file__).parents[3] / "shared")) / "corpora"


@pytest.mark.skipif(not SHARED.is_dir(), reason="the help centres of others are missing")
def test_no_text_of_a_real_help_centre_is_taken_for_one() -> None:
    files = list(SHARED.rglob("*.md"))
    assert files
    found = {file: part(file.read_text(encoding="utf-8")).faults for file in files}
    assert {file: faults for file, faults in found.items() if faults} == {}


def test_no_gap_tells_where_a_block_was() -> None:
    assert part(f"a\n\n{BLOCK}\nb\n").published == "a\n\nb\n"
    assert part(f"a\n{BLOCK}b\n").published == "a\n\nb\n"
    assert part("> a\n>\n> /// internal\n> x\n> ///\n>\n> b\n").published == "> a\n>\n> b\n"


def test_an_article_with_a_fault_is_left_out(read: Callable[..., Loaded]) -> None:
    head = "---\ntitle: A\nlevel: 0\n---\n\n"
    files = {"a.md": head + "/// internal\nx\n", "b.md": head + "b\n", "index.md": "/// interal\n"}
    loaded = read(files)
    assert {"a.md", "index.md"} <= loaded.left_out
    assert [str(problem) for problem in loaded.problems] == [
        "docs/a.md:6: internal-block: The internal block is never closed. Add a line /// after it.",
        'docs/index.md:1: internal-block: "interal" is not the name of a block. Write '
        "`/// internal` on a line of its own, and `///` on the line after the block.",
    ]


def test_what_readers_see_of_an_article_knows_no_block(read: Callable[..., Loaded]) -> None:
    block = f"/// internal\n# {SECRET}\n\nCall {SECRET}.\n///\n\n"
    files = {"a.md": f"---\nlevel: 0\n---\n\n{block}# Pay\n\nBy card.\n"}
    article = read(files).kb.articles[0]
    assert (article.title, article.description) == ("Pay", "By card.")
    inside = read(files, audience=Audience.INTERNAL)
    assert inside.kb.articles[0].title == SECRET
    assert inside.documents["a.md"].notes == ""


# Texts as writers nest them: (kind, children) where a container indents or prefixes its children.
_leaves = st.sampled_from(
    ["word", "## Word", "```\ncode\n```", "| a |\n|---|\n| b |", "> quote", "---"]
)


def _indent(text: str, by: str) -> str:
    return "\n".join(by + line if line else line for line in text.split("\n"))


def _block(name: str, text: str) -> str:
    longest = max(
        (len(line.strip(" >")) for line in text.split("\n") if line.strip(" >").strip("/") == ""),
        default=2,
    )
    slashes = "/" * max(3, longest + 1)
    return f"{slashes} {name}\n\n{text}\n\n{slashes}"


_internal = st.builds(
    lambda parts: _block("internal", "\n\n".join([SECRET, *parts, SECRET])),
    st.lists(_leaves, max_size=3),
)
_texts = st.recursive(
    _leaves | _internal,
    lambda inner: st.one_of(
        st.builds(lambda parts: "\n\n".join(parts), st.lists(inner, min_size=1, max_size=4)),
        st.builds(lambda text: f"- item\n\n{_indent(text, '    ')}", inner),
        st.builds(lambda text: f"> quote\n>\n{_indent(text, '> ')}", inner),
        st.builds(lambda text: f"!!! note\n\n{_indent(text, '    ')}", inner),
        st.builds(lambda text: f'=== "Tab"\n\n{_indent(text, "    ")}', inner),
        st.builds(lambda text: _block("note", text), inner),
        st.builds(lambda text: f'<div markdown="1">\n\n{text}\n\n</div>', inner),
    ),
    max_leaves=8,
)
EXTENSIONS = [
    "admonition",
    "tables",
    "toc",
    "md_in_html",
    "pymdownx.superfences",
    "pymdownx.tabbed",
    "pymdownx.details",
    "pymdownx.blocks.admonition",
]


@settings(max_examples=150)
@given(_texts)
def test_no_nesting_renders_a_block_in_public(text: str) -> None:
    html = markdown.markdown(text, extensions=[*EXTENSIONS, InternalBlocks(public=True)])
    assert SECRET not in html
    assert SECRET not in part(text).published


_MESS = "/// internal|///|//// internal|////|/// note|```|~~~|    |> |- |text||    /// internal"
_MORE = "    ///|> /// internal|> ///|<!--|-->|/// intern|\t/// internal|1. a"


class InCirclesError(BaseException):
    """The parser does not come to an end."""


@contextmanager
def unless_in_circles() -> Iterator[None]:
    """Pass over texts on which pymdownx.blocks never ends, such as `1. a`, `> /// note`, `- `,
    `/// note` in four lines. It did so in versions 12.3 and 13.1, without any code of ours."""

    def stop(_signal: int, frame: FrameType | None) -> None:
        # In anything else, as a look for garbage, it would be lost, and break another test.
        if frame and Path(frame.f_code.co_filename).parts[-2] in ("blocks", "markdown", "pymdownx"):
            raise InCirclesError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, 2, 0.01)  # again, until somebody lets it through
    try:
        yield
    except (InCirclesError, RecursionError):
        reject()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@settings(max_examples=150)
@given(st.lists(st.sampled_from([*_MESS.split("|"), *_MORE.split("|"), SECRET]), max_size=14))
def test_no_mess_makes_the_parser_see_what_we_did_not(pieces: list[str]) -> None:
    """Whatever blocks the real parser finds in a text, we took out or call a fault."""
    # Old admonitions are not among them: with them the parser runs in circles too often.
    others = ["tables", "toc", "md_in_html", "pymdownx.superfences", "pymdownx.blocks.admonition"]
    text = "\n".join(pieces)
    with unless_in_circles():
        html = markdown.markdown(text, extensions=[*others, InternalBlocks(public=False)])
        markdown_internal.FOUND.clear()
        markdown.markdown(text, extensions=[*others, InternalBlocks(public=True)])
    if 'class="kb-internal"' in html:
        assert markdown_internal.FOUND


_PIECES = ["///", "//", " internal", "internal", "intern", "\n", "\r", "\r\n", "> ", "- ", "1. "]
_PIECES += ["\t", "!!!", "???", "???+", "https://x.org", "a", "`", "```"]
_PIECES += ["é", "\x0b", "\u2028", "|", "*"]


@settings(max_examples=1_000)
@given(st.lists(st.sampled_from(_PIECES), max_size=12).map("".join))
def test_a_text_that_is_passed_over_has_no_block(text: str) -> None:
    """What is asked first is only there to be quick: without it the finding is the same."""
    whole = part("/// internal\nx\n///\n\n" + text)  # which makes sure that it is looked at
    alone = part(text)
    assert len(whole.faults) == len(alone.faults)
    assert bool(whole.notes.split("\n", 3)[3].strip()) == bool(alone.notes.strip())


@given(st.text(alphabet="/internal \n>`~|-!\t\r1.", max_size=80))
def test_no_text_gives_a_traceback(text: str) -> None:
    parted = part(text)
    assert parted.public.count("\n") == parted.notes.count("\n") or not parted.notes
