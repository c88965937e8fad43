"""Deadlines, through the web: the last second counts, the next one does not, grace only if given."""

from __future__ import annotations

from datetime import datetime, timedelta
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest

from app.infra.db.engine import db
from app.infra.files.store import keep
from app.kernel import clock
from app.kernel.clock import standing_at
from app.kernel.media import FileKind
from app.nominations.enums import NominationState as N
from app.nominations.models import Attachment, Nomination
from app.programmes.enums import RoundState
from app.scoring.models import ScoreSheet
from tests.architecture.world import PDF
from tests.factories.accounts import make_account
from tests.factories.councils import make_council, make_seat
from tests.factories.nominations import make_nomination
from tests.factories.programmes import make_round
from tests.factories.scoring import Judging

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.testing import FlaskClient

    from app.accounts.models import Account
    from app.programmes.models import Round

SECOND = timedelta(seconds=1)
GRACE = 15
SENT, REFUSED, SAVED = 303, 409, 200
TITLE = "Máy sàng ngao hai tầng <kiểu mới>"


@pytest.fixture
def author(app: Flask) -> Account:
    return make_account()


def _receiving(grace_minutes: int) -> tuple[Round, datetime]:
    closes_at = clock.now().replace(microsecond=0) + timedelta(days=3)
    round_ = make_round(state=RoundState.OPEN, closes_at=closes_at, grace_minutes=grace_minutes)
    return round_, closes_at


def _dossier(round_: Round, author: Account, state: N = N.DRAFT) -> Nomination:
    """Make a complete dossier, file and all."""
    nomination = make_nomination(round_, state=state, owner_id=author.id)
    stored = keep(PDF, FileKind.PDF, pages=1)
    nomination.attachments.append(
        Attachment(
            document="phieu",
            stored=stored,
            stored_file_id=stored.id,
            file_name="Phiếu.pdf",
            added_at=clock.now(),
        )
    )
    db.session.commit()
    return nomination


def _sent_at(moment: datetime, browser: FlaskClient, nomination: Nomination) -> Any:
    with standing_at(moment):
        return browser.post(f"/ho-so/{nomination.id}/nop", data={"version": "1"})


def _state(nomination: Nomination) -> N:
    db.session.expire_all()
    return db.session.get_one(Nomination, nomination.id).state


@pytest.mark.parametrize(
    ("grace", "late", "status"),
    [
        (0, -SECOND, SENT),
        (0, timedelta(0), SENT),
        (0, timedelta(milliseconds=999), SENT),
        (0, SECOND, REFUSED),
        (GRACE, SECOND, SENT),
        (GRACE, timedelta(minutes=GRACE), SENT),
        (GRACE, timedelta(minutes=GRACE) + SECOND, REFUSED),
    ],
)
def test_a_dossier_is_received_until_the_last_second(
    author: Account,
    sign_in: Callable[..., FlaskClient],
    grace: int,
    late: timedelta,
    status: int,
) -> None:
    round_, closes_at = _receiving(grace)
    nomination = _dossier(round_, author)
    answer = _sent_at(closes_at + late, sign_in(author), nomination)
    assert answer.status_code == status
    assert _state(nomination) is (N.SUBMITTED if status == SENT else N.DRAFT)


def test_what_is_typed_after_the_deadline_is_kept(
    author: Account, sign_in: Callable[..., FlaskClient]
) -> None:
    round_, closes_at = _receiving(0)
    nomination = _dossier(round_, author)
    browser = sign_in(author)
    address = f"/ho-so/{nomination.id}/phan/thong-tin"
    with standing_at(closes_at + SECOND):
        found = browser.get(f"/ho-so/{nomination.id}/nop")
        links = [part.split('"')[0] for part in found.text.split('href="') if "/phan/" in part]
        address = next(link.partition("#")[0] for link in links)
        page = browser.get(address).text
        editions = unescape(page.split('name="editions" value="')[1].split('"')[0])
        typed = {"title": TITLE, "summary": "Viết sau hạn.", "editions": editions}
        answer = browser.post(f"{address}/tu-luu", data=typed)
    assert answer.status_code == SAVED
    db.session.expire_all()
    assert db.session.get_one(Nomination, nomination.id).title == TITLE


@pytest.mark.parametrize(("late", "status"), [(timedelta(0), SENT), (SECOND, REFUSED)])
def test_no_dossier_is_begun_after_the_deadline(
    author: Account, sign_in: Callable[..., FlaskClient], late: timedelta, status: int
) -> None:
    round_, closes_at = _receiving(0)
    db.session.commit()
    with standing_at(closes_at + late):
        answer = sign_in(author).post(f"/ho-so/moi/{round_.id}", data={"title": TITLE})
    assert answer.status_code == status
    # Nothing is lost: the refusal shows what was typed.
    assert status == SENT or "Máy sàng ngao hai tầng &lt;kiểu mới&gt;" in answer.text


@pytest.mark.parametrize(
    ("late", "status"), [(-SECOND, SENT), (timedelta(0), SENT), (SECOND, REFUSED)]
)
def test_a_supplement_is_received_until_its_own_date(
    author: Account, sign_in: Callable[..., FlaskClient], late: timedelta, status: int
) -> None:
    round_, closes_at = _receiving(0)
    due_at = closes_at + timedelta(days=10)
    nomination = _dossier(round_, author, N.SUPPLEMENT_WANTED)
    nomination.supplement_due_at = due_at
    db.session.commit()
    with standing_at(due_at + late):
        answer = sign_in(author).post(
            f"/ho-so/{nomination.id}/nop", data={"version": str(nomination.version)}
        )
    assert answer.status_code == status
    assert _state(nomination) is (N.SUBMITTED if status == SENT else N.SUPPLEMENT_WANTED)


@pytest.mark.parametrize(
    ("late", "status"), [(-SECOND, SAVED), (timedelta(0), SAVED), (SECOND, REFUSED)]
)
def test_points_are_taken_until_the_stage_ends(
    author: Account, sign_in: Callable[..., FlaskClient], late: timedelta, status: int
) -> None:
    round_ = make_round(state=RoundState.JUDGING)
    ends_at = clock.now().replace(microsecond=0) + timedelta(days=2)
    round_.stages[0].closes_at = ends_at
    seat = make_seat(make_council(round_), person=author.person)
    dossier = make_nomination(round_, state=N.ELIGIBLE)
    assignment = Judging(round_, round_.stages[0], [seat], [dossier]).assign()
    db.session.commit()
    typed = {"diem-moi": "41,5", "comment": "Rất mới <so với> bản trước.", "version": "0"}
    with standing_at(ends_at + late):
        saved = sign_in(author).post(f"/hoi-dong/phieu/{assignment.id}/luu", data=typed)
        by_hand = sign_in(author).post(
            f"/hoi-dong/phieu/{assignment.id}",
            data={**typed, "version": "1" if status == SAVED else "0"},
        )
    assert saved.status_code == status
    assert db.session.query(ScoreSheet).count() == (1 if status == SAVED else 0)
    # By hand the page itself comes back with all that was typed.
    if status == REFUSED:
        assert by_hand.status_code == REFUSED
        assert "Rất mới &lt;so với&gt; bản trước." in by_hand.text
        assert "41,5" in by_hand.text
