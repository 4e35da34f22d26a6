"""HTML that does something instead of saying something: scripts, frames, handlers, styles.

The site's security policy stops most of it in a reader's browser. It is refused all the same, because pages
also travel in packages and mirrors that send no policy, and because what a policy stops is a broken page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

__all__ = ["active_html"]

_TAG = re.compile(
    r"<\s*/?\s*(?P<tag>script|style|iframe|frame|frameset|object|embed|applet|link|meta|base|portal)(?=[\s/>]|\Z)"
    r"|<[a-z][^<>]*[\s/\"'](?P<attribute>on[a-z]+|style|srcdoc|formaction)\s*=",
    re.IGNORECASE,
)
# An address may be written with entities, and browsers skip blanks and control characters in its scheme.
_ADDRESS = re.compile(
    r"(?:\b(?:href|src|action|data|poster)\s*=\s*[\"']?|\]\(\s*<?|^ {0,3}\[[^\]\n]+\]:\s*<?|<)"
    r"(?P<scheme>(?:&\#|[^\s\"'<>()/?\#]){1,200}?(?::|&colon;|&#0*58;|&#x0*3a;))",
    re.IGNORECASE | re.MULTILINE,
)
_SCHEMES = ("javascript:", "vbscript:")
_SKIPPED = re.compile(r"[\x00-\x20]")


def active_html(text: str) -> Iterator[tuple[int, str]]:
    """Yields where in a piece of HTML or Markdown something active stands, and what it is.

    Args:
        text: HTML, or Markdown whose code was taken out.
    """
    for found in _TAG.finditer(text):
        name = found["tag"] or found["attribute"]
        yield found.start(), f"<{name.lower()}>" if found["tag"] else f"{name.lower()}="
    for found in _ADDRESS.finditer(text):
        if _SKIPPED.sub("", unescape(found["scheme"])).lower().endswith(_SCHEMES):
            yield found.start("scheme"), "an address that is a script"
