"""Fixtures of the registry's tests."""

from databases import database_url, store

__all__ = ["database_url", "store"]
