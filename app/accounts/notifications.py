"""The letters of accounts, and which fields each is given; what they say is in ``letters.toml``."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import current_app

from app.accounts.enums import OPENING_KINDS
from app.infra.mail.outbox import forget_links
from app.kernel import clock
from app.kernel.calendar import local
from app.letters import operations as letters
from app.letters.operations import Recipient

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
    _post_link("invitation", link, token)


def post_registration(link: Link, token: str) -> None:
    """Let somebody prove that the address is theirs, and open the account."""
    _post_link("registration", link, token)


def post_registered_already(link: Link, token: str) -> None:
    """Tell somebody who registers again that the account is there, and offer a new password."""
    _post_link("registered_already", link, token, sign_in=_address("accounts.sign_in"))


def post_reset(link: Link, token: str) -> None:
    """Let somebody set a new password."""
    _post_link("reset", link, token)


def post_no_account(email: str) -> None:
    """Tell somebody who forgot their password that another address must hold the account."""
    letters.post(
        "accounts.no_account",
        None,
        to=[Recipient(email, "", email)],
        event=clock.now(),
        fields={"register": _address("accounts.register")},
    )


def post_closed(account: Account) -> None:
    """Tell the holder of a closed account whom to ask."""
    _post_now("closed", account)


def post_password_changed(account: Account) -> None:
    """Tell the holder that the password was changed, in case it was somebody else."""
    changed_at = f"{local(clock.now()):%H:%M, %d/%m/%Y}"
    _post_now("password_changed", account, time=changed_at, forgot=_address("accounts.forgot"))


def _post_now(what: str, account: Account, **fields: str) -> None:
    """Write to the holder of an account, once for every moment at which this happens."""
    holder = Recipient(account.email, account.person.full_name, f"account:{account.id}")
    letters.post(f"accounts.{what}", account, to=[holder], event=clock.now(), fields=fields)


def _post_link(what: str, link: Link, token: str, **fields: str) -> None:
    letters.post(
        f"accounts.{what}",
        link,
        to=[Recipient(link.email, link.full_name, f"link:{link.id}")],
        event=letter_key(link.id),
        fields={
            "address": link_address(token),
            "lifetime": OPENING_KINDS[link.kind].words,
            **fields,
        },
    )


def letter_key(link_id: int) -> str:
    """Return the key of the letter that carries a link, by which it can be made to forget it."""
    return f"accounts.link:{link_id}"


def forget_letters_of(link_ids: Iterable[int]) -> None:
    """Let nobody read a link any more that is used or replaced."""
    forget_links(map(letter_key, link_ids))
