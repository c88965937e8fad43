from __future__ import annotations

import json
import re
from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING

import pytest
import time_machine

from app.infra.db.engine import db
from app.nominations.enums import NominationState as S
from app.nominations.queries.dossiers import get_nomination
from app.nominations.rules.sections import BASICS, PEOPLE, PLEDGE
from tests.factories.nominations import make_nomination

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from app.nominations.models import Nomination
    from tests.nominations.conftest import Stage

FETCH = {"X-Requested-With": "fetch"}
HOSTILE = (
    "<script>alert(1)</script>",
    "'; DROP TABLE nominations; --",
    "=cmd|' /C calc'!A0",
    "{{ 7 * 7 }}",
    "Nguye\u0302\u0303n Va\u0306n A",
    "a\u0000b\u202ec\ud800d".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
    "x" * 5_000,
    "dòng một\r\ndòng hai",
)


class Tab:
    """One window of a writer with one section of one dossier."""

    def __init__(self, client: FlaskClient, nomination_id: int, code: str) -> None:
        self.client, self.code = client, code
        self.url = f"/ho-so/{nomination_id}/phan/{code}"
        self.editions = self.drawn_from(self.read())

    def read(self) -> str:
        return self.client.get(self.url).get_data(as_text=True)

    @staticmethod
    def drawn_from(page: str) -> str:
        found = re.search(r'name="editions" value="([^"]*)"', page)
        assert found
        return unescape(found[1])

    def draw_again(self) -> None:
        self.editions = self.drawn_from(self.read())

    def save(self, **fields: str) -> TestResponse:
        return self.client.post(self.url, data={"editions": self.editions, **fields})

    def autosave(self, **fields: str) -> TestResponse:
        data = {"editions": self.editions, **fields}
        return self.client.post(f"{self.url}/tu-luu", data=data, headers=FETCH)


@pytest.fixture
def draft(stage: Stage) -> int:
    nomination_id = stage.begin().id
    db.session.commit()
    return nomination_id


@pytest.fixture
def writer(stage: Stage, sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    return sign_in(stage.author)


def stored(nomination_id: int) -> Nomination:
    db.session.rollback()
    db.session.expire_all()
    return get_nomination(nomination_id)


def answer(nomination_id: int, code: str) -> str:
    return {a.question: a.value for a in stored(nomination_id).answers}.get(code, "")


# ── saved first, judged second ───────────────────────────────────────────────────────────────


def test_saving_leads_to_the_next_section(writer: FlaskClient, draft: int) -> None:
    reply = Tab(writer, draft, "noi_dung").save(q_mo_ta="Ba tầng lưới.")
    assert reply.status_code == 303
    assert "/phan/tep-dinh-kem-ho-so" in reply.location
    assert answer(draft, "mo_ta") == "Ba tầng lưới."


def test_what_cannot_stand_is_saved_and_named_beside_its_field(
    writer: FlaskClient, draft: int
) -> None:
    reply = Tab(writer, draft, "noi_dung").save(q_mo_ta="từ " * 601, q_bao_ho="la")
    page = reply.get_data(as_text=True)
    assert reply.status_code == 422
    assert 'href="#q_mo_ta"' in page
    assert 'id="q_mo_ta-error"' in page
    assert len(answer(draft, "mo_ta").split()) == 601
    assert answer(draft, "bao_ho") == "la"


def test_empty_section_lets_its_writer_go_on(writer: FlaskClient, draft: int) -> None:
    assert Tab(writer, draft, "noi_dung").save(q_mo_ta="").status_code == 303


def test_links_of_the_last_look_show_what_is_empty(writer: FlaskClient, draft: int) -> None:
    tab = Tab(writer, draft, "noi_dung")
    tab.save(q_mo_ta="")
    assert "Mục này bắt buộc" not in tab.read()
    assert "Mục này bắt buộc" in writer.get(f"{tab.url}?kiem-tra=1").get_data(as_text=True)


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_text_is_kept_and_printed_as_text(
    writer: FlaskClient, draft: int, typed: str
) -> None:
    assert Tab(writer, draft, BASICS).save(title=typed, summary=typed).status_code in {303, 422}
    assert Tab(writer, draft, "noi_dung").save(q_mo_ta=typed).status_code == 303
    row = {f"p1_{name}": typed for name in ("full_name", "birth_date", "contribution", "phone")}
    assert Tab(writer, draft, PEOPLE).save(**row).status_code == 422
    for path in (f"/ho-so/{draft}", "/ho-so", f"/ho-so/{draft}/nop"):
        page = writer.get(path)
        assert page.status_code == 200
        assert "<script>alert" not in page.get_data(as_text=True)
    kept = stored(draft)
    assert kept.people_draft[0]["contribution"]
    assert "\u0000" not in kept.title


def test_megabyte_in_one_field_is_refused_whole_and_shown_again(
    writer: FlaskClient, draft: int
) -> None:
    reply = Tab(writer, draft, "noi_dung").save(q_mo_ta="x" * 1_000_000)
    assert reply.status_code == 422
    assert "x" * 1000 in reply.get_data(as_text=True)
    assert answer(draft, "mo_ta") == "Hai tầng lưới rung."


def test_choice_of_another_round_is_refused(writer: FlaskClient, draft: int) -> None:
    for category in ("999999", "x", "99999999999999999999", "1 OR 1=1"):
        reply = Tab(writer, draft, BASICS).save(title="T", summary="s", category=category)
        assert reply.status_code == 422


def test_pledge_is_kept_and_taken_back(writer: FlaskClient, draft: int) -> None:
    Tab(writer, draft, PLEDGE).save()
    assert not stored(draft).accepted_declaration
    Tab(writer, draft, PLEDGE).save(accepted_declaration="y")
    assert stored(draft).accepted_declaration


# ── autosave ─────────────────────────────────────────────────────────────────────────────────


def test_autosave_says_what_was_kept_when_and_what_is_wrong(
    writer: FlaskClient, draft: int
) -> None:
    tab = Tab(writer, draft, "noi_dung")
    reply = tab.autosave(q_mo_ta="Ba tầng.", q_bao_ho="la").get_json()
    assert reply["ok"]
    assert re.fullmatch(r"\d\d:\d\d:\d\d", reply["saved_at"])
    assert reply["kept"] == ["q_bao_ho", "q_mo_ta"]
    assert reply["merged"] == {}
    assert list(reply["problems"]) == ["q_bao_ho"]
    tab.editions = json.dumps(reply["editions"])
    again = tab.autosave(q_mo_ta="Bốn tầng.", q_bao_ho="la")
    assert again.status_code == 200
    assert again.get_json()["kept"] == ["q_mo_ta"]


def test_signed_out_writer_is_asked_to_sign_in_again(app: object, draft: int) -> None:
    client = app.test_client()  # type: ignore[attr-defined]
    reply = client.post(f"/ho-so/{draft}/phan/noi_dung/tu-luu", data={}, headers=FETCH)
    assert reply.status_code == 401
    assert reply.get_json()["ok"] is False


def test_rows_of_people_survive_a_reload_in_the_middle_of_an_edit(
    writer: FlaskClient, draft: int
) -> None:
    tab = Tab(writer, draft, PEOPLE)
    rows = {
        "p1_full_name": "Lê Thuỵ Khuê",
        "p1_contribution": "33,33 hay 34",
        "p1_birth_date": "31/02/1980",
        "p2_full_name": "",
        "p2_email": "chưa có @",
        "p3_full_name": "Bùi Thế Duyệt",
        "p3_contribution": "33",
    }
    assert tab.autosave(**rows).get_json()["ok"]
    page = tab.read()
    for typed in rows.values():
        assert not typed or f'value="{typed}"' in page
    assert [row["full_name"] for row in stored(draft).people_draft] == [
        "Lê Thuỵ Khuê",
        "",
        "Bùi Thế Duyệt",
    ]


def test_rows_are_added_evened_out_and_removed_without_script(
    writer: FlaskClient, draft: int
) -> None:
    tab = Tab(writer, draft, PEOPLE)
    one = {"p1_full_name": "Lê Thuỵ Khuê", "p1_contribution": "70"}
    assert tab.save(**one, do="add").status_code == 303
    assert 'name="p2_full_name"' in tab.read()
    two = {**one, "p2_full_name": "Bùi Thế Duyệt", "p2_contribution": "40"}
    tab.draw_again()
    tab.save(**two, do="even")
    assert [row["contribution"] for row in stored(draft).people_draft] == ["50", "50"]
    tab.draw_again()
    even = {**two, "p1_contribution": "50", "p2_contribution": "50"}
    tab.save(**even, do="remove-1")
    assert [row["full_name"] for row in stored(draft).people_draft] == ["Bùi Thế Duyệt"]
    assert [row.full_name for row in stored(draft).people] == ["Bùi Thế Duyệt"]


# ── two tabs ─────────────────────────────────────────────────────────────────────────────────


def test_second_tab_never_overwrites_the_first(writer: FlaskClient, draft: int) -> None:
    first, second = Tab(writer, draft, "noi_dung"), Tab(writer, draft, "noi_dung")
    first.autosave(q_mo_ta="Bản của cửa sổ một.")
    reply = second.autosave(q_mo_ta="Bản của cửa sổ hai.")
    assert reply.status_code == 409
    assert reply.get_json()["fields"] == {"q_mo_ta": "Bản của cửa sổ một."}
    by_hand = second.save(q_mo_ta="Bản của cửa sổ hai.")
    page = by_hand.get_data(as_text=True)
    assert by_hand.status_code == 409
    assert "Bản của cửa sổ một." in page
    assert "Bản của cửa sổ hai." in page
    assert answer(draft, "mo_ta") == "Bản của cửa sổ một."
    second.editions = second.drawn_from(page)
    chosen = {"q_mo_ta": "Bản của cửa sổ hai.", "giu-q_mo_ta": "mine", "do": "stay"}
    assert second.save(**chosen).status_code == 303
    assert answer(draft, "mo_ta") == "Bản của cửa sổ hai."


def test_tabs_that_changed_different_fields_are_put_together_without_a_word(
    writer: FlaskClient, draft: int
) -> None:
    first, second = Tab(writer, draft, "noi_dung"), Tab(writer, draft, "noi_dung")
    first.autosave(q_mo_ta="Hai tầng lưới rung.", q_bao_ho="co")
    reply = second.autosave(q_mo_ta="Ba tầng.", q_bao_ho="")
    assert reply.status_code == 200
    assert reply.get_json()["kept"] == ["q_mo_ta"]
    assert reply.get_json()["merged"] == {"q_bao_ho": "co"}
    assert answer(draft, "mo_ta") == "Ba tầng."
    assert answer(draft, "bao_ho") == "co"


def test_by_hand_too_only_the_field_that_both_changed_is_asked_about(
    writer: FlaskClient, draft: int
) -> None:
    first, second = Tab(writer, draft, BASICS), Tab(writer, draft, BASICS)
    shown = {"category": str(stored(draft).category_id)}
    first.save(title="Máy sàng ngao", summary="Một.", **shown, do="stay")
    by_hand = second.save(title="Máy sàng ngao hai tầng", summary="Hai.", **shown)
    page = by_hand.get_data(as_text=True)
    assert by_hand.status_code == 409
    assert "giu-summary" in page
    assert "giu-title" not in page
    assert stored(draft).title == "Máy sàng ngao"
    second.editions = second.drawn_from(page)
    kept = second.save(**{"summary": "Hai.", "giu-summary": "theirs", "do": "stay"})
    assert kept.status_code == 303
    assert (stored(draft).title, stored(draft).summary) == ("Máy sàng ngao", "Một.")


def test_save_keeps_what_nobody_else_changed_though_another_field_is_asked_about(
    writer: FlaskClient, draft: int
) -> None:
    first, second = Tab(writer, draft, "noi_dung"), Tab(writer, draft, "noi_dung")
    first.autosave(q_mo_ta="Một.", q_bao_ho="")
    reply = second.autosave(q_mo_ta="Hai.", q_bao_ho="co")
    assert reply.status_code == 409
    told = reply.get_json()
    assert told["kept"] == ["q_bao_ho"]
    assert told["fields"] == {"q_mo_ta": "Một."}
    assert "q_mo_ta" not in told["editions"]
    assert answer(draft, "bao_ho") == "co"
    second.editions = json.dumps(told["editions"] | told["their_editions"])
    assert second.autosave(q_mo_ta="Hai.", q_bao_ho="co").status_code == 200
    assert answer(draft, "mo_ta") == "Hai."


def test_person_changed_in_one_tab_meets_its_own_row_when_another_tab_took_one_out(
    writer: FlaskClient, draft: int
) -> None:
    tab = Tab(writer, draft, PEOPLE)
    one = {"p1_full_name": "Lê Thuỵ Khuê", "p1_contribution": "60"}
    tab.save(**one, do="add")
    tab.draw_again()
    two = {**one, "p2_full_name": "Bùi Thế Duyệt", "p2_contribution": "40"}
    tab.save(**two, do="stay")
    first, second = Tab(writer, draft, PEOPLE), Tab(writer, draft, PEOPLE)
    first.save(**two, do="remove-1")
    reply = second.autosave(**two, p2_email="duyet@vidu.vn")
    assert reply.status_code == 200
    assert reply.get_json()["kept"] == ["p2_email"]
    rows = stored(draft).people_draft
    assert [(row["full_name"], row["email"]) for row in rows] == [
        ("Bùi Thế Duyệt", "duyet@vidu.vn")
    ]


def test_person_taken_out_in_one_tab_comes_back_whole_when_another_tab_changed_them(
    writer: FlaskClient, draft: int
) -> None:
    first, second = Tab(writer, draft, PEOPLE), Tab(writer, draft, PEOPLE)
    row = {"p1_full_name": "Lê Thuỵ Khuê", "p1_contribution": "100"}
    first.save(**row, do="remove-1")
    assert stored(draft).people_draft == []
    assert second.autosave(**row, p1_email="khue@vidu.vn").status_code == 200
    (kept,) = stored(draft).people_draft
    assert (kept["full_name"], kept["contribution"]) == ("Lê Thuỵ Khuê", "100")


def test_page_opened_before_pages_told_editions_loses_nothing(
    writer: FlaskClient, draft: int
) -> None:
    url = f"/ho-so/{draft}/phan/noi_dung"
    old = {"version": "123456789", "q_mo_ta": "Gõ trên trang cũ.", "q_bao_ho": ""}
    by_itself = writer.post(f"{url}/tu-luu", data=old, headers=FETCH)
    assert by_itself.status_code == 409
    assert "nâng cấp" in by_itself.get_json()["message"]
    by_hand = writer.post(url, data=old)
    page = by_hand.get_data(as_text=True)
    assert by_hand.status_code == 409
    assert "nâng cấp" in page
    assert "Gõ trên trang cũ." in page
    assert answer(draft, "mo_ta") == "Hai tầng lưới rung."
    chosen = {"editions": Tab.drawn_from(page), "q_mo_ta": "Gõ trên trang cũ.", "do": "stay"}
    assert writer.post(url, data=chosen).status_code == 303
    assert answer(draft, "mo_ta") == "Gõ trên trang cũ."


@pytest.mark.parametrize("editions", ["", "{", "[]", '{"q_mo_ta": 1}', "[" * 50_000, "x" * 200_000])
def test_editions_that_mean_nothing_overwrite_nothing(
    writer: FlaskClient, draft: int, editions: str
) -> None:
    sent = {"editions": editions, "q_mo_ta": "Ghi đè."}
    reply = writer.post(f"/ho-so/{draft}/phan/noi_dung/tu-luu", data=sent, headers=FETCH)
    assert reply.status_code == 409
    assert answer(draft, "mo_ta") == "Hai tầng lưới rung."


# ── earlier texts ────────────────────────────────────────────────────────────────────────────


def test_text_that_was_lost_at_once_can_be_taken_back(writer: FlaskClient, draft: int) -> None:
    tab = Tab(writer, draft, "noi_dung")
    tab.autosave(q_mo_ta="Một đoạn văn dài đã viết cả buổi chiều.")
    tab.draw_again()
    tab.autosave(q_mo_ta="x")
    url = f"{tab.url}/mo_ta/ban-truoc"
    page = writer.get(url).get_data(as_text=True)
    assert "Một đoạn văn dài đã viết cả buổi chiều." in page
    number = re.search(r'name="so" value="(\d+)"', page)
    assert number
    assert writer.post(url, data={"so": number[1]}).status_code == 303
    assert answer(draft, "mo_ta") == "Một đoạn văn dài đã viết cả buổi chiều."


def test_text_of_another_answer_cannot_be_taken(
    writer: FlaskClient, stage: Stage, draft: int
) -> None:
    other = stage.begin().id
    db.session.commit()
    tab = Tab(writer, other, "noi_dung")
    tab.autosave(q_mo_ta="Một đoạn văn dài của hồ sơ khác.")
    tab.draw_again()
    tab.autosave(q_mo_ta="x")
    page = writer.get(f"{tab.url}/mo_ta/ban-truoc").get_data(as_text=True)
    number = re.search(r'name="so" value="(\d+)"', page)
    assert number
    for url in (f"/ho-so/{draft}/phan/noi_dung/mo_ta", f"{tab.url}/bao_ho"):
        reply = writer.post(f"{url}/ban-truoc", data={"so": number[1]})
        assert reply.status_code == 404
    assert answer(draft, "mo_ta") == "Hai tầng lưới rung."


@pytest.mark.parametrize("question", ["khong-co", "ten"])
def test_unknown_question_has_no_earlier_texts(
    writer: FlaskClient, draft: int, question: str
) -> None:
    address = f"/ho-so/{draft}/phan/noi_dung/{question}/ban-truoc"
    assert writer.get(address).status_code == 404


def test_tabs_with_different_sections_disturb_nobody(writer: FlaskClient, draft: int) -> None:
    words, people = Tab(writer, draft, "noi_dung"), Tab(writer, draft, PEOPLE)
    words.autosave(q_mo_ta="Một.")
    assert people.autosave(p1_full_name="Lê Thuỵ Khuê").status_code == 200
    assert words.code == "noi_dung"


def test_same_text_in_two_tabs_is_no_conflict(writer: FlaskClient, draft: int) -> None:
    first, second = Tab(writer, draft, "noi_dung"), Tab(writer, draft, "noi_dung")
    first.autosave(q_mo_ta="Giống nhau.")
    assert second.autosave(q_mo_ta="Giống nhau.").status_code == 200


# ── when it may be written ───────────────────────────────────────────────────────────────────


def test_draft_is_written_after_the_deadline_but_not_sent(
    writer: FlaskClient, stage: Stage, draft: int
) -> None:
    assert stage.round.closes_at is not None
    with time_machine.travel(stage.round.closes_at + timedelta(seconds=1), tick=False):
        page = writer.get(f"/ho-so/{draft}/phan/noi_dung").get_data(as_text=True)
        assert "Đã hết hạn nộp" in page
        tab = Tab(writer, draft, "noi_dung")
        assert tab.save(q_mo_ta="Viết sau hạn.").status_code == 303
        version = {"version": stored(draft).version}
        assert writer.post(f"/ho-so/{draft}/nop", data=version).status_code == 409
    assert stored(draft).state is S.DRAFT
    assert answer(draft, "mo_ta") == "Viết sau hạn."


def test_sent_dossier_is_shown_instead_of_written(
    writer: FlaskClient, stage: Stage, draft: int
) -> None:
    tab = Tab(writer, draft, "noi_dung")
    writer.post(f"/ho-so/{draft}/nop", data={"version": stored(draft).version})
    late = tab.save(q_mo_ta="Gõ muộn.")
    assert late.status_code == 409
    assert "Gõ muộn." in late.get_data(as_text=True)
    assert writer.get(tab.url).status_code == 302


@pytest.mark.parametrize("code", ["khong-co", "../../etc", "noi_dung2"])
def test_unknown_section_is_not_found(writer: FlaskClient, draft: int, code: str) -> None:
    assert writer.get(f"/ho-so/{draft}/phan/{code}").status_code == 404


def test_dossier_of_a_folder_belongs_to_no_writer(writer: FlaskClient, stage: Stage) -> None:
    nomination_id = make_nomination(stage.round, state=S.DRAFT).id
    db.session.commit()
    assert writer.get(f"/ho-so/{nomination_id}/phan/{BASICS}").status_code == 403
