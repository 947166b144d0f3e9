"""What reading the files and the configuration finds; those rules live where reading is done."""

from __future__ import annotations

from kb_plugins.model import Severity
from kb_plugins.quality.rule import Rule, found_before

# id, title, whether it keeps a page out of the site
_READING = (
    ("file-unreadable", "A file can be read", True),
    ("encoding", "A file is UTF-8", True),
    ("duplicate-url", "No two pages have one address", True),
    ("symlink-loop", "No link leads back to a folder above it", False),
    ("front-matter-unclosed", "The front matter is closed", True),
    ("front-matter-type", "The front matter is `key: value` lines", True),
    ("front-matter-size", "The front matter is not a text", True),
    ("internal-block", "A block for colleagues is closed and spelt right", True),
    ("yaml", "The front matter is valid YAML", True),
    ("yaml-alias", "Aliases of YAML stay small", True),
    ("duplicate-key", "No key is set twice", True),
    ("folder-defaults", "The defaults of a folder are right", True),
    ("schema", "Each key has a value that it accepts", True),
    ("level-missing", "An article has a level", False),
    ("level-unknown", "A level exists", True),
    ("level-duplicate", "No two levels have one number", True),
    ("type-unknown", "A type of article exists", False),
    ("channel-url", "The address of a channel is accepted", True),
    ("config", "A setting of the plugin is right", True),
    ("extension", "What other packages add can be used", False),
    ("rule-setting", "A setting of a rule is right", True),
    ("synonyms", "The team's synonyms can be read", False),
    ("terms-file", "The team's list of words can be read", True),
)


RULES = tuple(
    Rule(
        id=name,
        title=title,
        why="",
        example="",
        how="",
        severity=Severity.ERROR if locked else Severity.WARNING,
        check=found_before(name, lambda sources: sources.found),
        in_build=True,
        locked=locked,
    )
    for name, title, locked in _READING
)
