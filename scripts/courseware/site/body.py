"""What is staged of a page: its text, and what else it brought up."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

__all__ = ["Body"]


@dataclass(slots=True)
class Body:
    """The text of one page, ready for Markdown, with what else it brought up."""

    markdown: str
    cited: tuple[str, ...] = ()
    """Keys of its sources, in the order of their first citation."""
    elements: tuple[str, ...] = ()
    """Custom elements that the text itself holds."""
    files: dict[str, bytes] = field(default_factory=dict)
    """Files to publish beside the page, by name."""
    shown: dict[str, Any] = field(default_factory=dict)
    """What the template of the page's kind shows besides, as plain data."""
