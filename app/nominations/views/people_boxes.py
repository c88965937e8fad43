"""The people of a dossier as they are typed: a panel of fields for each, and the table of shares."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from app.infra.guard import current_actor
from app.nominations.queries.shares import claims_of
from app.nominations.rules.people import FIELDS, identity_of, sum_of_shares
from app.nominations.rules.plans import people_typed_in
from app.nominations.rules.sections import person_field
from app.nominations.rules.shares import word_of
from app.nominations.rules.texts import number_of
from app.nominations.values.shares import has_shares, typed_share
from app.questions.views.boxes import SELECT, Box
from app.registry.enums import Gender
from app.registry.queries import unit_choices

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.nominations.models import Nomination, ShareClaim
    from app.questions.views.boxes import Problems

AS_NAME = {"autocapitalize": "words", "spellcheck": "false"}


def people_drawn(nomination: Nomination, problems: Problems) -> dict[str, Any]:
    """Return what the page of people shows."""
    rows = people_typed_in(nomination) or [{}]
    shared = has_shares(nomination)
    claims = claims_of(nomination.id) if shared and nomination.submitted_at else ()
    total = sum_of_shares(rows)
    return {
        "people": [
            {"place": place, **_person(row, number_of(row, place), problems)}
            for place, row in enumerate(rows, 1)
        ],
        "units": unit_choices(),
        "has_shares": shared,
        "shares": [_share(row, place, problems, claims) for place, row in enumerate(rows, 1)],
        "total": total,
        "is_whole": total == Decimal(100),
        "may_add": len(rows) < nomination.round.max_people,
    }


def _share(
    row: Mapping[str, str], place: int, problems: Problems, claims: Sequence[ShareClaim]
) -> dict[str, Any]:
    name = person_field(number_of(row, place), "contribution")
    faults = problems.get(name, ())
    actor = current_actor()
    word = word_of(typed_share(row), claims, writer=identity_of(actor.name, actor.email))
    return {
        "name": row.get("full_name") or _("Người thứ %(place)s", place=place),
        "note": row.get("unit_name", ""),
        "field_name": name,
        "share": None,
        "typed": row.get("contribution", ""),
        "errors": faults,
        "state_label": " ".join(faults) or _(word.label),
        "state_tone": "bad" if faults else word.tone,
        "state_icon": None if faults else word.icon,
    }


def _person(row: Mapping[str, str], number: int, problems: Problems) -> dict[str, Any]:
    box = partial(_box, row, number, problems)
    return {
        "number": number,
        "name": row.get("full_name", ""),
        "rows": [
            [
                _name_box(row, number, problems),
                box("role", _("Vai trò"), help=_("Ví dụ: tác giả chính, đồng tác giả")),
            ],
            [
                box(
                    "birth_date",
                    _("Ngày sinh"),
                    input="day",
                    help=_("Ngày/tháng/năm, ví dụ 05/3/1985"),
                ),
                _gender_box(row, number, problems),
            ],
            [box("unit_name", _("Đơn vị công tác"), attrs={"list": "unit-names"})],
            [box("position_title", _("Chức vụ")), box("degree", _("Học hàm, học vị"))],
            [
                box("email", _("Thư điện tử"), input="email"),
                box("phone", _("Điện thoại"), input="tel"),
            ],
        ],
    }


def _box(
    row: Mapping[str, str], number: int, problems: Problems, name: str, label: str, **over: Any
) -> Box:
    field = person_field(number, name)
    facts = {"required": False, "errors": problems.get(field, ()), **over}
    return Box(field, label, row.get(name, ""), **facts)


def _name_box(row: Mapping[str, str], number: int, problems: Problems) -> Box:
    help_ = _("Viết đủ dấu, ví dụ: Lê Thuỵ Khuê")
    label = _("Họ và tên")
    return _box(row, number, problems, "full_name", label, required=True, help=help_, attrs=AS_NAME)


def _gender_box(row: Mapping[str, str], number: int, problems: Problems) -> Box:
    typed = row.get("gender", "")
    choices = (("", _("– Chọn –"), not typed), *_genders(typed))
    help_ = _("Như trong giấy tờ tùy thân")
    facts: dict[str, Any] = {"template": SELECT, "choices": choices, "help": help_}
    return _box(row, number, problems, "gender", _("Giới tính"), **facts)


def _genders(typed: str) -> list[tuple[str, str, bool]]:
    return [(code, label, typed == code) for code, label in gender_words().items()]


def gender_words() -> dict[str, str]:
    """Return the genders in words, by what the page sends."""
    return {Gender.MALE.value: _("Nam"), Gender.FEMALE.value: _("Nữ")}


def label_of_person(name: str) -> str:
    """Return what a field in somebody's row is called, away from it."""
    head, _sign, field_name = name.partition("_")
    words = (
        _("họ và tên"),
        _("vai trò"),
        _("ngày sinh"),
        _("giới tính"),
        _("đơn vị"),
        _("chức vụ"),
        _("học hàm, học vị"),
        _("tỷ lệ"),
        _("thư điện tử"),
        _("điện thoại"),
    )
    what = dict(zip(FIELDS, words, strict=True)).get(field_name, field_name)
    return _("Người thứ %(place)s, %(what)s", place=head[1:], what=what)
