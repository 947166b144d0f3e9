"""Brings the catalogues in step with the interface texts: `python -m kb_plugins.i18n.update`.

Run it after Babel has collected `messages.pot` (`make messages` does both). New messages arrive
empty, and a test names them; messages that are gone leave; headers stay as they are, without dates.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from kb_plugins.i18n import LOCALES


def update(file: Path, template: Catalog) -> None:
    """Rewrite one catalogue (UTF-8) with the messages of the template, sorted."""
    header = file.read_text(encoding="utf-8").partition("\n\n")[0]
    with file.open("rb") as stream:
        catalogue = read_po(stream, locale=file.stem)
    catalogue.update(template, no_fuzzy_matching=True, update_header_comment=False)
    catalogue.obsolete.clear()
    entries = BytesIO()
    write_po(entries, catalogue, no_location=True, omit_header=True, sort_output=True)
    file.write_text(f"{header}\n\n{entries.getvalue().decode('utf-8').strip()}\n", encoding="utf-8")


def main() -> None:
    """Update every catalogue beside the template."""
    with (LOCALES / "messages.pot").open("rb") as stream:
        template = read_po(stream)
    for file in sorted(LOCALES.glob("*.po")):
        update(file, template)


if __name__ == "__main__":
    main()
