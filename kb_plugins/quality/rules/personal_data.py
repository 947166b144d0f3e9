"""E-mail addresses, phone numbers, and keys that slipped in with a pasted ticket or log."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from kb_plugins.content.frontmatter import Document
from kb_plugins.model import Severity
from kb_plugins.quality.rule import Finding, Rule, Sources, in_text
from kb_plugins.quality.words import words

_EMAIL = re.compile(r"(?<![\w.%+/:@-])[\w.%+-]{1,64}@((?:[\w-]{1,63}\.){1,6}[a-z]{2,24})\b", re.I)
# International form only: nothing else can be told from an order number with confidence.
_PHONE = re.compile(r"(?<![\w+./=-])(?:\+|00)[1-9](?:[ ./()-]{0,2}\d){7,13}(?![\w-])")
_INVENTED_HOSTS = re.compile(
    r"(?:^|\.)(?:example|invalid|test|localhost|local|mail)$"
    r"|(?:^|\.)(?:example|domain|mydomain|yourdomain|company|yourcompany|mycompany|acme|contoso|"
    r"host|yourhost|site|yoursite|email|here|esempio|beispiel|firma|ejemplo|exemple|exemplo)"
    r"\.[a-z.]{2,10}$",
    re.IGNORECASE,
)
_LINKED = re.compile(r"mailto:([^\s?)>\"']+)")
_ON_PURPOSE = 3
"""An address that a help centre names more often than this is one that it means to publish."""
_INVENTED_PHONE = re.compile(r"555-?01\d\d$|^1?0?1?23456|(\d)\1{5}|0123456|1234567")

_SECRETS: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("PRIVATE KEY-----", "a private key", re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----")),
    ("AKIA", "an AWS access key", re.compile(r"\bAKIA[0-9A-Z]{16}\b")),
    ("ASIA", "an AWS access key", re.compile(r"\bASIA[0-9A-Z]{16}\b")),
    ("gh", "a GitHub token", re.compile(r"\bgh[pousr]_[A-Za-z0-9]{36,}\b")),
    ("github_pat_", "a GitHub token", re.compile(r"\bgithub_pat_\w{60,}\b")),
    ("glpat-", "a GitLab token", re.compile(r"\bglpat-[\w-]{20,}")),
    ("xox", "a Slack token", re.compile(r"\bxox[abprs]-[\w-]{20,}")),
    ("AIza", "a Google key", re.compile(r"\bAIza[\w-]{35}\b")),
    ("sk_live_", "a Stripe key", re.compile(r"\b[rs]k_live_[A-Za-z0-9]{16,}\b")),
    ("rk_live_", "a Stripe key", re.compile(r"\brk_live_[A-Za-z0-9]{16,}\b")),
    ("eyJ", "a JSON web token", re.compile(r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}")),
    ("npm_", "an npm token", re.compile(r"\bnpm_[A-Za-z0-9]{36}\b")),
    (
        "://",
        "a password in an address",
        re.compile(r"\b[a-z][a-z+]+://[^\s/:@<>{}$]+:([^\s/:@]+)@"),
    ),
)
_PLACEHOLDER = re.compile(
    r"x{4,}|\*{3,}|\.{3}|<|\{|\$|EXAMPLE|[Yy]our|YOUR|^(?:pass\w*|pwd|secret|token|pw|kennwort|"
    r"user\w*|0+|1234\w*)$|([0-9A-Za-z])\1{7}",
    re.IGNORECASE,
)


def _emails(sources: Sources) -> Iterator[Finding]:
    texts = [(document, body) for document, body in sources.written if "@" in body]
    times = Counter(
        found[0].casefold() for _document, body in texts for found in _EMAIL.finditer(body)
    )
    linked = {address.casefold() for _document, body in texts for address in _LINKED.findall(body)}
    for document, body in texts:
        for found in _EMAIL.finditer(body):
            if found[0].casefold() in linked:
                continue
            often = times[found[0].casefold()] > _ON_PURPOSE
            if often or _harmless(found[0], found[1], sources.allowed_hosts):
                continue
            yield Finding(
                document,
                _line(document, body, found),
                f"The e-mail address {_masked(found[0])} looks like somebody's",
                "Write name@example.com, or what the address is for",
            )


def _phones(sources: Sources) -> Iterator[Finding]:
    for document, body in sources.written:
        for found in _PHONE.finditer(body):
            digits = re.sub(r"\D", "", found[0])
            if 9 <= len(digits) <= 15 and not _INVENTED_PHONE.search(digits):
                yield Finding(
                    document,
                    _line(document, body, found),
                    f"{found[0][:6].strip()}… looks like a phone number",
                    "Leave it out, or write +1 555 0100",
                )


def _line(document: Document, body: str, found: re.Match[str]) -> int:
    return in_text(document, body.count("\n", 0, found.start()) + 1)


def _harmless(address: str, host: str, own: frozenset[str]) -> bool:
    host = host.casefold()
    name = address.partition("@")[0].casefold()
    return (
        name in words("role-name")
        or any(role in name for role in words("role-part"))
        or bool(_INVENTED_HOSTS.search(host))
        or any(host == known or host.endswith("." + known) for known in own)
        or host.rpartition(".")[2] in ("png", "jpg", "svg", "js", "css", "php", "md", "git")
    )


def _masked(address: str) -> str:
    """Show enough to find the address, and not enough to spread it into logs of builds."""
    name, _, host = address.partition("@")
    return f"{name[:2]}…@{host}"


def _secrets(sources: Sources) -> Iterator[Finding]:
    for document, body in sources.written:
        for sign, what, pattern in _SECRETS:
            if sign not in body:
                continue
            for found in pattern.finditer(body):
                secret = found[1] if found.re.groups else found[0]
                if not _PLACEHOLDER.search(secret):
                    yield Finding(
                        document,
                        _line(document, body, found),
                        f"This looks like {what}",
                        "Revoke it now, for it is in the history too, and write a placeholder",
                    )


RULES = (
    Rule(
        id="personal-email",
        title="No article names the e-mail address of a person",
        why="Articles are often written from tickets, and what a customer wrote to support is "
        "nobody else's business. Robots collect addresses from public pages within hours.",
        example="Ask m.rossi at hotel-post dot it, written as an address.",
        how="Write `name@example.com`, or a channel instead. Role addresses (`support@`), those "
        "that a `mailto:` link offers to readers, those "
        "that occur more than three times, invented hosts, and the hosts of the site and its "
        "channels do not count.",
        severity=Severity.WARNING,
        check=_emails,
    ),
    Rule(
        id="personal-phone",
        title="No article names the phone number of a person",
        why="A customer's number slips in with a pasted ticket. It is off by default, because "
        "most numbers in published articles stand there on purpose.",
        example="Call +39 0471 and so on.",
        how="Leave it out. Only international numbers are looked at: others cannot be told from "
        "order numbers. For a number that belongs there, waive the rule with the reason.",
        severity=None,
        check=_phones,
    ),
    Rule(
        id="secret",
        title="No article contains a key, token or password",
        why="A key on a public page is used by strangers within minutes.",
        example="An address with user and password in it, or a private key in a log.",
        how="Revoke it first: it stays in the history of the repository. Then write a placeholder "
        "such as `<your token>`.",
        severity=Severity.ERROR,
        check=_secrets,
    ),
)
