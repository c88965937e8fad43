"""The tables of the opinions of reviewers, which are no part of the product."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.infra.db.engine import db
from tests.factories.accounts import actor_for, make_account
from tests.questions.opinions import OF_OPINIONS, OPINIONS, make_opinion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from app.kernel.access import Actor
    from app.questions.models import AnswersOf


@pytest.fixture
def answers(app: Flask) -> Iterator[AnswersOf]:
    """The answers of an opinion on which nobody wrote yet."""
    OF_OPINIONS.create_all(db.engine)
    yield OPINIONS.of(make_opinion().id)
    db.session.remove()
    OF_OPINIONS.drop_all(db.engine)


@pytest.fixture
def by(answers: AnswersOf) -> Actor:
    return actor_for(make_account())


@pytest.fixture
def by_another(answers: AnswersOf) -> Actor:
    return actor_for(make_account())
