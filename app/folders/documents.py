"""The files that a run hands out, as bytes: the same values always give the same bytes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from app.kernel.tables.csv_text import csv_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.folders.rules.results import AwardRow, RankingRow

RANKING_COLUMNS = (
    "code",
    "title",
    "category",
    "score",
    "rank",
    "sheets_used",
    "sheets_dropped",
    "note",
)
AWARD_COLUMNS = ("code", "title", "level", "money", "people", "certificate_number")
SEPARATOR = "; "


def ranking_csv(rows: Iterable[RankingRow]) -> bytes:
    """Return ranking.csv; a score is written with a decimal point."""
    return csv_bytes(
        RANKING_COLUMNS,
        (
            (
                row.code,
                row.title,
                row.category,
                "" if row.score is None else f"{row.score:f}",
                "" if row.rank is None else str(row.rank),
                str(row.sheets_used),
                str(row.sheets_dropped),
                row.note,
            )
            for row in rows
        ),
    )


def awards_csv(rows: Iterable[AwardRow]) -> bytes:
    """Return awards.csv; several people and their certificates stand in the same order."""
    return csv_bytes(
        AWARD_COLUMNS,
        (
            (
                row.code,
                row.title,
                row.level,
                "" if row.money is None else str(row.money),
                SEPARATOR.join(row.people),
                SEPARATOR.join(row.certificate_numbers),
            )
            for row in rows
        ),
    )


def summary_json(summary: dict[str, Any]) -> bytes:
    """Return summary.json."""
    return (json.dumps(summary, ensure_ascii=False, indent=2) + "\n").encode()


def certificate_file(register_no: str) -> str:
    """Return the name of a certificate's file: "0001-2026-GCN-STKT.pdf"."""
    return f"{register_no.replace('/', '-')}.pdf"
