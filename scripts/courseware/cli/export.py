"""`courseware export`: what leaves the site as files."""

from __future__ import annotations

import click

from courseware.cli.export_kit import kit

__all__ = ["command"]


@click.group("export")
def command() -> None:
    """Pack what is on the site into files to take along.

    \b
    Example:
      courseware export kit m05-root-causes --start "2026-12-03 09:00" --place "Rådhuset, sal 2"
    """


command.add_command(kit)
