"""What the tests of the elements share: a small site of their own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browser.lab import Lab, serve_lab


@pytest.fixture
def lab() -> Iterator[Lab]:
    """A site of its own for every test, so that each decides what its inbox answers."""
    with serve_lab() as made:
        yield made
