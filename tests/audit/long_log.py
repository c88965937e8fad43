"""For `scripts/harden log`: whatever is done to the rows of the log, the verifier finds the first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.audit.cli import first_fault
from app.infra.db.engine import db
from tests.architecture.snapshots import keep_database
from tests.audit.lamps import light_one, without_triggers

if TYPE_CHECKING:
    from random import Random

    from flask import Flask

    from tests.long_runs import LongRun

ROWS = 40
MOMENT = "2020-01-02 03:04:05.000000"
FORGERIES = (
    "UPDATE audit_entries SET by_name = :word WHERE number = :row",
    "UPDATE audit_entries SET tag = :word WHERE number = :row",
    "UPDATE audit_entries SET thing = :word WHERE number = :row",
    "UPDATE audit_entries SET hash = :word WHERE number = :row",
    "UPDATE audit_entries SET previous_hash = :word WHERE number = :row",
    "UPDATE audit_entries SET by_account = :n WHERE number = :row",
    "UPDATE audit_entries SET by_account = NULL WHERE number = :row",
    "UPDATE audit_entries SET thing_id = :n WHERE number = :row",
    "UPDATE audit_entries SET thing_id = NULL WHERE number = :row",
    "UPDATE audit_entries SET at = :moment WHERE number = :row",
    "UPDATE audit_entries SET changes = :json WHERE number = :row",
    "UPDATE audit_entries SET number = number + 1000 WHERE number = :row",
    "DELETE FROM audit_entries WHERE number = :row",
    "DELETE FROM audit_entries WHERE number >= :row",
)


def test_no_forgery_of_the_log_stays_unseen(app: Flask, long_run: LongRun) -> None:
    for number in range(ROWS):
        light_one(f"đèn {number}")
    assert first_fault() is None
    kept = keep_database()
    while long_run.goes_on():
        row, statement, values = forgery(long_run.chance)
        without_triggers(db.session(), statement, row=row, **values)
        fault = first_fault()
        told = f"{long_run.told}: {statement} {values}"
        assert fault is not None, told
        assert f"òng {row}" in fault or "cắt đuôi" in fault, f"{told}: {fault}"
        db.session.remove()
        kept.restore()
    kept.forget()
    assert first_fault() is None


def forgery(chance: Random) -> tuple[int, str, dict[str, Any]]:
    """Return the first row that is wrong afterwards, and the statement that makes it so."""
    values: dict[str, Any] = {
        "word": _word(chance),
        "n": chance.randint(100, 10**6),
        "moment": MOMENT,
        "json": f'{{"name": "{_word(chance)}"}}',
    }
    return chance.randint(1, ROWS), chance.choice(FORGERIES), values


def _word(chance: Random) -> str:
    return "".join(chance.choice("abcdefđơư") for _ in range(chance.randint(1, 60)))
