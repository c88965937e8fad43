from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.questions.rules.editions import Merged, edition_of, editions_of, merged

texts = st.sampled_from(["", "một", "hai", "ba"])


def test_edition_changes_with_the_text_and_an_empty_one_has_none() -> None:
    assert edition_of("") == ""
    assert edition_of("một") == edition_of("một")
    assert edition_of("một") != edition_of("Một")


@pytest.mark.parametrize(
    ("drawn_from", "mine", "theirs", "part"),
    [
        ("một", "hai", "một", "kept"),
        ("một", "một", "hai", "taken"),
        ("một", "hai", "ba", "conflicts"),
        ("một", "", "hai", "conflicts"),
        ("một", "hai", "", "conflicts"),
        ("", "hai", "", "kept"),
        ("một", "", "một", "kept"),
        ("một", "hai", "hai", None),
        ("một", "một", "một", None),
    ],
)
def test_field_is_put_together_by_who_changed_it(
    drawn_from: str, mine: str, theirs: str, part: str | None
) -> None:
    found = merged({"a": mine}, {"a": theirs}, {"a": edition_of(drawn_from)})
    wanted = Merged()
    if part:
        setattr(wanted, part, {"a": mine if part == "kept" else theirs})
    assert found == wanted


@given(mine=texts, theirs=texts)
def test_page_that_tells_no_edition_never_overwrites(mine: str, theirs: str) -> None:
    untold: list[dict[str, str] | None] = [None, {}]
    for known in untold:
        found = merged({"a": mine}, {"a": theirs}, known)
        assert found.kept == {}
        assert found.conflicts == ({} if mine == theirs else {"a": theirs})


@given(base=texts, mine=texts, theirs=texts)
def test_nothing_that_only_one_side_wrote_is_lost(base: str, mine: str, theirs: str) -> None:
    found = merged({"a": mine}, {"a": theirs}, editions_of({"a": base}))
    now = found.current({"a": mine})["a"]
    if theirs == base:
        assert now == mine
    if mine == base:
        assert now == theirs
    if found.conflicts:
        assert len({base, mine, theirs}) == 3


def test_fields_that_the_page_does_not_have_stay() -> None:
    found = merged({"a": "x"}, {"a": "", "b": "y"}, {"a": ""})
    assert found.current({"a": "x"}) == {"a": "x", "b": "y"}
    assert found.kept == {"a": "x"}
