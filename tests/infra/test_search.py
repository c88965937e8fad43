from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from app.infra.db.engine import db
from app.infra.search.columns import has_trigrams, index_statements, searched_tables
from app.infra.search.finding import FoundBy, Search
from app.infra.search.words import folded_words, marked_words, sought, typed_words
from app.nominations.models import Nomination, NominationPerson
from app.registry.models import Person, Unit
from tests.factories.nominations import make_nomination
from tests.factories.programmes import make_round
from tests.factories.registry import make_person, make_unit

if TYPE_CHECKING:
    from flask import Flask

PEOPLE = Search("Tên", finds=Person.id, by=(FoundBy(Person, Person.id),))
DOSSIERS = Search(
    "Tên",
    finds=Nomination.id,
    by=(
        FoundBy(Nomination, Nomination.id),
        FoundBy(NominationPerson, NominationPerson.nomination_id),
    ),
)
MANY = 3000


def found(typed: str) -> list[str]:
    query = (
        sa.select(Person.full_name)
        .where(*PEOPLE.conditions(typed))
        .order_by(*PEOPLE.best_first(typed), Person.id)
    )
    return list(db.session.scalars(query))


def dossiers(typed: str) -> list[str | None]:
    query = sa.select(Nomination.code).where(*DOSSIERS.conditions(typed))
    return list(db.session.scalars(query.order_by(*DOSSIERS.best_first(typed), Nomination.id)))


# ── words ────────────────────────────────────────────────────────────────────────────────────


def test_each_word_and_each_piece_of_one_follows_a_blank() -> None:
    assert folded_words(["Đặng  Thị Hòa", None, "STKT-XI-0214"]) == (
        " dang thi hoa stkt-xi-0214 stkt xi 0214 "
    )
    assert folded_words([None, ""]) == ""


def test_a_tone_belongs_to_its_word_whichever_letter_carries_it() -> None:
    assert marked_words(["Hoà"]) == marked_words(["HÒA"]) != marked_words(["Hoa"])
    assert marked_words(["Thuỵ"]) == marked_words(["Thụy"])
    assert marked_words(["mơ"]) != marked_words(["mo"])


@pytest.mark.parametrize(
    ("typed", "part"), [("mai", "mai"), ("le", " le"), ("y", " y "), ("0214", "0214")]
)
def test_a_short_word_is_sought_where_a_word_begins(typed: str, part: str) -> None:
    assert sought(typed) == part


def test_nobody_searches_with_a_whole_page() -> None:
    assert len(typed_words("an " * 60)) == 10
    assert typed_words("\x00 \u200b ") == []


# ── hits ─────────────────────────────────────────────────────────────────────────────────────


def test_a_word_without_marks_finds_all_and_the_same_marks_stand_first(app: Flask) -> None:
    for name in ("Trần Lệ", "Trần Lê", "Trần Le", "Trần Hoà", "Trần Hoá"):
        make_person(full_name=name)
    assert found("le") == ["Trần Le", "Trần Lệ", "Trần Lê"]
    assert found("Lê") == ["Trần Lê", "Trần Lệ", "Trần Le"]
    assert found("hòa") == ["Trần Hoà", "Trần Hoá"]


def test_all_words_must_be_found(app: Flask) -> None:
    make_person(full_name="Nguyễn Văn An")
    make_person(full_name="Nguyễn Thị Bình")
    assert found("nguyen an") == ["Nguyễn Văn An"]
    assert found("an nguyen") == ["Nguyễn Văn An"]
    assert found("nguyen cuong") == []


def test_short_words_are_found_by_their_beginning_or_whole(app: Flask) -> None:
    make_person(full_name="Y Moan Êban")
    make_person(full_name="Vũ Thị Hiền")
    assert found("y") == ["Y Moan Êban"]
    assert found("vu") == ["Vũ Thị Hiền"]
    assert found("en") == []
    assert found("hien") == ["Vũ Thị Hiền"]


@pytest.mark.parametrize("typed", ["%%%", "___", '"an"', "a*b OR an", "'; --x", "NEAR(an)"])
def test_signs_are_letters_like_others(app: Flask, typed: str) -> None:
    make_person(full_name="Nguyễn Văn An")
    assert found(typed) == []


def test_words_of_a_dossier_may_stand_in_its_title_or_its_people(app: Flask) -> None:
    round_ = make_round()
    make_nomination(round_, code="A-1", title="Mô hình nuôi tôm", people=("Sao Mai", "Lê An"))
    make_nomination(round_, code="A-2", title="Trạm biến áp", people=("Trần Bình",))
    assert dossiers("sao mai") == ["A-1"]
    assert dossiers("tôm sao") == ["A-1"]
    assert dossiers("sao binh") == []
    assert dossiers("a-2") == ["A-2"]
    assert dossiers("tram áp") == ["A-2"]


# ── what is found follows what is written ────────────────────────────────────────────────────


def test_a_row_is_found_by_what_it_says_now(app: Flask) -> None:
    person = make_person(full_name="Nguyễn Văn An")
    db.session.commit()
    person.full_name = "Nguyễn Văn Bách"
    db.session.commit()
    assert found("bach") == ["Nguyễn Văn Bách"]
    assert found("van an") == []
    db.session.delete(person)
    db.session.commit()
    assert found("bach") == []


def test_people_who_come_and_go_are_found_and_found_no_more(app: Flask) -> None:
    nomination = make_nomination(make_round(), code="A-1", people=("Lê An", "Sao Mai"))
    db.session.commit()
    nomination.people[1].full_name = "Đỗ Quyên"
    db.session.commit()
    assert (dossiers("sao mai"), dossiers("do quyen")) == ([], ["A-1"])
    del nomination.people[1]
    db.session.commit()
    assert dossiers("quyen") == []


def test_rows_written_in_bulk_are_found_too(app: Flask) -> None:
    values = {"sort_key": b"", "name_folded": "", "kind": "other", "is_active": True}
    rows = [{"code": f"dv{n}", "name": f"Đơn vị {n}", "version": 1, **values} for n in range(3)]
    db.session.execute(sa.insert(Unit), rows)
    units = Search("Tên", finds=Unit.id, by=(FoundBy(Unit, Unit.id),))
    query = sa.select(Unit.code).where(*units.conditions("don vi dv1"))
    assert list(db.session.scalars(query)) == ["dv1"]


def test_a_new_row_knows_its_own_number_beside_the_index(app: Flask) -> None:
    first, second = make_unit(), make_unit()
    assert second.id == first.id + 1
    assert db.session.get(Unit, second.id) is second


def test_sqlite_keeps_index_and_table_equal(app: Flask) -> None:
    if db.engine.dialect.name != "sqlite":
        assert searched_tables()
        return
    nomination = make_nomination(make_round(), people=("Lê An", "Sao Mai"))
    nomination.people[0].full_name = "Lê Bình"
    del nomination.people[1]
    db.session.commit()
    for table in searched_tables():
        check = f"INSERT INTO search_{table}(search_{table}, rank) VALUES ('integrity-check', 1)"  # noqa: S608  # ours
        db.session.execute(sa.text(check))


# ── the plan ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("typed", ["mai", "le", "y", "sao mai"])
def test_the_plan_uses_the_index(app: Flask, typed: str) -> None:
    words = [
        "giai",
        "phap",
        "mo",
        "hinh",
        "nuoi",
        "trong",
        "che",
        "bien",
        "thuy",
        "san",
        "dien",
        "than",
    ]
    values = {"version": 1, "sort_key": b"", "academic_rank": "", "academic_degree": ""}
    names = (f"{words[n % 11]} {words[n % 7]} {words[n % 5]} {n}" for n in range(MANY))
    rows = [
        {"full_name": name, "name_folded": "", "position_title": "", **values} for name in names
    ]
    db.session.execute(sa.insert(Person), rows)
    db.session.commit()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE people")
        query = sa.select(Person.id).where(*PEOPLE.conditions(typed))
        sql = query.compile(db.engine, compile_kwargs={"literal_binds": True}).string
        how = "EXPLAIN QUERY PLAN " if db.engine.dialect.name == "sqlite" else "EXPLAIN "
        plan = "\n".join(
            str(row) for row in connection.exec_driver_sql(how + sql.replace("%", "%%"))
        )
    assert "search_people" in plan
    assert "Seq Scan on people" not in plan
    assert "SCAN people" not in plan


def test_without_the_extension_the_folded_column_is_read(app: Flask) -> None:
    make_person(full_name="Sao Mai")
    db.session.commit()
    if db.engine.dialect.name == "sqlite":
        return
    with db.engine.connect() as connection:
        connection.exec_driver_sql("DROP INDEX search_people")
        query = sa.select(Person.full_name).where(*PEOPLE.conditions("sao mai"))
        assert list(connection.scalars(query)) == ["Sao Mai"]
        connection.rollback()


def test_an_extension_that_is_refused_spoils_nothing(app: Flask) -> None:
    if db.engine.dialect.name == "sqlite":
        return
    stranger = f"stranger_{os.getpid()}"
    with db.engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE ROLE {stranger}")
        connection.exec_driver_sql("DROP EXTENSION pg_trgm CASCADE")
        connection.exec_driver_sql(f"SET ROLE {stranger}")
        assert has_trigrams(connection) is False
        assert index_statements("people", connection) == []
        connection.exec_driver_sql("RESET ROLE")
        assert has_trigrams(connection) is True
        connection.rollback()
