"""Fixtures of the reports' tests: a register on both databases, a project with all its rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from databases import database_url, store

from courseware.registry.project import Project
from courseware.registry.projects import load_project
from courseware.strings import Strings, load_strings

__all__ = ["database_url", "store"]


@pytest.fixture
def project() -> Project:
    """The demonstration project with the dates of the first national one, where the scenarios lie."""
    demo = load_project("demo")
    return replace(demo, starts=date(2020, 8, 3), ends=date(2023, 4, 30))


@pytest.fixture
def t(project_root: Path) -> Strings:
    """The Swedish texts."""
    return load_strings(project_root, "sv")
