"""Ready files for hosts: redirects, security headers and cache rules, one module a kind of host.

A host's module has `files(plan)`, which returns texts by path in the site.
"""

from __future__ import annotations

from kb_plugins.publish.hosting import apache, iis, netlify, nginx, s3
from kb_plugins.publish.hosting.plan import Plan

HOSTS = {
    "netlify": netlify.netlify,
    "cloudflare": netlify.cloudflare,
    "nginx": nginx.files,
    "apache": apache.files,
    "iis": iis.files,
    "s3": s3.files,
}
"""What makes the files of each host, by the name that `hosts` uses."""
DETECTED = {"NETLIFY": "netlify", "CF_PAGES": "cloudflare"}
"""Environment variables by which a build service says that it will publish the site itself."""


def hosting_files(hosts: list[str], plan: Plan) -> dict[str, str]:
    """Return the files of some hosts. Raises KeyError for a host that nobody knows."""
    found: dict[str, str] = {}
    for host in hosts:
        found |= HOSTS[host](plan)
    return found
