"""What a list held and nobody read: said aloud, so that a misspelled header is not a silent loss."""

from __future__ import annotations

import click

__all__ = ["tell_unread"]


def tell_unread(headers: tuple[str, ...]) -> None:
    """Names the columns of a list that were passed over, if there are any."""
    if headers:
        click.echo(f"Columns that were not read: {', '.join(headers)}.", err=True)
