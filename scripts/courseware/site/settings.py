"""The settings of a build, read from mkdocs.yml by MkDocs itself."""

from __future__ import annotations

import hashlib
import io
import logging
import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from courseware.errors import CoursewareError

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

__all__ = ["Settings", "code_fingerprint", "read_settings"]

OUR_PLUGINS = {"courseware", "i18n"}

_ADDRESS = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a build needs to know beside the content."""

    root: Path
    config: MkDocsConfig

    @property
    def site_url(self) -> str:
        """Where the site is published, or an empty text."""
        return self.config.site_url or ""

    @property
    def edit_base(self) -> str:
        """What an edit link begins with, or an empty text."""
        return str(self.config.extra.get("edit_base") or "")

    @property
    def contact(self) -> str:
        """Where readers send what they contribute, or an empty text.

        Raises:
            CoursewareError: What is set is not one e-mail address.
        """
        address = str(self.config.extra.get("contact") or "").strip()
        if address and not _ADDRESS.fullmatch(address):
            raise CoursewareError(
                "mkdocs.yml: extra.contact (the variable CONTACT) must be one e-mail address of a function, "
                "such as platform@example.org, or empty."
            )
        return address

    def fingerprint(self) -> str:
        """Gives a hash of everything here that may show in a page."""
        import jinja2
        import markdown
        import mkdocs

        found = hashlib.sha256((self.root / "mkdocs.yml").read_bytes())
        versions = (sys.version, mkdocs.__version__, markdown.__version__, jinja2.__version__)
        for text in (*versions, self.site_url, repr(self.config.extra), code_fingerprint()):
            found.update(f"{text}\0".encode())
        return found.hexdigest()


@lru_cache(maxsize=1)
def code_fingerprint() -> str:
    """Gives a hash of our own code: after an upgrade nothing remembered is used again.

    Once a process: a preview that runs on must not take the code on disk for the code that it runs.
    """
    package = Path(__file__).parents[1]
    found = hashlib.sha256()
    for path in sorted(
        [
            *package.glob("*.py"),
            *(file for room in ROOMS for file in (package / room).rglob("*.py")),
            *(package / "words").rglob("*.txt"),
        ]
    ):
        found.update(path.read_bytes())
    return found.hexdigest()


ROOMS = ("site", "content", "charts", "packaging", "translations", "words")
"""Rooms whose code decides what a page looks like."""


def read_settings(
    root: Path, *, site_dir: Path | None = None, extra: Mapping[str, str] | None = None
) -> Settings:
    """Gives the settings of a project folder.

    Args:
        root: Where mkdocs.yml stands.
        site_dir: Where to build, instead of where mkdocs.yml says.
        extra: Values that take the place of those under `extra` in mkdocs.yml.

    Raises:
        CoursewareError: mkdocs.yml is missing or wrong, or uses a plugin that this builder does not run.
    """
    # Material prints a notice about its end at every start; the way out is in docs/decisions/0005.
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    from mkdocs.config import load_config
    from mkdocs.exceptions import Abort, ConfigurationError

    messages = io.StringIO()
    handler = logging.StreamHandler(messages)
    log = logging.getLogger("mkdocs")
    log.addHandler(handler)
    propagate, log.propagate = log.propagate, False
    try:
        options = {"site_dir": str(site_dir)} if site_dir is not None else {}
        config = load_config(str(root / "mkdocs.yml"), **options)
    except (ConfigurationError, Abort) as error:
        details = messages.getvalue().strip()
        raise CoursewareError(f"mkdocs.yml: {details or error}") from error
    finally:
        log.removeHandler(handler)
        log.propagate = propagate
    strangers = sorted(set(config.plugins) - OUR_PLUGINS)
    if strangers:
        raise CoursewareError(
            f"mkdocs.yml: `courseware build` does not run the plugin{'s' if len(strangers) > 1 else ''} "
            f"{', '.join(strangers)}. Remove it, or build with `mkdocs build --strict`."
        )
    config.extra.update(extra or {})
    return Settings(root, config)
