"""A round that is written into a folder runs again from it, and gives the same results."""

from __future__ import annotations

import stat
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from app.audit.models import AuditEntry
from app.conflicts.enums import ConflictKind
from app.conflicts.operations import declare_conflict
from app.councils.models import Seat
from app.folders.enums import FolderEvent
from app.folders.operations.course import FOLDER, Course
from app.folders.operations.kept_round import export_round
from app.folders.operations.result_files import write_results
from app.folders.operations.run import GATHERING, perform, prepared, run_round
from app.folders.queries.disk import CONTEST, presets_by_key, read_files
from app.folders.queries.kept_round import find_round, round_as_folder
from app.folders.rules.parsed_folder import lint_folder, read_folder
from app.infra.db.engine import db
from app.infra.db.units import unit_of_work
from app.kernel.errors import RuleBroken
from app.nominations.models import Nomination
from app.nominations.queries.dossiers import get_nomination
from app.programmes.queries import get_round_in_full
from app.results.operations.rulings import rule_tie
from tests.folders.runnable_folder import FILES, ROUND, edited, load_organiser, read, texts

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result
    from flask import Flask

    from app.folders.rules.folder import RoundFolder

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"
    b"\x1f\x15\xc4\x89\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99="
    b"\x1d\x00\x00\x00\x00IEND\xaeB`\x82"
)
SCATTERED = ROUND.replace('method = "mean"', 'method = "deviation_exclusion"').replace(
    "min_sheets = 3", 'min_sheets = 3\ndeviation_limit = "1.125"'
)


@pytest.fixture(autouse=True)
def organiser(app: Flask) -> None:
    load_organiser()
    db.session.commit()


def results(course: Course, out: Path) -> tuple[bytes, bytes]:
    (out / "certificates").mkdir(parents=True)
    write_results(course, out)
    return (out / "ranking.csv").read_bytes(), (out / "awards.csv").read_bytes()


def exported(course: Course, out: Path) -> RoundFolder:
    with unit_of_work():
        faults = export_round(get_round_in_full(course.round_id), out, by=FOLDER)
    assert faults == ()
    return read_folder(read_files(out), presets_by_key())


def returns_the_same(folder: RoundFolder, tmp_path: Path) -> RoundFolder:
    first = run_round(folder)
    before = results(first, tmp_path / "first")
    again = exported(first, tmp_path / "exported")
    assert results(run_round(again), tmp_path / "second") == before
    return again


def test_exported_round_gives_the_same_bytes(app: Flask, tmp_path: Path) -> None:
    again = returns_the_same(read(FILES), tmp_path)
    assert [(row.kind, row.nomination, row.value) for row in again.decisions] == [
        ("tie", "HS4", "1"),
        ("tie", "HS3", "2"),
    ]
    assert again.decisions[0].reason == "Áp dụng rộng hơn."
    assert [comment.comment for comment in again.comments] == ["Rất tốt."]
    assert [question.label for question in again.plan.questions] == ["Tính mới"]
    assert again.nominations[0].answers == (("tinh_moi", "Dòng một\ndòng hai, có phẩy"),)


@pytest.mark.parametrize(
    "rows",
    ["", "downgrade,HS1,Giải Nhì,Chưa áp dụng đủ lâu.\n"],
    ids=["unresolved", "downgraded"],
)
def test_open_ties_and_lower_prizes_come_along(app: Flask, tmp_path: Path, rows: str) -> None:
    returns_the_same(read(texts(decisions__csv=f"kind,nomination,value,reason\n{rows}")), tmp_path)


def test_score_that_the_chair_ruled_comes_along(app: Flask, tmp_path: Path) -> None:
    rows = "kind,nomination,value,reason\nscore,HS1,87.25,Hội đồng đã thảo luận lại.\n"
    files = texts(round__toml=SCATTERED, decisions__csv=rows)
    again = returns_the_same(read(files), tmp_path)
    assert [(row.kind, row.value) for row in again.decisions] == [("score", "87.25")]
    assert again.plan.final_stage.scoring.deviation_limit == "1.125"
    assert "HS1,87.25" not in (tmp_path / "first" / "ranking.csv").read_text()
    assert ",87.25,1," in (tmp_path / "first" / "ranking.csv").read_text()


def test_shipped_contest_is_exported_as_it_was_read(app: Flask, tmp_path: Path) -> None:
    folder = read_folder(read_files(CONTEST), presets_by_key())
    codes = {row.code for row in folder.nominations[:4]}
    small = replace(
        folder,
        nominations=folder.nominations[:4],
        people=tuple(row for row in folder.people if row.nomination in codes),
        conflicts=tuple(row for row in folder.conflicts if row.nomination in codes),
        assignments=tuple(row for row in folder.assignments or () if row.nomination in codes),
        sheets=tuple(row for row in folder.sheets if row.nomination in codes),
        comments=tuple(row for row in folder.comments if row.nomination in codes),
        decisions=(),
    )
    again = returns_the_same(small, tmp_path)
    assert again.has_preset_form
    assert again.plan.questions == folder.plan.questions
    assert again.plan.stages == folder.plan.stages
    assert again.plan.rules == folder.plan.rules
    for before, after in zip(small.nominations, again.nominations, strict=True):
        assert dict(after.answers) == dict(before.answers)
        assert [file.content for file in after.files] == [file.content for file in before.files]
        assert [file.document for file in after.files] == [file.document for file in before.files]


def test_only_the_owner_may_open_the_folder(app: Flask, tmp_path: Path) -> None:
    exported(run_round(read(FILES)), tmp_path / "exported")
    assert stat.S_IMODE((tmp_path / "exported").stat().st_mode) == 0o700
    assert [path.name for path in tmp_path.iterdir()] == ["exported"]


def test_export_is_recorded_without_names(app: Flask, tmp_path: Path) -> None:
    course = run_round(read(FILES))
    exported(course, tmp_path / "exported")
    entry = db.session.execute(
        select(AuditEntry).where(AuditEntry.tag == FolderEvent.EXPORTED)
    ).scalar_one()
    assert entry.changes == {"dossiers": 5, "people": 6, "sheets": 14, "files": 0}


def test_attachments_are_copied_under_names_that_lead_back(app: Flask, tmp_path: Path) -> None:
    files = {name: text.encode() for name, text in FILES.items()}
    files |= {"files/HS1/ảnh.png": PNG, "files/HS2/anh.png": PNG}
    folder = read_folder(files, presets_by_key())
    again = exported(run_round(folder), tmp_path / "exported")
    assert (tmp_path / "exported" / "files" / "HS1" / "ảnh.png").read_bytes() == PNG
    assert [len(row.files) for row in again.nominations] == [1, 1, 0, 0, 0]


def test_judge_who_stood_aside_leaves_no_sheet(app: Flask, tmp_path: Path) -> None:
    course = prepared(read(FILES))
    perform(course, GATHERING)
    seat = db.session.execute(select(Seat).where(Seat.code == "GK1")).scalar_one()
    nomination = get_nomination(course.nomination_ids["HS1"])
    with unit_of_work():
        declare_conflict(seat, nomination, ConflictKind.FAMILY, by=FOLDER)
    folder = round_as_folder(course.round, None).folder
    assert ("GK1", "HS1") in {(row.judge, row.nomination) for row in folder.conflicts}
    assert ("GK1", "HS1") not in {(row.judge, row.nomination) for row in folder.assignments or ()}


def test_open_sheets_stay_with_their_judges(app: Flask, tmp_path: Path) -> None:
    course = prepared(read(FILES))
    perform(course, GATHERING)
    course.perform("sheets", "Chấm điểm", _score_everything)
    folder = round_as_folder(course.round, None).folder
    assert len(folder.assignments or ()) == 14
    assert folder.sheets == ()
    assert folder.comments == ()


def _score_everything(course: Course) -> int:
    from app.folders.operations.council import score_dossiers

    return score_dossiers(course)


def test_taken_folder_is_left_alone(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("của tôi")
    course = run_round(read(FILES))
    with pytest.raises(RuleBroken, match="thư mục mới"), unit_of_work():
        export_round(get_round_in_full(course.round_id), tmp_path, by=FOLDER)
    assert [path.name for path in tmp_path.iterdir()] == ["note.txt"]
    entries = select(func.count()).where(AuditEntry.tag == FolderEvent.EXPORTED)
    assert db.session.execute(entries).scalar_one() == 0


TWO_FIELDS = ROUND.replace(
    "[scoring]", '[[categories]]\ncode = "co_khi"\nname = "Cơ khí"\n\n[scoring]'
).replace("quantity = 2", 'quantity = 1\nscope = "category"')
FOUR_TIED = "judge,nomination,criterion,points\n" + "".join(
    f"{judge},{code},{criterion},20\n"
    for code in ("HS1", "HS2", "HS3", "HS4")
    for judge in ("GK1", "GK2", "GK3")
    for criterion in ("tinh_moi", "hieu_qua")
)


def test_results_that_no_folder_can_say_are_refused(app: Flask, tmp_path: Path) -> None:
    """Two rulings about parts of one tie are more than the rows of a folder can repeat."""
    fields = (
        FILES["nominations.csv"]
        .replace("lũ,cntt", "lũ,co_khi")
        .replace("điện tử,cntt", "điện tử,co_khi")
    )
    course = run_round(
        read(
            texts(
                round__toml=TWO_FIELDS,
                nominations__csv=fields,
                sheets__csv=FOUR_TIED,
                decisions__csv=None,
            )
        )
    )
    assert sorted(course.unresolved) == ["HS1", "HS2", "HS3", "HS4"]
    for first, second in (("HS1", "HS3"), ("HS2", "HS4")):
        ids = [course.nomination_ids[code] for code in (first, second)]
        with unit_of_work():
            rule_tie(course.round, [get_nomination(one) for one in ids], "Vì sao.", by=FOLDER)
    with pytest.raises(RuleBroken, match="HS1, HS3"), unit_of_work():
        export_round(get_round_in_full(course.round_id), tmp_path / "out", by=FOLDER)
    assert not (tmp_path / "out").exists()


def test_round_is_found_by_number_and_by_its_address(app: Flask) -> None:
    round_ = run_round(read(FILES)).round
    for word in (str(round_.id), round_.slug):
        found = find_round(word)
        assert found is not None
        assert found.id == round_.id
    assert find_round("999999") is find_round("9" * 30) is find_round("khong-co") is None


def flask(app: Flask, *words: object) -> Result:
    return app.test_cli_runner().invoke(args=[str(word) for word in words])


def test_command_exports_and_warns_of_personal_data(app: Flask, tmp_path: Path) -> None:
    slug = run_round(read(FILES)).round.slug
    result = flask(app, "rounds", "export", slug, "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert "dữ liệu cá nhân" in result.output
    assert flask(app, "rounds", "lint", tmp_path / "out").exit_code == 0


def test_command_names_a_round_that_is_not_there(app: Flask, tmp_path: Path) -> None:
    result = flask(app, "rounds", "export", "khong-co", "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert "Không có đợt “khong-co”" in result.output
    assert not (tmp_path / "out").exists()


def test_round_without_a_council_is_exported_with_what_it_lacks(app: Flask, tmp_path: Path) -> None:
    course = prepared(read(FILES))
    perform(course, GATHERING[:3])
    result = flask(app, "rounds", "export", course.round_id, "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert "council.csv, cột role" in result.output
    assert "Chưa chạy lại ngay được" in result.output
    faults = lint_folder(read_files(tmp_path / "out"), presets_by_key())
    assert {fault.file for fault in faults} == {"council.csv"}
    assert db.session.execute(select(func.count()).select_from(Nomination)).scalar_one() == 5


def test_name_of_a_unit_that_nobody_entered_gets_a_code(app: Flask, tmp_path: Path) -> None:
    course = prepared(read(edited("people.csv", "Lò Thị Sáng,,,,cty", "Lò Thị Sáng,,,,")))
    perform(course, GATHERING[:3])
    nomination = get_nomination(course.nomination_ids["HS2"])
    nomination.people[0].unit_name = "Trường Nội trú Bình Liêu"
    db.session.commit()
    folder = round_as_folder(course.round, None).folder
    assert [unit.code for unit in folder.units] == ["cty", "truong-noi-tru-binh-lieu"]
    assert folder.people_of("HS2")[0].unit == "truong-noi-tru-binh-lieu"
