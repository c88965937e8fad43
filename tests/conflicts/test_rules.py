from __future__ import annotations

from datetime import date

import pytest

from app.conflicts.enums import ConflictKind as K
from app.conflicts.rules import DossierCircle, Someone, conflicts_between, require_declarable
from app.kernel.errors import RuleBroken

JUDGE = Someone("tran quy hoach", 7, "hoach@vidu.vn", date(1960, 5, 1), 3, "so xay dung")


def dossier(*people: Someone, **over: object) -> DossierCircle:
    return DossierCircle(people=people, **over)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        (Someone("ten khac", 7), (K.SELF,)),
        (Someone("ten khac", 8, "hoach@vidu.vn"), (K.SELF,)),
        (Someone("ten khac", None, ""), ()),
        (Someone("tran quy hoach", None), ()),
        (Someone("tran quy hoach", None, birth_date=date(1960, 5, 1)), (K.SELF,)),
        (Someone("tran quy hoach", 8, birth_date=date(1960, 5, 1)), (K.SELF,)),
        (Someone("tran quy hoach", None, birth_date=date(1971, 5, 1)), ()),
        (Someone("tran quy hoach", None, unit_id=3), (K.SELF, K.SAME_UNIT)),
        (Someone("tran quy hoach", None, unit_name="so xay dung"), (K.SELF, K.SAME_UNIT)),
        (Someone("tran quy hoach", 8, unit_id=3), (K.SAME_UNIT,)),
        (Someone("ten khac", 8, unit_id=3), (K.SAME_UNIT,)),
        (Someone("ten khac", 8, unit_id=4, unit_name="so xay dung"), ()),
        (Someone("ten khac", 8, unit_id=4), ()),
    ],
)
def test_person_named_in_a_dossier_decides(named: Someone, expected: tuple[K, ...]) -> None:
    assert conflicts_between(JUDGE, dossier(named)) == expected


def test_unit_that_nominates_is_a_ground() -> None:
    assert conflicts_between(JUDGE, dossier(unit_id=3)) == (K.SAME_UNIT,)
    assert conflicts_between(JUDGE, dossier(unit_id=4)) == ()


def test_who_wrote_the_dossier_does_not_judge_it() -> None:
    assert conflicts_between(JUDGE, dossier(owner_person_id=7)) == (K.SELF,)


def test_nothing_known_is_no_conflict() -> None:
    nobody = Someone("")
    assert conflicts_between(nobody, dossier(Someone(""), unit_id=None)) == ()


def test_being_in_the_dossier_is_not_declared() -> None:
    with pytest.raises(RuleBroken) as refusal:
        require_declarable(K.SELF, "")
    assert refusal.value.field == "kind"


def test_another_reason_must_be_told_in_few_words() -> None:
    for note in ("  ", "x" * 501):
        with pytest.raises(RuleBroken) as refusal:
            require_declarable(K.OTHER, note)
        assert refusal.value.field == "note"
    assert require_declarable(K.OTHER, "  bạn   học ") == "bạn học"


def test_a_unit_that_the_judge_speaks_for_is_a_ground() -> None:
    judge = Someone("lam quoc bao", person_id=1, unit_id=2, contact_of=frozenset({7}))
    assert conflicts_between(judge, DossierCircle(unit_id=7)) == (K.SAME_UNIT,)
    named = DossierCircle(unit_id=3, people=(Someone("vi thi hoang anh", unit_id=7),))
    assert conflicts_between(judge, named) == (K.SAME_UNIT,)
    assert conflicts_between(judge, DossierCircle()) == ()
