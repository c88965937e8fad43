"""``flask demo load``: an installation full of invented people, to try every desk."""

from __future__ import annotations

import time

import click
from flask.cli import AppGroup

from app.folders.cli.progress import Bars, seconds
from app.folders.operations.demo.demonstration import load_demo
from app.folders.operations.demo.desks import ACCOUNTS, PASSWORD
from app.kernel.errors import Refusal

demo = AppGroup("demo", help="Dữ liệu minh họa, mọi người đều là hư cấu.")
ONLY_TO_TRY = (
    "Chỉ để dùng thử: mọi người, đơn vị và số liệu đều là hư cấu, mật khẩu ai cũng biết. "
    "Không dùng bản cài đặt này cho việc thật."
)


@demo.command("load")
def load() -> None:
    """Nạp đơn vị tổ chức mẫu, các đợt ở nhiều giai đoạn và tài khoản của mọi bàn làm việc."""
    started = time.perf_counter()
    try:
        for title in load_demo(Bars()):
            click.echo(f"· {title}…")
    except Refusal as refusal:
        raise click.ClickException(refusal.message) from refusal
    click.echo(f"✓ Dữ liệu minh họa đã sẵn sàng ({seconds(time.perf_counter() - started)}).\n")
    _print_accounts()
    click.echo(f"\n! {ONLY_TO_TRY}")


def _print_accounts() -> None:
    rows = [("Bàn làm việc", "Thư điện tử", "Họ và tên")]
    rows += [(account.desk, account.email, account.full_name) for account in ACCOUNTS]
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        click.echo(f"  {'  '.join(cells)}".rstrip())
    click.echo(f"\n  Mật khẩu của tất cả các tài khoản: {PASSWORD}")
