"""`courseware export`: what leaves the site as files."""

from __future__ import annotations

import click

from courseware.cli.export_kit import kit

__all__ = ["command"]


@click.group("export")
def command() -> None:
    """A facilitator's kit: everything for one workshop in one file.

    \b
    Example:
      courseware export kit m05-root-causes --start "2026-12-03 09:00" --place "Rådhuset, sal 2"
    """


command.add_command(kit)
