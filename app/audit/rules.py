"""The arithmetic of the chain: canonical JSON and the hash of a row (scoring.md, section 9)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class HashedRow:
    """What of an entry is hashed; ``at`` is ISO 8601 in UTC with microseconds."""

    number: int
    at: str
    tag: str
    by_account: int | None
    by_name: str
    thing: str
    thing_id: int | None
    changes: dict[str, Any]


def plain(value: Any) -> Any:
    """Turn a value into what JSON and a reader of the log can hold, exactly."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    return value if value is None or isinstance(value, bool | int) else _words(value)


def _words(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else str(value)


def canonical(value: Any) -> bytes:
    """Return the one byte form of a JSON value (RFC 8785 for our strings and integers)."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def chain_hash(previous: str, row: HashedRow) -> str:
    """Return ``SHA-256(previous ‖ canonical JSON of the row)`` in hexadecimal."""
    return hashlib.sha256(bytes.fromhex(previous) + canonical(asdict(row))).hexdigest()
