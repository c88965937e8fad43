"""How many wrong attempts are borne."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.accounts.rules.throttling import (
    SIGN_IN,
    Attempts,
    TooMany,
    blurred,
    require_patience,
    visitor,
)

NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)


@pytest.mark.parametrize(("by_address", "from_origin"), [(0, 0), (9, 29)])
def test_a_few_failures_are_borne(by_address: int, from_origin: int) -> None:
    require_patience(SIGN_IN, Attempts(by_address, from_origin, NOON), NOON)


@pytest.mark.parametrize(("by_address", "from_origin"), [(10, 10), (0, 30)])
def test_the_tenth_of_an_address_and_the_thirtieth_of_an_origin_must_wait(
    by_address: int, from_origin: int
) -> None:
    with pytest.raises(TooMany) as refusal:
        require_patience(SIGN_IN, Attempts(by_address, from_origin, NOON), NOON)
    assert refusal.value.status == 429
    assert "12:16" in refusal.value.message


def test_the_wait_counts_from_the_oldest_failure() -> None:
    oldest = NOON - timedelta(minutes=10)
    with pytest.raises(TooMany, match="12:06"):
        require_patience(SIGN_IN, Attempts(10, 10, oldest), NOON)


def test_a_hash_tells_purposes_and_keys_apart() -> None:
    hashes = {blurred(key, purpose, "a@b.vn") for key in "xy" for purpose in ("p", "q")}
    assert len(hashes) == 4


def test_case_and_space_of_an_address_do_not_make_another_visitor() -> None:
    first = visitor(SIGN_IN, "k", email=" A@b.VN ", origin="::1")
    assert first == visitor(SIGN_IN, "k", email="a@b.vn", origin="::1")
