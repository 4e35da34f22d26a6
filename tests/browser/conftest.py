"""What the tests of the elements share: small sites of their own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browser.lab import Lab, serve_lab
from browser.test_shell import visit
from browser.widgets_lab import serve_widgets
from playwright.sync_api import Page


@pytest.fixture
def lab() -> Iterator[Lab]:
    """A site of its own for every test, so that each decides what its inbox answers."""
    with serve_lab() as made:
        yield made


@pytest.fixture(scope="session")
def shown_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site whose one page holds a simulator, a self-assessment and every kind of drawing."""
    with serve_widgets(tmp_path_factory.mktemp("widgets")) as address:
        yield address


@pytest.fixture
def shown(browser_page: Page, shown_url: str) -> Page:
    """That page in Swedish, its elements started and its letters there."""
    visit(browser_page, f"{shown_url}/widgets/")
    return browser_page
