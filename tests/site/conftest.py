"""The small course of site_project.py, built or to be built."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from site_project import tree, write_project

from courseware.site.build import build_site


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The course in a folder of its own, to be changed."""
    return write_project(tmp_path / "project")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course as `courseware build` publishes it; not to be changed."""
    root = write_project(tmp_path_factory.mktemp("built") / "project")
    build_site(root)
    return root / "site"


@pytest.fixture
def clean_build(tmp_path: Path) -> Callable[[Path], dict[str, bytes]]:
    """Builds a copy of a project from nothing, and gives what was published."""
    count = 0

    def build(root: Path) -> dict[str, bytes]:
        nonlocal count
        count += 1
        copy = tmp_path / f"clean-{count}"
        shutil.copytree(root, copy, ignore=shutil.ignore_patterns("build", "site"))
        build_site(copy)
        return tree(copy / "site")

    return build
