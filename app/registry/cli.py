"""Commands for the registry: lists of localities and units that are shipped or given."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup

from app.infra.db.units import unit_of_work
from app.kernel.access import Actor
from app.kernel.errors import Refusal
from app.organiser.queries import get_preset, read_preset_list
from app.registry.operations import find_or_add_unit, load_localities
from app.registry.queries import read_shipped_localities
from app.registry.rules import read_localities, read_units

SYSTEM = Actor.of_system("Dòng lệnh")

registry_group = AppGroup("registry", help="Đơn vị, trí thức, địa phương.")


@registry_group.command("load-localities")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def load_localities_command(file: Path) -> None:
    """Nạp danh sách xã, phường, đặc khu từ tệp CSV; chạy lại không sinh dòng trùng."""
    try:
        with unit_of_work():
            count = load_localities(read_localities(file.read_text("utf-8-sig")), by=SYSTEM)
    except (Refusal, UnicodeDecodeError) as problem:
        raise click.ClickException(str(problem)) from problem
    click.echo(f"Đã nạp {count} địa phương.")


@registry_group.command("load-preset")
@click.argument("key")
def load_preset(key: str) -> None:
    """Nạp các đơn vị và địa phương đi kèm một bộ dữ liệu mẫu, ví dụ quang-ninh."""
    try:
        with unit_of_work():
            preset = get_preset(key)
            units = read_units(read_preset_list(preset))
            for details in units:
                find_or_add_unit(details, by=SYSTEM)
            rows = read_localities(read_shipped_localities(preset.localities_file))
            if rows:
                load_localities(rows, by=SYSTEM)
    except Refusal as refusal:
        raise click.ClickException(refusal.message) from refusal
    click.echo(f"Đã có {len(units)} đơn vị và {len(rows)} địa phương của bộ dữ liệu mẫu.")


commands: tuple[click.Command, ...] = (registry_group,)
