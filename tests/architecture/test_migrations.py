"""Migrations go up from empty, down one, and up again; then models and database agree."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import flask_migrate
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import DatabaseError

from app import create_app
from app.accounts.enums import INVITATION
from app.accounts.operations.tokens import Holder, grant_link, void_links
from app.accounts.queries import find_live_link, get_account
from app.accounts.rules.tokens import token_hash
from app.audit.cli import first_fault
from app.infra.db.engine import db
from app.infra.db.units import unit_of_work
from app.infra.jobs.models import Batch, BatchFailure, Job
from app.infra.mail.models import Mail
from app.infra.orm import Base
from app.infra.search.columns import is_of_search
from app.infra.search.finding import FoundBy, Search
from app.kernel.access import Actor
from app.organiser.operations import ensure_organiser
from app.registry.models import Unit
from app.series.operations import reserve_numbers, take_number, take_typed_number
from app.series.rules import ORGANISER, Series
from app.settings import Settings
from tests.architecture.schema_texts import schema_texts
from tests.factories.registry import make_unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flask import Flask

FOLDER = str(Path(__file__).parents[2] / "migrations")


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """The application on a database that holds nothing at all."""
    url = f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("fresh_postgres")
    app = create_app(Settings(instance=tmp_path, secret_key="test", database_url=url))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def _differences() -> list[object]:
    with db.engine.connect() as connection:
        opts = {
            "compare_type": True,
            "include_name": lambda name, kind, _: not is_of_search(name, kind),
        }
        context = MigrationContext.configure(connection, opts=opts)
        return list(compare_metadata(context, Base.metadata))


def _tables() -> set[str]:
    found = set(sa.inspect(db.engine).get_table_names()) - {"alembic_version"}
    return {name for name in found if not is_of_search(name, "table")}


def test_up_from_empty_down_and_up_again_ends_at_the_models(empty_app: Flask) -> None:
    flask_migrate.upgrade(FOLDER)
    assert _differences() == []
    flask_migrate.downgrade(FOLDER)
    flask_migrate.upgrade(FOLDER)
    assert _differences() == []
    assert _tables() == set(Base.metadata.tables)


def test_what_migrations_make_is_what_the_models_make_to_the_letter(empty_app: Flask) -> None:
    """Constraints, triggers and functions too: a new state without a migration is found here."""
    flask_migrate.upgrade(FOLDER)
    with db.engine.connect() as connection:
        migrated = schema_texts(connection)
    flask_migrate.downgrade(FOLDER, "base")
    with db.engine.begin() as connection:
        Base.metadata.create_all(connection)
        created = schema_texts(connection)
    assert {kind for kind, _name, _text in created} >= {"constraint", "trigger", "index", "column"}
    assert sorted(migrated ^ created) == []


def test_a_state_without_a_migration_is_found(empty_app: Flask) -> None:
    flask_migrate.upgrade(FOLDER)
    with db.engine.begin() as connection:
        before = schema_texts(connection)
        changed = sa.text(
            "CREATE TABLE extra (state TEXT, CONSTRAINT s CHECK (state IN ('a', 'b')))"
        )
        connection.execute(changed)
        after = schema_texts(connection)
    assert any(kind == "constraint" and "extra" in name for kind, name, _text in after - before)


def test_down_to_nothing_leaves_nothing(empty_app: Flask) -> None:
    flask_migrate.upgrade(FOLDER)
    flask_migrate.downgrade(FOLDER, "base")
    assert _tables() == set()


def test_the_migrated_database_keeps_the_chain_and_guards_it(empty_app: Flask) -> None:
    flask_migrate.upgrade(FOLDER)
    with unit_of_work():
        ensure_organiser(by=Actor.of_system("test"))
    assert first_fault() is None
    with pytest.raises(DatabaseError, match="append-only"), db.engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM audit_entries"))


LETTER = (
    "INSERT INTO outbox (to_email, to_name, subject, body, dedupe, state, attempts, "
    "may_be_doubled, message_id, last_error, created_at) VALUES "
    "('a@b.vn', '', 'Mời', :body, :state, :state, 1, false, '', '', :at)"
)


def test_links_leave_the_texts_of_letters_and_those_that_were_sent_are_forgotten(
    empty_app: Flask,
) -> None:
    flask_migrate.upgrade(FOLDER, "0001")
    body, link = "Mở\n{}\n\nTrân trọng.", "http://localhost/lien-ket/a_B-9"
    with db.engine.begin() as connection:
        for state in ("sent", "kept"):
            values = {"body": body.format(link), "state": state, "at": "2026-11-27 08:00:00+00:00"}
            connection.execute(sa.text(LETTER), values)
    flask_migrate.upgrade(FOLDER)
    letters = {mail.state.value: mail for mail in db.session.scalars(sa.select(Mail))}
    assert letters["kept"].text == body.format(link)
    assert link not in letters["kept"].body
    assert letters["sent"].has_lost_its_link
    db.session.remove()
    flask_migrate.downgrade(FOLDER, "0001")
    with db.engine.connect() as connection:
        rows = connection.execute(sa.text("SELECT state, body FROM outbox")).all()
    bodies = {row.state: row.body for row in rows}
    assert bodies["kept"] == body.format(link)
    assert link not in bodies["sent"]


ROUND = (
    "INSERT INTO rounds (id, programme_id, slug, name, short_code, state, is_rehearsal, year, "
    "summary, rules, legal_bases, grace_minutes, needs_endorsement, is_blind, subject_kind, "
    "max_people, contact_name, contact_phone, contact_email, method, min_sheets, trim_from, "
    "tie_breakers, honour_intro, honour_title_template, purpose_template, recipient, series, "
    "last_receipt_no, created_at, version) VALUES (:id, 1, :slug, 'Đợt', 'D', 'open', false, 2026, "
    "'', '[]', '[]', 0, false, false, 'person', 1, '', '', '', 'mean', 3, 5, '[]', '', '', '', "
    "'person', 'GCN', :last, '2026-11-27 08:00:00+00:00', 1)"
)
PROGRAMME = (
    "INSERT INTO programmes (id, key, name, short_code, kind) "
    "VALUES (1, 'k', 'Chương trình', 'C', 'title')"
)
REGISTERS = [("GCN", 2026, 12), ("GCN", 2027, 1), ("GCN#7", 2026, 3)]
COUNTER = "INSERT INTO register_counters (series, year, last_number) VALUES (:s, :y, :n)"
LAST_COUNTED = "SELECT code, body, year, last_number FROM number_series ORDER BY code, body, year"


def _run(statement: str, rows: Iterable[dict[str, Any]] = ({},)) -> None:
    with db.engine.begin() as connection:
        for row in rows:
            connection.execute(sa.text(statement), row)


def _read(statement: str) -> list[tuple[object, ...]]:
    with db.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(sa.text(statement))]


def test_books_keep_their_last_numbers_on_the_way_up_down_and_up(empty_app: Flask) -> None:
    flask_migrate.upgrade(FOLDER, "0003")
    _run(PROGRAMME)
    _run(ROUND, [{"id": n, "slug": f"d{n}", "last": n * 5} for n in (0, 1, 2)])
    _run(COUNTER, [{"s": s, "y": y, "n": n} for s, y, n in REGISTERS])
    books = [(series, "organiser", year, last) for series, year, last in REGISTERS]
    books += [("TN", "round-1", 0, 5), ("TN", "round-2", 0, 10)]
    flask_migrate.upgrade(FOLDER)
    assert sorted(_read(LAST_COUNTED)) == sorted(books)
    flask_migrate.downgrade(FOLDER, "0003")
    assert sorted(_read("SELECT series, year, last_number FROM register_counters")) == REGISTERS
    assert _read("SELECT id, last_receipt_no FROM rounds ORDER BY id") == [(0, 0), (1, 5), (2, 10)]
    flask_migrate.upgrade(FOLDER)
    assert sorted(_read(LAST_COUNTED)) == sorted(books)


def test_numbers_that_were_typed_or_reserved_are_not_given_again_after_going_down(
    empty_app: Flask,
) -> None:
    flask_migrate.upgrade(FOLDER)
    with unit_of_work():
        for code in ("A", "B"):
            take_number(Series(code, ORGANISER, 2026))
        take_typed_number(Series("A", ORGANISER, 2026), 40)
        numbers, by = range(7, 10), Actor.of_system("test")
        reserve_numbers(Series("B", ORGANISER, 2026), numbers, kept_for="Sổ giấy", by=by)
    db.session.remove()
    flask_migrate.downgrade(FOLDER, "0003")
    counted = _read("SELECT series, last_number FROM register_counters ORDER BY series")
    assert counted == [("A", 40), ("B", 9)]


JOB = (
    "INSERT INTO jobs (kind, payload, state, attempts, run_after, last_error, created_at) "
    "VALUES (:kind, '{}', 'queued', 0, :at, '', :at)"
)
QUEUES_OF_JOBS = {
    "mail.send": "mail",
    "certificates.make": "paper",
    "certificates.book": "paper",
    "files.tidy": "files",
    "programmes.close_past_deadline": "rest",
}


def test_jobs_that_wait_enter_the_queue_of_their_kind(empty_app: Flask) -> None:
    flask_migrate.upgrade(FOLDER, "0005")
    with db.engine.begin() as connection:
        for kind in QUEUES_OF_JOBS:
            values = {"kind": kind, "at": "2026-11-27 08:00:00+00:00"}
            connection.execute(sa.text(JOB), values)
    for _ in range(2):
        flask_migrate.upgrade(FOLDER, "0006")
        with db.engine.connect() as connection:
            rows = connection.execute(sa.text("SELECT kind, queue FROM jobs")).all()
        queues = {row.kind: row.queue for row in rows}
        assert queues == QUEUES_OF_JOBS
        flask_migrate.downgrade(FOLDER, "0005")


OLD_LINK = (
    "INSERT INTO mailed_links (id, kind, token_hash, email, full_name, account_id, person_id, "
    "grants, made_at, expires_at, used_at) VALUES (:id, :kind, :hash, 'a@b.vn', 'Tám', "
    ":account, NULL, '{\"roles\": []}', '2026-11-01 08:00:00+00:00', :until, :used)"
)
OLD_LINKS = "SELECT id, kind, token_hash, account_id, used_at IS NULL FROM mailed_links ORDER BY id"
NEW_LINKS = "SELECT id, kind, subject, subject_id, uses, used FROM links ORDER BY id"


def test_links_in_mailboxes_lead_where_they_led_after_going_up_down_and_up(
    empty_app: Flask,
) -> None:
    flask_migrate.upgrade(FOLDER, "0006")
    _run(
        "INSERT INTO people (id, full_name, sort_key, name_folded, academic_rank, "
        "academic_degree, position_title, version) VALUES (7, 'Tám', 'tam', 'tam', '', '', '', 1)"
    )
    _run(
        "INSERT INTO accounts (id, email, person_id, is_active, session_stamp, opened_at, version) "
        "VALUES (3, 'a@b.vn', 7, true, 's', '2026-11-01 08:00:00+00:00', 1)"
    )
    until, used = "2036-11-08 08:00:00+00:00", "2026-11-02 08:00:00+00:00"
    kinds = [("invitation", None, None), ("password_reset", 3, None), ("registration", None, used)]
    rows = [
        {
            "id": n * 4,
            "kind": k,
            "hash": token_hash(f"t{n}"),
            "account": a,
            "until": until,
            "used": u,
        }
        for n, (k, a, u) in enumerate(kinds, 1)
    ]
    _run(OLD_LINK, rows)
    before = _read(OLD_LINKS)
    flask_migrate.upgrade(FOLDER)
    assert _read(NEW_LINKS) == [
        (4, "invitation", "", None, 1, 0),
        (8, "password_reset", "accounts", 3, 1, 0),
        (12, "registration", "", None, 1, 1),
    ]
    found = [find_live_link(f"t{n}") for n in (1, 2, 3)]
    assert [link and link.id for link in found] == [4, 8, None]
    void_links(get_account(3))
    assert grant_link(INVITATION, None, Holder("c@d.vn"))[0].id == 13
    db.session.commit()
    _run(
        "INSERT INTO links (id, kind, subject, subject_id, token_hash, email, full_name, grants, "
        "uses, used, made_at, until) SELECT 14, 'confirm_share', 'share_claims', 5, 'x', "
        "email, full_name, grants, uses, used, made_at, until FROM links WHERE id = 4"
    )
    db.session.remove()
    flask_migrate.downgrade(FOLDER, "0006")
    assert _read(OLD_LINKS)[:3] == before
    assert _read("SELECT id FROM mailed_links WHERE expires_at < '2036-01-01' ORDER BY id") == [
        (8,),
        (13,),
    ]
    flask_migrate.upgrade(FOLDER)
    assert [row[0] for row in _read(NEW_LINKS)] == [4, 8, 12, 13]


ISSUE = (
    "INSERT INTO certificate_batches (id, round_id, total, issued_at, finished_at) "
    "VALUES (:id, :id, :total, '2026-11-27 08:00:00+00:00', :ended)"
)
CERTIFICATE = (
    "INSERT INTO certificates (batch_id, award_id, nomination_person_id, series, year, number, "
    "register_no, verification_code, recipient, recipient_folded, words, state, issued_at, "
    "revoke_reason, file_id, version) VALUES (:batch, :n, NULL, 'GCN', 2026, :n, '', :code, '', "
    "'', '{}', 'valid', '2026-11-27 08:00:00+00:00', '', :file, 1)"
)
PART = (
    "INSERT INTO jobs (id, kind, payload, dedupe, state, attempts, run_after, last_error, "
    "created_at) VALUES (:id, :kind, :payload, :dedupe, :state, 0, "
    "'2026-11-27 08:00:00+00:00', '', '2026-11-27 08:00:00+00:00')"
)
ISSUED = (
    "INSERT INTO audit_entries (number, at, tag, by_account, by_name, thing, thing_id, changes, "
    "previous_hash, hash) VALUES (1, '2026-11-27 08:00:00+00:00', 'certificates:batch:issued', 7, "
    "'Vi Thị Khuyên', 'CertificateBatch', 1, '{}', '', '')"
)
COUNTED = "SELECT state, total, done, failed, by_account, by_name FROM batches ORDER BY id"


def _run_unguarded(statement: str, rows: Iterable[dict[str, object]]) -> None:
    """Write rows that refer to what is not there."""
    with db.engine.connect() as connection:
        sqlite = db.engine.dialect.name == "sqlite"
        off, on = (
            ("PRAGMA foreign_keys=OFF", "PRAGMA foreign_keys=ON")
            if sqlite
            else (
                "SET session_replication_role = replica",
                "SET session_replication_role = origin",
            )
        )
        connection.execute(sa.text(off))
        for row in rows:
            connection.execute(sa.text(statement), row)
        connection.execute(sa.text(on))
        connection.commit()


def _enter_issues() -> None:
    """Enter an issue that is done, one of which a job died, and one that waits for its book."""
    _run(PROGRAMME)
    _run(ROUND, [{"id": n, "slug": f"d{n}", "last": 0} for n in (1, 2, 3)])
    ended = "2026-11-27 09:00:00+00:00"
    _run(ISSUE, [{"id": n, "total": 2, "ended": ended if n == 1 else None} for n in (1, 2, 3)])
    made = {1: 1, 2: 1, 3: None, 4: None, 5: 1, 6: 1}
    _run_unguarded(
        CERTIFICATE,
        [{"batch": (n + 1) // 2, "n": n, "code": str(n), "file": file} for n, file in made.items()],
    )
    _run_unguarded("UPDATE certificate_batches SET book_file_id = 1 WHERE id = 1", [{}])
    _run(
        PART,
        [
            {
                "id": n,
                "kind": f"certificates.{kind}",
                "payload": payload,
                "dedupe": f"certificates.{kind}:{dedupe}",
                "state": state,
            }
            for n, kind, payload, dedupe, state in (
                (1, "make", '{"ids": [1, 2]}', "1:0", "done"),
                (2, "book", '{"batch_id": 1}', "1", "done"),
                (3, "make", '{"ids": [3, 4]}', "2:0", "dead"),
                (4, "make", '{"ids": [5, 6]}', "3:0", "done"),
                (5, "book", '{"batch_id": 3}', "3", "queued"),
            )
        ],
    )
    _run(ISSUED)


def test_issues_become_batches_with_their_jobs_and_go_back(empty_app: Flask) -> None:
    flask_migrate.upgrade(FOLDER, "0003")
    _enter_issues()
    for _ in range(2):
        flask_migrate.upgrade(FOLDER)
        assert _read(COUNTED) == [
            ("finished", 2, 2, 0, 7, "Vi Thị Khuyên"),
            ("finished", 2, 0, 2, None, ""),
            ("concluding", 2, 2, 0, None, ""),
        ]
        jobs = _read("SELECT id, batch_id FROM jobs ORDER BY id")
        assert jobs == [(1, 1), (2, 1), (3, 2), (4, 3), (5, 3)]
        failures = db.session.scalars(sa.select(BatchFailure)).all()
        assert [(each.batch_id, each.job_id, each.items) for each in failures] == [(2, 3, [3, 4])]
        assert {job.id: job.payload for job in db.session.scalars(sa.select(Job))} == {
            1: {"batch": 1, "items": [1, 2]},
            2: {"batch": 1},
            3: {"batch": 2, "items": [3, 4]},
            4: {"batch": 3, "items": [5, 6]},
            5: {"batch": 3},
        }
        places = {batch.id: batch.result for batch in db.session.scalars(sa.select(Batch))}
        assert places[1] is not None
        assert (places[2], places[3]) == (None, None)
        db.session.remove()
        flask_migrate.downgrade(FOLDER, "0010")
        assert _read("SELECT id, total FROM certificate_batches ORDER BY id") == [
            (1, 2),
            (2, 2),
            (3, 2),
        ]
        ended = "SELECT id FROM certificate_batches WHERE finished_at IS NOT NULL"
        assert _read(ended) == [(1,)]
        states = _read("SELECT id, state FROM jobs ORDER BY id")
        assert [state for _id, state in states] == ["done", "done", "dead", "done", "queued"]


UNIT = (
    "INSERT INTO units (code, name, kind, locality, is_active, sort_key, name_folded, version) "
    "VALUES (:code, :name, 'other', '', true, :key, '', 1)"
)


def test_what_stood_before_is_found_by_index_after(empty_app: Flask) -> None:
    flask_migrate.upgrade(FOLDER, "0015")
    names = {"a": "Sở Y tế", "b": "Trường Đại học Hạ Long"}
    with db.engine.begin() as connection:
        for code, name in names.items():
            connection.execute(sa.text(UNIT), {"code": code, "name": name, "key": b""})
    for _turn in range(2):
        flask_migrate.upgrade(FOLDER)
        assert _units_with("ha long") == ["b"]
        assert _units_with("y te") == ["a"]
        flask_migrate.downgrade(FOLDER, "0015")
    flask_migrate.upgrade(FOLDER)
    flask_migrate.upgrade(FOLDER)  # nothing is left to do
    with db.engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM units WHERE code = 'b'"))
    make_unit(code="c", name="Hội Hạ Long học")
    db.session.commit()
    assert _units_with("ha long") == ["c"]


def test_triggers_that_a_rebuilt_table_lost_are_put_back(empty_app: Flask) -> None:
    flask_migrate.upgrade(FOLDER)
    if db.engine.dialect.name != "sqlite":
        return
    with db.engine.begin() as connection:
        connection.execute(sa.text("DROP TRIGGER search_units_insert"))
    flask_migrate.upgrade(FOLDER)
    make_unit(name="Hội Hạ Long học", code="c")
    db.session.commit()
    assert _units_with("ha long") == ["c"]


def _units_with(words: str) -> list[str]:
    search = Search("Tên", finds=Unit.id, by=(FoundBy(Unit, Unit.id),))
    query = sa.select(Unit.code).where(*search.conditions(words)).order_by(Unit.id)
    found = list(db.session.scalars(query))
    db.session.remove()
    return found


def test_there_is_one_head() -> None:
    script = ScriptDirectory(FOLDER)
    assert len(script.get_heads()) == 1
