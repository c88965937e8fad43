"""A round of two stages runs from its folder, and comes back into one, as fractions say."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from fractions import Fraction
from statistics import median
from typing import TYPE_CHECKING

import pytest

from app.councils.queries import seats_of_stage
from app.folders.operations.run import run_round
from app.folders.queries.disk import TWO_STAGES, presets_by_key, read_files
from app.folders.rules.parsed_folder import lint_folder, read_folder
from app.kernel.numbers import round_half_up
from app.programmes.rules.plan import ScoringPlan
from app.results.queries.outcome import outcome_of
from tests.folders.runnable_folder import load_organiser
from tests.folders.test_exporting import returns_the_same

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

FILES = read_files(TWO_STAGES)


@pytest.fixture(autouse=True)
def _organiser(app: Flask) -> None:
    load_organiser()


def totals() -> dict[str, dict[str, list[Fraction]]]:
    """Add up the points of every sheet: stage → dossier → totals."""
    sheets: dict[tuple[str, str, str], Fraction] = defaultdict(Fraction)
    for row in csv.DictReader(io.StringIO(FILES["sheets.csv"].decode())):
        sheets[row["stage"], row["nomination"], row["judge"]] += Fraction(row["points"])
    found: dict[str, dict[str, list[Fraction]]] = defaultdict(lambda: defaultdict(list))
    for (stage, code, _judge), total in sheets.items():
        found[stage][code].append(total)
    return found


def changed(file: str, old: str, new: str) -> dict[str, bytes]:
    text = FILES[file].decode()
    assert old in text
    return FILES | {file: text.replace(old, new, 1).encode()}


def faults_of(files: dict[str, bytes]) -> set[tuple[str, str]]:
    return {(fault.file, fault.column) for fault in lint_folder(files, presets_by_key())}


def test_shipped_folder_of_two_stages_has_no_fault() -> None:
    assert lint_folder(FILES, presets_by_key()) == ()
    first, final = read_folder(FILES, presets_by_key()).plan.stages
    assert (first.is_blind, final.is_blind) == (True, False)
    assert first.scoring != final.scoring
    assert {line.code for line in first.criteria}.isdisjoint(line.code for line in final.criteria)
    assert isinstance(first.scoring, ScoringPlan)


def test_who_goes_on_and_what_is_added_up_is_what_fractions_give(app: Flask) -> None:
    course = run_round(read_folder(FILES, presets_by_key()))
    standings = outcome_of(course.round).outcome.standings
    sums = totals()
    expected = {}
    for code, given in sums["chung_khao"].items():
        middle = sorted(given)[1:-1]
        final = sum(middle, Fraction(0)) / len(middle)
        expected[code] = (median(sums["so_khao"][code]) + 2 * final) / 3
    assert set(expected) == {"TT-01", "TT-03", "TT-05", "TT-07"}
    assert {row.code: row.score for row in standings} == {
        code: round_half_up(score, 2) for code, score in expected.items()
    }
    first, final_stage = course.round.stages
    assert {seat.code[:2] for seat in seats_of_stage(first.id)} == {"SK"}
    assert {seat.code[:2] for seat in seats_of_stage(final_stage.id)} == {"CK"}


def test_exported_stages_give_the_same_bytes(app: Flask, tmp_path: Path) -> None:
    folder = read_folder(FILES, presets_by_key())
    again = returns_the_same(folder, tmp_path)
    assert again.plan.stages == folder.plan.stages
    assert {row.code: row.stage for row in again.council} == {
        row.code: row.stage for row in folder.council
    }
    assert {(row.stage, row.comment) for row in again.comments} == {
        (row.stage, row.comment) for row in folder.comments
    }
    assert len(again.nominations) == 8


@pytest.mark.parametrize(
    ("files", "fault"),
    [
        (changed("sheets.csv", "so_khao,SK-CT,TT-01", ",SK-CT,TT-01"), ("sheets.csv", "stage")),
        (changed("sheets.csv", "so_khao,SK-CT,TT-01", "la,SK-CT,TT-01"), ("sheets.csv", "stage")),
        (changed("sheets.csv", "chung_khao,CK1", "chung_khao,SK1"), ("sheets.csv", "stage")),
        (changed("sheets.csv", ",y_tuong,", ",hieu_qua,"), ("sheets.csv", "criterion")),
        (changed("council.csv", "CK-CT,Nguyễn Hữu Thăng,chair", "CK-CT,Nguyễn Hữu Thăng,member"),
         ("council.csv", "role")),
        (changed("council.csv", "so_khao", "vong_la"), ("council.csv", "stage")),
        (changed("round.toml", "pass_count = 2", "pass_count = 1"), ("sheets.csv", "nomination")),
        (changed("round.toml", "pass_count = 2", "pass_score = 100"), ("sheets.csv", "stage")),
        (changed("round.toml", "max_points = 60", "max_points = -1"), ("round.toml", "max_points")),
        (changed("comments.csv", "chung_khao,CK2", "so_khao,CK2"), ("comments.csv", "stage")),
    ],
)  # fmt: skip
def test_what_does_not_fit_a_stage_is_named(
    files: dict[str, bytes], fault: tuple[str, str]
) -> None:
    assert fault in faults_of(files)
