from __future__ import annotations

from datetime import timedelta
from itertools import product
from typing import TYPE_CHECKING

import pytest

from app.kernel import clock
from app.kernel.access import Role
from app.kernel.calendar import local
from app.kernel.numbers import format_decimal
from app.programmes.enums import StageState
from app.programmes.queries import stages_of_round
from app.programmes.rules.plan import StagePlan
from app.scoring.queries.progress import marks_of_stage
from tests.factories.accounts import make_account
from tests.factories.conflicts import make_conflict
from tests.factories.scoring import full_points, make_judging, make_sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session

    from tests.factories.scoring import Judging


@pytest.fixture
def secretary(session: Session, sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    return sign_in(make_account(Role.SECRETARY))


def desk(judging: Judging, page: str) -> str:
    return f"/ban-to-chuc/dot/{judging.round.id}/{page}"


def test_even_assignment_is_previewed_then_done(session: Session, secretary: FlaskClient) -> None:
    judging = make_judging(dossiers=4, judges=3)
    session.commit()
    place = desk(judging, "phan-cong/deu")
    assert secretary.get(place).status_code == 200
    limits = {"per_nomination": "2", "seed": "5", "seats": [s.id for s in judging.seats]}
    preview = secretary.post(place, data=limits)
    assert preview.status_code == 200
    assert "thêm 8 lượt chấm" in preview.text
    assert marks_of_stage(judging.stage.id) == []
    wrong = secretary.post(place, data=limits | {"viec": "lam", "confirmed_number": "7"})
    assert wrong.status_code == 422
    done = secretary.post(place, data=limits | {"viec": "lam", "confirmed_number": "8"})
    assert done.status_code == 303
    assert len(marks_of_stage(judging.stage.id)) == 8


def test_impossible_assignment_says_why(session: Session, secretary: FlaskClient) -> None:
    judging = make_judging(dossiers=2, judges=3)
    session.commit()
    limits = {"per_nomination": "4", "seed": "5", "seats": [s.id for s in judging.seats]}
    answer = secretary.post(desk(judging, "phan-cong/deu"), data=limits)
    assert answer.status_code == 422
    assert "không vướng xung đột lợi ích" in answer.text


def test_by_hand_only_free_judges_are_offered(session: Session, secretary: FlaskClient) -> None:
    judging = make_judging(dossiers=1, judges=3)
    nomination = judging.nominations[0]
    make_conflict(judging.seats[0], nomination)
    session.commit()
    place = desk(judging, "phan-cong")
    page = secretary.get(place).text
    barred, free = (f"{s.code}: {s.person.full_name}</option>" for s in judging.seats[:2])
    assert barred not in page
    assert free in page
    form = {"vong": judging.stage.id, "nomination": nomination.id, "seat": judging.seats[1].id}
    assert secretary.post(f"{place}/them", data=form).status_code == 303
    assert secretary.post(f"{place}/them", data=form).status_code == 409
    refused = secretary.post(f"{place}/them", data=form | {"seat": judging.seats[0].id})
    assert refused.status_code == 422
    assert secretary.post(f"{place}/them", data=form | {"seat": 0}).status_code == 422
    (mark,) = marks_of_stage(judging.stage.id)
    back = secretary.post(f"/ban-to-chuc/phan-cong/{mark.assignment_id}/go")
    assert back.status_code == 303
    assert marks_of_stage(judging.stage.id) == []


def scored(session: Session, dossiers: int = 2) -> Judging:
    judging = make_judging(dossiers=dossiers)
    for place in range(dossiers):
        make_sheet(judging.assign(0, place), full_points(judging.stage))
    judging.assign(1, 0)
    session.commit()
    return judging


def test_grid_shows_totals_of_sent_sheets(session: Session, secretary: FlaskClient) -> None:
    judging = scored(session)
    page = secretary.get(desk(judging, "tien-do"), query_string={"linh-vuc": "tat-ca"}).text
    assert page.count('grid-done num" href') == 2
    assert ">50<" in page
    assert "2/3" in page


def test_secretary_who_sits_on_the_council_sees_no_points(
    session: Session, sign_in: Callable[..., FlaskClient]
) -> None:
    judging = scored(session)
    both = sign_in(make_account(Role.SECRETARY, person=judging.seats[2].person))
    page = both.get(desk(judging, "tien-do"), query_string={"linh-vuc": "tat-ca"}).text
    assert ">50<" not in page
    assert "✓" in page
    mark = next(m for m in marks_of_stage(judging.stage.id) if m.is_sent)
    review = both.get(f"/ban-to-chuc/phieu/{mark.assignment_id}").text
    assert "50 / 100" not in review
    assert both.get(f"/ban-to-chuc/phieu/{mark.assignment_id}/nhap").status_code == 403


def test_secretary_behind_a_dossier_learns_nothing_of_the_judging(
    session: Session, sign_in: Callable[..., FlaskClient]
) -> None:
    judging = scored(session)
    account = make_account(Role.SECRETARY)
    own = judging.nominations[1]
    own.people[0].person_id = account.person_id
    session.commit()
    client = sign_in(account)
    sheets = [mark.assignment_id for mark in marks_of_stage(judging.stage.id)]
    places = [desk(judging, page) for page in ("tien-do", "phan-cong", "phan-cong/deu")]
    for place in [*places, *(f"/ban-to-chuc/phieu/{number}" for number in sheets)]:
        refused = client.get(place)
        assert refused.status_code == 403
        assert own.title not in refused.text
        assert (own.code or "?") not in refused.text


def test_sheet_is_opened_again_with_a_reason(session: Session, secretary: FlaskClient) -> None:
    judging = scored(session)
    mark = next(m for m in marks_of_stage(judging.stage.id) if m.is_sent)
    place = f"/ban-to-chuc/phieu/{mark.assignment_id}"
    assert "chỉ xem được sau khi chốt" in secretary.get(place).text
    assert secretary.post(place, data={"reason": " "}).status_code == 422
    assert secretary.post(place, data={"reason": "Chấm nhầm."}).status_code == 303
    session.expire_all()
    assert sum(m.is_sent for m in marks_of_stage(judging.stage.id)) == 1


def test_paper_sheet_is_entered(session: Session, secretary: FlaskClient) -> None:
    judging = scored(session)
    mark = next(m for m in marks_of_stage(judging.stage.id) if not m.is_sent)
    place = f"/ban-to-chuc/phieu/{mark.assignment_id}/nhap"
    short = secretary.post(place, data={"diem-moi": "61", "comment": "Giấy <b>"})
    assert short.status_code == 422
    assert 'value="61"' in short.text
    assert "Giấy &lt;b&gt;" in short.text
    whole = {"diem-moi": "30,5", "diem-hieu_qua": "20", "comment": ""}
    assert secretary.post(place, data=whole).status_code == 303
    assert secretary.post(place, data=whole).status_code == 409


def test_closing_names_what_is_missing_and_asks_for_the_number(
    session: Session, secretary: FlaskClient
) -> None:
    judging = scored(session)
    place = desk(judging, "chot-vong")
    page = secretary.get(place).text
    assert "Còn thiếu 1 phiếu" in page
    assert judging.seats[1].person.full_name in page
    assert secretary.post(place, data={"confirmed_number": "0"}).status_code == 422
    assert secretary.post(place, data={"confirmed_number": "1"}).status_code == 303
    session.expire_all()
    assert stages_of_round(judging.round.id)[0].state is StageState.CLOSED
    assert secretary.get(desk(judging, "vao-vong-sau")).status_code == 404


def test_judges_are_told_until_when_and_score_no_longer(
    session: Session, secretary: FlaskClient, sign_in: Callable[..., FlaskClient]
) -> None:
    judging = scored(session)
    place = desk(judging, "han-cham")
    assert "Đặt hạn chấm" in secretary.get(desk(judging, "tien-do")).text
    for typed, words in (("hôm qua", "đủ giờ và ngày"), ("17:00 05/3/2020", "sắp tới")):
        answer = secretary.post(place, data={"closes_at": typed})
        assert (answer.status_code, words in answer.text, typed in answer.text) == (422, True, True)
    there = local(clock.now() + timedelta(days=2)).replace(hour=17, minute=30)
    assert secretary.post(place, data={"closes_at": f"{there:%H:%M %d/%m/%Y}"}).status_code == 303
    assert "Hạn chấm: 17 giờ 30" in secretary.get(desk(judging, "tien-do")).text
    judge = sign_in(make_account(person=judging.seats[1].person))
    mark = next(m for m in marks_of_stage(judging.stage.id) if m.seat_id == judging.seats[1].id)
    sheet = f"/hoi-dong/phieu/{mark.assignment_id}"
    assert "Hạn chấm: 17 giờ 30" in judge.get(sheet).text
    with clock.standing_at(there + timedelta(minutes=1)):
        assert "không nhận phiếu" in judge.get(sheet).text
        assert judge.post(f"{sheet}/luu", data={"version": "0"}).status_code == 409
    assert secretary.post(place, data={"closes_at": ""}).status_code == 303
    assert "Hạn chấm" not in judge.get(sheet).text


def test_stage_of_another_round_is_not_found(session: Session, secretary: FlaskClient) -> None:
    one, other = scored(session), scored(session)
    answer = secretary.get(desk(one, "tien-do"), query_string={"vong": other.stage.id})
    assert answer.status_code == 404


@pytest.mark.parametrize("page", ["tien-do", "phan-cong", "chot-vong"])
def test_pages_cost_the_same_for_one_and_for_many(
    session: Session, secretary: FlaskClient, count_statements: Callable[[], object], page: str
) -> None:
    costs = []
    for dossiers in (1, 24):
        judging = scored(session, dossiers)
        secretary.get(desk(judging, page))
        with count_statements() as seen:  # type: ignore[attr-defined]
            assert secretary.get(desk(judging, page)).status_code == 200
        costs.append(len(seen))
    assert costs[0] == costs[1]


@pytest.mark.parametrize("page", ["tien-do", "phan-cong", "phan-cong/deu", "han-cham", "chot-vong"])
def test_judges_do_not_open_pages_of_the_secretary(
    session: Session, sign_in: Callable[..., FlaskClient], page: str
) -> None:
    judging = scored(session)
    judge = sign_in(make_account(person=judging.seats[0].person))
    assert judge.get(desk(judging, page)).status_code == 403


def two_stages(session: Session) -> Judging:
    plans = (
        StagePlan("so-khao", "Vòng sơ khảo", pass_count=1),
        StagePlan("chung-khao", "Vòng chung khảo"),
    )
    judging = make_judging(dossiers=2, stages=plans)
    for seat, place in product(range(2), repeat=2):
        make_sheet(judging.assign(seat, place), full_points(judging.stage))
    session.commit()
    return judging


def test_scores_of_a_stage_are_shown_once_it_is_closed(
    session: Session, secretary: FlaskClient
) -> None:
    judging = two_stages(session)
    place = f"{desk(judging, 'vao-vong-sau')}?vong={judging.stage.id}"
    assert secretary.get(place).status_code == 409
    judging.stage.state = StageState.CLOSED
    session.commit()
    page = secretary.get(place)
    assert page.status_code == 200
    total = sum(full_points(judging.stage).values())
    assert page.text.count(f'class="num">{format_decimal(total, 2)}</td>') == len(
        judging.nominations
    )


def test_secretary_who_sits_on_the_council_does_not_pass_dossiers_on(
    session: Session, sign_in: Callable[..., FlaskClient]
) -> None:
    judging = two_stages(session)
    judging.stage.state = StageState.CLOSED
    both = sign_in(make_account(Role.SECRETARY, person=judging.seats[2].person))
    session.commit()
    place = f"{desk(judging, 'vao-vong-sau')}?vong={judging.stage.id}"
    assert both.get(place).status_code == 403


def test_who_competes_in_a_round_has_no_hand_in_its_judging(
    session: Session, sign_in: Callable[..., FlaskClient]
) -> None:
    judging = make_judging(dossiers=1)
    account = make_account(Role.SECRETARY)
    judging.nominations[0].owner_id = account.id
    assigned = judging.assign(0)
    session.commit()
    client = sign_in(account)
    form = {
        "vong": judging.stage.id,
        "nomination": judging.nominations[0].id,
        "seat": judging.seats[1].id,
    }
    refused = client.post(f"{desk(judging, 'phan-cong')}/them", data=form)
    assert refused.status_code == 403
    assert "có tên trong một hồ sơ của đợt này" in refused.text
    for address in (f"/ban-to-chuc/phan-cong/{assigned.id}/go", f"{desk(judging, 'chot-vong')}"):
        assert client.post(address).status_code == 403
    for address in (desk(judging, "tien-do"), f"/ban-to-chuc/phieu/{assigned.id}/nhap"):
        assert client.get(address).status_code == 403
    assert len(marks_of_stage(judging.stage.id)) == 1
