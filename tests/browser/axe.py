"""axe-core in a page: `findings(page)`; a test asserts that there are none.

All rules run, those of best practice and the experimental target size included. What axe cannot
decide (`incomplete`) is not a finding; names, order and focus have tests of their own.
"""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_OPTIONS = {
    "resultTypes": ["violations"],
    "rules": {"target-size": {"enabled": True}, "focus-order-semantics": {"enabled": True},
              "label-content-name-mismatch": {"enabled": True}},
}
_axe = Axe()


def findings(page: Page) -> list[str]:
    """Return what axe finds in a page as it is now: `rule: element (why)`.

    The page must have been opened with `bypass_csp`, because axe runs as an inline script.
    """
    results = _axe.run(page, options=_OPTIONS)
    return [
        f"{found['id']}: {' '.join(map(str, node['target']))} ({found['help']})"
        for found in results.response["violations"]
        for node in found["nodes"]
    ]
