"""The letters of accounts: invitations, registrations, forgotten passwords."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import current_app
from flask_babel import gettext as _

from app.accounts.enums import OPENING_KINDS
from app.infra.mail.outbox import forget_links, post
from app.kernel import clock
from app.kernel.calendar import local
from app.organiser.queries import get_organiser

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.accounts.models import Account, Link
    from app.settings import Settings


def link_address(token: str) -> str:
    """Return the full address of a one-time link."""
    return _address("accounts.open_account", token=token)


def _address(endpoint: str, **values: str) -> str:
    settings = cast("Settings", current_app.extensions["settings"])
    return settings.public_url + current_app.url_map.bind("").build(endpoint, values)


def post_invitation(link: Link, token: str) -> None:
    """Ask somebody to open the account that was prepared for them."""
    body = _(
        "%(organiser)s trân trọng mời ông/bà mở tài khoản trên hệ thống Vinh Danh, "
        "nơi tiếp nhận hồ sơ, xét chọn và công bố kết quả các hội thi, giải thưởng và danh hiệu "
        "khoa học và công nghệ.\n\n"
        "Để mở tài khoản và đặt mật khẩu, xin mở liên kết sau:\n%(address)s\n\n"
        "Liên kết chỉ dùng được một lần, trong %(lifetime)s. Nếu liên kết hết hạn, "
        "xin trả lời để ban tổ chức gửi lại.",
        organiser=_organiser_name(),
        address=link_address(token),
        lifetime=OPENING_KINDS[link.kind].words,
    )
    _post(link, token, _("Mời mở tài khoản Vinh Danh"), body)


def post_registration(link: Link, token: str) -> None:
    """Let somebody prove that the address is theirs, and open the account."""
    body = _(
        "Cảm ơn ông/bà đã đăng ký tài khoản trên hệ thống Vinh Danh của %(organiser)s.\n\n"
        "Để hoàn tất và đặt mật khẩu, xin mở liên kết sau:\n%(address)s\n\n"
        "Liên kết chỉ dùng được một lần, trong %(lifetime)s. Nếu ông/bà không đăng ký, "
        "xin bỏ qua thư này; sẽ không có tài khoản nào được mở.",
        organiser=_organiser_name(),
        address=link_address(token),
        lifetime=OPENING_KINDS[link.kind].words,
    )
    _post(link, token, _("Hoàn tất đăng ký tài khoản Vinh Danh"), body)


def post_registered_already(link: Link, token: str) -> None:
    """Tell somebody who registers again that the account is there, and offer a new password."""
    body = _(
        "Có người vừa đăng ký tài khoản Vinh Danh bằng địa chỉ thư này. Ông/bà đã có tài khoản, "
        "nên không cần đăng ký lại: xin đăng nhập tại\n%(sign_in)s\n\n"
        "Nếu ông/bà quên mật khẩu, liên kết sau cho phép đặt mật khẩu mới, dùng được một lần "
        "trong %(lifetime)s:\n%(address)s\n\n"
        "Nếu ông/bà không đăng ký, xin bỏ qua thư này; tài khoản không thay đổi.",
        sign_in=_address("accounts.sign_in"),
        address=link_address(token),
        lifetime=OPENING_KINDS[link.kind].words,
    )
    _post(link, token, _("Ông/bà đã có tài khoản Vinh Danh"), body)


def post_reset(link: Link, token: str) -> None:
    """Let somebody set a new password."""
    body = _(
        "Có yêu cầu đặt lại mật khẩu cho tài khoản Vinh Danh của ông/bà.\n\n"
        "Để đặt mật khẩu mới, xin mở liên kết sau:\n%(address)s\n\n"
        "Liên kết chỉ dùng được một lần, trong %(lifetime)s. Nếu ông/bà không yêu cầu, "
        "xin bỏ qua thư này; mật khẩu hiện tại vẫn dùng được.",
        address=link_address(token),
        lifetime=OPENING_KINDS[link.kind].words,
    )
    _post(link, token, _("Đặt lại mật khẩu Vinh Danh"), body)


def post_no_account(email: str) -> None:
    """Tell somebody who forgot their password that another address must hold the account."""
    body = _(
        "Có yêu cầu đặt lại mật khẩu Vinh Danh cho địa chỉ thư này, nhưng địa chỉ này chưa có "
        "tài khoản. Có thể ông/bà đã dùng một địa chỉ khác.\n\n"
        "Nếu chưa có tài khoản, ông/bà có thể đăng ký tại\n%(register)s\n\n"
        "Nếu ông/bà không yêu cầu, xin bỏ qua thư này.",
        register=_address("accounts.register"),
    )
    key = f"accounts.no_account:{email}:{clock.now().isoformat()}"
    post(email, _("Địa chỉ này chưa có tài khoản Vinh Danh"), _letter("", body), key=key)


def post_closed(account: Account) -> None:
    """Tell the holder of a closed account whom to ask."""
    body = _(
        "Tài khoản Vinh Danh của ông/bà đã được khóa, nên hiện không đăng nhập và không đặt lại "
        "mật khẩu được. Nếu cần mở lại, xin liên hệ %(organiser)s.",
        organiser=_organiser_contact(),
    )
    key = f"accounts.closed:{account.id}:{clock.now().isoformat()}"
    name = account.person.full_name
    post(account.email, _("Tài khoản Vinh Danh đã khóa"), _letter(name, body), key=key, name=name)


def post_password_changed(account: Account) -> None:
    """Tell the holder that the password was changed, in case it was somebody else."""
    moment = clock.now()
    body = _(
        "Mật khẩu tài khoản Vinh Danh của ông/bà vừa được đổi lúc %(when)s. "
        "Mọi thiết bị khác đã được đăng xuất.\n\n"
        "Nếu không phải ông/bà đổi, xin đặt lại mật khẩu ngay tại\n%(forgot)s\n"
        "và báo cho ban tổ chức.",
        when=f"{local(moment):%H:%M, %d/%m/%Y}",
        forgot=_address("accounts.forgot"),
    )
    key = f"accounts.password:{account.id}:{moment.isoformat()}"
    name = account.person.full_name
    post(account.email, _("Mật khẩu Vinh Danh đã đổi"), _letter(name, body), key=key, name=name)


def _post(link: Link, token: str, subject: str, body: str) -> None:
    post(
        link.email,
        subject,
        _letter(link.full_name, body),
        key=letter_key(link.id),
        name=link.full_name,
        one_time_link=link_address(token),
    )


def letter_key(link_id: int) -> str:
    """Return the key of the letter that carries a link, by which it can be made to forget it."""
    return f"accounts.link:{link_id}"


def forget_letters_of(link_ids: Iterable[int]) -> None:
    """Let nobody read a link any more that is used or replaced."""
    forget_links(map(letter_key, link_ids))


def _letter(name: str, body: str) -> str:
    greeting = _("Kính gửi ông/bà %(name)s,", name=name) if name else _("Kính gửi ông/bà,")
    return f"{greeting}\n\n{body}\n\n{_('Trân trọng,')}\n{_organiser_contact()}"


def _organiser_name() -> str:
    """Return the organiser's name with its province, said once."""
    organiser = get_organiser()
    if organiser.place_line and organiser.place_line not in organiser.name:
        return f"{organiser.name} {organiser.place_line}"
    return organiser.name


def _organiser_contact() -> str:
    organiser = get_organiser()
    return "\n".join(filter(None, (_organiser_name(), organiser.phone, organiser.email)))
