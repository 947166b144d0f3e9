"""Proposes a level and a type for a folder by the words of its name, in six languages.

A proposal is a start for people to look at, never a decision: most articles help readers to help
themselves, so without a telling word it is level 0.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_LEVELS: tuple[tuple[int, str], ...] = (
    (4, "third-party third-parties partner partners vendor vendors extensions marketplace hosting"
        " terze-parti drittanbieter fremdanbieter tiers terceros terceiros partenaires"),
    (3, "api apis developer developers sdk webhook webhooks database databases performance graphql"
        " sviluppatori entwickler datenbank datenbanken developpeurs desarrolladores"
        " desenvolvedores scripting"),
    (2, "troubleshooting installation install upgrade upgrades migration network connectivity"
        " antivirus deployment risoluzione-dei-problemi risoluzione-problemi installazione"
        " fehlerbehebung problembehandlung installieren depannage resolution-de-problemes"
        " instalacion solucion-de-problemas instalacao resolucao-de-problemas"),
    (1, "billing invoice invoices invoicing account accounts subscription subscriptions licence"
        " licences license licenses licensing payment payments orders refunds contact fatturazione"
        " fatture abbonamento abbonamenti licenze pagamenti rechnung rechnungen abrechnung konto"
        " lizenz lizenzen abonnement facturation factures facturacion facturas cuenta cobranca"),
)  # fmt: skip
_TYPES: tuple[tuple[str, str], ...] = (
    ("faq", "faq faqs questions domande-frequenti haufige-fragen questions-frequentes"
            " preguntas-frecuentes perguntas-frequentes"),
    ("troubleshooting", "troubleshooting problems errors known-issues fehlerbehebung"
                        " problembehandlung depannage risoluzione-dei-problemi"
                        " risoluzione-problemi solucion-de-problemas resolucao-de-problemas"),
    ("news", "news announcements release-notes releases changelog blog posts annunci novita"
             " neuigkeiten ankundigungen actualites novedades novidades"),
    ("reference", "reference api apis glossary specifications riferimento referenz referencia"),
    ("video", "video videos screencasts webinars"),
    ("how-to", "how-to howto how-tos tutorial tutorials guide guides getting-started"
               " guida guide-utente anleitungen erste-schritte tutoriels primeros-pasos"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a folder may be: `level`, `type` (maybe empty), and the words that said so."""

    level: int
    type: str
    because: str


def propose(folder: str, highest: int = 4) -> Proposal:
    """Propose for a folder by its path and the words in it; the deepest telling name wins."""
    level, kind, words = 0, "", []
    for table, is_level in ((_LEVELS, True), (_TYPES, False)):
        for name in reversed(folder.split("/")):
            found = _find(_plain(name), table)
            if found:
                value, word = found
                words.append(word)
                if is_level:
                    level = min(int(value), highest)
                else:
                    kind = str(value)
                break
    because = ", ".join(f'"{word}"' for word in dict.fromkeys(words))
    return Proposal(level, kind, because)


def _find(name: str, table: tuple[tuple[int | str, str], ...]) -> tuple[int | str, str] | None:
    padded = f"-{name}-"
    for value, words in table:
        for word in words.split():
            if f"-{word}-" in padded:
                return value, word
    return None


def _plain(name: str) -> str:
    bare = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(sign for sign in bare if not unicodedata.combining(sign))
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-")
