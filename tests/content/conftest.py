"""Small whole projects to read and to break."""

from __future__ import annotations

from small_projects import edit, two_languages

__all__ = ["edit", "two_languages"]
