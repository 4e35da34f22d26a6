"""Each state of a month has a shape of its own, so that nothing depends on colour."""

from __future__ import annotations

from typing import get_args

import pytest

from courseware.charts.month_links import LINKS, draw_link
from courseware.reports.periods import State


def test_every_state_has_its_own_shape() -> None:
    assert set(LINKS) == set(get_args(State))
    assert len(set(LINKS.values())) == len(LINKS)


def test_link_is_decoration_with_the_state_as_class() -> None:
    assert draw_link("stale").startswith('<svg class="link is-stale" ')
    assert 'aria-hidden="true"' in draw_link("stale")


def test_unknown_state_is_refused() -> None:
    with pytest.raises(ValueError, match="no state 'lost'"):
        draw_link("lost")
