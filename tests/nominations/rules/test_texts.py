from __future__ import annotations

import pytest

from app.kernel.errors import RuleBroken
from app.nominations.rules.texts import (
    people_in,
    texts_of_people,
    with_new_row,
    with_whole_rows,
    without_row,
)
from app.questions.rules.editions import Merged


def test_rows_come_back_from_their_fields_in_order() -> None:
    rows = [{"full_name": "A"}, {"full_name": ""}, {"full_name": "C", "contribution": "ba mươi"}]
    read = people_in(texts_of_people(rows))
    assert [row["full_name"] for row in read] == ["A", "", "C"]
    assert read[2]["contribution"] == "ba mươi"


def test_rows_keep_their_order_past_the_ninth() -> None:
    names = [f"Người {n}" for n in range(1, 13)]
    assert [
        r["full_name"] for r in people_in(texts_of_people([{"full_name": n} for n in names]))
    ] == names


def test_fields_that_are_no_rows_are_left_aside() -> None:
    assert people_in({"p_full_name": "x", "p١_full_name": "x", "p1_password": "x", "q": "x"}) == []


def test_more_rows_than_any_dossier_has_are_refused() -> None:
    with pytest.raises(RuleBroken):
        people_in({f"p{n}_full_name": "x" for n in range(1, 80)})


def test_row_is_taken_out_by_its_number_and_the_others_keep_theirs() -> None:
    rows = [{"a": "1"}, {"a": "2"}, {"a": "3"}]
    left = without_row(rows, 2)
    assert left == [{"a": "1", "row": "1"}, {"a": "3", "row": "3"}]
    assert without_row(left, 3) == [{"a": "1", "row": "1"}]
    assert without_row(left, 2) == left


def test_new_row_has_a_number_of_its_own() -> None:
    assert with_new_row([])[-1] == {"row": "2"}
    assert with_new_row(without_row([{"a": "1"}, {"a": "2"}, {"a": "3"}], 1))[-1] == {"row": "4"}


def test_removed_row_stays_away_while_nobody_changed_it() -> None:
    sent = {"p1_full_name": "A", "p2_full_name": "B"}
    found = with_whole_rows(Merged(taken={"p1_full_name": ""}), sent, {"p2_full_name": "B"})
    assert found == Merged(taken={"p1_full_name": ""})


def test_removed_row_that_was_changed_comes_back_with_all_its_fields() -> None:
    sent = {"p1_full_name": "A", "p1_email": "a@b.vn", "p2_full_name": "B"}
    found = Merged(kept={"p1_email": "a@b.vn"}, taken={"p1_full_name": ""})
    assert with_whole_rows(found, sent, {"p2_full_name": "B"}) == Merged(
        kept={"p1_email": "a@b.vn", "p1_full_name": "A"}
    )
