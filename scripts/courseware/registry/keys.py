"""Keys: one master key in a file of its own, one data key a person, and nothing readable without them.

The master key never lies in the register or in a backup. From it come, by HKDF, a key that wraps the
people's data keys, a key for the hashes that find a person by number, and a fingerprint that tells
whether file and register belong together. Each change of the master key lays one more keyed hash over
the hashes that are stored (`hash_layers`), because what they were made of is not kept for everybody.
"""

from __future__ import annotations

import base64
import hashlib
import os
import stat
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from courseware.errors import CoursewareError
from courseware.registry.places import private_folder

__all__ = [
    "KeyFileError",
    "Keyring",
    "PersonKey",
    "create_key_file",
    "find_master",
    "kept_key_files",
    "next_key_file",
    "read_key_file",
]

PREFIX = "courseware-key-1:"
NONCE = 12
"""Bytes of AES-GCM's nonce, random for each text (NIST SP 800-38D, 8.2.2)."""
TAG = 16
"""Hexadecimal digits of a number's tag, which compares numbers without finding anybody."""

HEADER = """\
# The master key of a courseware register. Without it no name and no identity number can be read again.
# Keep one copy in a safe place of its own (a safe, a password manager), never beside the register's backups.
"""


class KeyFileError(CoursewareError):
    """The master key is missing, unsafe, or another register's."""


def create_key_file(path: Path) -> bytes:
    """Makes a new master key with rights for its owner alone and gives it; an existing file is never touched.

    Raises:
        KeyFileError: There is a file already, or the folder cannot be written.
    """
    master = os.urandom(32)
    text = f"{HEADER}{PREFIX}{base64.b64encode(master).decode()}\n"
    try:
        private_folder(path.parent)
        # Written beside and linked into place: a power cut leaves no half key, and link() never overwrites.
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        handle = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        try:
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            path.hardlink_to(draft)
        finally:
            draft.unlink()
    except FileExistsError:
        raise KeyFileError(
            f"There is a key file at {path} already, and a key file is never overwritten."
        ) from None
    except OSError as error:
        raise KeyFileError(
            f"The key file {path} cannot be made: {error.strerror}. "
            "Set COURSEWARE_KEY_FILE to a file in a folder that only you can read."
        ) from None
    return master


def next_key_file(path: Path) -> Path:
    """Gives where the new key waits while a change of keys is under way."""
    real = path.resolve()
    return real.with_name(f"{real.name}.next")


def kept_key_files(path: Path) -> list[Path]:
    """Gives the former keys that lie beside a key file, oldest first."""
    real = path.resolve()
    return sorted(real.parent.glob(f"{real.name}.[0-9]*Z"))


def find_master(path: Path, fingerprint: str | None, register: str) -> bytes:
    """Gives the master key that a register was sealed with.

    Where a change of keys was broken off after the register had taken the new key, that one is beside the
    key file still, and it is used.

    Args:
        path: The key file.
        fingerprint: What the register says of its key.
        register: The register's address, for messages.

    Raises:
        KeyFileError: The file is missing, unsafe, or another register's.
    """
    waiting = next_key_file(path)
    try:
        master = read_key_file(path)
    except KeyFileError:
        if not waiting.exists():
            raise
        master = read_key_file(waiting)
    if Keyring(master).fingerprint == fingerprint:
        return master
    for other in (waiting, *kept_key_files(path)):
        try:
            found = read_key_file(other)
        except KeyFileError:
            continue
        if Keyring(found).fingerprint != fingerprint:
            continue
        if other == waiting:
            return found
        raise KeyFileError(
            f"The register {register} was sealed with a former key, which lies beside the key file: {other}. "
            f"To open it: COURSEWARE_KEY_FILE={other}"
        )
    raise KeyFileError(
        f"The key file {path} belongs to another register than {register}. "
        "Set COURSEWARE_KEY_FILE to the key that this register was made with."
    )


def read_key_file(path: Path, *, private: bool = True) -> bytes:
    """Gives the master key.

    Args:
        path: The file.
        private: Whether the file must be closed to other accounts; a copy on a memory stick cannot be.

    Raises:
        KeyFileError: The file is missing, malformed, or open to other accounts.
    """
    try:
        with path.open("rb") as file:
            rights = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            content = file.read(4096)
    except FileNotFoundError:
        raise KeyFileError(
            f"The register's key file {path} is missing. Put your copy of it back there, "
            "or set COURSEWARE_KEY_FILE to where it is. Do not make a new key: it cannot open this register."
        ) from None
    except OSError as error:
        raise KeyFileError(f"The key file {path} cannot be read: {error.strerror}.") from None
    if private and os.name == "posix" and rights & 0o077:
        raise KeyFileError(
            f"The key file {path} can be read by other accounts (rights {rights:04o}), "
            f"so it may have been copied. Close it: chmod 600 {path}"
        )
    for line in content.decode("utf-8", "replace").splitlines():
        if line.startswith(PREFIX):
            try:
                master = base64.b64decode(line.removeprefix(PREFIX).strip(), validate=True)
            except ValueError:
                break
            if len(master) == 32:
                return master
    raise KeyFileError(
        f"{path} is not a courseware key file, or it is damaged. Put your copy of the key back."
    )


class Keyring:
    """What can be done with a master key."""

    def __init__(self, master: bytes, hash_layers: Sequence[bytes] = ()) -> None:
        self._wrapping = AESGCM(_derive(master, b"wrap"))
        self.hash_layers = tuple(hash_layers) or (_derive(master, b"number"),)
        """The secrets of the keyed hashes, one laid over the other; the register keeps them wrapped."""
        self._hashing, *self._over = (_Hash(secret) for secret in self.hash_layers)
        self._master = master

    @cached_property
    def fingerprint(self) -> str:
        """A text that is the same for the same key and says nothing about it."""
        return _derive(self._master, b"fingerprint").hex()[:32]

    def hash_number(self, number: str) -> str:
        """Gives the keyed hash that finds a person by their normalised number."""
        hashed = self._hashing(number)
        for layer in self._over:
            hashed = layer(hashed)
        return hashed

    def number_tag(self, number: str) -> str:
        """Gives a short keyed hash that tells whether a number is still the same."""
        hashed = self._hashing(number)[:TAG]
        for layer in self._over:
            hashed = layer(hashed)[:TAG]
        return hashed

    def hash_again(self, hashed: str) -> str:
        """Gives a stored hash or tag with the last layer laid over it, as a new key needs it."""
        return self._over[-1](hashed)[: len(hashed)]

    def new_person_key(self, person_id: int) -> tuple[PersonKey, bytes]:
        """Makes a person's data key; gives it for use and wrapped for the register."""
        secret = os.urandom(32)
        return PersonKey(person_id, secret), self.wrap(f"person:{person_id}", secret)

    def person_key(self, person_id: int, wrapped: bytes) -> PersonKey:
        """Gives a person's data key back.

        Raises:
            KeyFileError: The wrapped key was altered, moved from another person, or is another register's.
        """
        return PersonKey(person_id, self.unwrap(f"person:{person_id}", wrapped))

    def wrap(self, label: str, secret: bytes) -> bytes:
        """Gives a secret sealed under a label, without which it does not open."""
        nonce = os.urandom(NONCE)
        return nonce + self._wrapping.encrypt(nonce, secret, label.encode())

    def unwrap(self, label: str, wrapped: bytes) -> bytes:
        """Gives a sealed secret back, or raises KeyFileError where key or label do not fit."""
        try:
            return self._wrapping.decrypt(wrapped[:NONCE], wrapped[NONCE:], label.encode())
        except (InvalidTag, ValueError):
            raise KeyFileError(
                f"The stored key of {label} does not open: the register was altered, "
                "or the key file is another register's. Run: courseware db check"
            ) from None


class PersonKey:
    """Encrypts and decrypts what names one person; a text cannot be moved to another person or field."""

    __slots__ = ("_box", "_person")

    def __init__(self, person_id: int, secret: bytes) -> None:
        self._box = AESGCM(secret)
        self._person = person_id

    def encrypt(self, field: str, text: str) -> bytes:
        """Gives the ciphertext of one field."""
        nonce = os.urandom(NONCE)
        return nonce + self._box.encrypt(nonce, text.encode(), b"%d:%b" % (self._person, field.encode()))

    def decrypt(self, field: str, sealed: bytes) -> str:
        """Gives the text of one field, or raises KeyFileError where it was altered or moved."""
        try:
            return self._box.decrypt(
                sealed[:NONCE], sealed[NONCE:], b"%d:%b" % (self._person, field.encode())
            ).decode()
        except (InvalidTag, ValueError):
            raise KeyFileError(
                f"The {field} of person {self._person} does not open: the register was altered. "
                "Run: courseware db check"
            ) from None


class _Hash:
    """HMAC-SHA-256 of short texts (RFC 2104), with both keyed blocks ready.

    `hmac` begins anew or copies for each text, which takes twice the time; a list may have a million numbers.
    """

    __slots__ = ("_inner", "_outer")

    def __init__(self, secret: bytes) -> None:
        block = hashlib.sha256().block_size
        key = (hashlib.sha256(secret).digest() if len(secret) > block else secret).ljust(block, b"\0")
        self._inner, self._outer = (hashlib.sha256(bytes(byte ^ pad for byte in key)) for pad in (0x36, 0x5C))

    def __call__(self, text: str) -> str:
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(text.encode())
        outer.update(inner.digest())
        return outer.hexdigest()


def _derive(master: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"courseware " + purpose).derive(master)
