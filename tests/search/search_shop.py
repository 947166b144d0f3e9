"""A small help centre of an online shop, the fixture of the search tests."""

from kb_plugins.search.records import Record, SectionText

LEVELS = {0: "Self-help", 1: "Ticket", 2: "Callback"}


def article(
    source: str,
    title: str,
    *sections: tuple[str, str],
    level: int = 0,
    questions: tuple[str, ...] = (),
    product: tuple[str, ...] = (),
    tags: tuple[str, ...] = (),
) -> Record:
    """A record with sections given as (heading, text)."""
    return Record(
        url=source.removesuffix(".md") + "/",
        source=source,
        title=title,
        level=level,
        level_name=LEVELS[level],
        type="how-to",
        type_label="How-to",
        product=product,
        topic=source.partition("/")[0].capitalize(),
        tags=tags,
        questions=questions,
        sections=tuple(
            SectionText(heading.lower().replace(" ", "-"), heading, text)
            for heading, text in sections
        ),
    )


ENGLISH = (
    article(
        "account/reset-password.md",
        "Reset your password",
        ("Before you begin", "You need access to your mailbox."),
        ("Steps", "Open the login page and choose Forgotten password. A letter arrives by email."),
        questions=("I cannot get into my account, what now?",),
    ),
    article(
        "account/create-user.md",
        "Create a user",
        ("Steps", "Administrators add people under Settings. Each person gets an invitation."),
        level=1,
        product=("Suite",),
    ),
    article(
        "billing/invoice.md",
        "Download an invoice",
        ("Where it is", "Every bill is kept for ten years under Billing, as a PDF."),
        product=("Suite", "Shop"),
        tags=("vat",),
    ),
    article(
        "errors/packet.md",
        "The database refuses a large import",
        ("Symptom", "The log says: Got a packet bigger than max_allowed_packet bytes."),
        ("Solution", "Raise max_allowed_packet in my.cnf, and memory_limit in php.ini."),
        level=2,
    ),
    article(
        "errors/http-500.md",
        "The shop answers with HTTP-500",
        ("Cause", "Windows reports 0x80070005. Version 2.4.3-p1 mends it."),
        level=2,
        product=("Shop",),
    ),
    article(
        "errors/slow.md",
        "The shop is slow",
        ("Cause", "Crawlers ask for thousands of pages. Pictures are too big."),
        product=("Shop",),
    ),
    article(
        "orders/cancel.md",
        "Cancel an order",
        ("Steps", "Open the order and choose Cancel. Money returns within a week."),
    ),
)

GERMAN = (
    article(
        "a/rechnungsadresse.md",
        "Die Rechnungsadresse ändern",
        ("Schritte", "Öffnen Sie das Konto und tragen Sie die neue Anschrift ein."),
    ),
    article("a/adresse.md", "Eine Adresse löschen", ("Schritte", "Die Rechnung bleibt gültig.")),
    article("a/passwort.md", "Kennwort vergessen", ("Schritte", "Fordern Sie ein neues an.")),
)

ITALIAN = (
    article("a/archivio.md", "Svuotare l'archivio", ("Passi", "Città e però: nell'archivio.")),
    article("a/fattura.md", "Scaricare una fattura", ("Passi", "La fattura è un documento PDF.")),
)
