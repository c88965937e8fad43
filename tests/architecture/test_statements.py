"""A list of thirty asks the database as often as a list of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from app.infra.db.engine import db
from app.infra.mail.outbox import post
from app.kernel.access import Role
from app.nominations.enums import NominationState as N
from app.programmes.enums import RoundState as R
from tests.factories.accounts import make_account
from tests.factories.conflicts import make_conflict
from tests.factories.councils import make_council, make_seat
from tests.factories.nominations import make_nomination
from tests.factories.organiser import make_organiser, make_signatory
from tests.factories.programmes import make_round
from tests.factories.registry import make_person, make_unit
from tests.factories.scoring import Judging, full_points, make_sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.testing import FlaskClient

    from app.accounts.models import Account
    from app.registry.models import Unit

FEW, MANY = 1, 30
OK = 200

# Pages of lists and who reads them; the lists of certificates and of results, which only a
# concluded round has, are counted beside their views.
PAGES = (
    ("stranger", "/"),
    ("stranger", "/dot"),
    ("author", "/ho-so"),
    ("contact", "/don-vi/ho-so"),
    ("judge", "/hoi-dong"),
    ("judge", "/hoi-dong/vong/{stage}/phieu-cua-toi"),
    ("secretary", "/ban-to-chuc"),
    ("secretary", "/ban-to-chuc/dot"),
    ("secretary", "/ban-to-chuc/dot/{receiving}"),
    ("secretary", "/ban-to-chuc/dot/{judging}"),
    ("secretary", "/ban-to-chuc/dot/{receiving}/ho-so"),
    ("secretary", "/ban-to-chuc/dot/{receiving}/ho-so.csv"),
    ("secretary", "/ban-to-chuc/dot/{receiving}/ho-so.xlsx"),
    ("secretary", "/ban-to-chuc/dot/{judging}/phan-cong"),
    ("secretary", "/ban-to-chuc/dot/{judging}/tien-do"),
    ("secretary", "/ban-to-chuc/dot/{judging}/xung-dot"),
    ("secretary", "/ban-to-chuc/dot/{judging}/xung-dot/ghi"),
    ("secretary", "/ban-to-chuc/tham-tra"),
    ("secretary", "/ban-to-chuc/hoi-dong"),
    ("secretary", "/ban-to-chuc/hoi-dong/{council}"),
    ("secretary", "/ban-to-chuc/don-vi"),
    ("secretary", "/ban-to-chuc/tri-thuc"),
    ("admin", "/quan-tri/tai-khoan"),
    ("admin", "/quan-tri/thu-di"),
    ("admin", "/quan-tri/nhat-ky"),
    ("admin", "/quan-tri/don-vi-to-chuc"),
)


@dataclass
class House:
    """A house that grows by one of everything."""

    unit: Unit
    people: dict[str, Account]
    receiving: Any
    judging: Judging
    size: int = 0

    def grow(self) -> None:
        """Add one of everything that some page lists."""
        self.size += 1
        author = self.people["author"]
        named: dict[str, Any] = {
            "owner_id": author.id,
            "unit_id": self.unit.id,
            "people": ("Lê Thuỵ Khuê", "Bùi"),
        }
        make_nomination(self.receiving, state=N.DRAFT, **named)
        make_nomination(self.receiving, state=N.SUBMITTED, **named)
        self._judge_another(make_nomination(self.judging.round, state=N.ELIGIBLE, **named))
        make_council(make_round(state=R.OPEN, name=f"Hội thi thứ {self.size}"))
        make_unit()
        make_person()
        make_account()
        post("ai.do@vidu.vn", "Thư", "Lời thư.", key=f"thu:{self.size}")
        db.session.commit()

    def _judge_another(self, nomination: Any) -> None:
        """Assign another dossier to a judge; every second sheet is sent; one judge is too close."""
        seat = self.judging.seats[0]
        assignment = Judging(self.judging.round, self.judging.stage, [seat], [nomination]).assign()
        if self.size % 2:
            make_sheet(assignment, full_points(self.judging.stage))
        newcomer = make_seat(self._council())
        self.judging.seats.append(newcomer)
        make_conflict(newcomer, nomination)

    def _council(self) -> Any:
        return self.judging.seats[0].council

    def address(self, pattern: str) -> str:
        """Return the address of a page of this house."""
        return pattern.format(
            stage=self.judging.stage.id,
            receiving=self.receiving.id,
            judging=self.judging.round.id,
            council=self.judging.seats[0].council_id,
        )


@pytest.fixture
def house(app: Flask) -> House:
    make_signatory(make_organiser())
    unit = make_unit(name="Trường Đại học Yên Lập")
    people = {
        "author": make_account(),
        "contact": make_account(units=[unit]),
        "judge": make_account(),
        "secretary": make_account(Role.SECRETARY),
        "admin": make_account(Role.ADMIN),
    }
    receiving = make_round(state=R.OPEN, name="Hội thi đang nhận")
    judged = make_round(state=R.JUDGING, name="Hội thi đang chấm")
    seat = make_seat(make_council(judged), person=people["judge"].person)
    return House(unit, people, receiving, Judging(judged, judged.stages[0], [seat], []))


def test_lists_ask_as_often_for_thirty_as_for_one(
    app: Flask,
    house: House,
    sign_in: Callable[..., FlaskClient],
    count_statements: Callable[[], Any],
) -> None:
    def counted() -> dict[str, int]:
        counts = {}
        for persona, pattern in PAGES:
            account = house.people.get(persona)
            browser = sign_in(account) if account else app.test_client()
            with count_statements() as statements:
                answer = browser.get(house.address(pattern))
                assert answer.data
            assert answer.status_code == OK, pattern
            counts[pattern] = len(statements)
            answer.close()
        return counts

    few = _counts_at(house, FEW, counted)
    many = _counts_at(house, MANY, counted)
    grown = {page: (few[page], many[page]) for page in few if few[page] != many[page]}
    assert grown == {}


def _counts_at(house: House, size: int, counted: Callable[[], dict[str, int]]) -> dict[str, int]:
    while house.size < size:
        house.grow()
    return counted()
