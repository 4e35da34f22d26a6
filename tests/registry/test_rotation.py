"""A new master key: everybody is found again, and the register opens wherever the change was broken off."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from courseware.registry.backup import back_up
from courseware.registry.checks import check_register
from courseware.registry.codes import codes_of, issue_codes
from courseware.registry.enrolment import Enrolment, Registration, enrol
from courseware.registry.exports import ExportEntry, add_export, export_entries, number_tag
from courseware.registry.finding import people_of
from courseware.registry.key_check import check_key
from courseware.registry.keys import KeyFileError, Keyring, kept_key_files, next_key_file, read_key_file
from courseware.registry.log_lines import find_entries
from courseware.registry.people import list_people
from courseware.registry.rotation import finish_rotation, rotate_key
from courseware.registry.store import Store, open_store
from courseware.registry.tables import code_key, former_number, person

WOMAN, MAN, OTHER = "198501012382", "198501012390", "199508032381"
PEOPLE = [
    Registration(1, WOMAN, "Anna Påhittad", "Ekdalen", "2026-02-01", email="anna@ekdalen.example"),
    Registration(2, MAN, "Bo Påhittad", "Ekdalen", "2026-02-01"),
    Registration(3, "19790101Tf29", "", "Ekdalen", "2026-02-01", unit="Ekskolan", protected=True),
]


def take_in(store: Store, *people: Registration) -> Enrolment:
    with store.write(who="anna", why="list") as tx:
        return enrol(tx, "demo", people)


@pytest.fixture
def filled(store: Store) -> Store:
    """Three people, one with a former number, codes, and a month that was exported."""
    take_in(store, *PEOPLE)
    with store.write(who="anna", why="rest") as tx:
        issue_codes(tx, "demo", [1, 2, 3])
        tx.insert(
            former_number,
            ("number_hash", "person_id", "until"),
            [(tx.keys.hash_number(OTHER), 2, "2026-03-01")],
        )
        rows = [ExportEntry(1, number_tag(tx, WOMAN), "2026-02-01", "", 60, 0, 60, 0, 60)]
        add_export(tx, "demo", "2026-02", "0" * 64, {}, rows)
    return store


def again(store: Store) -> Store:
    """Gives the register as a command of its own would open it."""
    return open_store(store.engine.url.render_as_string(hide_password=False), store.key_file)


def seen(store: Store) -> tuple[object, ...]:
    """Gives all that the key is needed for."""
    with store.read() as tx:
        tags = [row.number_tag == number_tag(tx, WOMAN) for row in export_entries(tx, 1)]
        return list(list_people(tx, "demo")), codes_of(tx, "demo"), people_of(tx, "demo").by_number(MAN), tags


def test_after_a_change_of_keys_everything_is_as_before(filled: Store) -> None:
    before, old_key = seen(filled), filled.key_file.read_text()
    for _ in range(2):
        done = rotate_key(filled, who="anna", why="somebody left")
        assert done.scrubbed
        assert done.fingerprint == Keyring(read_key_file(filled.key_file)).fingerprint != done.former
        for store in (filled, again(filled)):
            assert seen(store) == before
    assert filled.key_file.read_text() != old_key
    assert kept_key_files(filled.key_file)[0].read_text() == old_key
    health = check_register(again(filled))
    assert (health.faults, health.fingerprint) == ([], done.fingerprint)


def test_people_are_known_again_by_any_number_also_without_one(filled: Store) -> None:
    """A protected person is told apart by texts that the register does not keep."""
    rotate_key(filled, who="anna", why="somebody left")
    known = take_in(again(filled), *PEOPLE, Registration(4, OTHER, "Bo Påhittad", "Ekdalen", "2026-02-01"))
    assert known.added_people == 0
    assert known.person_ids == {1: 1, 2: 2, 3: 3, 4: 2}


def test_nothing_that_the_old_key_opens_is_left(filled: Store) -> None:
    old = Keyring(read_key_file(filled.key_file))
    with filled.read() as tx:
        sealed = [
            *tx.connection.execute(person.select()).mappings().all(),
            *tx.connection.execute(code_key.select()).mappings().all(),
        ]
    gone = [value for row in sealed for name in ("wrapped_key", "wrapped") if (value := row.get(name))]
    hashes = [old.hash_number(number).encode() for number in (WOMAN, MAN, OTHER)]
    assert len(gone) == 4
    rotate_key(filled, who="anna", why="somebody left")
    if filled.file is None:
        with filled.read() as tx:
            everything = repr(
                [list(tx.connection.execute(table.select())) for table in (person, former_number)]
            ).encode()
        found = [text for text in hashes if text in everything]
    else:
        everything = b"".join(path.read_bytes() for path in filled.file.parent.glob("registry.sqlite*"))
        found = [text for text in (*gone, *hashes) if text in everything]
    assert found == []


def test_the_key_files_are_private_and_the_change_is_logged(filled: Store) -> None:
    done = rotate_key(filled, who="anna", why="somebody left")
    assert sorted(path.name for path in filled.key_file.parent.iterdir()) == sorted(
        [filled.key_file.name, done.kept.name if done.kept else ""]
    )
    if os.name == "posix":
        assert {stat.S_IMODE(path.stat().st_mode) for path in filled.key_file.parent.iterdir()} == {0o600}
    with filled.read() as tx:
        [entry] = find_entries(tx.connection, action="key.")
    assert (entry.action, entry.subject, entry.who, entry.why) == (
        *("key.rotate", "register", "anna", "somebody left"),
    )
    assert (entry.before, entry.after) == ({"fingerprint": done.former}, {"fingerprint": done.fingerprint})


def test_a_trial_changes_nothing(filled: Store) -> None:
    before, key = seen(filled), filled.key_file.read_text()
    steps: list[tuple[int, int]] = []
    done = rotate_key(
        filled, who="anna", why="x", trial=True, progress=lambda done, total: steps.append((done, total))
    )
    assert (done.people, done.kept, steps) == (3, None, [(3, 3)])
    assert filled.key_file.read_text() == key
    assert not next_key_file(filled.key_file).exists()
    assert seen(again(filled)) == before


def test_a_store_that_has_opened_the_key_before_takes_the_new_one(filled: Store) -> None:
    """Somebody's command reads, another changes the key, the first one writes: under the new key."""
    first = again(filled)
    seen(first)
    rotate_key(filled, who="anna", why="somebody left")
    take_in(first, Registration(4, OTHER[:-2] + "99", "Dan Påhittad", "Ekdalen", "2026-02-01"))
    assert check_register(again(filled)).faults == []


KILLED = """
import os, signal, sys
from pathlib import Path
from courseware.packaging import files
from courseware.registry import rotation, store as stores
point = sys.argv[3]

def die(*ignored, **named):
    os.kill(os.getpid(), signal.SIGKILL)

def after(module, name, times=1):
    real = getattr(module, name)
    calls = 0
    def wrapped(*given, **named):
        nonlocal calls
        result = real(*given, **named)
        calls += 1
        if calls == times:
            die()
        return result
    setattr(module, name, wrapped)

if point == "new key written":
    after(rotation, "create_key_file")
elif point == "people sealed":
    after(rotation, "_seal_people")
elif point == "before the commit":
    after(stores.WriteTransaction, "finish")
elif point == "after the commit":
    rotation._change_places = die
elif point == "old key kept":
    after(rotation, "write_private")
elif point == "files changed places":
    after(Path, "replace")
elif point == "before the scrubbing":
    rotation.scrub = die
rotation.rotate_key(stores.open_store(sys.argv[1], Path(sys.argv[2])), who="anna", why="somebody left")
"""

BEFORE = ("new key written", "people sealed", "before the commit")
AFTER = ("after the commit", "old key kept", "files changed places", "before the scrubbing")


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is a matter of POSIX")
@pytest.mark.parametrize("point", [*BEFORE, *AFTER])
def test_killed_at_any_moment_the_register_opens(filled: Store, point: str) -> None:
    before = seen(filled)
    old = Keyring(read_key_file(filled.key_file)).fingerprint
    url = filled.engine.url.render_as_string(hide_password=False)
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, url, str(filled.key_file), point], check=False, capture_output=True
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert seen(again(filled)) == before
    health = check_register(again(filled))
    assert health.faults == []
    assert (health.fingerprint == old) == (point in BEFORE)
    waits = point in {"after the commit", "old key kept"}
    assert health.waiting_key == waits
    ended = finish_rotation(again(filled))
    assert (ended is not None) == waits
    assert not waits or not next_key_file(filled.key_file).exists()
    if point in AFTER:
        [kept] = kept_key_files(filled.key_file)
        assert Keyring(read_key_file(kept)).fingerprint == old
    assert rotate_key(again(filled), who="anna", why="once more").people == 3
    assert seen(again(filled)) == before
    assert not next_key_file(filled.key_file).exists()


def test_a_change_that_must_be_ended_is_ended_before_another_begins(
    filled: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> Path:
        raise KeyboardInterrupt

    monkeypatch.setattr("courseware.registry.rotation._change_places", stop)
    with pytest.raises(KeyboardInterrupt):
        rotate_key(filled, who="anna", why="somebody left")
    with pytest.raises(KeyFileError, match="broken off at its last step"):
        rotate_key(again(filled), who="anna", why="somebody left")
    filled.key_file.unlink()
    assert len(seen(again(filled))) == 4, "the waiting key opens the register also alone"


def test_an_older_backup_says_which_key_it_needs(filled: Store, tmp_path: Path) -> None:
    back_up(filled, tmp_path / "old.sqlite")
    done = rotate_key(filled, who="anna", why="somebody left")
    old = open_store(f"sqlite:///{tmp_path / 'old.sqlite'}", filled.key_file)
    with pytest.raises(KeyFileError, match=f"sealed with a former key.*{done.kept}"):
        seen(old)
    assert done.kept is not None
    assert seen(open_store(f"sqlite:///{tmp_path / 'old.sqlite'}", done.kept)) == seen(filled)


def test_a_copy_of_the_key_is_tried(filled: Store, tmp_path: Path) -> None:
    copy = tmp_path / "stick.key"
    copy.write_bytes(filled.key_file.read_bytes())
    copy.chmod(0o777)
    with filled.read() as tx:
        fingerprint = tx.keys.fingerprint
    assert check_key(filled, copy, private=False) == (fingerprint, 3)
    rotate_key(filled, who="anna", why="somebody left")
    with pytest.raises(KeyFileError, match=rf"is not the key of .*{fingerprint}.*copy the new key file"):
        check_key(filled, copy, private=False)
    copy.write_text("shopping list")
    with pytest.raises(KeyFileError, match="not a courseware key file"):
        check_key(filled, copy, private=False)


def test_a_lost_key_leaves_a_clear_account(filled: Store) -> None:
    fingerprint = check_register(filled).fingerprint
    filled.key_file.unlink()
    health = check_register(again(filled))
    assert len(health.faults) == 1
    told = " ".join(health.without_key)
    assert "the names, numbers and e-mail addresses of 3 people" in told
    assert "1 exported versions of months" in told
    assert f"Its fingerprint must be {fingerprint}: courseware db key-check --copy FILE" in told
    assert "Do not make a new key" in told
