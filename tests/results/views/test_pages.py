from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.councils.enums import SeatRole
from app.councils.queries import seats_of_round
from app.infra.db.engine import db
from app.kernel.access import Role
from app.nominations.models import Nomination
from app.nominations.queries.lists import eligible_nominations
from app.programmes.enums import RoundState
from app.programmes.queries import get_round, get_round_in_full
from app.programmes.rules.plan import PrizePlan
from app.results.operations.decision import decide_results, propose_results
from app.results.queries.decision import awards_of
from app.results.queries.outcome import rulings_of
from tests.factories.accounts import make_account
from tests.factories.conflicts import make_conflict
from tests.factories.councils import SECRETARY, make_council, make_seat
from tests.factories.registry import make_unit
from tests.factories.results import (
    ENTRY,
    LEADER,
    make_decided,
    make_proposed,
    make_ranked,
    make_scored,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.testing import FlaskClient

    from app.programmes.models import Round

    SignIn = Callable[..., FlaskClient]

TWO = [[95, 95, 95], [82, 82, 82]]
TIED = [[90, 90, 90], [90, 90, 90]]
HOSTILE = "<script>alert(1)</script>' OR 1=1 --"


def chair_of(round_: Round, sign_in: SignIn) -> FlaskClient:
    account = make_account()
    make_seat(make_council(round_), SeatRole.CHAIR, person=account.person, code="CT9")
    db.session.commit()
    return sign_in(account)


def fresh(round_id: int) -> Round:
    db.session.expire_all()
    return get_round(round_id)


# ── the secretary ────────────────────────────────────────────────────────────────────────────


def test_no_score_shows_while_the_council_judges(app: Flask, sign_in: SignIn) -> None:
    round_ = make_scored([[77, 78, 79]])
    client = sign_in(make_account(Role.SECRETARY))
    page = client.get(f"/ban-to-chuc/dot/{round_.id}/ket-qua")
    assert page.status_code == 200
    assert "78,00" not in page.text
    assert "Còn gì trước khi xếp hạng" in page.text
    nomination = eligible_nominations(round_.id)[0]
    detail = client.get(f"/ban-to-chuc/dot/{round_.id}/ket-qua/ho-so/{nomination.id}")
    assert detail.status_code == 404


def test_the_ranking_shows_scores_with_a_comma(app: Flask, sign_in: SignIn) -> None:
    round_ = make_ranked(TWO)
    page = sign_in(make_account(Role.SECRETARY)).get(f"/ban-to-chuc/dot/{round_.id}/ket-qua")
    assert "95,00" in page.text
    assert "Giải Nhất" in page.text


def test_the_ranking_takes_as_many_statements_for_thirty_as_for_one(
    app: Flask, sign_in: SignIn, count_statements: Callable[[], object]
) -> None:
    client = sign_in(make_account(Role.SECRETARY))
    counts = []
    for size in (1, 30):
        round_ = make_ranked([[90, 92, 94]] + [[70, 70, 70 + n] for n in range(size - 1)])
        db.session.commit()
        with count_statements() as statements:  # type: ignore[attr-defined]
            assert client.get(f"/ban-to-chuc/dot/{round_.id}/ket-qua").status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("address", "state"),
    [("cong-khai", RoundState.PUBLIC_COMMENT), ("trinh", RoundState.PROPOSED)],
)
def test_the_secretary_moves_the_round_on(
    app: Flask, sign_in: SignIn, address: str, state: RoundState
) -> None:
    round_ = make_ranked(TWO)
    client = sign_in(make_account(Role.SECRETARY))
    base = f"/ban-to-chuc/dot/{round_.id}/ket-qua"
    assert client.post(f"{base}/{address}", data={"version": 0}).status_code == 409
    sent = client.post(f"{base}/{address}", data={"version": round_.version})
    assert sent.status_code == 303
    assert fresh(round_.id).state is state


def test_giving_back_asks_for_a_reason(app: Flask, sign_in: SignIn) -> None:
    round_ = make_ranked(TWO)
    client = sign_in(make_account(Role.SECRETARY))
    address = f"/ban-to-chuc/dot/{round_.id}/ket-qua/cham-lai"
    assert client.get(address).status_code == 200
    refused = client.post(address, data={"version": round_.version, "reason": " "})
    assert refused.status_code == 422
    sent = client.post(address, data={"version": round_.version, "reason": HOSTILE})
    assert sent.status_code == 303
    assert fresh(round_.id).state is RoundState.JUDGING


def test_names_of_judges_are_for_the_secretary_outside_the_council(
    app: Flask, sign_in: SignIn
) -> None:
    round_ = make_ranked(TWO)
    from app.results.queries.judgement import judge_names

    name = next(iter(judge_names(round_.id).values()))
    nomination = eligible_nominations(round_.id)[0]
    address = f"/ban-to-chuc/dot/{round_.id}/ket-qua/ho-so/{nomination.id}"
    outside = sign_in(make_account(Role.SECRETARY)).get(address)
    assert outside.status_code == 200
    assert name in outside.text
    page = chair_of(round_, sign_in).get(address)
    assert page.status_code == 200
    assert name not in page.text


def test_who_stands_behind_a_dossier_learns_nothing_before_the_decision(
    app: Flask, sign_in: SignIn
) -> None:
    round_ = make_ranked(TWO)
    account = make_account(Role.SECRETARY)
    own = eligible_nominations(round_.id)[0]
    own.owner_id = account.id
    db.session.commit()
    client = sign_in(account)
    base = f"/ban-to-chuc/dot/{round_.id}/ket-qua"
    assert client.get(base).status_code == 403
    assert client.get(f"{base}/ho-so/{own.id}").status_code == 403
    assert client.post(f"{base}/trinh", data={"version": round_.version}).status_code == 403


# ── the chair ────────────────────────────────────────────────────────────────────────────────


def test_the_chair_puts_tied_dossiers_in_order(app: Flask, sign_in: SignIn) -> None:
    round_ = make_ranked(TIED)
    first, second = eligible_nominations(round_.id)
    client = chair_of(round_, sign_in)
    assert "Chờ Chủ tịch" in client.get(f"/hoi-dong/ket-qua/{round_.id}").text
    address = f"/hoi-dong/ket-qua/{round_.id}/dong-hang/1"
    assert client.get(address).status_code == 200
    places = {f"place_{first.id}": "2", f"place_{second.id}": "1"}
    same = client.post(address, data=dict.fromkeys(places, "1") | {"reason": "Vì thế."})
    assert same.status_code == 422
    for wrong in ("", "ba", "0", "3", HOSTILE):
        data = places | {f"place_{first.id}": wrong, "reason": "Vì thế."}
        assert client.post(address, data=data).status_code == 422
    assert client.post(address, data=places | {"reason": ""}).status_code == 422
    assert client.post(address, data=places | {"reason": HOSTILE}).status_code == 303
    (ruling,) = rulings_of(round_.id)
    assert ruling.value["codes"] == [second.code, first.code]
    page = client.get(f"/hoi-dong/ket-qua/{round_.id}").text
    assert "<script>alert" not in page
    rut = f"/hoi-dong/ket-qua/{round_.id}/quyet-dinh/{ruling.id}/rut"
    assert client.post(rut).status_code == 303
    assert client.post(rut).status_code == 404


def test_the_chair_gives_a_lower_prize_and_a_score(app: Flask, sign_in: SignIn) -> None:
    round_ = make_ranked([[95, 95, 95], [82]])
    best, bare = eligible_nominations(round_.id)
    client = chair_of(round_, sign_in)
    base = f"/hoi-dong/ket-qua/{round_.id}"
    for page in ("ha-muc", "quyet-dinh-diem"):
        assert client.get(f"{base}/{page}").status_code == 200
    raised = {"nomination": best.id, "level": "Giải Nhất", "reason": "Vì thế."}
    assert client.post(f"{base}/ha-muc", data=raised).status_code == 422
    lower = raised | {"level": "Giải Nhì"}
    assert client.post(f"{base}/ha-muc", data=lower).status_code == 303
    strange = {"nomination": best.id, "score": "80", "reason": "Vì thế."}
    assert client.post(f"{base}/quyet-dinh-diem", data=strange).status_code == 422
    score = {"nomination": bare.id, "score": "81,25", "reason": "Đã thảo luận."}
    assert client.post(f"{base}/quyet-dinh-diem", data=score).status_code == 303
    assert len(rulings_of(round_.id)) == 2


def test_another_councils_chair_and_the_secretary_do_not_rule(app: Flask, sign_in: SignIn) -> None:
    round_ = make_ranked(TIED)
    other = make_ranked(TIED, name="Hội thi khác")
    address = f"/hoi-dong/ket-qua/{round_.id}"
    assert chair_of(other, sign_in).get(address).status_code == 403
    assert sign_in(make_account(Role.SECRETARY)).get(address).status_code == 403
    assert app.test_client().get(address).status_code == 401


# ── the decision-maker ───────────────────────────────────────────────────────────────────────


def test_the_leader_reads_the_frozen_results_and_decides(app: Flask, sign_in: SignIn) -> None:
    round_ = make_proposed(TWO)
    client = sign_in(make_account(Role.LEADER))
    assert round_.name in client.get("/phe-duyet").text
    address = f"/phe-duyet/{round_.id}"
    page = client.get(address).text
    assert "72.000.000" in page
    assert "Bảy mươi hai triệu đồng" in page
    entry = {
        "version": round_.version,
        "number": "47/QĐ-UBND",
        "issued_on": "10/11/2026",
        "issuer": "UBND tỉnh",
    }
    for wrong in ({"number": ""}, {"issued_on": "31/02/2026"}, {"issued_on": "01/01/2099"}):
        assert client.post(address, data=entry | wrong).status_code == 422
    assert client.post(address, data=entry | {"version": 0}).status_code == 409
    assert client.post(address, data=entry).status_code == 303
    assert client.post(address, data=entry).status_code == 409
    assert len(awards_of(round_.id)) == 2
    assert "47/QĐ-UBND" in client.get(address).text
    assert "47/QĐ-UBND" in client.get("/phe-duyet").text


def test_the_leader_gives_results_back_with_a_reason(app: Flask, sign_in: SignIn) -> None:
    round_ = make_proposed(TWO)
    client = sign_in(make_account(Role.LEADER))
    address = f"/phe-duyet/{round_.id}/tra-lai"
    assert client.post(address, data={"version": round_.version}).status_code == 422
    sent = client.post(address, data={"version": round_.version, "reason": "Làm rõ hồ sơ 2."})
    assert sent.status_code == 303
    assert fresh(round_.id).state is RoundState.RANKED
    assert client.get(f"/phe-duyet/{round_.id}").status_code == 404
    secretary = sign_in(make_account(Role.SECRETARY))
    assert "Làm rõ hồ sơ 2." in secretary.get(f"/ban-to-chuc/dot/{round_.id}/ket-qua").text


def test_only_leaders_decide(app: Flask, sign_in: SignIn) -> None:
    round_ = make_proposed(TWO)
    client = sign_in(make_account(Role.SECRETARY, Role.ADMIN))
    for address in ("/phe-duyet", f"/phe-duyet/{round_.id}"):
        assert client.get(address).status_code == 403


def test_the_inbox_takes_as_many_statements_for_many_as_for_one(
    app: Flask, sign_in: SignIn, count_statements: Callable[[], object]
) -> None:
    client = sign_in(make_account(Role.LEADER))
    counts = []
    for rounds in (1, 5):
        for number in range(rounds):
            make_proposed([[95, 95, 95]], name=f"Hội thi {rounds}-{number}")
            make_decided([[95, 95, 95]], name=f"Hội thi đã xong {rounds}-{number}")
        db.session.commit()
        with count_statements() as statements:  # type: ignore[attr-defined]
            assert client.get("/phe-duyet").status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1]


# ── the public ───────────────────────────────────────────────────────────────────────────────


def publish(round_: Round, state: RoundState) -> None:
    round_.state = state
    db.session.commit()


def test_the_public_reads_who_is_honoured_and_nothing_else(app: Flask, client: FlaskClient) -> None:
    round_ = make_ranked([[95, 95, 95], [70, 71, 72]])
    best, other = eligible_nominations(round_.id)
    best.people[0].email, best.people[0].phone = "khue@donvi.vn", "0912345678"
    publish(round_, RoundState.PUBLIC_COMMENT)
    page = client.get(f"/dot/{round_.slug}/ket-qua")
    assert page.status_code == 200
    for shown in ("Danh sách dự kiến", best.title, str(best.code), best.people[0].full_name):
        assert shown in page.text
    for hidden in ("95,00", "khue@donvi.vn", "0912345678", other.title, str(other.code)):
        assert hidden not in page.text


@pytest.mark.parametrize("state", list(RoundState))
def test_the_list_is_public_only_in_its_states(
    app: Flask, client: FlaskClient, state: RoundState
) -> None:
    round_ = make_ranked(TWO)
    publish(round_, state)
    is_public = state in ("public_comment", "decided", "awarded", "archived")
    page = client.get(f"/dot/{round_.slug}/ket-qua")
    assert page.status_code == (200 if is_public else 404)


def test_the_final_list_names_the_decision(app: Flask, client: FlaskClient) -> None:
    round_ = make_decided(TWO)
    db.session.commit()
    page = client.get(f"/dot/{round_.slug}/ket-qua").text
    assert "Kết quả chính thức" in page
    assert "47/QĐ-UBND" in page
    assert "95,00" not in page


def test_numbers_that_belong_to_another_round_are_not_found(app: Flask, sign_in: SignIn) -> None:
    round_, other = make_ranked(TWO), make_ranked(TWO, name="Hội thi khác")
    strange = eligible_nominations(other.id)[0]
    assert isinstance(strange, Nomination)
    db.session.commit()
    client = sign_in(make_account(Role.SECRETARY))
    base = f"/ban-to-chuc/dot/{round_.id}/ket-qua/ho-so"
    assert client.get(f"{base}/{strange.id}").status_code == 404
    assert client.get(f"{base}/{10**12}").status_code == 404
    assert client.get(f"/ban-to-chuc/dot/{10**12}/ket-qua").status_code == 404


def test_a_passer_by_cannot_tell_a_tie_from_none(app: Flask, sign_in: SignIn) -> None:
    round_ = make_ranked(TIED)
    db.session.commit()
    client = sign_in(make_account())
    answers = {
        client.get(f"/hoi-dong/ket-qua/{round_.id}/dong-hang/{rank}").status_code
        for rank in (1, 2, 99)
    }
    assert answers == {403}
    chair = chair_of(round_, sign_in)
    assert chair.get(f"/hoi-dong/ket-qua/{round_.id}/dong-hang/2").status_code == 404


def test_no_tie_is_shown_while_the_council_judges(app: Flask, sign_in: SignIn) -> None:
    round_ = make_scored(TIED)
    chair = chair_of(round_, sign_in)
    answers = {
        chair.get(f"/hoi-dong/ket-qua/{round_.id}/dong-hang/{rank}").status_code for rank in (1, 2)
    }
    assert answers == {409}
    assert "90,00" not in chair.get(f"/hoi-dong/ket-qua/{round_.id}").text


def test_the_public_list_takes_as_many_statements_for_thirty_as_for_one(
    app: Flask, client: FlaskClient, count_statements: Callable[[], object]
) -> None:
    counts = []
    for size in (1, 30):
        totals = [[60 + n] * 3 for n in range(size)]
        round_ = make_decided(totals, name=f"Hội thi {size}", prizes=(PrizePlan("Giải Ba"),))
        db.session.commit()
        with count_statements() as statements:  # type: ignore[attr-defined]
            assert client.get(f"/dot/{round_.slug}/ket-qua").status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_the_chair_of_a_blind_round_rules_without_names(app: Flask, sign_in: SignIn) -> None:
    round_ = make_ranked(TIED, is_blind=True)
    nominations = eligible_nominations(round_.id)
    for nomination in nominations:
        nomination.people[0].full_name = "Tên Phải Giấu"
    own = nominations[-1].id
    db.session.commit()
    client = chair_of(round_, sign_in)
    desk = f"/ban-to-chuc/dot/{round_.id}/ket-qua"
    council = f"/hoi-dong/ket-qua/{round_.id}"
    for address in (council, f"{council}/dong-hang/1", desk, f"{desk}/ho-so/{own}"):
        page = client.get(address)
        assert page.status_code == 200
        assert "Tên Phải Giấu" not in page.text
    assert "Tên Phải Giấu" in sign_in(make_account(Role.SECRETARY)).get(desk).text


def test_a_leader_on_the_blind_council_approves_without_names(app: Flask, sign_in: SignIn) -> None:
    round_ = make_proposed(TWO, is_blind=True)
    name = eligible_nominations(round_.id)[0].people[0].full_name
    seat = seats_of_round(round_.id)[1]
    both = make_account(Role.LEADER, person=seat.person)
    db.session.commit()
    page = sign_in(both).get(f"/phe-duyet/{round_.id}")
    assert page.status_code == 200
    assert name not in page.text
    assert name in sign_in(make_account(Role.LEADER)).get(f"/phe-duyet/{round_.id}").text


def test_every_list_keeps_the_unit_as_it_was_called_at_the_freeze(
    app: Flask, sign_in: SignIn
) -> None:
    unit = make_unit(name="Sở Khoa học và Công nghệ tỉnh Hà Giang")
    round_ = make_ranked(TWO)
    for nomination in eligible_nominations(round_.id):
        nomination.unit_id = unit.id
    db.session.commit()
    db.session.expire_all()
    propose_results(get_round_in_full(round_.id), by=SECRETARY)
    decide_results(get_round_in_full(round_.id), ENTRY, by=LEADER)
    unit.name = "Sở Khoa học và Công nghệ tỉnh Tuyên Quang"
    db.session.commit()
    secretary = sign_in(make_account(Role.SECRETARY))
    leader = sign_in(make_account(Role.LEADER))
    for client, address in (
        (app.test_client(), f"/dot/{round_.slug}/ket-qua"),
        (secretary, f"/ban-to-chuc/dot/{round_.id}/ket-qua"),
        (leader, f"/phe-duyet/{round_.id}"),
    ):
        page = client.get(address).text
        assert "tỉnh Hà Giang" in page
        assert "tỉnh Tuyên Quang" not in page


def test_a_leader_does_not_decide_on_their_own_award(app: Flask, sign_in: SignIn) -> None:
    round_ = make_proposed(TWO)
    account = make_account(Role.LEADER)
    eligible_nominations(round_.id)[0].people[0].person_id = account.person_id
    db.session.commit()
    client = sign_in(account)
    for place in (f"/phe-duyet/{round_.id}", f"/phe-duyet/{round_.id}/tra-lai"):
        refused = client.get(place)
        assert refused.status_code == 403
        assert "có tên trong một hồ sơ" in refused.text
        assert client.post(place, data={"version": round_.version}).status_code == 403
    assert fresh(round_.id).state is RoundState.PROPOSED


def test_a_chair_does_not_read_the_sheets_of_a_dossier_too_close(
    app: Flask, sign_in: SignIn
) -> None:
    round_ = make_ranked(TWO)
    close, free = eligible_nominations(round_.id)
    account = make_account()
    seat = make_seat(make_council(round_), SeatRole.CHAIR, person=account.person, code="CT9")
    make_conflict(seat, close)
    db.session.commit()
    client = sign_in(account)
    desk = f"/ban-to-chuc/dot/{round_.id}/ket-qua/ho-so"
    assert client.get(f"{desk}/{close.id}").status_code == 403
    assert client.get(f"{desk}/{free.id}").status_code == 200
