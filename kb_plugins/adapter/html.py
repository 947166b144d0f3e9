"""Mends what Material's templates write and the HTML standard forbids.

These pieces stand in `base.html`, outside every block that a template could override. Each is
replaced to the letter; a test holds that Material still writes them, so that none stays here after
its reason is gone.
"""

from __future__ import annotations

import re

from kb_plugins.i18n import language

MENDED = (
    # A check box has no history that a browser could fill in.
    ('type="checkbox" id="__drawer" autocomplete="off"', 'type="checkbox" id="__drawer"'),
    ('type="checkbox" id="__search" autocomplete="off"', 'type="checkbox" id="__search"'),
    # An empty tabindex is no number.
    (' tabindex="">', ">"),
)
_NO_TOGGLE = ('<label class="md-nav__title" for="__toc">', '<label class="md-nav__title">')
"""The title of the table of contents is a label; off the menu there is no box that it toggles."""

_WAIVER = re.compile(r"<!--\s*kb-ignore\b.*?-->", re.DOTALL)
_FRAME = ("<html><head></head><body>", "</body></html>")
_SITE_STYLE = re.compile(r'<link rel="stylesheet" href="[^"]*assets/kb/site-\w+\.css">')
_STYLE = re.compile(r'<link rel="stylesheet" href="[^"]*assets/kb/style-\w+\.css">')
"""Our style is one of `extra_css`, for templates that are not ours; the site's sheet has it too."""


_SKIP = re.compile(r'<div data-md-component="skip">(?:(?!</div>).)*</div>', re.DOTALL)
_SKIP_WORDS = re.compile(r'class="md-skip">\s*(.*?)\s*</a>', re.DOTALL)
_LANGUAGE = re.compile(r'<html\b[^>]*\slang="([\w-]+)"')
_CONTENT = '<div class="md-content"'
_MAIN = '<main class="md-main"'
"""Where the text of a page begins; a page with a template of its own may have the second alone."""
_FOREIGN_TEXT = re.compile(r'<div lang="([\w-]+)" dir="(?:ltr|rtl)">')
_TOC = '<ul class="md-nav__list" data-md-component="toc"'
"""The headings of an article that is not translated are in its language as well (WCAG 3.1.2)."""


def mend(html: str) -> str:
    """Return a page of Material's templates as valid HTML, with no style sheet twice."""
    frame, sign, text = html.partition(_CONTENT)  # what is to be mended stands before the text
    if _SITE_STYLE.search(frame) and (style := _STYLE.search(frame)):
        frame = frame[: style.start()].rstrip() + frame[style.end() :]
    for wrong, right in MENDED:
        frame = frame.replace(wrong, right)
    if 'id="__toc"' not in frame:
        frame = frame.replace(*_NO_TOGGLE)
    if foreign := _FOREIGN_TEXT.search(text or frame):
        frame = frame.replace(_TOC, f'{_TOC} lang="{foreign[1]}"')
    return _with_skip_link(*((frame, sign, text) if sign else frame.partition(_MAIN)))


def _with_skip_link(frame: str, sign: str, text: str) -> str:
    """Let every page begin with a link to its text: Material's leads to its first heading, if any.

    Behind the title and what stands above that heading, readers would miss half of a short page.
    The text begins with `sign`, which is a part of a tag.
    """
    if not sign or not _SKIP.search(frame):
        return frame + sign + text
    code = _LANGUAGE.search(frame)
    known = _SKIP_WORDS.search(frame)
    words = known[1] if known else language(code[1] if code else "en").gettext("Skip to content")
    link = f'<div data-md-component="skip"><a href="#kb-content" class="md-skip">{words}</a></div>'
    return f'{_SKIP.sub(lambda match: link, frame, count=1)}{sign} id="kb-content"{text}'


def without_waivers(html: str) -> str:
    """Take out the comments that waive a rule: why a team does so is nobody else's business."""
    return _WAIVER.sub("", html) if "<!--" in html else html


def without_frame(html: str) -> str:
    """Take the frame of a document off the text of a page: mkdocs-glightbox puts one around it."""
    return html.removeprefix(_FRAME[0]).removesuffix(_FRAME[1])
