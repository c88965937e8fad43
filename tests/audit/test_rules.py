"""The bytes that are hashed are the same for ever."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

from app.audit.rules import GENESIS, HashedRow, canonical, chain_hash, plain
from app.kernel.access import Role

ROW = HashedRow(
    number=1,
    at="2026-11-21T01:00:00.000000+00:00",
    tag="lamp:lamp:lit",
    by_account=7,
    by_name="Đặng Thị Ngưỡng",
    thing="Lamp",
    thing_id=3,
    changes={"b": "2", "a": ["1"]},
)


def test_values_become_what_json_holds_exactly() -> None:
    hanoi = timezone(timedelta(hours=7))
    assert plain(
        {
            "score": Decimal("87.25"),
            "at": datetime(2026, 11, 21, 8, 0, tzinfo=hanoi),
            "on": date(2026, 11, 21),
            "role": Role.ADMIN,
            "flag": True,
            "none": None,
            "list": (1, "x"),
        }
    ) == {
        "score": "87.25",
        "at": datetime(2026, 11, 21, 1, 0, tzinfo=UTC).isoformat(timespec="microseconds"),
        "on": "2026-11-21",
        "role": "admin",
        "flag": True,
        "none": None,
        "list": [1, "x"],
    }


def test_the_canonical_form_sorts_keys_and_keeps_vietnamese_letters() -> None:
    assert canonical({"b": 1, "a": "ễ"}) == '{"a":"ễ","b":1}'.encode()


def test_a_worked_example_of_the_chain() -> None:
    assert chain_hash(GENESIS, ROW) == (
        "09e4d1b30f719fac187ec8ae57c75311e0d97419f5a3367e95fbe09768b175dd"
    )


def test_every_field_is_hashed() -> None:
    original = chain_hash(GENESIS, ROW)
    fields = HashedRow.__slots__
    other = {
        "number": 2,
        "at": "2026-11-21T01:00:00.000001+00:00",
        "tag": "x",
        "by_account": None,
        "by_name": "x",
        "thing": "x",
        "thing_id": None,
        "changes": {},
    }
    for name in fields:
        values = {field: getattr(ROW, field) for field in fields} | {name: other[name]}
        assert chain_hash(GENESIS, HashedRow(**values)) != original, name
