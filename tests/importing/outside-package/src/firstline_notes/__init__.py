"""An importer outside Firstline: a file of notes, parted by lines of equals signs."""

from pathlib import Path

from kb_plugins.importing.model import (
    Form,
    ImportedSite,
    Importer,
    Options,
    Page,
    SourceError,
)


def detect(source: Path) -> int:
    """Say how sure we are that this is ours, from 0 to 100."""
    return 90 if source.suffix == ".notes" else 0


def read(source: Path, options: Options) -> ImportedSite:
    """Read the file. Everything after it (links, levels, files, report) is Firstline's work."""
    site = ImportedSite(kind="notes", name="Notes")
    for number, note in enumerate(source.read_text(encoding="utf-8").split("\n=====\n"), 1):
        title, _, body = note.strip().partition("\n")
        page = Page(
            key=str(number), path=f"notes/{number}.md", title=title, body=body,
            form=Form.HTML, shown=f"note {number}", addresses=(f"/note/{number}",),
            redirects=(f"/note/{number}",), bases=("/note/",),
        )
        if not body:
            page.lose("empty", "the note has a title only")
        site.pages.append(page)
    if not any(page.body for page in site.pages):
        raise SourceError(f"{source}: there is no note in this file")
    return site


IMPORTER = Importer(name="notes", title="Notes (.notes)", detect=detect, read=read)
