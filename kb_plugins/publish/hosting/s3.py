"""A script that uploads a site to S3, and a policy of headers for CloudFront before it.

Redirects are a property of the objects themselves: rules of a bucket match beginnings of names, and
there may be only fifty. https://docs.aws.amazon.com/AmazonS3/latest/userguide/how-to-page-redirect.html
and https://docs.aws.amazon.com/cli/latest/reference/cloudfront/create-response-headers-policy.html
"""

from __future__ import annotations

import json
import shlex
from urllib.parse import unquote

from kb_plugins.publish.hosting.plan import (
    AN_HOUR,
    ASK,
    FOLDER,
    FOR_EVER,
    MARKDOWN,
    PARTS,
    POLICY,
    Plan,
)

_SCRIPT = """\
#!/bin/sh
# Made by Firstline. Upload the site that holds this file: sh {folder}/s3/upload.sh BUCKET
# What pages need goes first, then the pages, then what is no longer there leaves.
set -eu
bucket="s3://${{1:?name the bucket}}"
cd "$(dirname "$0")/../.."
aws s3 sync assets "$bucket/assets" --cache-control "{ever}" \\
    --exclude "*" {hashed}
aws s3 sync . "$bucket" --cache-control "{hour}" --exclude "*" {parts}--exclude "{folder}/*"
{types}aws s3 sync . "$bucket" --cache-control "{ask}" --exclude "{folder}/*"{moved_out}
{moved}aws s3 sync . "$bucket" --delete --size-only --exclude "{folder}/*"{moved_out}
"""
_TYPES = {"md": MARKDOWN, "txt": "text/plain; charset=utf-8", "gz": "application/gzip"}
"""What the command line would guess without an encoding, or wrongly."""


def files(plan: Plan) -> dict[str, str]:
    """Return the script and the policy."""
    objects = {old: f"{unquote(old)}index.html" if old.endswith("/") else unquote(old)
               for old in sorted(plan.redirects)}  # fmt: skip
    moved = "".join(
        f"printf '' | aws s3 cp - {_target(name)} --content-type text/html "
        f"--website-redirect {shlex.quote(plan.target(plan.redirects[old]))}\n"
        for old, name in objects.items()
    )
    script = _SCRIPT.format(
        folder=FOLDER,
        ever=FOR_EVER,
        hour=AN_HOUR,
        ask=ASK,
        hashed=" ".join(
            f"--include {shlex.quote(_pattern(name.removeprefix('assets/')))}"
            for name in plan.hashed
            if name.startswith("assets/")
        ),
        types="".join(
            f'aws s3 sync . "$bucket" --cache-control "{ASK}" --content-type "{kind}" \\\n'
            f'    --exclude "*" --include "*.{ending}" --exclude "{FOLDER}/*"\n'
            for ending, kind in _TYPES.items()
        ),
        parts="".join(f'--include "*.{part}" ' for part in PARTS),
        moved=moved,
        moved_out="".join(f" \\\n    --exclude {shlex.quote(name)}" for name in objects.values()),
    )
    policy = json.dumps(_policy(plan), indent=2) + "\n"
    return {f"{FOLDER}/s3/upload.sh": script, f"{FOLDER}/s3/headers.json": policy}


def _pattern(name: str) -> str:
    return f"{name}*" if name.endswith("/") else name


def _target(name: str) -> str:
    return f'"$bucket"/{shlex.quote(name)}'


def _policy(plan: Plan) -> dict[str, object]:
    """Return the configuration of a response headers policy."""
    other = [
        {"Header": name, "Value": value, "Override": True}
        for name, value in plan.headers.items()
        if name in ("Permissions-Policy", "Cross-Origin-Opener-Policy")
    ]
    security: dict[str, object] = {"ContentTypeOptions": {"Override": True}}
    if policy := plan.headers.get(POLICY):
        security["ContentSecurityPolicy"] = {"ContentSecurityPolicy": policy, "Override": True}
    if referrer := plan.headers.get("Referrer-Policy"):
        security["ReferrerPolicy"] = {"ReferrerPolicy": referrer, "Override": True}
    if "Strict-Transport-Security" in plan.headers:
        security["StrictTransportSecurity"] = {
            "AccessControlMaxAgeSec": 31536000, "IncludeSubdomains": False, "Override": True,
        }  # fmt: skip
    return {
        "Name": "help-centre",
        "Comment": "Made by Firstline",
        "SecurityHeadersConfig": security,
        "CustomHeadersConfig": {"Quantity": len(other), "Items": other},
    }
