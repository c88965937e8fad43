"""A round that receives dossiers, somebody who writes, a unit, a secretary."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from app.infra.db.engine import db
from app.kernel import clock
from app.kernel.access import Role
from app.nominations.operations.writing import (
    accept_declaration,
    begin_nomination,
    save_answers,
    save_basics,
    save_typed_people,
)
from app.programmes.enums import RoundState
from app.programmes.rules.plan import DocumentPlan
from tests.factories.accounts import actor_for, make_account
from tests.factories.organiser import make_organiser
from tests.factories.programmes import make_round
from tests.factories.registry import make_person, make_unit

if TYPE_CHECKING:
    from flask import Flask

    from app.accounts.models import Account
    from app.kernel.access import Actor
    from app.nominations.models import Nomination
    from app.programmes.models import Round
    from app.registry.models import Unit

PHIEU = DocumentPlan("phieu", "Phiếu đăng ký", max_files=2, max_mb=1)


@dataclass
class Stage:
    """Everybody who acts, and the round in which they do."""

    round: Round
    unit: Unit
    author: Account
    stranger: Account
    contact: Account
    secretary: Account

    def __post_init__(self) -> None:
        self.by: Actor = actor_for(self.author)
        self.by_contact: Actor = actor_for(self.contact)
        self.by_secretary: Actor = actor_for(self.secretary)

    def begin(self, **over: str) -> Nomination:
        """Begin a dossier as the author and write everything that it needs."""
        nomination = begin_nomination(self.round, by=self.by, title="Máy sàng ngao hai tầng")
        save_basics(
            nomination,
            title=nomination.title,
            summary="Sàng ngao nhanh gấp đôi.",
            category_id=self.round.categories[0].id,
            unit_id=self.unit.id,
        )
        save_answers(nomination, {"mo_ta": "Hai tầng lưới rung.", **over})
        save_typed_people(nomination, [{"full_name": "Lê Thuỵ Khuê", "contribution": "100"}])
        accept_declaration(nomination, accepted=True)
        db.session.flush()
        return nomination


def make_stage(**over: Any) -> Stage:
    make_organiser()
    unit = make_unit(name="Trường Đại học Yên Lập")
    facts = {"documents": (PHIEU,), "closes_at": clock.now() + timedelta(days=5), **over}
    stage = Stage(
        round=make_round(state=RoundState.OPEN, **facts),
        unit=unit,
        author=make_account(
            email="khue@vidu.vn",
            person=make_person(full_name="Lê Thuỵ Khuê", email="khue@vidu.vn"),
        ),
        stranger=make_account(),
        contact=make_account(units=[unit]),
        secretary=make_account(Role.SECRETARY),
    )
    db.session.commit()
    return stage


@pytest.fixture
def stage(app: Flask) -> Stage:
    return make_stage()


@pytest.fixture
def endorsed_stage(app: Flask) -> Stage:
    """A round in which the unit has its say before the organiser."""
    return make_stage(needs_endorsement=True)
