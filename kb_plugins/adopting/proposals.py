"""Proposes level and type of a folder by the words in its name, and says which word it was."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

_WORDS = (
    # level, type, words in the name of a folder; the first row that fits decides
    (4, "", "third-party vendor vendors external partner partners fremdanbieter fornitori"
            " fournisseurs proveedores fornecedores"),
    (3, "reference", "api apis sdk developer developers entwickler sviluppatori developpeurs"
                     " desarrolladores desenvolvedores"),
    (3, "", "database databases datenbank datenbanken"),
    (1, "troubleshooting", "troubleshooting troubleshoot problems known-issues errors"
                           " fehlerbehebung probleme depannage problemas risoluzione-problemi"),
    (1, "", "contact billing invoices account accounts licence license licensing"
            " kontakt rechnungen konto contatti fatture facturation facturas"),
    (0, "faq", "faq faqs questions fragen domande preguntas perguntas"),
    (0, "video", "video videos webinars"),
    (0, "news", "news blog announcements releases release-notes changelog whats-new neuigkeiten"
                " annunci actualites noticias novedades"),
    (0, "reference", "reference glossary specification referenz riferimento glossar"),
    (0, "how-to", "how-to howto guide guides tutorial tutorials getting-started quickstart start"
                  " anleitung anleitungen erste-schritte guida guide-pratiche primeros-pasos"),
)  # fmt: skip


@dataclass(frozen=True)
class Proposal:
    """What a folder's `.meta.yml` should say. `word` is why; empty for the default."""

    folder: str
    level: int
    type: str = ""
    word: str = ""

    @property
    def text(self) -> str:
        """The `.meta.yml`."""
        return f"level: {self.level}\n" + (f"type: {self.type}\n" if self.type else "")


def propose(paths: Iterable[str]) -> Iterator[Proposal]:
    """Yield proposals for the folders of some articles, by their paths: the docs folder first.

    A folder that says the same as the one above it gets none.
    """
    folders = {parent for path in paths for parent in PurePosixPath(path).parents}
    said = {"": Proposal("", 0)}
    yield said[""]
    for folder in sorted(str(folder) for folder in folders if str(folder) != "."):
        above = said.get(folder.rpartition("/")[0], said[""])
        own = _by_name(folder)
        said[folder] = own or above
        if own and (own.level, own.type) != (above.level, above.type):
            yield own


def _by_name(folder: str) -> Proposal | None:
    name = "-".join(re.findall(r"\w+", folder.rpartition("/")[2].casefold().replace("_", "-")))
    for level, kind, words in _WORDS:
        for word in words.split():
            if f"-{word}-" in f"-{name}-":
                return Proposal(folder, level, kind, word)
    return None
