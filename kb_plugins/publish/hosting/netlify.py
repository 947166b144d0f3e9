"""`_headers` and `_redirects` at the top of the site, for Netlify and for Cloudflare Pages.

https://docs.netlify.com/manage/routing/redirects/overview/ and
https://developers.cloudflare.com/pages/configuration/headers/. Both let pages be asked for anew by
default, and would join a second `Cache-Control` to the first, so only hashed files get one here.
"""

from __future__ import annotations

from kb_plugins.publish.hosting.plan import FOR_EVER, OPEN_TO_ALL, Plan


def netlify(plan: Plan) -> dict[str, str]:
    """Return both files. Netlify would prefer the page at the old address, so it is forced.

    It knows one page for wrong addresses, unless a rule names another; Cloudflare looks for the
    nearest.
    """
    files = _files(plan, "301!")
    files["_redirects"] += "".join(f"/{lost}* /{lost}404.html 404\n" for lost in plan.lost)
    return files


def cloudflare(plan: Plan) -> dict[str, str]:
    """Return both files. Cloudflare prefers the redirect, and knows no force."""
    return _files(plan, "301")


def _files(plan: Plan, status: str) -> dict[str, str]:
    blocks = [("/*", plan.headers)]
    blocks += [(_all(name), {"Cache-Control": FOR_EVER}) for name in plan.hashed]
    if plan.shared:
        blocks += [(_all(name), {"Access-Control-Allow-Origin": "*"}) for name in OPEN_TO_ALL]
    text = "# Made by Firstline\n"
    for path, headers in blocks:
        text += path + "\n" + "".join(f"  {name}: {value}\n" for name, value in headers.items())
    moved = "# Made by Firstline\n" + "".join(
        f"/{old} {plan.target(new)} {status}\n" for old, new in sorted(plan.redirects.items())
    )
    return {"_headers": text, "_redirects": moved}


def _all(name: str) -> str:
    return f"/{name}*" if name.endswith("/") else f"/{name}"
