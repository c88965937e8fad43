"""A whole round runs from its folder, and every row that cannot be taken is named."""

from __future__ import annotations

import csv
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete, func, select

from app.audit.cli import first_fault
from app.certificates.models import Certificate
from app.certificates.queries import find_batch
from app.councils.models import Seat
from app.folders.enums import DecisionKind
from app.folders.operations.course import RowsRefused
from app.folders.operations.result_files import write_results
from app.folders.operations.run import run_round
from app.folders.queries.disk import TITLE, presets_by_key, read_files
from app.folders.rules.folder import FolderDecision
from app.folders.rules.parsed_folder import lint_folder, read_folder
from app.infra.db.engine import db
from app.infra.jobs.models import Job
from app.infra.mail.models import Mail, MailState
from app.kernel.errors import RuleBroken
from app.nominations.enums import NominationState
from app.nominations.models import Answer, Attachment, Nomination
from app.programmes.enums import RoundState
from app.programmes.models import Round
from app.registry.models import Person, Unit
from app.results.models import DecisionPaper, Ruling
from app.scoring.models import Assignment, ScoreSheet
from app.series.models import NumberSeries
from tests.factories.programmes import closing_of
from tests.folders.runnable_folder import (
    FILES,
    ROUND,
    SHEETS,
    edited,
    load_organiser,
    mean_scores,
    read,
    texts,
)

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from sqlalchemy.orm import Session

WEIGHTS = {"tinh_moi": Fraction(1), "hieu_qua": Fraction(2)}


@pytest.fixture(autouse=True)
def organiser(app: Flask) -> None:
    load_organiser()
    db.session.commit()


def count(model: type) -> int:
    return db.session.execute(select(func.count()).select_from(model)).scalar_one()


def table(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def run_into(out: Path, files: dict[str, str] = FILES) -> dict[str, list[dict[str, str]]]:
    (out / "certificates").mkdir(parents=True)
    write_results(run_round(read(files)), out)
    return {name: table(out / f"{name}.csv") for name in ("ranking", "awards")}


def test_ranking_equals_what_fractions_give(app: Flask, tmp_path: Path) -> None:
    ranking = run_into(tmp_path)["ranking"]
    expected = mean_scores(SHEETS, WEIGHTS)
    assert {row["code"]: row["score"] or None for row in ranking} == expected
    assert [(row["code"], row["rank"]) for row in ranking] == [
        ("HS1", "1"),
        ("HS2", "2"),
        ("HS4", "3"),
        ("HS3", "4"),
        ("HS5", ""),
    ]
    assert [row["sheets_used"] for row in ranking] == ["3", "3", "3", "3", "2"]


def test_shipped_title_round_is_ranked_as_fractions_rank_it(app: Flask, tmp_path: Path) -> None:
    files = read_files(TITLE)
    (tmp_path / "certificates").mkdir()
    write_results(run_round(read_folder(files, presets_by_key())), tmp_path)
    plan = presets_by_key()["tri-thuc-tieu-bieu"]
    weights = {
        criterion.code: Fraction(criterion.weight) for criterion in plan.final_stage.criteria
    }
    expected = mean_scores(files["sheets.csv"].decode(), weights)
    ranking = table(tmp_path / "ranking.csv")
    assert {row["code"]: row["score"] or None for row in ranking} == expected
    order = sorted(expected, key=lambda code: -Fraction(expected[code] or 0))
    scores = [row["score"] for row in ranking]
    assert scores == [expected[code] or "" for code in order]
    honoured = {code for code, score in expected.items() if Fraction(score or 0) >= 80}
    assert {row["code"] for row in table(tmp_path / "awards.csv")} == honoured


def test_round_lives_through_every_state(app: Flask, session: Session) -> None:
    course = run_round(read(FILES))
    round_ = session.get(Round, course.round_id)
    assert round_ is not None
    assert round_.state is RoundState.AWARDED
    states = set(session.execute(select(Nomination.state)).scalars())
    assert states == {NominationState.ELIGIBLE}
    assert session.execute(select(DecisionPaper.issued_on)).scalar_one().isoformat() == "2026-04-09"
    assert round_.opened_at == round_.opens_at


def test_dossiers_are_submitted_while_the_round_is_open(app: Flask, session: Session) -> None:
    course = run_round(read(FILES))
    round_ = course.round
    times = session.execute(select(Nomination.submitted_at).order_by(Nomination.code)).scalars()
    moments = [moment for moment in times if moment is not None]
    assert len(moments) == len(course.nomination_ids)
    assert moments == sorted(moments)
    assert round_.opens_at is not None
    assert round_.opens_at < moments[0] < moments[-1] < closing_of(round_)


def test_answers_and_codes_are_those_of_the_folder(app: Flask, session: Session) -> None:
    run_round(read(FILES))
    assert session.execute(select(Answer.value)).scalar_one() == "Dòng một\ndòng hai, có phẩy"
    codes = session.execute(select(Nomination.code).order_by(Nomination.code)).scalars().all()
    assert codes == ["HS1", "HS2", "HS3", "HS4", "HS5"]


def test_tie_without_a_decision_is_unresolved_and_no_error(app: Flask, tmp_path: Path) -> None:
    results = run_into(tmp_path, texts(decisions__csv=None))
    levels = {row["code"]: row["level"] for row in results["awards"]}
    assert levels == {
        "HS1": "Giải Nhất",
        "HS2": "Giải Nhì",
        "HS3": "unresolved",
        "HS4": "unresolved",
    }
    assert {row["certificate_number"] for row in results["awards"]} == {""}
    notes = {row["code"]: row["note"] for row in results["ranking"]}
    assert "Chủ tịch hội đồng" in notes["HS3"]
    assert "Chủ tịch hội đồng" not in notes["HS2"]
    assert count(DecisionPaper) == 0
    assert '"HS3"' in (tmp_path / "summary.json").read_text(encoding="utf-8")


def test_chair_is_recorded_under_the_own_name(app: Flask, session: Session) -> None:
    run_round(read(FILES))
    ruling = session.execute(select(Ruling)).scalar_one()
    assert ruling.ruled_by == "Vi Anh"
    assert "Áp dụng rộng hơn" in ruling.reason


def test_two_runs_on_one_database_give_the_same_bytes(app: Flask, tmp_path: Path) -> None:
    run_into(tmp_path / "first")
    units = count(Unit)
    run_into(tmp_path / "second")
    for name in ("ranking.csv", "awards.csv"):
        assert (tmp_path / "first" / name).read_bytes() == (tmp_path / "second" / name).read_bytes()
    assert count(Round) == 2
    assert count(Unit) == units == 2


def test_people_with_a_unit_are_found_again(app: Flask, session: Session) -> None:
    run_round(read(FILES))
    run_round(read(FILES))
    names = session.execute(select(Person.full_name).where(Person.unit_id.is_not(None))).scalars()
    listed = list(names)
    assert len(listed) == len(set(listed))
    assert session.execute(select(func.count(Seat.person_id.distinct()))).scalar_one() == 4


def test_rehearsal_takes_no_number_of_the_register(app: Flask, session: Session) -> None:
    run_round(read(FILES))
    course = run_round(read(FILES), is_rehearsal=False)
    counters = session.execute(
        select(NumberSeries.last_number).where(NumberSeries.code == course.round.series)
    )
    numbers = session.execute(select(Certificate.register_no, Certificate.series)).all()
    assert counters.scalar_one() == 4
    assert len(numbers) == 8
    assert len({number for number, _ in numbers}) == 4


def test_no_letter_leaves(app: Flask, session: Session) -> None:
    run_round(read(FILES))
    assert set(session.execute(select(Mail.state)).scalars()) == {MailState.KEPT}
    sending = session.execute(select(Job).where(Job.kind == "mail.send")).all()
    assert sending == []


def test_audit_chain_is_whole(app: Flask) -> None:
    run_round(read(FILES))
    assert first_fault() is None


def test_judges_are_dealt_when_nobody_is_assigned(app: Flask, session: Session) -> None:
    files = texts(assignments__csv=None, sheets__csv="judge,nomination,criterion,points\n")
    del files["decisions.csv"], files["comments.csv"], files["conflicts.csv"]
    run_round(read(files))
    pairs = [tuple(row) for row in session.execute(select(Assignment.nomination_id))]
    assert len(pairs) == 15
    assert count(ScoreSheet) == 0


def test_deal_is_the_same_at_every_run(app: Flask, session: Session) -> None:
    council = FILES["council.csv"] + "GK4,Sùng A Páo,member,,\nGK5,Bạch Ngân,member,,\n"
    files = texts(
        assignments__csv=None,
        conflicts__csv=None,
        decisions__csv=None,
        comments__csv=None,
        council__csv=council,
        sheets__csv="judge,nomination,criterion,points\n",
    )
    deals = []
    for _ in range(2):
        course = run_round(read(files))
        query = (
            select(Seat.code, Nomination.code)
            .join(Assignment, Assignment.seat_id == Seat.id)
            .join(Nomination, Nomination.id == Assignment.nomination_id)
            .where(Nomination.round_id == course.round_id)
            .order_by(Seat.code, Nomination.code)
        )
        deals.append(session.execute(query).all())
    assert deals[0] == deals[1]


def test_sheets_keep_their_judges_in_a_deal(app: Flask) -> None:
    files = texts(assignments__csv=None, conflicts__csv=None)
    run_round(read(files))
    assert count(ScoreSheet) == 14
    assert count(Assignment) == 15


NAMED_BEFORE = [
    ("share", "people.csv", "0912345678", "0900", ("people.csv", 3, "phone")),
    ("long title", "nominations.csv", "Phao báo lũ", "P" * 600, ("nominations.csv", 4, "title")),
    ("seat code", "council.csv", "CT,Vi Anh", "C T,Vi Anh", ("council.csv", 2, "code")),
    (
        "same person twice",
        "council.csv",
        "GK3,Phan Giang",
        "GK3,Mai Uyên",
        ("council.csv", 5, "full_name"),
    ),
    ("no chair", "council.csv", "chair", "member", ("council.csv", 0, "role")),
    (
        "other ground without a note",
        "conflicts.csv",
        "family,Em ruột",
        "other,",
        ("conflicts.csv", 2, "note"),
    ),
    ("not tied", "decisions.csv", "tie,HS4,1", "tie,HS1,1", ("decisions.csv", 2, "nomination")),
    ("same place", "decisions.csv", "tie,HS4,1", "tie,HS4,2", ("decisions.csv", 2, "value")),
    (
        "not lower",
        "decisions.csv",
        "tie,HS4,1",
        "downgrade,HS2,Giải Nhất",
        ("decisions.csv", 2, "value"),
    ),
]


@pytest.mark.parametrize(
    ("file", "old", "new", "place"),
    [case[1:] for case in NAMED_BEFORE],
    ids=[case[0] for case in NAMED_BEFORE],
)
def test_row_that_the_round_would_refuse_is_named_before_it_runs(
    file: str, old: str, new: str, place: tuple[str, int, str]
) -> None:
    files = {name: text.encode() for name, text in edited(file, old, new).items()}
    faults = lint_folder(files, presets_by_key())
    assert place in [(fault.file, fault.line, fault.column) for fault in faults]
    assert all(fault.what_to_do for fault in faults)


def test_refused_row_is_named_and_nothing_is_written(app: Flask) -> None:
    row = "GK2,Mai Uyên,member,so,"
    with pytest.raises(RowsRefused) as caught:
        run_round(read(edited("council.csv", row, "GK2,Mai Uyên,member,cty,")))
    found = caught.value.faults
    places = [(fault.file, fault.line, fault.column) for fault in found]
    assert ("assignments.csv", 3, "judge") in places
    assert all(fault.what_to_do for fault in found)
    assert caught.value.left_nothing
    assert count(Round) == count(Nomination) == count(Unit) == 0


def test_attachment_that_lies_is_named(app: Flask) -> None:
    files = {name: text.encode() for name, text in FILES.items()}
    files["files/HS1/bia.pdf"] = b"MZ not a pdf"
    with pytest.raises(RowsRefused) as caught:
        run_round(read_folder(files, presets_by_key()))
    assert [fault.file for fault in caught.value.faults] == ["files/HS1/bia.pdf"]
    assert count(Attachment) == 0


DECISIONS = [
    ("not tied", [("tie", "HS1", "1")], "nomination"),
    ("same place", [("tie", "HS4", "1"), ("tie", "HS3", "1")], "value"),
    ("not lower", [("downgrade", "HS2", "Giải Nhất")], "value"),
]


@pytest.mark.parametrize(
    ("rows", "column"), [case[1:] for case in DECISIONS], ids=[case[0] for case in DECISIONS]
)
def test_decision_that_the_round_refuses_is_named(
    app: Flask, rows: list[tuple[str, str, str]], column: str
) -> None:
    decisions = tuple(
        FolderDecision(line, DecisionKind(kind), code, value, "Vì sao.")
        for line, (kind, code, value) in enumerate(rows, 2)
    )
    with pytest.raises(RowsRefused) as caught:
        run_round(replace(read(FILES), decisions=decisions))
    fault = caught.value.faults[0]
    assert (fault.file, fault.line, fault.column) == ("decisions.csv", 2, column)
    assert not caught.value.left_nothing


def test_downgrade_gives_the_lower_prize(app: Flask, tmp_path: Path) -> None:
    rows = FILES["decisions.csv"] + "downgrade,HS1,Giải Nhì,Chưa áp dụng đủ lâu.\n"
    awards = run_into(tmp_path, texts(decisions__csv=rows))["awards"]
    assert [(row["code"], row["level"]) for row in awards] == [
        ("HS1", "Giải Nhì"),
        ("HS2", "Giải Nhì"),
    ]


def test_round_without_winners_is_decided_without_certificates(app: Flask, tmp_path: Path) -> None:
    files = edited("round.toml", "min_score = 50", "min_score = 85")
    files["round.toml"] = files["round.toml"].replace("min_score = 85", "min_score = 99")
    del files["decisions.csv"]
    assert run_into(tmp_path, files)["awards"] == []
    assert count(DecisionPaper) == 1
    assert count(Certificate) == 0


def test_round_without_dates_is_refused(app: Flask) -> None:
    dated = "closes_at = 2026-02-28T17:00:00+07:00\n"
    with pytest.raises(RuleBroken, match="closes_at"):
        read(texts(round__toml=ROUND.replace(dated, "")))
    folder = read(FILES)
    with pytest.raises(RuleBroken, match="opens_at"):
        run_round(replace(folder, plan=replace(folder.plan, opens_at=None)))
    assert count(Round) == 0


def test_run_needs_somebody_who_signs(app: Flask, session: Session) -> None:
    from app.organiser.models import Signatory

    session.execute(delete(Signatory))
    session.commit()
    with pytest.raises(RuleBroken, match="người ký"):
        run_round(read(FILES))
    assert count(Round) == 0


def test_round_that_has_not_opened_yet_can_be_rehearsed(app: Flask, session: Session) -> None:
    other = run_round(read(FILES), is_rehearsal=True).round
    other.state = RoundState.OPEN
    session.commit()
    later = ROUND.replace("2026-", "2096-").replace("year = 2026", "year = 2096")
    course = run_round(read(texts(round__toml=later)))
    assert course.round.state is RoundState.AWARDED
    batch = find_batch(course.round_id)
    assert batch is not None
    assert batch.making.finished_at is not None
    assert session.get_one(Round, other.id).state is RoundState.OPEN
