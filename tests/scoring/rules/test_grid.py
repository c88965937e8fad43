from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from app.scoring.rules.grid import DossierColumn, JudgeRow, Mark, StageProgress


def mark(seat: int, dossier: int, **over: object) -> Mark:
    bare = Mark(seat * 10 + dossier, seat, dossier, False, False, False, None)  # noqa: FBT003
    return replace(bare, **over)  # type: ignore[arg-type]


GRID = StageProgress(
    judges=(JudgeRow(1, "GK01", "Hoạch"), JudgeRow(2, "GK02", "Ngần"), JudgeRow(3, "GK03", "Uẩn")),
    dossiers=(DossierColumn(1, "STKT-XI-0012", "Máy", 5), DossierColumn(2, "K-73", "Lọc", 6)),
    marks=(
        mark(1, 1, is_sent=True, is_begun=True, total=Decimal("82.50")),
        mark(1, 2, is_begun=True),
        mark(2, 1),
        mark(2, 2, stood_aside=True, is_sent=False),
    ),
    barred=frozenset({(3, 1)}),
    shows_points=True,
)


def test_cells_tell_who_is_done_halfway_waiting_or_barred() -> None:
    rows = GRID.rows()
    assert [[(c.status, c.text) for c in cells] for _judge, cells, _total in rows] == [
        [("done", "82,5"), ("partial", "")],
        [("none", ""), ("barred", "")],
        [("barred", ""), ("absent", "")],
    ]
    assert [total for *_rest, total in rows] == ["1/2", "0/1", "0/0"]
    assert GRID.column_totals() == ["1/2", "0/1"]
    assert GRID.grand_total == "1/3"


def test_members_of_the_council_see_who_is_done_and_no_points() -> None:
    cells = replace(GRID, shows_points=False).rows()[0][1]
    assert cells[0].text == "✓"
    assert "82" not in str(cells)


def test_columns_are_called_by_the_number_of_the_dossier() -> None:
    assert [dossier.label for dossier in GRID.dossiers] == ["12", "73"]


def test_one_category_shows_its_own_judges_and_dossiers() -> None:
    part = GRID.only(6)
    assert [d.nomination_id for d in part.dossiers] == [2]
    assert [j.seat_id for j in part.judges] == [1, 2]
    assert GRID.only(None) is GRID


def test_who_has_not_begun_and_who_owes_sheets() -> None:
    assert [judge.seat_id for judge in GRID.not_begun()] == [2]
    assert [(j.seat_id, n) for j, n in GRID.missing()] == [(1, 1), (2, 1)]
    assert [(d.nomination_id, n) for d, n in GRID.below(2)] == [(2, 1)]
