from __future__ import annotations

import re
import unicodedata
from datetime import timedelta
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest

from app.kernel.access import Role
from app.kernel.calendar import local
from app.programmes.enums import RoundState
from app.programmes.models import Round
from app.programmes.queries import get_setup
from app.programmes.rules.parts import Part, is_changeable
from app.questions.rules.plan import ConditionPlan
from tests.factories.accounts import make_account
from tests.factories.programmes import closing_of, make_round

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session

    from app.programmes.rules.plan import RoundPlan


@pytest.fixture
def secretary(session: Session, sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    return sign_in(make_account(Role.SECRETARY))


class Typed(HTMLParser):
    """What a browser would send of the settings form, as it stands on the page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.pairs: list[tuple[str, str]] = []
        self.name, self.text = "", ""
        self.feed(page[page.index('class="sheet-form') :])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, value = given.get("name") or "", given.get("value") or ""
        if tag == "textarea":
            self.name, self.text = name, ""
        elif tag == "select":
            self.name = name
        elif tag == "option" and "selected" in given:
            self.pairs.append((self.name, value))
        elif tag == "input" and name and _is_sent(given):
            self.pairs.append((name, value))

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.pairs.append((self.name, self.text))


def _is_sent(given: dict[str, str | None]) -> bool:
    return given.get("type") not in {"checkbox", "radio"} or "checked" in given


def sent(page: str, **over: str) -> dict[str, list[str]]:
    """Return the form of a page as it would be sent, with some fields changed."""
    fields: dict[str, list[str]] = {}
    for name, value in Typed(page).pairs:
        fields.setdefault(name, []).append(value)
    return fields | {name: [value] for name, value in over.items()}


def url_of(round_: Any, part: str) -> str:
    return f"/ban-to-chuc/dot/{round_.id}/thiet-lap/{part}"


def plan_now(session: Session, round_: Any) -> RoundPlan:
    session.expire_all()
    return get_setup(round_.id).plan


@pytest.mark.parametrize("part", list(Part))
@pytest.mark.parametrize("state", [RoundState.DRAFT, RoundState.OPEN, RoundState.ARCHIVED])
def test_every_part_is_shown_and_saved_unchanged_changes_nothing(
    secretary: FlaskClient, session: Session, part: Part, state: RoundState
) -> None:
    round_ = make_round(state=state)
    session.commit()
    before = plan_now(session, round_)
    page = secretary.get(url_of(round_, part.value))
    assert page.status_code == 200
    answer = secretary.post(url_of(round_, part.value), data=sent(page.text))
    assert answer.status_code == (303 if is_changeable(part, state) else 409), answer.text
    assert plan_now(session, round_) == before


@pytest.mark.parametrize("part", list(Part))
def test_every_part_of_a_shipped_preset_survives_its_own_form(
    secretary: FlaskClient, session: Session, part: Part
) -> None:
    from app.programmes.operations.drafts import draft_round
    from app.programmes.queries import preset_plans
    from tests.factories.programmes import SECRETARY

    for preset in preset_plans():
        round_ = draft_round(preset, by=SECRETARY)
        session.commit()
        before = plan_now(session, round_)
        page = secretary.get(url_of(round_, part.value)).text
        answer = secretary.post(url_of(round_, part.value), data=sent(page))
        assert answer.status_code == 303
        assert plan_now(session, round_) == before


def test_settings_are_read_by_the_leader_and_edited_by_the_secretary(
    client: FlaskClient, session: Session, sign_in: Callable[..., FlaskClient]
) -> None:
    round_ = make_round()
    session.commit()
    settings = f"/ban-to-chuc/dot/{round_.id}/thiet-lap"
    leader = sign_in(make_account(Role.LEADER))
    assert client.get(settings).status_code == 401
    assert leader.get(settings).status_code == 200
    assert leader.get(url_of(round_, "tieu-chi")).status_code == 403
    assert sign_in(make_account()).get(settings).status_code == 403


@pytest.mark.parametrize("address", ["khong-co", "tieu-chi/x", "..%2f", "%00"])
def test_part_that_does_not_exist_is_not_found(
    secretary: FlaskClient, session: Session, address: str
) -> None:
    round_ = make_round()
    session.commit()
    assert secretary.get(url_of(round_, address)).status_code == 404


def test_rows_are_added_without_losing_what_was_typed(
    secretary: FlaskClient, session: Session
) -> None:
    round_ = make_round()
    session.commit()
    url = url_of(round_, "linh-vuc")
    typed = sent(secretary.get(url).text, add="categories") | {"categories-0-name": ["Đang gõ"]}
    page = secretary.post(url, data=typed)
    assert page.status_code == 200
    assert "Đang gõ" in page.text
    assert 'name="categories-3-name"' in page.text
    assert plan_now(session, round_).categories[0].name == "Công nghệ thông tin"


def test_question_is_added_inside_its_section(secretary: FlaskClient, session: Session) -> None:
    round_ = make_round()
    session.commit()
    url = url_of(round_, "mau-ho-so")
    page = secretary.post(url, data=sent(secretary.get(url).text, add="sections-0-questions")).text
    name = "sections-0-questions-3-label"
    assert f'name="{name}"' in page
    typed = sent(page) | {name: ["Câu hỏi thêm"], "sections-0-questions-3-kind": ["yes_no"]}
    assert secretary.post(url, data=typed).status_code == 303
    assert [q.label for q in plan_now(session, round_).questions][-1] == "Câu hỏi thêm"
    assert get_setup(round_.id).form.number == 2


def test_question_is_asked_under_a_condition_that_is_typed_in_words(
    secretary: FlaskClient, session: Session
) -> None:
    round_ = make_round()
    session.commit()
    url = url_of(round_, "mau-ho-so")
    page = secretary.post(url, data=sent(secretary.get(url).text, add="sections-0-questions")).text
    choice = plan_now(session, round_).questions[1]
    place = "sections-0-questions-3"
    typed = sent(page) | {
        f"{place}-label": ["Số văn bằng"],
        f"{place}-asked_if": [f"{choice.label} = {choice.choices[0].label}"],
    }
    wrong = typed | {f"{place}-asked_if": ["Câu không có = Có"]}
    refused = secretary.post(url, data=wrong)
    assert refused.status_code == 422
    assert "đứng trước" in refused.text
    assert secretary.post(url, data=typed).status_code == 303
    condition = ConditionPlan(choice.code, (choice.choices[0].code,))
    assert plan_now(session, round_).questions[-1].asked_if == condition
    secretary.post(url, data=sent(secretary.get(url).text))
    assert plan_now(session, round_).questions[-1].asked_if == condition


def test_rows_go_when_ticked_and_stand_by_their_numbers(
    secretary: FlaskClient, session: Session
) -> None:
    round_ = make_round()
    session.commit()
    url = url_of(round_, "linh-vuc")
    typed = sent(secretary.get(url).text) | {
        "categories-0-remove": ["y"],
        "categories-1-position": ["9"],
        "categories-2-name": ["Nông nghiệp"],
        "categories-2-position": ["1"],
    }
    assert secretary.post(url, data=typed).status_code == 303
    rows = plan_now(session, round_).categories
    assert [(row.code, row.name) for row in rows] == [
        ("nong_nghiep", "Nông nghiệp"),
        ("y", "Y dược"),
    ]


def test_largest_total_is_shown_while_criteria_are_typed(
    secretary: FlaskClient, session: Session
) -> None:
    round_ = make_round()
    session.commit()
    url = url_of(round_, "tieu-chi")
    page = secretary.get(url).text
    assert "Tổng điểm tối đa: 100" in page
    typed = sent(page, add="criteria") | {"criteria-0-max_points": ["62,5"]}
    assert "Tổng điểm tối đa: 102,5" in secretary.post(url, data=typed).text


def test_fault_of_the_whole_stands_beside_the_field_that_can_mend_it(
    secretary: FlaskClient, session: Session
) -> None:
    round_ = make_round()
    session.commit()
    url = url_of(round_, "giai-thuong")
    typed = sent(secretary.get(url).text) | {"prizes-1-min_score": ["250"]}
    page = secretary.post(url, data=typed)
    assert page.status_code == 422
    assert 'href="#prizes-1-min_score"' in page.text
    assert "từ 0 đến 100" in page.text


def test_fault_in_another_part_names_that_part(secretary: FlaskClient, session: Session) -> None:
    round_ = make_round()
    session.commit()
    url = url_of(round_, "tieu-chi")
    typed = sent(secretary.get(url).text) | {"criteria-0-remove": ["y"]}
    page = secretary.post(url, data=typed)
    assert page.status_code == 422
    assert "Ở mục “Cách tính điểm, vòng chấm”" in page.text


def test_old_page_is_refused_and_what_was_typed_is_shown(
    secretary: FlaskClient, session: Session
) -> None:
    round_ = make_round()
    session.commit()
    url = url_of(round_, "gioi-thieu")
    typed = sent(secretary.get(url).text, summary="Lời của người thứ nhất.")
    assert secretary.post(url, data=typed).status_code == 303
    second = secretary.post(url, data=typed | {"summary": ["Lời của người thứ hai."]})
    assert second.status_code == 409
    assert "Lời của người thứ hai." in second.text
    assert plan_now(session, round_).summary == "Lời của người thứ nhất."


def test_text_is_kept_composed_and_without_what_nobody_sees(
    secretary: FlaskClient, session: Session
) -> None:
    round_ = make_round()
    session.commit()
    url = url_of(round_, "gioi-thieu")
    strange = unicodedata.normalize("NFD", "Tôn vinh trí thức") + "\x00\u202e\ufeff"
    assert (
        secretary.post(url, data=sent(secretary.get(url).text, summary=strange)).status_code == 303
    )
    assert plan_now(session, round_).summary == "Tôn vinh trí thức"


HOSTILE = (
    "<script>alert(1)</script>",
    "'; DROP TABLE rounds; --",
    "{{ 7*7 }}",
    "\x00\x08\ud83d",
    "9" * 5000,
    "NaN",
    "1e999",
    "-5",
    "x" * 1_000_000,
)


@pytest.mark.parametrize("value", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("part", list(Part))
def test_hostile_text_in_every_field_is_stored_as_text_or_refused(
    secretary: FlaskClient, session: Session, part: Part, value: str
) -> None:
    round_ = make_round()
    session.commit()
    url = url_of(round_, part.value)
    typed = sent(secretary.get(url).text)
    value = value.encode("utf-8", "replace").decode()
    names = [n for n in typed if n not in {"version", "csrf_token"}]
    hit = names if len(value) < 10_000 else names[:2]
    page = secretary.post(url, data=typed | {name: [value] for name in hit})
    assert page.status_code in {303, 422}
    assert "<script>alert" not in page.text
    assert secretary.get(url).status_code == 200
    assert not re.search(r"\x00", plan_now(session, round_).name)


def test_files_and_missing_fields_in_the_place_of_text_are_refused(
    secretary: FlaskClient, session: Session
) -> None:
    import io

    round_ = make_round()
    session.commit()
    url = url_of(round_, "thong-tin")
    version = str(round_.version)
    assert secretary.post(url, data={"version": version}).status_code == 422
    typed = {"version": version, "name": (io.BytesIO(b"x"), "ten.txt")}
    page = secretary.post(url, data=typed, content_type="multipart/form-data")
    assert page.status_code == 422
    assert secretary.post(url, json={"name": "x"}).status_code in {409, 422}


def test_more_rows_than_a_list_takes_are_not_made(secretary: FlaskClient, session: Session) -> None:
    round_ = make_round()
    session.commit()
    url = url_of(round_, "linh-vuc")
    typed = {"version": str(round_.version), "add": "categories"}
    typed |= {f"categories-{n}-name": f"Lĩnh vực {n}" for n in range(400)}
    page = secretary.post(url, data=typed)
    assert page.status_code == 200
    assert page.text.count('class="edit-row"') == 100


@pytest.mark.parametrize("name", ["", "version", "name", "categories-0", "không có", "\0"])
def test_list_that_does_not_exist_takes_no_row(
    secretary: FlaskClient, session: Session, name: str
) -> None:
    round_ = make_round()
    session.commit()
    url = url_of(round_, "linh-vuc")
    assert secretary.post(url, data={"add": name}).status_code == 200


class TestDeadlinePage:
    def test_moves_the_deadline(self, secretary: FlaskClient, session: Session) -> None:
        round_ = make_round(state=RoundState.OPEN)
        session.commit()
        later = (closing_of(round_) + timedelta(days=7)).replace(second=0, microsecond=0)
        typed = {"version": str(round_.version), "closes_at": f"{local(later):%H:%M %d/%m/%Y}"}
        url = f"/ban-to-chuc/dot/{round_.id}/han-nop"
        assert secretary.post(url, data=typed | {"reason": "Công văn 5."}).status_code == 303
        session.expire_all()
        assert session.get_one(Round, round_.id).closes_at == later

    def test_says_beside_the_field_why_not(self, secretary: FlaskClient, session: Session) -> None:
        round_ = make_round(state=RoundState.OPEN)
        session.commit()
        url = f"/ban-to-chuc/dot/{round_.id}/han-nop"
        earlier = f"{local(closing_of(round_) - timedelta(days=3)):%H:%M %d/%m/%Y}"
        typed = {"version": str(round_.version), "closes_at": earlier, "reason": "Vội."}
        page = secretary.post(url, data=typed)
        assert page.status_code == 422
        assert "chỉ được lùi muộn hơn" in page.text

    @pytest.mark.parametrize("state", [RoundState.DRAFT, RoundState.CLOSED])
    def test_is_there_only_while_dossiers_are_received(
        self, secretary: FlaskClient, session: Session, state: RoundState
    ) -> None:
        round_ = make_round(state=state)
        session.commit()
        assert secretary.get(f"/ban-to-chuc/dot/{round_.id}/han-nop").status_code == 409
