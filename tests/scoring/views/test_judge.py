from __future__ import annotations

import io
import re
from datetime import timedelta
from decimal import Decimal
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfWriter

from app.infra.files.store import keep
from app.kernel import clock
from app.kernel.media import FileKind
from app.nominations.models import Attachment
from app.programmes.enums import StageState
from app.programmes.rules.plan import DocumentPlan
from app.scoring.enums import Progress
from app.scoring.queries.sheet_to_save import get_sheet_to_save
from app.scoring.queries.worklist import count_waiting, worklist
from tests.factories.accounts import make_account
from tests.factories.conflicts import make_conflict
from tests.factories.registry import make_unit
from tests.factories.scoring import full_points, make_judging, make_sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session

    from tests.factories.scoring import Judging

FETCH = {"X-Requested-With": "fetch"}
LONG = "Giải pháp có tính mới rõ ràng, số liệu đo được và đáng tin."


class AtWork:
    """A judge with a browser."""

    def __init__(self, judging: Judging, client: FlaskClient, numbers: list[int]) -> None:
        self.judging = judging
        self.client = client
        self.numbers = numbers

    def place(self, at: int = 0) -> str:
        return f"/hoi-dong/phieu/{self.numbers[at]}"

    def save(self, at: int = 0, /, **fields: Any) -> dict[str, Any]:
        answer = self.client.post(f"{self.place(at)}/luu", data=fields, headers=FETCH)
        return {"status": answer.status_code, **answer.get_json()}


@pytest.fixture
def at_work(session: Session, sign_in: Callable[..., FlaskClient]) -> AtWork:
    return begin(session, sign_in)


def begin(
    session: Session, sign_in: Callable[..., FlaskClient], dossiers: int = 2, **over: Any
) -> AtWork:
    judging = make_judging(dossiers=dossiers, **over)
    for place in range(dossiers):
        judging.assign(-1, place)
    client = sign_in(make_account(person=judging.seats[-1].person))
    session.commit()
    numbers = [i.assignment_id for i in worklist(judging.stage.id, judging.judge)]
    return AtWork(judging, client, numbers)


def progress(at_work: AtWork) -> list[Progress]:
    judging = at_work.judging
    return [item.progress for item in worklist(judging.stage.id, judging.judge)]


def test_autosave_speaks_the_contract_of_the_page(at_work: AtWork) -> None:
    answer = at_work.save(version=0, **{"diem-moi": "33,5", "diem-hieu_qua": "8,33"}, comment=LONG)
    assert answer["status"] == 200
    assert answer["version"] == 1
    assert "bội của" in answer["problems"]["diem-hieu_qua"]
    stale = at_work.save(version=0, **{"diem-moi": "1"}, comment="Thẻ hai.")
    assert stale["status"] == 409
    assert stale["fields"] == {"diem-moi": "33,5", "diem-hieu_qua": "", "comment": LONG}
    page = at_work.client.get(at_work.place()).text
    assert 'value="33,5"' in page
    assert "Các bản nhận xét trước (1)" in page
    again = at_work.client.get(f"{at_work.place()}/nhan-xet").text
    assert "Thẻ hai." in again
    form = {"so": 0, "version": 1}
    assert at_work.client.post(f"{at_work.place()}/nhan-xet", data=form).status_code == 303
    assert "Thẻ hai." in at_work.client.get(at_work.place()).text


@pytest.mark.parametrize("typed", ["1e5", "NaN", "−1", "8,33", "9" * 1_000_000, "<script>"])
def test_hostile_points_are_said_and_change_nothing(at_work: AtWork, typed: str) -> None:
    at_work.save(version=0, **{"diem-moi": "30"})
    answer = at_work.save(version=1, **{"diem-moi": typed})
    assert answer["ok"] is True
    assert "diem-moi" in answer["problems"]
    form = {"version": 2, "diem-moi": typed[:50], "diem-hieu_qua": "1"}
    page = at_work.client.post(at_work.place(), data=form)
    assert page.status_code == 422
    assert "<script>" not in page.text.replace('<script type="module"', "")
    assert 'aria-invalid="true"' in page.text
    assert get_sheet_to_save(at_work.numbers[0], at_work.judging.judge).points["moi"] == 30


def test_whole_sheet_without_javascript(session: Session, at_work: AtWork) -> None:
    client = at_work.client
    assert f"/hoi-dong/phieu/{at_work.numbers[0]}" in client.get("/hoi-dong").text
    half = client.post(at_work.place(), data={"version": 0, "diem-moi": "30", "viec": "tiep"})
    assert half.headers["Location"] == at_work.place(1)
    asked = client.post(at_work.place(), data={"version": 1, "diem-moi": "30", "viec": "gui"})
    assert asked.headers["Location"].endswith("?kiem=1")
    unfinished = client.get(asked.headers["Location"])
    assert "Tiêu chí này chưa có điểm." in unfinished.text
    assert "data-focus-errors" in unfinished.text
    form = {"version": 2, "diem-moi": "30", "diem-hieu_qua": "22,5", "viec": "gui"}
    asked = client.post(at_work.place(), data=form)
    assert asked.headers["Location"] == f"{at_work.place()}/gui"
    last_look = client.get(asked.headers["Location"]).text
    assert "Gửi phiếu, 52,5 điểm" in last_look
    sent = client.post(f"{at_work.place()}/gui", data={"version": 3})
    assert sent.headers["Location"] == at_work.place(1)
    assert "Phiếu này đã xong" in client.get(at_work.place(1)).text
    assert progress(at_work) == [Progress.SENT, Progress.NONE]
    done = client.get(at_work.place()).text
    assert "Đã gửi phiếu, 52,5 điểm" in done
    assert "data-autosave" not in done
    assert client.post(f"{at_work.place()}/gui", data={"version": 3}).status_code == 303
    late = client.post(at_work.place(), data={"version": 4, "diem-moi": "1"})
    assert late.status_code == 409


def test_stale_form_shows_both_texts(at_work: AtWork) -> None:
    at_work.save(version=0, **{"diem-moi": "30"}, comment="Đang lưu.")
    answer = at_work.client.post(
        at_work.place(), data={"version": 0, "diem-moi": "12", "comment": "Vừa gõ ở thẻ hai."}
    )
    assert answer.status_code == 409
    for text in ("Đang lưu.", "Vừa gõ ở thẻ hai.", 'value="12"', "thẻ hoặc máy khác"):
        assert text in answer.text


def test_stage_closed_while_typing_keeps_the_text_on_the_page(
    session: Session, at_work: AtWork
) -> None:
    at_work.judging.stage.state = StageState.CLOSED
    session.commit()
    form = {"version": 0, "diem-moi": "30", "comment": LONG}
    answer = at_work.client.post(at_work.place(), data=form)
    assert answer.status_code == 409
    assert LONG in answer.text
    assert 'value="30"' in answer.text
    assert at_work.save(**form)["status"] == 409
    at_work.judging.stage.state = StageState.OPEN
    at_work.judging.stage.closes_at = clock.now() - timedelta(seconds=2)
    session.commit()
    assert "đã qua" in str(at_work.save(**form)["message"])


def test_complete_sheets_are_sent_together_after_typing_their_number(
    session: Session, at_work: AtWork
) -> None:
    for place in (0, 1):
        at_work.save(place, version=0, **{"diem-moi": "30", "diem-hieu_qua": "20"}, comment=LONG)
    assert "2 phiếu đã đủ điểm nhưng chưa gửi" in at_work.client.get("/hoi-dong").text
    address = f"/hoi-dong/vong/{at_work.judging.stage.id}/gui"
    assert at_work.client.post(address, data={"confirmed_number": "1"}).status_code == 422
    assert progress(at_work) == [Progress.READY, Progress.READY]
    assert at_work.client.post(address, data={"confirmed_number": "2"}).status_code == 303
    assert progress(at_work) == [Progress.SENT, Progress.SENT]
    assert "Bạn đã gửi đủ 2 phiếu" in at_work.client.get("/hoi-dong").text


def test_own_sheets_stand_side_by_side(at_work: AtWork) -> None:
    at_work.save(version=0, **{"diem-moi": "30", "diem-hieu_qua": "20"})
    place = f"/hoi-dong/vong/{at_work.judging.stage.id}/phieu-cua-toi"
    page = at_work.client.get(place, query_string={"phieu": at_work.numbers[0]}).text
    assert "Phiếu đang mở" in page
    assert "<strong>50</strong>" in page


def own_pages(at_work: AtWork, at: int = 0) -> list[str]:
    place = at_work.place(at)
    return [place, f"{place}/gui", f"{place}/nhan-xet", f"{place}/xung-dot", f"{place}/tep/1"]


def test_other_judges_do_not_find_a_sheet(
    session: Session, at_work: AtWork, sign_in: Callable[..., FlaskClient], client: FlaskClient
) -> None:
    other = sign_in(make_account(person=at_work.judging.seats[0].person))
    for address in own_pages(at_work):
        assert other.get(address).status_code == 404
        assert client.get(address).status_code == 401
    assert other.post(f"{at_work.place()}/luu", data={"version": 0}).status_code == 404
    assert other.get(f"/hoi-dong/vong/{at_work.judging.stage.id}/phieu-cua-toi").status_code == 404
    assert other.get(f"/hoi-dong?vong={at_work.judging.stage.id}").status_code == 404


def test_declaring_from_the_sheet_hides_the_dossier_everywhere(
    session: Session, at_work: AtWork
) -> None:
    title = worklist(at_work.judging.stage.id, at_work.judging.judge)[0].title
    place = f"{at_work.place()}/xung-dot"
    assert at_work.client.post(place, data={"kind": "self"}).status_code == 422
    assert at_work.client.post(place, data={"kind": "other"}).status_code == 422
    assert at_work.client.post(place, data={"kind": "family"}).status_code == 303
    for address in own_pages(at_work):
        assert at_work.client.get(address).status_code == 404
    listed = at_work.client.get("/hoi-dong?loc=tat-ca").text
    assert title not in listed
    assert "0/1 hồ sơ" in listed


def test_conflict_leaves_no_trace_in_counts(
    session: Session, sign_in: Callable[..., FlaskClient]
) -> None:
    """Non-interference: a list with a dossier in conflict reads like a list without it."""
    texts = []
    for dossiers, barred in ((2, 0), (3, 1)):
        at_work = begin(session, sign_in, dossiers)
        for nomination in at_work.judging.nominations[2:]:
            make_conflict(at_work.judging.seats[-1], nomination)
        session.commit()
        page = at_work.client.get("/hoi-dong?loc=tat-ca").text
        texts.append((page.count("<tr"), page.count("0/2 hồ sơ"), "/3 hồ sơ" in page))
        assert count_waiting(at_work.judging.judge) == 2
        assert barred == dossiers - 2
    assert texts[0] == texts[1]


def test_derived_conflict_is_seen_through_the_file_address(
    session: Session, at_work: AtWork
) -> None:
    stored = keep(b"%PDF-1.4", FileKind.PDF)
    nomination = at_work.judging.nominations[0]
    nomination.attachments.append(
        Attachment(
            document="phieu", stored_file_id=stored.id, file_name="a.pdf", added_at=clock.now()
        )
    )
    make_conflict(at_work.judging.seats[-1], nomination)
    session.commit()
    for at in (0, 1):
        for number in (1, 2):
            address = f"{at_work.place(at)}/tep/{number}"
            assert at_work.client.get(address).status_code == 404


def paper_made_by(name: str, title: str) -> bytes:
    """Return a real PDF that names its author where readers do not look."""
    writer = PdfWriter()
    writer.add_blank_page(width=100, height=100)
    writer.add_metadata({"/Author": name, "/Title": title})
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def test_blind_round_tells_judges_nothing_of_the_authors(
    session: Session, sign_in: Callable[..., FlaskClient]
) -> None:
    documents = (
        DocumentPlan("phieu", "Phiếu đăng ký", goes_to_judges=False),
        DocumentPlan("ban_ve", "Bản vẽ", max_files=3),
    )
    at_work = begin(session, sign_in, 1, is_blind=True, documents=documents)
    nomination = at_work.judging.nominations[0]
    unit = make_unit(name="Công ty Than Bí Mật")
    nomination.unit_id, nomination.blind_code = unit.id, "K-173"
    nomination.people[0].full_name = "Lê Thuỵ Khuê Ẩn"
    nomination.people[0].unit_name = "Xưởng Riêng Tư"
    for number, document in enumerate(("phieu", "ban_ve"), 1):
        stored = keep(paper_made_by("Le Thuy Khue An", document), FileKind.PDF)
        nomination.attachments.append(
            Attachment(
                document=document,
                stored_file_id=stored.id,
                file_name=f"Le Thuy Khue An {number}.pdf",
                added_at=clock.now(),
            )
        )
    session.commit()
    at_work.save(version=0, **{"diem-moi": "30", "diem-hieu_qua": "20"}, comment=LONG)
    stage = at_work.judging.stage.id
    secrets = ("Khuê Ẩn", "Khue An", "Bí Mật", "Riêng Tư", nomination.code or "?", "Phiếu đăng ký")
    shown, hidden = sorted(a.id for a in nomination.attachments)[::-1]
    for address in (
        at_work.place(),
        f"{at_work.place()}?kiem=1",
        f"{at_work.place()}/gui",
        f"{at_work.place()}/xung-dot",
        f"{at_work.place()}/nhan-xet",
        f"{at_work.place()}/tep/{shown}",
        "/hoi-dong",
        "/hoi-dong?loc=tat-ca",
        f"/hoi-dong/vong/{stage}/gui",
        f"/hoi-dong/vong/{stage}/phieu-cua-toi",
    ):
        answer = at_work.client.get(address)
        assert answer.status_code == 200, address
        everything = answer.get_data().decode(errors="replace") + str(answer.headers)
        answer.close()
        assert not [secret for secret in secrets if secret in everything], address
    assert at_work.client.get(f"{at_work.place()}/tep/{hidden}").status_code == 404
    assert "K-173" in at_work.client.get(at_work.place()).text


def test_open_round_shows_the_authors(
    session: Session, sign_in: Callable[..., FlaskClient]
) -> None:
    at_work = begin(session, sign_in, 1)
    assert "Lê Thuỵ Khuê" in at_work.client.get(at_work.place()).text


@pytest.mark.parametrize("address", ["/hoi-dong", "sheet"])
def test_judge_pages_cost_the_same_for_one_and_for_thirty(
    session: Session,
    sign_in: Callable[..., FlaskClient],
    count_statements: Callable[[], object],
    address: str,
) -> None:
    costs = []
    for dossiers in (1, 30):
        at_work = begin(session, sign_in, dossiers, is_blind=True)
        place = at_work.place() if address == "sheet" else address
        at_work.client.get(place)
        with count_statements() as seen:  # type: ignore[attr-defined]
            assert at_work.client.get(place).status_code == 200
        costs.append(len(seen))
    assert costs[0] == costs[1]


@pytest.mark.parametrize("stage_state", [StageState.OPEN, StageState.CLOSED])
def test_a_blind_sheet_is_read_in_few_statements(
    session: Session,
    sign_in: Callable[..., FlaskClient],
    count_statements: Callable[[], object],
    stage_state: StageState,
) -> None:
    at_work = begin(session, sign_in, 3, is_blind=True)
    at_work.judging.stage.state = stage_state
    session.commit()
    with count_statements() as seen:  # type: ignore[attr-defined]
        assert "0/3 hồ sơ" in at_work.client.get(at_work.place()).text
    # Who acts and for whom, the sheet, the list; the list of a closed stage is read besides.
    assert len(seen) == (3 if stage_state is StageState.OPEN else 4)


def test_judges_see_no_points_of_each_other(session: Session, at_work: AtWork) -> None:
    other = at_work.judging.assign(0, 0)
    points = {
        code: value + Decimal("7.5") for code, value in full_points(at_work.judging.stage).items()
    }
    make_sheet(other, points, "Nhận xét của người khác")
    session.commit()
    for address in ("/hoi-dong?loc=tat-ca", at_work.place(0), at_work.place(1)):
        page = at_work.client.get(address).text
        assert "Nhận xét của người khác" not in page
        assert "37,5" not in page


# ── two pages of one sheet ───────────────────────────────────────────────────────────────────


class SheetTab:
    """One window of a judge with a sheet, which sends what it was drawn from."""

    def __init__(self, at_work: AtWork) -> None:
        self.at_work = at_work
        page = at_work.client.get(at_work.place()).text
        self.editions = unescape(re.findall(r'name="editions" value="([^"]*)"', page)[0])
        self.version = re.findall(r'name="version" value="(\d+)"', page)[0]

    def form(self, **fields: str) -> dict[str, str]:
        return {"version": self.version, "editions": self.editions, **fields}

    def save(self, **fields: str) -> dict[str, Any]:
        return self.at_work.save(**self.form(**fields))


def kept_on(at_work: AtWork) -> tuple[dict[str, Decimal | None], str]:
    sheet = get_sheet_to_save(at_work.numbers[0], at_work.judging.judge)
    return sheet.points, sheet.comment


def test_fields_that_only_one_page_changed_are_put_together(at_work: AtWork) -> None:
    SheetTab(at_work).save(**{"diem-moi": "30", "diem-hieu_qua": "20"}, comment=LONG)
    first, second = SheetTab(at_work), SheetTab(at_work)
    first.save(**{"diem-moi": "31", "diem-hieu_qua": "20"}, comment=LONG)
    answer = second.save(**{"diem-moi": "30", "diem-hieu_qua": "20"}, comment=f"{LONG} Nên xét.")
    assert (answer["status"], answer["ok"]) == (200, True)
    assert answer["merged"] == {"diem-moi": "31"}
    assert kept_on(at_work) == ({"moi": Decimal(31), "hieu_qua": Decimal(20)}, f"{LONG} Nên xét.")


def test_a_save_that_comes_late_makes_no_page_of_the_kept_texts_old(at_work: AtWork) -> None:
    """Else the page of sending, opened in between, would be refused."""
    SheetTab(at_work).save(**{"diem-moi": "30", "diem-hieu_qua": "20"}, comment=LONG)
    sent, late = SheetTab(at_work), SheetTab(at_work)
    typed = {"diem-moi": "31", "diem-hieu_qua": "20", "comment": LONG}
    version = sent.save(**typed)["version"]
    answer = late.save(**typed)
    assert (answer["status"], answer["ok"], answer["version"]) == (200, True, version)
    assert get_sheet_to_save(at_work.numbers[0], at_work.judging.judge).version == version
    assert kept_on(at_work)[0] == {"moi": Decimal(31), "hieu_qua": Decimal(20)}


def test_points_written_in_another_way_are_no_change(at_work: AtWork) -> None:
    SheetTab(at_work).save(**{"diem-moi": "30,5", "diem-hieu_qua": "20"}, comment=LONG)
    first, second = SheetTab(at_work), SheetTab(at_work)
    first.save(**{"diem-moi": "31", "diem-hieu_qua": "20"}, comment=LONG)
    answer = second.save(**{"diem-moi": "30.5", "diem-hieu_qua": "21"}, comment=LONG)
    assert answer["merged"] == {"diem-moi": "31"}
    assert kept_on(at_work)[0] == {"moi": Decimal(31), "hieu_qua": Decimal(21)}


def test_field_that_both_pages_changed_is_asked_about_and_the_others_are_kept(
    at_work: AtWork,
) -> None:
    first, second = SheetTab(at_work), SheetTab(at_work)
    first.save(**{"diem-moi": "30", "diem-hieu_qua": ""}, comment="Thẻ một.")
    answer = second.save(**{"diem-moi": "", "diem-hieu_qua": "20"}, comment="Thẻ hai.")
    assert answer["status"] == 409
    assert answer["fields"] == {"comment": "Thẻ một."}
    assert set(answer["their_editions"]) == {"comment"}
    assert "comment" not in answer["editions"]
    assert kept_on(at_work) == ({"moi": Decimal(30), "hieu_qua": Decimal(20)}, "Thẻ một.")
    earlier = at_work.client.get(f"{at_work.place()}/nhan-xet").text
    assert "Thẻ hai." in earlier


def test_page_sent_by_hand_shows_both_texts_of_what_both_changed_alone(at_work: AtWork) -> None:
    first, second = SheetTab(at_work), SheetTab(at_work)
    first.save(**{"diem-moi": "30", "diem-hieu_qua": ""}, comment="Thẻ một.")
    form = second.form(**{"diem-moi": "", "diem-hieu_qua": "20"}, comment="Thẻ hai.")
    reply = at_work.client.post(at_work.place(), data=form)
    assert reply.status_code == 409
    assert "Thẻ một." in reply.text
    assert "Thẻ hai." in reply.text
    assert re.search(r'name="diem-moi"[^>]*value="30"', reply.text)
    assert kept_on(at_work) == ({"moi": Decimal(30), "hieu_qua": Decimal(20)}, "Thẻ một.")
