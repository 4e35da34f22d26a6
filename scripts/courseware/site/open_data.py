"""The open data as they are published at /data/: the tables as they are, a description that stands alone."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from courseware.content.bibliography import MARKS
from courseware.content.data_tables import DataTable, sources_of

if TYPE_CHECKING:
    from courseware.content.load import Library

__all__ = ["open_data"]


def open_data(library: Library) -> dict[str, bytes]:
    """Gives the tables and their description by published path.

    The description gets what can be worked out: the sources of each table with their titles and addresses
    from the bibliography, and the size and hash of each file.
    """
    tables = library.data.tables
    found = {f"data/{table.resource.path}": table.raw for table in tables.values()}
    if library.data.package:
        resources = [_described(table, library) for table in tables.values()]
        package = {**library.data.package, "resources": resources}
        found["data/datapackage.json"] = f"{json.dumps(package, ensure_ascii=False, indent=2)}\n".encode()
    return found


def _described(table: DataTable, library: Library) -> dict[str, Any]:
    keys = dict.fromkeys(key for row in table.rows for key in sources_of(row) if key not in MARKS)
    sources = []
    for key in keys:
        entry = library.bibliography.get(key, {})
        source = {"title": str(entry.get("title", key)), "key": key}
        if entry.get("URL"):
            source["path"] = str(entry["URL"])
        sources.append(source)
    return {
        **table.resource.raw,
        **({"sources": sources} if sources else {}),
        "bytes": len(table.raw),
        "hash": f"sha256:{hashlib.sha256(table.raw).hexdigest()}",
    }
