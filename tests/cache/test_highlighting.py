"""Code is highlighted as ever, with less made for each block of it."""

from __future__ import annotations

import subprocess
import sys

import pytest
from markdown import Markdown

from kb_plugins.adapter.highlighting import leave_styles_out

CODE = """\
```python title="a.py" linenums="1" hl_lines="2"
def a(): return "b"
c = 1
```

``` {.no-such-language #x}
a < b
```

```
plain
```
"""
SETTINGS: tuple[dict[str, object], ...] = (
    {},
    {"noclasses": True, "pygments_style": "monokai"},
    {"anchor_linenums": True, "line_spans": "__span", "linenums_style": "pymdownx-inline"},
    {"use_pygments": False},
)


@pytest.mark.parametrize("settings", SETTINGS, ids=str)
def test_the_html_is_the_same(settings: dict[str, object]) -> None:
    made = []
    for quick in (False, True):
        md = Markdown(
            extensions=["pymdownx.highlight", "pymdownx.superfences", "attr_list"],
            extension_configs={"pymdownx.highlight": settings},
        )
        if quick:
            leave_styles_out(md)
        made.append(md.convert(CODE))
    assert made[0] == made[1]
    assert ("style=" in made[1]) == ("noclasses" in settings)


def test_lexers_are_made_for_the_languages_that_fences_name() -> None:
    """In a process of its own: a lexer that was made stays."""
    script = """
from mkdocs.config.defaults import MkDocsConfig
from pygments.lexers import JsonLexer, LuaLexer, PhpLexer, RubyLexer, TOMLLexer
from kb_plugins.adapter.highlighting import load_lexers

config = MkDocsConfig()
config["markdown_extensions"] = ["tables"]
load_lexers(["```lua"], config)
config["markdown_extensions"] = ["pymdownx.superfences"]
texts = ["```php\\n<?php\\n```", "  ~~~ { .ruby }\\n~~~", "```toml\\n", "```no-language"]
load_lexers(texts, config)
for lexer in (LuaLexer, PhpLexer, RubyLexer, TOMLLexer):
    print("_tokens" in vars(lexer))
"""
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert run.stdout.split() == ["False", "True", "True", "True"], run.stderr
