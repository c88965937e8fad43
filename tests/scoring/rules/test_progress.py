from __future__ import annotations

import pytest

from app.scoring.enums import Progress, SheetState
from app.scoring.rules.progress import place_in_list, progress_of_sheet


@pytest.mark.parametrize(
    ("state", "scored", "expected"),
    [
        (None, 0, Progress.NONE),
        (SheetState.DRAFT, 0, Progress.PARTIAL),
        (SheetState.DRAFT, 2, Progress.PARTIAL),
        (SheetState.DRAFT, 3, Progress.READY),
        (SheetState.SUBMITTED, 3, Progress.SENT),
        (SheetState.VOID, 3, Progress.NONE),
    ],
)
def test_sheet_is_as_far_as_its_points(
    state: SheetState | None, scored: int, expected: Progress
) -> None:
    assert progress_of_sheet(state, scored, 3) is expected


def test_order_is_mixed_differs_between_judges_and_never_changes() -> None:
    def order(seat: int) -> list[int]:
        return sorted(range(1, 46), key=lambda dossier: place_in_list(1, seat, dossier))

    assert order(1) == order(1)
    assert order(1) != order(2)
    assert order(1) != sorted(order(1))
    assert all(0 <= place_in_list(1, 1, n) < 2**63 for n in range(100))
