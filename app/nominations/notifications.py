"""The letters that a dossier writes: receipt, the unit's word, the screening.

Each letter is single: its key names the happening and the moment, so that doing a thing twice
writes once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import current_app
from flask_babel import gettext as _

from app.infra.mail.outbox import post
from app.kernel.calendar import format_instant
from app.nominations.queries.dossiers import contacts_of_unit, find_owner
from app.organiser.queries import get_organiser
from app.registry.queries import get_unit

if TYPE_CHECKING:
    from datetime import datetime

    from app.kernel.access import Actor
    from app.nominations.models import Nomination
    from app.settings import Settings


# ── to who writes the dossier ────────────────────────────────────────────────────────────────


def send_receipt(nomination: Nomination, *, to: Actor) -> None:
    """Send the receipt (*giấy biên nhận*) with number and time."""
    body = _(
        "Ban tổ chức đã nhận hồ sơ “%(title)s”. Trân trọng cảm ơn ông/bà đã tham gia.\n\n"
        "Số tiếp nhận: %(number)s\n"
        "Mã hồ sơ: %(code)s\n"
        "Đợt: %(round)s\n"
        "Thời điểm nộp: %(time)s (giờ Việt Nam)\n\n"
        "%(next)s\n\n"
        "Giấy biên nhận và hồ sơ đã nộp xem tại:\n%(address)s",
        title=nomination.title,
        number=nomination.receipt_no,
        code=nomination.code,
        round=nomination.round.name,
        time=_time(nomination.submitted_at),
        next=next_step(nomination),
        address=_address("nominations.receipt", nomination),
    )
    subject = _("Giấy biên nhận hồ sơ %(code)s", code=nomination.code)
    _write(to.email, to.name, subject, body, _key("receipt", nomination, nomination.submitted_at))


def next_step(nomination: Nomination) -> str:
    """Return what happens next with a dossier that was sent."""
    if nomination.round.needs_endorsement and nomination.endorsed_at is None:
        return _(
            "Hồ sơ đang chờ đơn vị đề cử xác nhận; sau đó ban tổ chức sẽ thẩm tra và báo kết quả "
            "cho ông/bà qua thư điện tử."
        )
    return _("Ban tổ chức sẽ thẩm tra hồ sơ và báo kết quả cho ông/bà qua thư điện tử.")


def confirm_supplement(nomination: Nomination, *, to: Actor) -> None:
    """Confirm that the supplement arrived."""
    body = _(
        "Ban tổ chức đã nhận phần bổ sung của hồ sơ %(code)s “%(title)s” lúc %(time)s "
        "(giờ Việt Nam). Ban tổ chức sẽ tiếp tục thẩm tra và báo kết quả cho ông/bà.\n\n"
        "Hồ sơ xem tại:\n%(address)s",
        code=nomination.code,
        title=nomination.title,
        time=_time(nomination.supplemented_at),
        address=_address("nominations.detail", nomination),
    )
    subject = _("Đã nhận phần bổ sung hồ sơ %(code)s", code=nomination.code)
    key = _key("supplemented", nomination, nomination.supplemented_at)
    _write(to.email, to.name, subject, body, key)


def tell_endorsed(nomination: Nomination) -> None:
    """Tell the author that the unit puts the dossier forward."""
    body = _(
        "%(unit)s đã xác nhận đề cử hồ sơ %(code)s “%(title)s”. Hồ sơ đã đến ban tổ chức; "
        "kết quả thẩm tra sẽ được báo cho ông/bà qua thư điện tử.",
        unit=_unit_name(nomination),
        code=nomination.code,
        title=nomination.title,
    )
    subject = _("Đơn vị đã xác nhận hồ sơ %(code)s", code=nomination.code)
    _write_to_owner(nomination, subject, body, "endorsed", nomination.endorsed_at)


def tell_returned(nomination: Nomination) -> None:
    """Tell the author what the unit wants mended."""
    body = _(
        "%(unit)s chuyển lại hồ sơ %(code)s “%(title)s” để ông/bà chỉnh sửa:\n\n"
        "%(reason)s\n\n"
        "Mọi nội dung đã viết vẫn được giữ nguyên. Xin sửa rồi nộp lại trước %(deadline)s "
        "(giờ Việt Nam).",
        unit=_unit_name(nomination),
        code=nomination.code,
        title=nomination.title,
        reason=nomination.return_reason,
        deadline=_time(nomination.round.closes_at),
    )
    subject = _("Đơn vị đề nghị chỉnh sửa hồ sơ %(code)s", code=nomination.code)
    _write_to_owner(nomination, subject, body, "returned", nomination.submitted_at)


def ask_for_more(nomination: Nomination) -> None:
    """Tell the author what the organiser asks for, and until when."""
    body = _(
        "Ban tổ chức đã đọc hồ sơ %(code)s “%(title)s” và đề nghị ông/bà bổ sung:\n\n"
        "%(request)s\n\n"
        "Xin gửi phần bổ sung trước %(deadline)s (giờ Việt Nam). Hồ sơ đã mở lại để ông/bà sửa; "
        "sau khi sửa, xin bấm “Nộp phần bổ sung”.",
        code=nomination.code,
        title=nomination.title,
        request=nomination.supplement_request,
        deadline=_time(nomination.supplement_due_at),
    )
    subject = _("Đề nghị bổ sung hồ sơ %(code)s", code=nomination.code)
    _write_to_owner(nomination, subject, body, "supplement", nomination.supplement_due_at)


def tell_accepted(nomination: Nomination) -> None:
    """Tell the author that the dossier goes to the council."""
    body = _(
        "Hồ sơ %(code)s “%(title)s” đã được thẩm tra và đủ điều kiện. Hồ sơ sẽ được chuyển đến "
        "hội đồng; kết quả được công bố theo lịch của đợt. Chúc ông/bà thành công.",
        code=nomination.code,
        title=nomination.title,
    )
    subject = _("Hồ sơ %(code)s hợp lệ", code=nomination.code)
    _write_to_owner(nomination, subject, body, "accepted", nomination.screened_at)


def tell_rejected(nomination: Nomination) -> None:
    """Tell the author why the dossier does not go to the council."""
    body = _(
        "Ban tổ chức cảm ơn ông/bà đã gửi hồ sơ %(code)s “%(title)s”. Sau khi thẩm tra, "
        "rất tiếc hồ sơ chưa đủ điều kiện tham gia đợt này:\n\n%(reason)s\n\n"
        "Nếu thấy có điều chưa đúng, xin trả lời để ban tổ chức xem xét lại. "
        "Rất mong được đón nhận hồ sơ của ông/bà ở đợt sau.",
        code=nomination.code,
        title=nomination.title,
        reason=nomination.ineligible_reason,
    )
    subject = _("Kết quả thẩm tra hồ sơ %(code)s", code=nomination.code)
    _write_to_owner(nomination, subject, body, "rejected", nomination.screened_at)


def tell_screened_again(nomination: Nomination, reason: str, moment: datetime) -> None:
    """Tell the author that the verdict is looked at once more."""
    body = _(
        "Ban tổ chức đang thẩm tra lại hồ sơ %(code)s “%(title)s”, vì: %(reason)s\n\n"
        "Kết luận trước đây không còn hiệu lực. Ban tổ chức sẽ báo kết luận mới cho ông/bà.",
        code=nomination.code,
        title=nomination.title,
        reason=reason,
    )
    subject = _("Thẩm tra lại hồ sơ %(code)s", code=nomination.code)
    _write_to_owner(nomination, subject, body, "screened_again", moment)


# ── to others ────────────────────────────────────────────────────────────────────────────────


def ask_to_endorse(nomination: Nomination) -> None:
    """Ask each contact of the nominating unit for its word."""
    body = _(
        "Hồ sơ %(code)s “%(title)s” đề nghị %(unit)s đề cử trong đợt %(round)s.\n\n"
        "Xin ông/bà đọc hồ sơ, rồi xác nhận đề cử hoặc trả lại để sửa, tại:\n%(address)s\n\n"
        "Hồ sơ chỉ đến ban tổ chức sau khi đơn vị xác nhận.",
        code=nomination.code,
        title=nomination.title,
        unit=_unit_name(nomination),
        round=nomination.round.name,
        address=_address("nominations.endorse", nomination),
    )
    subject = _("Mời đơn vị xác nhận hồ sơ %(code)s", code=nomination.code)
    for account in contacts_of_unit(nomination.unit_id) if nomination.unit_id else ():
        key = _key(f"endorse:{account.id}", nomination, nomination.submitted_at)
        _write(account.email, account.person.full_name, subject, body, key)


def tell_named(nomination: Nomination, *, but: Actor) -> None:
    """Tell who is named in a dossier that they are, so that nobody is named unknowingly."""
    subject = _("Ông/bà có tên trong hồ sơ %(code)s", code=nomination.code)
    for row in nomination.people:
        if not row.email or row.email == but.email.strip().lower():
            continue
        body = _(
            "Ông/bà được ghi tên trong hồ sơ %(code)s “%(title)s”, do %(author)s lập và nộp trong "
            "đợt %(round)s.\n\n"
            "Nếu thông tin này không đúng, xin báo ngay cho ban tổ chức. Đăng nhập bằng địa chỉ "
            "thư này, ông/bà xem được hồ sơ tại:\n%(address)s",
            code=nomination.code,
            title=nomination.title,
            author=but.name,
            round=nomination.round.name,
            address=_address("nominations.detail", nomination),
        )
        _write(row.email, row.full_name, subject, body, f"named:{nomination.id}:{row.email}")


# ── how a letter looks ───────────────────────────────────────────────────────────────────────


def _write_to_owner(
    nomination: Nomination, subject: str, body: str, what: str, moment: datetime | None
) -> None:
    owner = find_owner(nomination)
    if owner is not None:
        where = _("Hồ sơ xem tại:\n%(url)s", url=_address("nominations.detail", nomination))
        letter = f"{body}\n\n{where}"
        key = _key(what, nomination, moment)
        _write(owner.email, owner.person.full_name, subject, letter, key)


def _write(email: str, name: str, subject: str, body: str, key: str) -> None:
    if not email:
        return
    greeting = _("Kính gửi ông/bà %(name)s,", name=name) if name else _("Kính gửi ông/bà,")
    letter = f"{greeting}\n\n{body}\n\n{_('Trân trọng,')}\n{_signature()}"
    post(email, subject, letter, key=f"nominations.{key}", name=name)


def _signature() -> str:
    organiser = get_organiser()
    name = f"{organiser.name} {organiser.place_line}".strip()
    lines = (_("Ban tổ chức"), name, organiser.phone, organiser.email)
    return "\n".join(line for line in lines if line)


def _key(what: str, nomination: Nomination, moment: datetime | None) -> str:
    stamp = f"{moment.timestamp():.6f}" if moment else ""
    return f"{what}:{nomination.id}:{stamp}"


def _time(moment: datetime | None) -> str:
    return format_instant(moment, "long") if moment else ""


def _unit_name(nomination: Nomination) -> str:
    """Return the unit's name by its number: what was chosen a moment ago is not loaded yet."""
    return get_unit(nomination.unit_id).name if nomination.unit_id else _("Đơn vị đề cử")


def _address(endpoint: str, nomination: Nomination) -> str:
    settings = cast("Settings", current_app.extensions["settings"])
    path = current_app.url_map.bind("").build(endpoint, {"nomination_id": nomination.id})
    return settings.public_url + path
