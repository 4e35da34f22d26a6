"""Where the register, its key and the project files lie: outside the repository, one place each."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from platformdirs import PlatformDirs

__all__ = ["data_folder", "database_url", "inbox_file", "key_file", "private_folder", "projects_folder"]

_PLATFORM = PlatformDirs("courseware", appauthor=False)


def data_folder(environment: Mapping[str, str] | None = None) -> Path:
    """Gives the folder of register, inbox and projects: COURSEWARE_DATA, else the platform's data folder."""
    chosen = (os.environ if environment is None else environment).get("COURSEWARE_DATA")
    return Path(chosen).expanduser().absolute() if chosen else _PLATFORM.user_data_path


def key_file(environment: Mapping[str, str] | None = None) -> Path:
    """Gives the master key's file: COURSEWARE_KEY_FILE, else one in the platform's config folder.

    Never beside the register: a copied data folder must not carry the key with it.
    """
    chosen = (os.environ if environment is None else environment).get("COURSEWARE_KEY_FILE")
    return Path(chosen).expanduser().absolute() if chosen else _PLATFORM.user_config_path / "master.key"


def database_url(environment: Mapping[str, str] | None = None) -> str:
    """Gives the register's address: COURSEWARE_DATABASE_URL, else a SQLite file in the data folder."""
    chosen = (os.environ if environment is None else environment).get("COURSEWARE_DATABASE_URL")
    return chosen or f"sqlite:///{data_folder(environment) / 'registry.sqlite'}"


def inbox_file(environment: Mapping[str, str] | None = None) -> Path:
    """Gives the inbox's own SQLite file, which never shares a file with the register."""
    return data_folder(environment) / "inbox.sqlite"


def projects_folder(environment: Mapping[str, str] | None = None) -> Path:
    """Gives the folder of the owner's project files, one <id>.toml each."""
    return data_folder(environment) / "projects"


def private_folder(path: Path) -> Path:
    """Gives the folder itself, made with rights for its owner alone where it was missing."""
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    for folder in reversed(missing):
        # One at a time: mkdir(parents=True) gives the parents the default rights.
        folder.mkdir(mode=0o700, exist_ok=True)
    return path
