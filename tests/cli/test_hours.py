"""Sessions, attendance and attestations at the command line: what a list held and nobody read is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from courseware.cli import courseware

ROOT = Path(__file__).parents[2]
LISTS = {
    "people": "Namn;Pnr;Startdatum;Kommun\nÅsa Påhittad;198501012382;2026-02-01;Ekdalen\n",
    "sessions": (
        "Tillfälle;Datum;Start;Slut;Plats;Planerade minuter;Faktiska minuter;Faktisk tid\n"
        "W1;2026-11-12;09:00;12:00;Rådhuset;165;165;165\n"
    ),
    "attendance": "Tillfälle;Deltagare;Närvaro;Kom för sent\nW1;1;hel;\n",
    "attestations": "Deltagare;Månad;Minuter;Metod;Datum;Original;Nr\n1;2026-11;165;mejl;2026-12-01;x;7\n",
}


def test_columns_that_were_not_read_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COURSEWARE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("COURSEWARE_KEY_FILE", str(tmp_path / "config" / "master.key"))
    monkeypatch.delenv("COURSEWARE_DATABASE_URL", raising=False)

    def take_in(noun: str) -> str:
        path = tmp_path / f"{noun}.csv"
        path.write_text(LISTS[noun], encoding="utf-8")
        group = "participants" if noun == "people" else noun
        done = CliRunner().invoke(
            courseware, ["--root", str(ROOT), group, "import", str(path), "--project", "demo"]
        )
        assert done.exit_code == 0, done.output
        return done.output

    assert "not read" not in take_in("people")
    assert "Columns that were not read: Faktisk tid." in take_in("sessions")
    assert "Columns that were not read: Kom för sent." in take_in("attendance")
    assert "Columns that were not read: Nr." in take_in("attestations")
