"""Commands for the organiser: load a profile that is shipped."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from app.infra.db.units import unit_of_work
from app.kernel.access import Actor
from app.kernel.errors import Refusal
from app.organiser.operations import load_organiser_preset
from app.organiser.queries import get_preset

organiser_group = AppGroup("organiser", help="Đơn vị tổ chức.")


@organiser_group.command("load-preset")
@click.argument("key")
def load_preset(key: str) -> None:
    """Thay hồ sơ đơn vị tổ chức bằng một bộ dữ liệu mẫu, ví dụ quang-ninh."""
    try:
        with unit_of_work():
            organiser = load_organiser_preset(get_preset(key), by=Actor.of_system("Dòng lệnh"))
    except Refusal as refusal:
        raise click.ClickException(refusal.message) from refusal
    click.echo(f"Đơn vị tổ chức: {organiser.name}")


commands: tuple[click.Command, ...] = (organiser_group,)
