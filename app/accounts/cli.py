"""Commands for whoever runs the server: the first administrator, a link when nothing else helps."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from app.accounts.notifications import link_address
from app.accounts.operations.admin import hand_out_reset_link, make_first_administrator
from app.infra.db.units import unit_of_work
from app.kernel.access import Actor
from app.kernel.errors import Refusal
from app.organiser.operations import ensure_organiser

SYSTEM = Actor.of_system("Dòng lệnh")

accounts_group = AppGroup("accounts", help="Tài khoản.")


@accounts_group.command("first-admin")
@click.option("--email", default="", help="Địa chỉ thư của quản trị; để trống thì hỏi trên trang.")
def first_admin(email: str) -> None:
    """In liên kết một lần để mở tài khoản quản trị đầu tiên; đã có quản trị thì không in gì."""
    try:
        with unit_of_work():
            ensure_organiser(by=SYSTEM)
            token = make_first_administrator(email, by=SYSTEM)
    except Refusal as refusal:
        raise click.ClickException(refusal.message) from refusal
    if token:
        click.echo(link_address(token))


@accounts_group.command("reset-link")
@click.argument("email")
def reset_link(email: str) -> None:
    """In liên kết một lần để đặt lại mật khẩu, khi thư không đến được."""
    try:
        with unit_of_work():
            token = hand_out_reset_link(email, by=SYSTEM)
    except Refusal as refusal:
        raise click.ClickException(refusal.message) from refusal
    click.echo(link_address(token))


commands: tuple[click.Command, ...] = (accounts_group,)
