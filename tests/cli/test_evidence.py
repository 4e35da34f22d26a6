"""Evidence, statements, entry lists, sheets and reminders at the command line; no protected name leaks."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from courseware.cli import courseware

ROOT = Path(__file__).parents[2]
PROTECTED = "199508032381"
SECRETS = (PROTECTED, PROTECTED[2:], "950803-2381", "Björkvik", "Lundskolan")
LISTS = {
    "participants": "Personnummer;Namn;Huvudman;Organisationsnummer;Enhet;Startdatum;E-post;Skyddad\n"
    "198501012382;Anna Påhittad;Ekdalen;202100-5224;;2026-01-12;anna@example.org;\n"
    "198501012390;Bo Påhittad;Ekdalen;202100-5224;;2026-01-12;;\n"
    f"{PROTECTED};;Björkvik;;Lundskolan;2026-01-12;;ja\n",
    "sessions": "Tillfälle;Modul;Datum;Start;Slut;Plats;Planerade minuter;Faktiska minuter\n"
    "W1;m07-early-detection;2026-02-12;09:00;12:00;Rådhuset;165;165\n",
    "attendance": "Tillfälle;Deltagare;Närvaro\nW1;1;hel\nW1;2;hel\nW1;3;hel\n",
    "attestations": "Deltagare;Månad;Minuter;Metod;Datum;Original\n"
    "1;2026-02;165;mejl;2026-03-02;Diarium 12\n3;2026-02;150;ink;2026-03-02;Pärm Björkvik\n",
}


class Register:
    """The command line over a register of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, *words: str, fails: int = 0) -> Result:
        done = CliRunner().invoke(courseware, ["--root", str(ROOT), *words, "--project", "demo"])
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            assert fails == 1, done.output
            return done
        assert done.exit_code == fails, done.output
        return done

    def out(self, name: str) -> str:
        return str(self.folder / "out" / name)


@pytest.fixture
def register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Register:
    monkeypatch.setenv("COURSEWARE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("COURSEWARE_KEY_FILE", str(tmp_path / "config" / "master.key"))
    monkeypatch.setenv("COURSEWARE_WHO", "maria")
    monkeypatch.chdir(tmp_path)
    made = Register(tmp_path)
    (tmp_path / "out").mkdir()
    for group, text in LISTS.items():
        path = tmp_path / f"{group} Björkvik.csv"
        path.write_text(text, encoding="utf-8")
        made(group, "import", str(path))
    return made


def test_t14_nothing_in_the_output_folder_tells_who_the_protected_woman_is(
    register: Register, tmp_path: Path
) -> None:
    month, out = "2026-02", register.out
    register("report", "evidence", month, "--participant", "3", "--full-number", "--out", out("e.html"))
    register("report", "evidence", month, "--sample", "3", "--out", out("sample.zip"))
    register("report", "statement", "--participant", "3", "--out", out("s.html"))
    register("report", "entry-list", month, "--out", out("entry.xlsx"))
    register("attestations", "sheet", month, "--all", "--full-number", "--out", out("sheet.html"))
    for kind in ("csv", "xlsx", "html"):
        register("attestations", "remind", month, "--out", out(f"r.{kind}"))
    files = sorted((tmp_path / "out").iterdir())
    assert len(files) == 8
    for path in files:
        content = path.read_bytes()
        if path.suffix in (".zip", ".xlsx"):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                content = b"\n".join(archive.read(name) for name in archive.namelist())
        for secret in SECRETS:
            assert secret not in content.decode(), (path.name, secret)
        assert path.stat().st_mode & 0o077 == 0, path.name


def test_a_sample_is_drawn_told_and_repeated(register: Register) -> None:
    first = register("report", "evidence", "2026-02", "--random", "20", "--seed", "7")
    assert "demo-evidence-2026-02.zip" in first.output
    assert "1 of 1 drawn, seed 7." in first.stderr
    content = Path("demo-evidence-2026-02.zip").read_bytes()
    again = register("report", "evidence", "2026-02", "--random", "20", "--seed", "7", fails=1)
    assert "exists already" in str(again.exception)
    register("report", "evidence", "2026-02", "--random", "20", "--seed", "7", "--force")
    assert Path("demo-evidence-2026-02.zip").read_bytes() == content
    with zipfile.ZipFile("demo-evidence-2026-02.zip") as archive:
        assert "evidence-2026-02-000001.html" in archive.namelist()
        assert "1 dragna bland 1 med rapporterad tid, frö 7." in archive.read("index.html").decode()
    drawn = register("report", "evidence", "2026-02", "--random", "1", "--force")
    assert "1 of 1 drawn, seed " in drawn.stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "Say whom, in one way"),
        (("--participant", "1", "--all"), "Say whom, in one way"),
        (("--all", "--seed", "7"), "give --random too"),
        (("--sample", "850101-2382"), "is not a list of participant ids"),
    ],
)
def test_misuse_of_evidence_is_told(register: Register, words: tuple[str, ...], message: str) -> None:
    done = register("report", "evidence", "2026-02", *words, fails=2)
    assert message in done.output
    assert "850101" not in done.output


def test_unknown_people_and_other_months_are_refused(register: Register) -> None:
    done = register("report", "evidence", "2026-02", "--sample", "1,77", fails=1)
    assert "There is no participant 77 in demo." in str(done.exception)
    done = register("report", "evidence", "2025-12", "--all", fails=1)
    assert "2025-12 is outside the project demo" in str(done.exception)
    done = register("report", "statement", "--participant", "77", fails=1)
    assert "There is no participant 77 in demo." in str(done.exception)


def test_a_month_that_is_not_over_is_told(register: Register) -> None:
    done = register("report", "entry-list", "2028-11", "--out", register.out("later.xlsx"))
    assert "2028-11 is not over" in done.stderr


def test_statement_and_entry_list_are_written(register: Register) -> None:
    register("report", "statement", "--participant", "1", "--language", "en")
    assert "Your time in" in Path("demo-statement-000001.html").read_text(encoding="utf-8")
    done = register("report", "entry-list", "2026-02")
    assert "1 session, 3 participants." in done.stderr
    book = openpyxl.load_workbook("demo-entry-list-2026-02.xlsx")
    assert [row[0].value for row in book["Aktiviteter"].iter_rows(min_row=2)] == ["W1"]
    assert book["Aktiviteter"]["B2"].value == "Bygg systemet för tidig upptäckt"


def test_states_of_signatures_and_reminders(register: Register) -> None:
    def states(state: str) -> list[list[str]]:
        done = register("attestations", "list", "--month", "2026-02", "--state", state)
        assert "1 pending, 1 attested, 1 differing, 0 excluded." in done.stderr
        return [line.split("\t")[1:] for line in done.stdout.splitlines()[1:]]

    assert states("attested") == [["1", "attested", "165", "165", "mail", "2026-03-02", "Diarium 12", ""]]
    assert states("pending") == [["2", "pending", "165", "", "", "", "", ""]]
    assert [row[:4] for row in states("differing")] == [["3", "differing", "165", "150"]]
    done = register("attestations", "remind", "2026-02", "--out", register.out("r.csv"))
    assert "2 to remind; 0 of them have an e-mail address." in done.stderr
    assert states("pending")[0][-1] == ""
    done = register("attestations", "remind", "2026-02", "--out", register.out("r.html"), "--record")
    assert "2 to remind, noted in the change log; 0 of them" in done.stderr
    assert states("pending")[0][-1][:2] == "20"
    done = register("attestations", "remind", "2026-02", "--out", register.out("r.pdf"), fails=2)
    assert "must end in .csv or .xlsx or .html" in done.output
    done = register("attestations", "list", "--state", "pending", fails=2)
    assert "--state is about one month" in done.output


def test_sheets_are_for_those_who_have_to_sign(register: Register) -> None:
    def sheets(*words: str) -> tuple[str, str]:
        out = register.out("sheet.html")
        done = register("attestations", "sheet", "2026-02", "--out", out, "--force", *words)
        return Path(out).read_text(encoding="utf-8"), done.stderr

    page, told = sheets()
    assert ("Bo Påhittad" in page, "Anna Påhittad" in page, "Deltagare 3" in page) == (True, False, True)
    assert "2 sheets." in told
    page, told = sheets("--organisation", "Ekdalen", "--all")
    assert ("Bo Påhittad" in page, "Anna Påhittad" in page, "Deltagare 3" in page) == (True, True, False)
    assert "1 with protected identity stand under no organisation" in told
    page, told = sheets("--participant", "1")
    assert ("Anna Påhittad" in page, "1 sheet." in told) == (True, True)
    out = register.out("none.html")
    done = register("attestations", "sheet", "2026-02", "--out", out, "--organisation", "Ekdal", fails=1)
    assert "There is no organisation 'Ekdal' in demo. Did you mean" in str(done.exception)
    done = register("attestations", "sheet", "2026-03", "--out", out, fails=1)
    assert "Nobody in demo has time to sign for in 2026-03. No file was written." in str(done.exception)
    done = register("attestations", "sheet", "2026-02", "--out", out, "--participant", "1", "--all", fails=2)
    assert "--participant names one" in done.output
    assert not Path(out).exists()


@pytest.mark.parametrize(
    "words",
    [
        ("report", "evidence"),
        ("report", "statement"),
        ("report", "entry-list"),
        ("attestations", "sheet"),
        ("attestations", "remind"),
        ("attestations", "list"),
    ],
)
def test_help_has_a_real_example(words: tuple[str, str]) -> None:
    done = CliRunner().invoke(courseware, [*words, "--help"])
    assert done.exit_code == 0
    assert f"courseware {' '.join(words)}" in done.output
