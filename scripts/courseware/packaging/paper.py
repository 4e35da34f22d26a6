"""A page of the site made for paper or for a folder on a disk: what `site` makes and `exports` packs."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Paper"]


@dataclass(frozen=True, slots=True)
class Paper:
    """One whole HTML document; its styles stand in it, what else it shows is named by relative addresses."""

    kind: str
    """What it is: "run-sheet", "quiz-answers"; a worksheet's is its id."""
    title: str
    """As the reader finds it among others: "Körschema – Rotorsaker"."""
    language: str
    """Of the reader it is made for."""
    text_language: str
    """Of what the author wrote; differs where the reader's language has no translation."""
    address: str
    """Of the page it is made from, below the site's root: "en/modules/m05-root-causes/slides/"."""
    html: str
