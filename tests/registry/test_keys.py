"""Keys: made once, kept private, refused where unsafe, and useless for anybody else's text."""

from __future__ import annotations

import hmac
import os
import stat
from pathlib import Path

import pytest

from courseware.registry.enrolment import Registration, enrol
from courseware.registry.keys import KeyFileError, Keyring, create_key_file, read_key_file
from courseware.registry.people import month_people
from courseware.registry.store import Store, open_store

posix = pytest.mark.skipif(os.name != "posix", reason="rights are a matter of POSIX")


def with_one_person(store: Store) -> None:
    with store.write(who="a", why="b") as tx:
        enrol(tx, "demo", [Registration(2, "198501012382", "Anna Öberg", "Ekdalen", "2026-02-01")])


def again(store: Store, key_file: Path) -> Store:
    return open_store(store.engine.url.render_as_string(hide_password=False), key_file)


def names(store: Store) -> list[str]:
    with store.read() as tx:
        return [person.name for person in month_people(tx, "demo")]


@posix
def test_a_key_file_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "config" / "master.key"
    master = create_key_file(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    with pytest.raises(KeyFileError, match="never overwritten"):
        create_key_file(path)
    assert read_key_file(path) == master
    assert [file.name for file in path.parent.iterdir()] == ["master.key"]


@posix
@pytest.mark.parametrize("rights", [0o644, 0o640, 0o604])
def test_a_key_that_others_can_read_is_refused(tmp_path: Path, rights: int) -> None:
    path = tmp_path / "master.key"
    create_key_file(path)
    path.chmod(rights)
    with pytest.raises(KeyFileError, match="chmod 600"):
        read_key_file(path)


@pytest.mark.parametrize(
    "content", ["", "courseware-key-1:", "courseware-key-1:AAAA", "courseware-key-1:å", "x" * 9000]
)
def test_a_damaged_key_file_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "master.key"
    path.write_text(content)
    path.chmod(0o600)
    with pytest.raises(KeyFileError, match="damaged"):
        read_key_file(path)


def test_a_lost_key_is_never_replaced_by_a_new_one(store: Store) -> None:
    with_one_person(store)
    moved = store.key_file.rename(store.key_file.with_name("elsewhere"))
    lost = again(store, store.key_file)
    for act in (names, with_one_person):
        with pytest.raises(KeyFileError, match="Put your copy of it back"):
            act(lost)
    assert lost.upgrade() == ()
    assert not store.key_file.exists()
    assert names(again(store, moved)) == ["Anna Öberg"]


def test_another_registers_key_is_refused_and_harms_nothing(store: Store, tmp_path: Path) -> None:
    with_one_person(store)
    other = tmp_path / "other.key"
    create_key_file(other)
    for act in (names, with_one_person):
        with pytest.raises(KeyFileError, match="belongs to another register"):
            act(again(store, other))
    assert names(store) == ["Anna Öberg"]


def test_a_ciphertext_opens_for_its_person_and_field_alone() -> None:
    ring = Keyring(bytes(range(32)))
    key, wrapped = ring.new_person_key(7)
    sealed = key.encrypt("name", "Anna Öberg")
    assert ring.person_key(7, wrapped).decrypt("name", sealed) == "Anna Öberg"
    assert b"Anna" not in sealed
    for act in (
        lambda: ring.person_key(8, wrapped),
        lambda: Keyring(bytes(32)).person_key(7, wrapped),
        lambda: key.decrypt("number", sealed),
        lambda: key.decrypt("name", sealed[:-1] + bytes([sealed[-1] ^ 1])),
        lambda: key.decrypt("name", b""),
        lambda: ring.new_person_key(7)[0].decrypt("name", sealed),
    ):
        with pytest.raises(KeyFileError):
            act()


def test_hashes_find_a_number_only_with_the_key() -> None:
    one, other = Keyring(bytes(32)), Keyring(bytes(range(32)))
    assert one.hash_number("198501012382") == one.hash_number("198501012382")
    assert one.hash_number("198501012382") != other.hash_number("198501012382")
    assert one.fingerprint != other.fingerprint


def test_nothing_personal_lies_open_in_the_database(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/registry.sqlite", tmp_path / "k" / "master.key")
    with store.write(who="a", why="b") as tx:
        person = Registration(
            2, "198501012382", "Anna Öberg", "Ekdalen", "2026-02-01", email="anna@ekdalen.example"
        )
        enrol(tx, "demo", [person])
    everything = b"".join(path.read_bytes() for path in tmp_path.glob("registry.sqlite*"))
    for text in ("198501012382", "8501012382", "Öberg", "anna@"):
        assert text.encode() not in everything
    assert b"Ekdalen" in everything, "the search itself must be able to find something"


@pytest.mark.parametrize("layers", [[b"k" * 32], [b"k" * 32, b"l" * 32], [b"long" * 40]])
def test_a_number_is_hashed_by_the_standard(layers: list[bytes]) -> None:
    """HMAC-SHA-256, one layer over the other."""
    expected = "198501012382"
    for layer in layers:
        expected = hmac.new(layer, expected.encode(), "sha256").hexdigest()
    assert Keyring(b"m" * 32, layers).hash_number("198501012382") == expected
