"""People who are in the middle of something, laid down through the operations of the house.

Each call makes a round of its own, so that no test meets the traces of another.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.browser.house import House

FIRST_QUESTION = "Mô tả giải pháp"
DOCUMENT = "Phiếu đăng ký"
CRITERIA = ("Tính mới", "Hiệu quả")
_numbers = count(1)


@dataclass(frozen=True)
class Author:
    """Somebody with a dossier that is answered but not sent."""

    email: str
    nomination_id: int

    def section(self, code: str) -> str:
        """Return the address of a section of the dossier."""
        return f"/ho-so/{self.nomination_id}/phan/{code}"


@dataclass(frozen=True)
class Judge:
    """A member of a council, and the dossiers to judge, in the order of the numbers."""

    email: str
    round_id: int
    sheets: tuple[int, ...]

    def sheet(self, place: int = 0) -> str:
        """Return the address of a sheet."""
        return f"/hoi-dong/phieu/{self.sheets[place]}"


def author_with_draft(house: House) -> Author:
    """Let somebody have a draft in an open round."""
    from app.infra.db.units import unit_of_work
    from app.nominations.enums import NominationState
    from app.programmes.enums import RoundState
    from app.programmes.queries import get_round_in_full
    from tests.factories.accounts import make_account
    from tests.factories.nominations import make_nomination
    from tests.factories.programmes import make_round

    number = next(_numbers)
    with house.app(), unit_of_work():
        made = make_round(state=RoundState.OPEN, name=f"Hội thi thử số {number}")
        account = make_account(email=f"tacgia{number}@donvi.example")
        nomination = make_nomination(
            get_round_in_full(made.id), state=NominationState.DRAFT, owner_id=account.id
        )
        return Author(account.email, nomination.id)


def judge_with_sheets(house: House, dossiers: int = 2) -> Judge:
    """Let somebody have dossiers to judge."""
    from app.infra.db.units import unit_of_work
    from tests.factories.accounts import make_account
    from tests.factories.scoring import make_judging

    number = next(_numbers)
    with house.app(), unit_of_work():
        judging = make_judging(dossiers, name=f"Hội thi chấm số {number}")
        seat = judging.seats[-1]
        account = make_account(email=f"giamkhao{number}@hoidong.example", person=seat.person)
        sheets = [judging.assign(nomination=place).id for place in range(dossiers)]
        return Judge(account.email, judging.round.id, tuple(sheets))


def close_the_stage(house: House, judge: Judge) -> None:
    """Let the secretary close the stage that a judge is judging in."""
    from app.infra.db.units import unit_of_work
    from app.programmes.operations.steps import close_stage
    from app.programmes.queries import get_round_in_full
    from tests.factories.programmes import SECRETARY

    with house.app(), unit_of_work():
        (stage,) = get_round_in_full(judge.round_id).stages
        close_stage(stage, by=SECRETARY)


def somebody(house: House, *roles: str) -> str:
    """Return the address of somebody with an account that nothing was done with yet."""
    from app.infra.db.units import unit_of_work
    from app.kernel.access import Role
    from tests.factories.accounts import make_account

    name = roles[0] if roles else "tacgia"
    with house.app(), unit_of_work():
        return make_account(*map(Role, roles), email=f"{name}{next(_numbers)}@donvi.example").email
