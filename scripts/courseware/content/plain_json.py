"""JSON as people write it by hand, fit to be published again: texts and numbers that any program reads."""

from __future__ import annotations

import json
import re
from typing import Any

__all__ = ["read_json"]

_CONTROL = re.compile(r"\\u00(?:0[0-8bcef]|1[0-9a-f]|7f)", re.IGNORECASE)


def read_json(text: str) -> Any:
    """Gives the value of a JSON text.

    Raises:
        ValueError: The text is not JSON, or holds NaN, a number without end, half a character or a
            character that no text has.
        RecursionError: It is nested too deeply.
    """
    data = json.loads(text)
    control = _CONTROL.search(text)
    if control:
        raise json.JSONDecodeError("a character that no text has", text, control.start())
    # What is in it is published: what cannot be written must not be read.
    json.dumps(data, ensure_ascii=False, allow_nan=False).encode()
    return data
