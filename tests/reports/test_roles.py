"""Titles as people write them fall into the nine roles, and what is not known stays unseen."""

from __future__ import annotations

from pathlib import Path

import pytest

from courseware.ids import load_ids
from courseware.reports.roles import OTHER, ROLES, role_of


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("Rektor", "principal"),
        ("Bitr. rektor", "principal"),
        ("biträdande  REKTOR", "principal"),
        ("gymnasielärare", "teacher"),
        ("Lärare/mentor", "teacher"),
        ("Kurator", "student-health"),
        ("Skolkurator", "student-health"),
        ("Skolsköterska", "student-health"),
        ("Elevhälsan", "student-health"),
        ("Specialpedagog", "student-health"),
        ("Studie- och yrkesvägledare", "guidance-counsellor"),
        ("SYV", "guidance-counsellor"),
        ("KAA-samordnare", "kaa-coordinator"),
        ("Samordnare, KAA", "kaa-coordinator"),
        ("Controller", "controller"),
        ("Ekonom", "controller"),
        ("Processledare", "process-leader"),
        ("Skolchef", "head-of-administration"),
        ("Förvaltningschef", "head-of-administration"),
        ("Nämndledamot", "board-member"),
        ("Ordförande i barn- och utbildningsnämnden", "board-member"),
        ("politiker", "board-member"),
        ("Rektor med ansvar för elevhälsan", "principal"),
        ("Vaktmästare", OTHER),
        ("kaak", OTHER),
        ("", OTHER),
    ],
)
def test_title_has_a_role(title: str, role: str) -> None:
    assert role_of(title) == role


def test_roles_are_the_registered_ones_in_their_order(project_root: Path) -> None:
    assert load_ids(project_root).roles == ROLES


def test_every_word_of_the_table_leads_to_its_own_role() -> None:
    from courseware.reports.roles import _table

    table = _table()
    assert set(table) == set(ROLES)
    assert [(role, word) for role, words in table.items() for word in words if role_of(word) != role] == []
