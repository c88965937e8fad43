"""Reads the test vectors in ``data/``."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

_DATA = Path(__file__).parent / "data"


def csv_rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a CSV file of vectors."""
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def json_data(name: str) -> Any:
    """Return what a JSON file of vectors holds."""
    return json.loads((_DATA / name).read_text(encoding="utf-8"))
