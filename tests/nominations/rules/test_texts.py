from __future__ import annotations

import pytest

from app.kernel.errors import RuleBroken
from app.nominations.rules.texts import (
    LONGEST_TEXT,
    differing,
    kept_as_typed,
    people_in,
    texts_of_people,
    version_of,
    without_row,
)


def test_version_changes_with_a_text_and_not_with_an_empty_field() -> None:
    assert version_of({"a": "x"}) == version_of({"a": "x", "b": ""})
    assert version_of({"a": "x"}) != version_of({"a": "y"})
    assert 0 <= version_of({}) < 10**9


def test_text_is_composed_and_loses_only_what_nobody_sees() -> None:
    assert kept_as_typed("Khue\u0302\u0301\x00 <b>") == "Khuế <b>"


def test_endless_text_is_refused_whole_never_cut() -> None:
    assert len(kept_as_typed("x" * LONGEST_TEXT)) == LONGEST_TEXT
    with pytest.raises(RuleBroken):
        kept_as_typed("x" * 1_000_000)


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


def test_row_is_taken_out_by_its_place() -> None:
    assert without_row([{"a": "1"}, {"a": "2"}, {"a": "3"}], 2) == [{"a": "1"}, {"a": "3"}]


def test_differing_fields_are_named_once() -> None:
    assert differing({"a": "1", "b": "2"}, {"a": "1", "b": "3", "c": "4"}) == ["b", "c"]
