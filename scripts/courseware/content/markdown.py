"""Markdown seen as lines: what is code, where the headings are, which links and images there are.

Not a renderer. Checks and section hashes need a few facts about a text, fast and with line
numbers; these are regular expressions over lines with code taken out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Heading", "Link", "code_mask", "headings", "images", "links", "plain", "readable", "without_code"]

FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})(.*)$")
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?[ \t]*$")
_ATTRIBUTES = re.compile(r"[ \t]*\{:?[ \t]*([^{}]*?)[ \t]*\}[ \t]*$")
_CLOSING = re.compile(r"(?:^|[ \t]+)#+$")
_INLINE_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_LINK = re.compile(
    r"(?P<bang>!?)\[(?P<text>(?:[^\[\]]|\[[^\[\]]*\])*)\]"
    r"\(\s*(?P<target><[^>\n]*>|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)(?:\s+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?\s*\)"
)
_REFERENCE = re.compile(r"^ {0,3}\[(?P<text>[^\]@^][^\]]*)\]:\s+(?P<target>\S+)", re.MULTILINE)
_HTML_IMAGE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Heading:
    """One ATX heading."""

    level: int
    text: str
    id: str
    """The anchor written as `{#id}`, or the empty string."""
    extra: str
    """Whatever else stands between the braces; nothing should."""
    line: int


@dataclass(frozen=True, slots=True)
class Link:
    """One inline link or image."""

    text: str
    target: str
    line: int


def code_mask(lines: Sequence[str]) -> list[bool]:
    """Gives for every line whether it belongs to a fenced code block, fences included."""
    mask = [False] * len(lines)
    fence = ""
    for number, line in enumerate(lines):
        if "```" not in line and "~~~" not in line:
            mask[number] = bool(fence)
            continue
        match = FENCE.match(line)
        if fence:
            mask[number] = True
            if match and match[1][0] == fence[0] and len(match[1]) >= len(fence) and not match[2].strip():
                fence = ""
        elif match and not (match[1][0] == "`" and "`" in match[2]):
            fence = match[1]
            mask[number] = True
    return mask


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def without_code(text: str) -> str:
    """Gives the text with code and comments replaced by spaces, every line and column in place."""
    if "```" in text or "~~~" in text:
        lines = text.split("\n")
        mask = code_mask(lines)
        text = "\n".join(" " * len(line) if coded else line for line, coded in zip(lines, mask, strict=True))
    if "`" in text:
        text = _INLINE_CODE.sub(_blank, text)
    if "<!--" in text:
        text = _COMMENT.sub(_blank, text)
    return text


def parse_heading(line: str) -> tuple[int, str, str, str] | None:
    """Gives (level, text, id, anything else in the braces) of a heading line, or None."""
    match = _HEADING.match(line)
    if match is None:
        return None
    text = match[2] or ""
    anchor = extra = ""
    attributes = _ATTRIBUTES.search(text)
    if attributes and "#" in attributes[1]:
        text = text[: attributes.start()]
        others = []
        for part in attributes[1].split():
            if part.startswith("#") and not anchor:
                anchor = part[1:]
            else:
                others.append(part)
        extra = " ".join(others)
    text = _CLOSING.sub("", text).strip()
    return len(match[1]), text, anchor, extra


def headings(text: str, first_line: int = 1) -> list[Heading]:
    """Gives every heading outside code."""
    if "#" not in text:
        return []
    lines = text.split("\n")
    mask = code_mask(lines)
    found = []
    for number, line in enumerate(lines):
        if "#" not in line or mask[number]:
            continue
        parsed = parse_heading(line)
        if parsed is not None:
            level, title, anchor, extra = parsed
            found.append(Heading(level, title, anchor, extra, first_line + number))
    return found


def links(text: str, first_line: int = 1) -> list[Link]:
    """Gives every link outside code (images not counted), reference definitions included."""
    if "](" not in text and "]:" not in text:
        return []
    bare = without_code(text)
    found = [
        Link(match["text"], match["target"].strip("<>"), first_line + bare.count("\n", 0, match.start()))
        for match in _LINK.finditer(bare)
        if not match["bang"]
    ]
    for match in _REFERENCE.finditer(bare):
        found.append(Link(match["text"], match["target"], first_line + bare.count("\n", 0, match.start())))
    return found


def images(text: str, first_line: int = 1) -> list[Link]:
    """Gives every image outside code, Markdown and HTML; the text is the alternative text."""
    if "![" not in text and "<img" not in text.lower():
        return []
    bare = without_code(text)
    found = []
    for match in re.finditer(r"!\[(?P<text>[^\]]*)\]\(\s*(?P<target><[^>\n]*>|[^\s)]*)", bare):
        line = first_line + bare.count("\n", 0, match.start())
        found.append(Link(match["text"].strip(), match["target"].strip("<>"), line))
    for match in _HTML_IMAGE.finditer(bare):
        alt = re.search(r"\balt\s*=\s*(\"[^\"]*\"|'[^']*')", match[0], re.IGNORECASE)
        source = re.search(r"\bsrc\s*=\s*(\"[^\"]*\"|'[^']*')", match[0], re.IGNORECASE)
        line = first_line + bare.count("\n", 0, match.start())
        found.append(Link(alt[1][1:-1].strip() if alt else "", source[1][1:-1] if source else "", line))
    return found


_UNREAD = re.compile(
    r"\]\([^)]*\)|\{[^}]*\}|\[@[^\]]*\]|<[^>]+>|^```.*?^```|`[^`\n]*`", re.MULTILINE | re.DOTALL
)


def readable(text: str) -> str:
    """Gives Markdown without what nobody reads as words: addresses, ids, citation keys, tags, code."""
    return _UNREAD.sub(" ", text)


def plain(text: str) -> str:
    """Gives Markdown as a reader would say it: no emphasis, links as their text, no code marks."""
    text = re.sub(r"!\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"\[@[^\]]*\]", "", text)
    text = re.sub(r"[*_`]+", "", text)
    return re.sub(r"\s+", " ", text).strip()
