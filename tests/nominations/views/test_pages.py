"""Who reaches what, and the pages around the writing."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfWriter
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from app.infra.db.engine import db
from app.infra.mail.models import Mail
from app.kernel.reasons import NO_REASON
from app.nominations.enums import NominationState as S
from app.nominations.queries.dossiers import get_nomination
from app.programmes.enums import RoundState
from tests.factories.nominations import make_nomination
from tests.factories.programmes import make_round

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from app.nominations.models import Nomination
    from tests.nominations.conftest import Stage

FETCH = {"X-Requested-With": "fetch"}


def pdf(pages: int = 1) -> bytes:
    """A whole PDF of so many empty pages."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width=200, height=200)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


PDF = pdf()


def stored(nomination_id: int) -> Nomination:
    db.session.rollback()
    db.session.expire_all()
    return get_nomination(nomination_id)


def make(stage: Stage, state: S = S.SUBMITTED, **over: Any) -> int:
    facts = {"owner_id": stage.author.id, "unit_id": stage.unit.id, **over}
    nomination = make_nomination(stage.round, state=state, **facts)
    db.session.commit()
    return nomination.id


# ── other people's numbers ───────────────────────────────────────────────────────────────────

GETS = (
    "/ho-so/{n}",
    "/ho-so/{n}/bien-nhan",
    "/ho-so/{n}/nop",
    "/ho-so/{n}/rut",
    "/ho-so/{n}/xoa",
    "/ho-so/{n}/phan/noi_dung",
    "/don-vi/ho-so/{n}/xac-nhan",
    "/ban-to-chuc/tham-tra/{n}",
)
POSTS = (
    "/ho-so/{n}/nop",
    "/ho-so/{n}/rut",
    "/ho-so/{n}/xoa",
    "/ho-so/{n}/phan/noi_dung",
    "/ho-so/{n}/phan/noi_dung/tu-luu",
    "/ho-so/{n}/tep/phieu",
    "/don-vi/ho-so/{n}/xac-nhan",
    "/don-vi/ho-so/{n}/tra-lai",
    "/ban-to-chuc/tham-tra/{n}",
)


@pytest.mark.parametrize("state", [S.DRAFT, S.SUBMITTED])
def test_stranger_to_a_dossier_reaches_none_of_its_pages(
    stage: Stage, sign_in: Callable[..., FlaskClient], state: S
) -> None:
    nomination_id, client = make(stage, state), sign_in(stage.stranger)
    for path in GETS:
        assert client.get(path.format(n=nomination_id)).status_code == 403, path
    for path in POSTS:
        assert client.post(path.format(n=nomination_id), data={}).status_code == 403, path
    assert stored(nomination_id).state is state


def test_nobody_signed_in_learns_whether_a_dossier_is_there(
    stage: Stage, client: FlaskClient
) -> None:
    there = make(stage)
    for path in GETS:
        assert client.get(path.format(n=there)).status_code == 401
        assert client.get(path.format(n=10**9)).status_code == 401


def test_number_that_nobody_has_is_not_found(
    stage: Stage, sign_in: Callable[..., FlaskClient]
) -> None:
    client = sign_in(stage.secretary)
    for number in (10**9, 10**30):
        for path in GETS:
            assert client.get(path.format(n=number)).status_code == 404, path


def test_unit_reads_what_was_sent_and_not_what_is_being_written(
    stage: Stage, sign_in: Callable[..., FlaskClient]
) -> None:
    client = sign_in(stage.contact)
    assert client.get(f"/ho-so/{make(stage)}").status_code == 200
    assert client.get(f"/ho-so/{make(stage, S.DRAFT)}").status_code == 403


def test_lists_of_the_organiser_are_for_secretaries(
    stage: Stage, sign_in: Callable[..., FlaskClient]
) -> None:
    client = sign_in(stage.author)
    for path in ("tham-tra", f"dot/{stage.round.id}/ho-so", f"dot/{stage.round.id}/ho-so.csv"):
        assert client.get(f"/ban-to-chuc/{path}").status_code == 403
    assert client.get("/don-vi/ho-so").status_code == 403


# ── beginning, sending, taking back ──────────────────────────────────────────────────────────


def test_author_begins_and_finds_their_own_name(
    stage: Stage, sign_in: Callable[..., FlaskClient]
) -> None:
    client = sign_in(stage.author)
    page = f"/ho-so/moi/{stage.round.id}"
    assert client.get(page).status_code == 200
    reply = client.post(page, data={"title": "Máy sàng ngao", "names_me": "y"})
    assert reply.status_code == 303
    found = re.search(r"/ho-so/(\d+)/phan/", reply.location)
    assert found
    nomination = stored(int(found[1]))
    assert [row["full_name"] for row in nomination.people_draft] == ["Lê Thuỵ Khuê"]
    assert nomination.people[0].person_id == stage.author.person_id


def test_contact_begins_for_the_unit(stage: Stage, sign_in: Callable[..., FlaskClient]) -> None:
    client = sign_in(stage.contact)
    data = {"title": "Máy sàng ngao", "unit": str(stage.unit.id)}
    reply = client.post(f"/ho-so/moi/{stage.round.id}", data=data)
    found = re.search(r"/ho-so/(\d+)/phan/", reply.location)
    assert found
    assert stored(int(found[1])).unit_id == stage.unit.id


def test_round_that_is_not_announced_is_not_there(
    stage: Stage, sign_in: Callable[..., FlaskClient]
) -> None:
    draft = make_round(state=RoundState.DRAFT)
    db.session.commit()
    assert sign_in(stage.author).get(f"/ho-so/moi/{draft.id}").status_code == 404


def test_dossier_is_sent_once_however_often_it_is_clicked(
    stage: Stage, sign_in: Callable[..., FlaskClient]
) -> None:
    nomination, client = stage.begin(), sign_in(stage.author)
    db.session.commit()
    url, data = f"/ho-so/{nomination.id}/nop", {"version": nomination.version}
    assert "có thể nộp" in client.get(url).get_data(as_text=True)
    first, second = client.post(url, data=data), client.post(url, data=data)
    assert first.status_code == second.status_code == 303
    assert "/bien-nhan" in second.location
    receipt = client.get(first.location).get_data(as_text=True)
    assert "STTN-IX-0001" in receipt
    assert len(db.session.execute(select(Mail)).all()) == 1


def test_what_is_missing_is_listed_with_the_way_to_it(
    stage: Stage, sign_in: Callable[..., FlaskClient]
) -> None:
    nomination, client = stage.begin(mo_ta=""), sign_in(stage.author)
    db.session.commit()
    url = f"/ho-so/{nomination.id}/nop"
    reply = client.post(url, data={"version": nomination.version})
    page = reply.get_data(as_text=True)
    assert reply.status_code == 422
    assert f"/ho-so/{nomination.id}/phan/noi_dung?kiem-tra=1#q_mo_ta" in page


def test_stale_page_does_not_submit(stage: Stage, sign_in: Callable[..., FlaskClient]) -> None:
    nomination, client = stage.begin(), sign_in(stage.author)
    db.session.commit()
    data = {"version": nomination.version - 1}
    assert client.post(f"/ho-so/{nomination.id}/nop", data=data).status_code == 409


def test_draft_is_discarded_and_sent_dossier_is_withdrawn(
    stage: Stage, sign_in: Callable[..., FlaskClient]
) -> None:
    client = sign_in(stage.author)
    draft, sent = make(stage, S.DRAFT), make(stage)
    for number, word in ((draft, "xoa"), (sent, "rut")):
        url = f"/ho-so/{number}/{word}"
        assert client.get(url).status_code == 200
        assert client.post(url, data={"version": stored(number).version}).status_code == 303
    assert stored(sent).state is S.WITHDRAWN
    assert client.get(f"/ho-so/{draft}").status_code == 404


# ── files ────────────────────────────────────────────────────────────────────────────────────


def send(
    client: FlaskClient, number: int, content: bytes, name: str, **headers: str
) -> TestResponse:
    # Encoded by hand: the test client would leave a large body's temporary file open.
    part = FileStorage(io.BytesIO(content), name)
    boundary, body = encode_multipart({"file": part})
    kind = f"multipart/form-data; boundary={boundary}"
    url = f"/ho-so/{number}/tep/phieu"
    return client.post(url, data=body, content_type=kind, headers=headers)


def test_file_is_taken_shown_handed_out_and_removed(
    stage: Stage, sign_in: Callable[..., FlaskClient]
) -> None:
    client, number = sign_in(stage.author), make(stage, S.DRAFT)
    reply = send(client, number, PDF, "phiếu.pdf", **FETCH).get_json()
    assert reply["ok"], reply
    assert "phiếu.pdf" in reply["row"]
    attachment = stored(number).attachments[0]
    url = f"/ho-so/{number}/tep-da-nop/{attachment.id}"
    with client.get(url) as handed:
        assert handed.data == PDF
        assert handed.headers["X-Content-Type-Options"] == "nosniff"
    assert sign_in(stage.stranger).get(url).status_code == 403
    assert sign_in(stage.stranger).post(f"{url}/bo").status_code == 403
    assert client.post(f"{url}/bo").status_code == 303
    assert stored(number).attachments == []


def test_file_of_one_dossier_is_not_found_under_another(
    stage: Stage, sign_in: Callable[..., FlaskClient]
) -> None:
    client, one, other = sign_in(stage.author), make(stage, S.DRAFT), make(stage, S.DRAFT)
    send(client, one, PDF, "a.pdf", **FETCH)
    attachment = stored(one).attachments[0].id
    assert client.get(f"/ho-so/{other}/tep-da-nop/{attachment}").status_code == 404


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<script>alert(1)</script>", "phieu.pdf"),
        (PDF, "phieu.exe"),
        (b"", "rong.pdf"),
        (b"MZ" + b"\0" * 200, "phieu.pdf"),
        (PDF + b" " * (1 << 20), "lon.pdf"),
    ],
)
def test_file_that_lies_is_refused_with_a_reason(
    stage: Stage, sign_in: Callable[..., FlaskClient], content: bytes, name: str
) -> None:
    client, number = sign_in(stage.author), make(stage, S.DRAFT)
    refused = send(client, number, content, name, **FETCH)
    assert refused.status_code == 422
    assert refused.get_json()["message"].endswith(".")
    plain = send(client, number, content, name)
    assert plain.status_code == 303
    assert name in client.get(plain.location).get_data(as_text=True)
    assert stored(number).attachments == []


def test_document_takes_no_more_files_than_it_says(
    stage: Stage, sign_in: Callable[..., FlaskClient]
) -> None:
    client, number = sign_in(stage.author), make(stage, S.DRAFT)
    for content in (PDF, pdf(2)):
        assert send(client, number, content, "a.pdf", **FETCH).status_code == 200
    assert send(client, number, pdf(3), "a.pdf", **FETCH).status_code == 422
    assert send(client, number, PDF, "a.pdf", **FETCH).status_code == 200, "the same file again"
    assert len(stored(number).attachments) == 2


def test_nothing_chosen_is_said(stage: Stage, sign_in: Callable[..., FlaskClient]) -> None:
    client, number = sign_in(stage.author), make(stage, S.DRAFT)
    assert client.post(f"/ho-so/{number}/tep/phieu", headers=FETCH).status_code == 422
    assert client.post(f"/ho-so/{number}/tep/phieu").status_code == 303
    assert client.post(f"/ho-so/{number}/tep/khac").status_code == 404


# ── the unit ─────────────────────────────────────────────────────────────────────────────────


def test_unit_endorses(stage: Stage, sign_in: Callable[..., FlaskClient]) -> None:
    client, number = sign_in(stage.contact), make(stage, S.AWAITING_ENDORSEMENT)
    assert client.get(f"/don-vi/ho-so/{number}/xac-nhan").status_code == 200
    data = {"version": stored(number).version}
    assert client.post(f"/don-vi/ho-so/{number}/xac-nhan", data=data).status_code == 303
    assert stored(number).state is S.SUBMITTED


def test_unit_returns_a_dossier_with_a_reason(
    stage: Stage, sign_in: Callable[..., FlaskClient]
) -> None:
    client = sign_in(stage.contact)
    number, other = (make(stage, S.AWAITING_ENDORSEMENT) for _ in range(2))
    address, version = f"/don-vi/ho-so/{number}/tra-lai", stored(number).version
    assert f"/don-vi/ho-so/{number}/xac-nhan" in client.get("/don-vi/ho-so").text

    assert NO_REASON in client.post(address, data={"version": version, "reason": " "}).text
    why = "Ghi rõ nơi áp dụng."
    stale = client.post(address, data={"version": version - 1, "reason": why})
    assert (stale.status_code, why in stale.text) == (409, True)
    taken = client.post(address, data={"version": version, "reason": why})
    assert (taken.status_code, taken.location) == (303, "/don-vi/ho-so")

    assert stored(number).state is S.RETURNED
    assert stored(other).state is S.AWAITING_ENDORSEMENT
    letter = db.session.execute(select(Mail)).scalar_one()
    assert (letter.to_email, why in letter.body) == (stage.author.email, True)


# ── the secretary ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("typed", "target"),
    [
        ({"do": "accept"}, S.ELIGIBLE),
        ({"do": "reject", "reason": "Điều 5."}, S.INELIGIBLE),
        (
            {"do": "ask_supplement", "request": "Thêm ảnh.", "due_at": "17:00 01/01/2099"},
            S.SUPPLEMENT_WANTED,
        ),
    ],
)
def test_secretary_decides_and_goes_on_to_the_next(
    stage: Stage, sign_in: Callable[..., FlaskClient], typed: dict[str, str], target: S
) -> None:
    client, number, following = sign_in(stage.secretary), make(stage), make(stage)
    url = f"/ban-to-chuc/tham-tra/{number}"
    assert client.get(url).status_code == 200
    reply = client.post(url, data={"version": stored(number).version, **typed})
    assert reply.location.endswith(f"/ban-to-chuc/tham-tra/{following}")
    assert stored(number).state is target


@pytest.mark.parametrize("wish", ["reject", "ask_supplement"])
def test_decision_without_words_is_refused_beside_its_field(
    stage: Stage, sign_in: Callable[..., FlaskClient], wish: str
) -> None:
    client, number = sign_in(stage.secretary), make(stage)
    data = {"version": stored(number).version, "do": wish}
    reply = client.post(f"/ban-to-chuc/tham-tra/{number}", data=data)
    assert reply.status_code == 422
    assert "invalid-feedback" in reply.get_data(as_text=True)
    assert stored(number).state is S.SUBMITTED


def test_verdict_is_taken_back_with_a_reason(
    stage: Stage, sign_in: Callable[..., FlaskClient]
) -> None:
    client, number = sign_in(stage.secretary), make(stage, S.ELIGIBLE)
    data = {"version": stored(number).version, "do": "screen_again", "reason": "Nhầm."}
    client.post(f"/ban-to-chuc/tham-tra/{number}", data=data)
    assert stored(number).state is S.SUBMITTED


def test_many_are_accepted_after_the_number_is_typed(
    stage: Stage, sign_in: Callable[..., FlaskClient]
) -> None:
    client = sign_in(stage.secretary)
    ids = [make(stage) for _ in range(3)]
    url = f"/ban-to-chuc/dot/{stage.round.id}/ho-so/cong-nhan"
    page = client.get(url, query_string={"ho-so": [*ids, make(stage, S.INELIGIBLE)]})
    assert "Công nhận hợp lệ 3 hồ sơ" in page.get_data(as_text=True)
    wrong = client.post(url, data={"ho-so": ids, "confirmed_number": "2"})
    assert wrong.status_code == 422
    assert {stored(n).state for n in ids} == {S.SUBMITTED}
    assert client.post(url, data={"ho-so": ids, "confirmed_number": "3"}).status_code == 303
    assert {stored(n).state for n in ids} == {S.ELIGIBLE}


def test_many_are_not_accepted_when_one_has_moved_on(
    stage: Stage, sign_in: Callable[..., FlaskClient]
) -> None:
    client, ids = sign_in(stage.secretary), [make(stage), make(stage, S.WITHDRAWN)]
    url = f"/ban-to-chuc/dot/{stage.round.id}/ho-so/cong-nhan"
    reply = client.post(url, data={"ho-so": ids, "confirmed_number": "1"})
    assert reply.status_code == 409
    assert stored(ids[0]).state is S.SUBMITTED


# ── lists ────────────────────────────────────────────────────────────────────────────────────


def test_list_finds_without_accents_and_counts_on_its_tabs(
    stage: Stage, sign_in: Callable[..., FlaskClient]
) -> None:
    client = sign_in(stage.secretary)
    make(stage, title="Vật liệu lọc nước thải")
    make(stage, S.ELIGIBLE, title="Máy sàng ngao")
    make(stage, S.DRAFT, title="Bản nháp bí mật")
    url = f"/ban-to-chuc/dot/{stage.round.id}/ho-so"
    everything = client.get(url).get_data(as_text=True)
    assert "Vật liệu lọc nước thải" in everything
    assert "Bản nháp bí mật" not in everything
    found = client.get(url, query_string={"tim": "may sang"}).get_data(as_text=True)
    assert "Máy sàng ngao" in found
    assert "Vật liệu" not in found
    for words in ("100%", "_", "'", "\\", "a" * 10_000):
        assert client.get(url, query_string={"tim": words}).status_code == 200
    for odd in ({"trang": "-1"}, {"trang": "9" * 30}, {"trang-thai": "x"}, {"linh-vuc": "9" * 30}):
        assert client.get(url, query_string=odd).status_code == 200


def test_download_holds_what_is_shown_and_no_formula(
    stage: Stage, sign_in: Callable[..., FlaskClient]
) -> None:
    client = sign_in(stage.secretary)
    make(stage, title="=HYPERLINK(1)")
    make(stage, S.ELIGIBLE, title="Máy sàng ngao")
    url = f"/ban-to-chuc/dot/{stage.round.id}/ho-so"
    text = client.get(f"{url}.csv").get_data(as_text=True)
    assert "'=HYPERLINK(1)" in text
    shown = client.get(f"{url}.csv", query_string={"trang-thai": "eligible"}).get_data(as_text=True)
    assert "HYPERLINK" not in shown
    book = client.get(f"{url}.xlsx")
    assert book.data.startswith(b"PK")
    assert client.get(f"{url}.pdf").status_code == 404


@pytest.mark.parametrize(
    "path", ["/ho-so", "/don-vi/ho-so", "/ban-to-chuc/tham-tra", "/ban-to-chuc/dot/{r}/ho-so"]
)
def test_lists_ask_the_database_as_often_for_thirty_as_for_one(
    stage: Stage,
    sign_in: Callable[..., FlaskClient],
    count_statements: Callable[..., Any],
    path: str,
) -> None:
    who = {"/ho-so": stage.author, "/don-vi/ho-so": stage.contact}.get(path, stage.secretary)
    client, url = sign_in(who), path.format(r=stage.round.id)
    make(stage)
    client.get(url)
    with count_statements() as for_one:
        client.get(url)
    for _ in range(29):
        make(stage)
    with count_statements() as for_thirty:
        assert client.get(url).status_code == 200
    assert len(for_thirty) == len(for_one)
