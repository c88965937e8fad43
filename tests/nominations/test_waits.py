from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from app.nominations.enums import NominationState as N
from app.nominations.queries.counts import DossierCounts, arrivals_of, dossier_counts_of_rounds
from app.nominations.waits import news
from app.programmes.enums import RoundState as S
from app.programmes.models import Round
from tests.factories.nominations import make_nomination
from tests.factories.programmes import make_round

if TYPE_CHECKING:
    from flask import Flask

COUNTS = DossierCounts(received=60, to_screen=16, undecided=18, eligible=40)


def test_dossiers_to_screen_wait_and_a_round_is_not_handed_over_before() -> None:
    said = news(Round(id=4, state=S.SCREENING), COUNTS)
    assert [wait.fact for wait in said.waits] == ["16 hồ sơ chờ thẩm tra"]
    assert said.action is not None
    assert (said.action.label, said.action.link.posts) == ("Thẩm tra 18 hồ sơ", False)


def test_nothing_to_screen_leaves_the_word_to_the_round() -> None:
    said = news(Round(id=4, state=S.SCREENING), replace(COUNTS, to_screen=0, undecided=0))
    assert (said.waits, said.action) == ((), None)
    assert [figure.count for figure in said.figures] == [60, 40]


@pytest.mark.parametrize(
    ("state", "counts"),
    [
        (N.DRAFT, DossierCounts()),
        (N.WITHDRAWN, DossierCounts()),
        (N.SUBMITTED, DossierCounts(received=1, to_screen=1, undecided=1)),
        (N.AWAITING_ENDORSEMENT, DossierCounts(received=1, undecided=1)),
        (N.SUPPLEMENT_WANTED, DossierCounts(received=1, undecided=1)),
        (N.ELIGIBLE, DossierCounts(received=1, eligible=1)),
        (N.INELIGIBLE, DossierCounts(received=1)),
    ],
)
def test_each_state_counts_where_it_belongs_and_in_its_own_round(
    app: Flask, state: N, counts: DossierCounts
) -> None:
    round_, other = make_round(state=S.SCREENING), make_round(state=S.SCREENING)
    make_nomination(round_, state=state)
    make_nomination(other, state=N.ELIGIBLE)
    found = dossier_counts_of_rounds((round_.id, other.id))
    assert (found[round_.id], found[other.id]) == (counts, DossierCounts(received=1, eligible=1))
    assert dossier_counts_of_rounds((round_.id,))[other.id] == DossierCounts()


def test_arrivals_are_counted_by_day_for_one_round(app: Flask) -> None:
    round_, other = make_round(state=S.SCREENING), make_round(state=S.SCREENING)
    for owner in (round_, round_, other):
        make_nomination(owner, state=N.SUBMITTED)
    assert [day.count for day in arrivals_of(round_.id)] == [2]
