"""The files that a run hands out are plain, exact, and always the same."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal

from app.folders.documents import awards_csv, certificate_file, ranking_csv, summary_json
from app.folders.rules.results import AwardRow, RankingRow

RANKED = RankingRow(
    "HS1", 'Máy "sàng", lọc\nhai tầng', "cntt", Decimal("87.50"), 1, 3, 2, "Ghi chú"
)
UNSCORED = RankingRow("HS2", "Phao", "", None, None, 0, 0, "")


def test_ranking_has_the_columns_of_the_format() -> None:
    text = ranking_csv([]).decode()
    assert text == "code,title,category,score,rank,sheets_used,sheets_dropped,note\n"


def test_score_is_written_with_a_decimal_point() -> None:
    rows = list(csv.DictReader(io.StringIO(ranking_csv([RANKED]).decode())))
    assert rows[0]["score"] == "87.50"
    assert rows[0]["title"] == 'Máy "sàng", lọc\nhai tầng'


def test_dossier_without_a_score_has_no_rank() -> None:
    assert ranking_csv([UNSCORED]).decode().splitlines()[1] == "HS2,Phao,,,,0,0,"


def test_lines_end_with_a_line_feed_and_there_is_no_mark_at_the_start() -> None:
    content = ranking_csv([UNSCORED])
    assert b"\r" not in content
    assert not content.startswith(b"\xef\xbb\xbf")


def test_people_and_their_certificates_stand_in_one_order() -> None:
    row = AwardRow(
        "HS1", "Máy", "Giải Nhất", 1000, ("Y Na", "Lò Sáng"), ("0001/2026/A", "0002/2026/A")
    )
    cells = next(csv.reader(io.StringIO(awards_csv([row]).decode().splitlines()[1])))
    assert cells == ["HS1", "Máy", "Giải Nhất", "1000", "Y Na; Lò Sáng", "0001/2026/A; 0002/2026/A"]


def test_certificate_file_has_no_slash() -> None:
    assert certificate_file("0001/2026/GCN-STKT") == "0001-2026-GCN-STKT.pdf"


def test_summary_keeps_vietnamese_letters() -> None:
    content = summary_json({"round": "Hội thi"})
    assert "Hội thi" in content.decode()
    assert json.loads(content) == {"round": "Hội thi"}
