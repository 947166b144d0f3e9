"""What points nowhere, and the path that was probably meant."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kb_plugins.content.loader import Loaded
from kb_plugins.model import Channel
from kb_plugins.quality.references import check_references

Read = Callable[..., Loaded]
TICKET = Channel(name="ticket", url="mailto:help@example.org")


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("invioce.md", '"billing/invioce.md". Did you mean "billing/invoice.md"?'),
        ("vpn.md", '"billing/vpn.md". Did you mean "network/vpn.md"?'),
        ("invoice", '"billing/invoice". Did you mean "billing/invoice.md"?'),
        ("zzz.md", '"billing/zzz.md". Correct the path, or remove it.'),
        ("../../etc/passwd", '"../etc/passwd". Correct the path, or remove it.'),
        ("'/'", '".". Correct the path, or remove it.'),
        ("'..'", '".". Correct the path, or remove it.'),
        ("''", '"billing". Correct the path, or remove it.'),
        ("'#part'", '"billing". Correct the path, or remove it.'),
    ],
)
def test_related_that_points_nowhere(read: Read, target: str, message: str):
    answer = "---\nlevel: 0\n---\n"
    loaded = read(
        {
            "billing/refund.md": f"---\nlevel: 0\nrelated: {target}\n---\n",
            "billing/invoice.md": answer,
            "network/vpn.md": answer,
        },
        channels=(TICKET,),
    )
    found = check_references(loaded.kb, loaded.documents, ("mkdocs.yml", 1))
    assert loaded.problems == ()
    assert [str(problem) for problem in found] == [
        f"docs/billing/refund.md:3: related-unknown: There is no article {message}"
    ]
